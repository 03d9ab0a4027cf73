"""Save what layers of a PyTorch network put out for a fixed set of inputs, for ccascope to compare.

Copy this file to where you train; it needs torch and numpy only.

    from save_activations import ActivationSaver

    saver = ActivationSaver(model, ["conv1", "layer3.0", "fc"], probes, network="run-1", dtype="float16")
    for step, batch in enumerate(batches):
        if step % 100 == 0:
            saver.save(step)            # activations/run-1/STEP/LAYER.npy
        ...

The first save prints the manifest to use; `ccascope init activations` writes one for what is there, too.
"""
import difflib
import json
import os

import numpy as np


class ActivationSaver:
    """Saves activations/NETWORK/STEP/LAYER.npy, the same inputs in the same order every time.

    model      the network; its mode (training or not) is as before when `save` returns
    layers     names of modules, input first, as in model.named_modules()
    probes     the inputs: a tensor with the samples along its first axis, or a list of batches, on the model's device.
               Take at least five times as many as a layer has units, and none that it is trained on
    network    the name of this run
    directory  what it all goes into
    axes       of layers whose output is not nc, ntc or nchw, a letter each (n sample, t time, c feature, h and w
               position): {"lstm": "tnc"}. Then give the probes as a list of batches
    dtype      "float16" halves the files; None keeps the type of each output
    batch      samples of a tensor that go through the model at once
    call       how a batch goes through the model, when model(batch) is not it: lambda model, batch: model(batch[0])
    transform  what is saved of an output tensor: lambda name, output: output.mean((2, 3))
    tell       prints the manifest after the first save; None prints nothing
    """

    def __init__(self, model, layers, probes, network="run-1", directory="activations", axes=None, dtype=None,
                 batch=256, call=None, transform=None, tell=print):
        modules = dict(model.named_modules())
        for name in layers:
            if name not in modules:
                near = difflib.get_close_matches(name, modules) or [known for known in modules if known]
                raise ValueError("the model has no module %r; it has %s" % (name, ", ".join(near[:20])))
        self.model, self.modules = model, {name: modules[name] for name in layers}
        self.probes, self.batch = probes, batch
        self.network, self.directory, self.dtype, self.axes = network, directory, dtype, dict(axes or {})
        self.call = call or (lambda model, batch: model(**batch) if isinstance(batch, dict) else model(batch))
        self.transform, self.tell = transform or (lambda name, output: output), tell

    def save(self, step):
        """Save every layer at this step. Each file is complete when it appears."""
        for name, array in self.outputs().items():
            path = os.path.join(self.directory, self.network, str(step), name + ".npy")
            write_aside(path, lambda file, array=array: np.save(file, array))
            self.axes.setdefault(name, {3: "ntc", 4: "nchw"}.get(array.ndim, "nc"))
        if self.tell:
            self.tell(self.manifest())
            self.tell = None

    def outputs(self):
        """An array for each layer: its outputs for all probes, evaluated without dropout and gradients."""
        parts = {name: [] for name in self.modules}
        latest, modes = {}, [(module, module.training) for module in self.model.modules()]

        def hook(name):    # copies at once: the next module may work in place
            return lambda module, inputs, output: latest.update(
                {name: to_array(name, self.transform(name, first_tensor(output)), self.dtype)})

        hooks = [module.register_forward_hook(hook(name)) for name, module in self.modules.items()]
        try:
            self.model.eval()
            for batch in self.batches():
                latest.clear()
                no_gradients(self.call, self.model, batch)
                for name in parts:
                    if name not in latest:
                        raise ValueError("the module %r did not run" % name)
                    parts[name].append(latest[name])
        finally:
            for handle in hooks:
                handle.remove()
            for module, training in modes:
                module.training = training
        if not all(parts.values()):
            raise ValueError("no probes; what can be read only once, as a generator, has to be made a list")
        return {name: np.concatenate(arrays, self.axes.get(name, "n").index("n"))
                for name, arrays in parts.items()}

    def batches(self):
        if not hasattr(self.probes, "shape"):
            return self.probes
        return (self.probes[at:at + self.batch] for at in range(0, len(self.probes), self.batch))

    def manifest(self):
        """The lines that describe to ccascope what was saved."""
        directory = self.directory.replace("{", "{{").replace("}", "}}")
        return "\n".join(
            ["ccascope: 1",
             "activations: " + json.dumps(directory + "/{network}/{checkpoint}/{layer}.npy", ensure_ascii=False),
             "networks:",
             "  - name: " + json.dumps(self.network, ensure_ascii=False),
             "checkpoints: auto                       # what is on disk",
             "layers:                                 # input first"] +
            ['  - {name: "%s", axes: %s}' % (name, self.axes.get(name, "nc")) for name in self.modules])


def first_tensor(output):
    """The tensor of a module that puts out several, as an LSTM does, or a model of transformers."""
    while not hasattr(output, "shape"):
        output = next(iter(output.values())) if hasattr(output, "values") else output[0]
    return output


def to_array(name, output, dtype):
    """A copy as an array, of another type where that holds the values; bfloat16, which numpy lacks, as float32."""
    array = np.array((output.float() if "bfloat16" in str(output.dtype) else output).detach().cpu())
    if dtype is None:
        return array
    with np.errstate(over="ignore"):
        converted = array.astype(dtype)
    if np.isfinite(array).all() and not np.isfinite(converted).all():
        raise ValueError("%s has values beyond %s; save it as float32" % (name, dtype))
    return converted


def no_gradients(call, *arguments):
    import torch
    with torch.no_grad():
        return call(*arguments)


def write_aside(path, put):
    """All of the file or none of it: put(file) writes beside it, and then the name moves over."""
    folder, name = os.path.split(path)
    os.makedirs(folder or ".", exist_ok=True)
    aside = os.path.join(folder, ".%s.%d" % (name, os.getpid()))    # what begins with a dot ccascope passes over
    try:
        with open(aside, "wb") as file:
            put(file)
        os.replace(aside, path)
    except BaseException:
        if os.path.exists(aside):
            os.remove(aside)
        raise
