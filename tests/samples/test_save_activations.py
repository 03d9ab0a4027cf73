"""samples/save_activations.py, on modules that behave as PyTorch's do and on PyTorch itself where there is one.

    test_save_activations.py CCASCOPE SAMPLES
"""
import contextlib
import importlib.util
import os
import subprocess
import sys
import tempfile
import types
import unittest

import numpy as np

CCASCOPE, SAMPLES = sys.argv[1:3]
sys.path.insert(0, SAMPLES)
sys.dont_write_bytecode = True
import save_activations                             # noqa: E402
from save_activations import ActivationSaver        # noqa: E402

REAL = importlib.util.find_spec("torch") is not None


class Tensor:
    """As much of a tensor as is used."""

    def __init__(self, values, dtype=None):
        self.values_, self.shape = np.asarray(values), np.shape(values)
        self.dtype = dtype or self.values_.dtype

    def __len__(self):
        return len(self.values_)

    def __getitem__(self, at):
        return Tensor(self.values_[at])

    def __array__(self, dtype=None, copy=None):
        return self.values_

    def float(self):
        return Tensor(self.values_.astype("float32"))

    def detach(self):
        return self

    def cpu(self):
        return self


class Module:
    """A module of a function, with children by name."""

    def __init__(self, forward, **children):
        self.forward, self.children_ = forward, children
        self.training, self.hooks = True, []

    def __call__(self, *arguments, **named):
        output = self.forward(self, *arguments, **named)
        for hook in list(self.hooks):
            hook(self, arguments, output)
        return output

    def named_modules(self, prefix=""):
        yield prefix, self
        for name, child in self.children_.items():
            yield from child.named_modules(prefix + "." + name if prefix else name)

    def modules(self):
        return (module for _, module in self.named_modules())

    def register_forward_hook(self, hook):
        self.hooks.append(hook)
        return types.SimpleNamespace(remove=lambda: self.hooks.remove(hook))

    def eval(self):
        for module in self.modules():
            module.training = False


class FakeTorch(types.ModuleType):
    entered = 0

    @contextlib.contextmanager
    def no_grad(self):
        self.entered += 1
        yield


def chain(**children):
    def forward(self, x):
        for child in self.children_.values():
            x = child(x)
        return x
    return Module(forward, **children)


def scaled(factor):
    return Module(lambda self, x: Tensor(np.asarray(x.values_) * factor))


class WithDirectory(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def saver(self, *arguments, **options):
        return ActivationSaver(*arguments, directory=os.path.join(self.folder, "activations"),
                               **{"tell": None, **options})

    def load(self, *parts):
        return np.load(os.path.join(self.folder, "activations", *parts))

    def ccascope(self, *arguments, status=0):
        run = subprocess.run([CCASCOPE, *arguments], capture_output=True, text=True, cwd=self.folder)
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        return run.stdout


class Saver(WithDirectory):
    def setUp(self):
        super().setUp()
        self.torch = FakeTorch("torch")
        before = sys.modules.get("torch")
        sys.modules["torch"] = self.torch
        self.addCleanup(lambda: sys.modules.pop("torch") if before is None else sys.modules.update(torch=before))
        self.x = Tensor(np.random.RandomState(0).randn(100, 8).astype("float32"))

    def test_saves_every_layer_in_batches_as_in_one(self):
        model = chain(first=scaled(2), inner=chain(second=scaled(3)))
        for batch in (1, 7, 100, 1000):
            self.saver(model, ["first", "inner.second"], self.x, batch=batch).save(10)
            np.testing.assert_array_equal(self.load("run-1", "10", "first.npy"), 2 * self.x.values_)
            np.testing.assert_array_equal(self.load("run-1", "10", "inner.second.npy"), 6 * self.x.values_)
        self.assertGreater(self.torch.entered, 0)

    def test_leaves_the_model_as_it_was(self):
        model = chain(first=scaled(2), frozen=scaled(3))
        model.children_["frozen"].training = False
        seen = []
        model.children_["first"].forward = lambda self, x: seen.append(self.training) or x
        self.saver(model, ["first"], self.x).save(0)
        self.assertEqual([module.training for module in model.modules()], [True, True, False])
        self.assertEqual(set(seen), {False})
        self.assertFalse(any(module.hooks for module in model.modules()))

    def test_copies_before_the_next_module_works_in_place(self):
        def clear(self, x):
            x.values_[:] = 0
            return x
        model = chain(first=Module(lambda self, x: Tensor(x.values_ + 1)), second=Module(clear))
        self.saver(model, ["first"], self.x).save(0)
        np.testing.assert_array_equal(self.load("run-1", "0", "first.npy"), self.x.values_ + 1)

    def test_takes_the_first_tensor_of_several(self):
        pair = Module(lambda self, x: (Tensor(x.values_ * 2), (x, x)))
        named = Module(lambda self, x: {"last_hidden_state": x[0], "other": None})
        self.saver(chain(lstm=pair, top=named), ["lstm", "top"], self.x).save(0)
        np.testing.assert_array_equal(self.load("run-1", "0", "lstm.npy"), 2 * self.x.values_)
        np.testing.assert_array_equal(self.load("run-1", "0", "top.npy"), 2 * self.x.values_)

    def test_batches_may_be_of_any_kind(self):
        model = Module(lambda self, x, y: self.children_["add"](Tensor(x.values_ + y.values_)), add=scaled(1))
        batches = [{"x": self.x[:40], "y": self.x[:40]}, {"x": self.x[40:], "y": self.x[40:]}]
        self.saver(model, ["add"], batches).save(0)
        np.testing.assert_array_equal(self.load("run-1", "0", "add.npy"), 2 * self.x.values_)
        pairs = [(self.x[:40], "labels"), (self.x[40:], "labels")]
        self.saver(chain(a=scaled(3)), ["a"], pairs, call=lambda model, batch: model(batch[0])).save(1)
        np.testing.assert_array_equal(self.load("run-1", "1", "a.npy"), 3 * self.x.values_)

    def test_joins_batches_along_the_samples(self):
        x = Tensor(np.arange(5 * 6 * 2.0).reshape(5, 6, 2))
        model = chain(lstm=scaled(1))
        self.saver(model, ["lstm"], [x[:, :4], x[:, 4:]], axes={"lstm": "tnc"}).save(0)
        np.testing.assert_array_equal(self.load("run-1", "0", "lstm.npy"), x.values_)

    def test_converts_types_and_refuses_what_they_cannot_hold(self):
        model = chain(a=scaled(1))
        self.saver(model, ["a"], self.x, dtype="float16").save(0)
        self.assertEqual(self.load("run-1", "0", "a.npy").dtype, np.float16)
        big = Tensor(np.full((10, 2), 1e6))
        with self.assertRaisesRegex(ValueError, "a has values beyond float16"):
            self.saver(model, ["a"], big, dtype="float16").save(1)
        self.assertFalse(os.path.exists(os.path.join(self.folder, "activations", "run-1", "1")))
        half = Module(lambda self, x: Tensor(x.values_, dtype="torch.bfloat16"))
        self.saver(chain(a=half), ["a"], Tensor(np.ones((10, 2)))).save(2)
        self.assertEqual(self.load("run-1", "2", "a.npy").dtype, np.float32)

    def test_transforms_what_is_saved(self):
        self.saver(chain(a=scaled(1)), ["a"], self.x, transform=lambda name, output: output[:, :3]).save(0)
        np.testing.assert_array_equal(self.load("run-1", "0", "a.npy"), self.x.values_[:, :3])

    def test_names_what_is_wrong(self):
        model = chain(conv1=scaled(1), conv2=scaled(1))
        with self.assertRaisesRegex(ValueError, "no module 'conv3'; it has conv[12], conv[12]"):
            self.saver(model, ["conv1", "conv3"], self.x)
        with self.assertRaisesRegex(ValueError, "no probes"):
            self.saver(model, ["conv1"], iter([])).save(0)
        idle = Module(lambda self, x: x, unused=scaled(1))
        with self.assertRaisesRegex(ValueError, "'unused' did not run"):
            self.saver(idle, ["unused"], self.x).save(0)
        self.assertFalse(any(module.hooks for module in idle.modules()))

    def test_writes_whole_files_or_none(self):
        path = os.path.join(self.folder, "a", "x.npy")
        save_activations.write_aside(path, lambda file: file.write(b"old"))

        def content():
            with open(path, "rb") as file:
                return file.read()

        def fail(file):
            file.write(b"half")
            self.assertEqual(content(), b"old")
            self.assertTrue(all(name == "x.npy" or name.startswith(".") for name in os.listdir(self.folder + "/a")))
            raise KeyboardInterrupt
        with self.assertRaises(KeyboardInterrupt):
            save_activations.write_aside(path, fail)
        self.assertEqual(os.listdir(os.path.join(self.folder, "a")), ["x.npy"])
        self.assertEqual(content(), b"old")

    def test_tells_a_manifest_that_ccascope_reads(self):
        told = []
        grid = Module(lambda self, x: Tensor(np.multiply.outer(x.values_, np.ones((2, 2), "float32"))))
        steps = Module(lambda self, x: Tensor(x.values_.mean(3)))
        flat = Module(lambda self, x: Tensor(x.values_.mean(2)))
        model = chain(**{"conv{1}": grid, "lstm": steps, "0": flat})
        saver = self.saver(model, ["conv{1}", "lstm", "0"], self.x, network="a: \"b\"", tell=told.append)
        saver.directory = "acti{vations}"
        os.chdir(self.folder)
        for step in (0, 5, 100):
            saver.save(step)
        self.assertEqual(len(told), 1)
        with open("ccascope.yaml", "w") as file:
            file.write(told[0])
        said = self.ccascope("check", "ccascope.yaml")
        self.assertIn("9 of 9 arrays", said)
        self.assertIn("3 checkpoints, steps 0 to 100", said)
        guessed = self.ccascope("init", "acti{vations}")
        self.assertIn("axes: nchw}", guessed)

    def test_saves_what_init_describes(self):
        model = chain(**{"layer%d" % i: scaled(i) for i in range(1, 12)})
        for seed in (1, 2):
            saver = self.saver(model, list(dict(model.named_modules()))[1:], self.x, network="seed-%d" % seed)
            for step in (0, 10, 200):
                saver.save(step)
        with open(os.path.join(self.folder, "m.yaml"), "w") as file:
            file.write(self.ccascope("init", "activations"))
        self.assertIn("66 of 66 arrays", self.ccascope("check", "m.yaml"))
        self.assertEqual(len(self.ccascope("compute", "m.yaml", "layers").splitlines()), 122)


@unittest.skipUnless(REAL, "PyTorch is not here")
class RealTorch(WithDirectory):
    def test_saves_a_network_while_it_trains(self):
        import torch
        from torch import nn
        torch.manual_seed(0)
        model = nn.Sequential(nn.Conv2d(1, 4, 3), nn.BatchNorm2d(4), nn.ReLU(inplace=True), nn.Flatten(),
                              nn.Dropout(0.5), nn.Linear(4 * 36, 5))
        inputs = torch.randn(60, 1, 8, 8)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        saver = self.saver(model, ["0", "1", "5"], inputs, batch=25, dtype="float16")
        for step in range(4):
            saver.save(step)
            optimizer.zero_grad()
            model(inputs).pow(2).mean().backward()
            optimizer.step()
        self.assertTrue(model.training)
        self.assertEqual(self.load("run-1", "0", "0.npy").shape, (60, 4, 6, 6))
        self.assertLess(self.load("run-1", "3", "1.npy").min(), 0)      # before the ReLU
        model.eval()
        with torch.no_grad():
            expected = model(inputs).numpy()
        saver.save(4)
        np.testing.assert_allclose(self.load("run-1", "4", "5.npy"), expected, atol=1e-3)
        with open(os.path.join(self.folder, "m.yaml"), "w") as file:
            file.write(saver.manifest())
        self.assertIn("15 of 15 arrays", self.ccascope("check", "m.yaml"))

    def test_saves_recurrent_layers_with_time_first(self):
        import torch
        from torch import nn
        lstm = nn.LSTM(3, 6)
        model = nn.Sequential(lstm)
        self.saver(model, ["0"], [torch.randn(7, 50, 3)], axes={"0": "tnc"}).save(0)
        self.assertEqual(self.load("run-1", "0", "0.npy").shape, (7, 50, 6))

    def test_saves_bfloat16(self):
        import torch
        from torch import nn
        model = nn.Sequential(nn.Linear(3, 4)).to(torch.bfloat16)
        self.saver(model, ["0"], torch.randn(20, 3).to(torch.bfloat16)).save(0)
        self.assertEqual(self.load("run-1", "0", "0.npy").dtype, np.float32)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
