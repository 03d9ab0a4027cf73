#!/usr/bin/python3
"""Train networks of several widths, and at several learning rates, on handwritten digits.

Two experiments in one folder: four networks of each width (ccascope.yaml), and four networks of
one width at each learning rate (rates.yaml). Within a group the networks differ in their seed.
Written beside this script, or into the directory given as an argument:
activations/NETWORK/STEP/LAYER.npy, logs/NETWORK.csv, and the two manifests.

Needs python3-torch, python3-sklearn and python3-numpy; takes a minute or two on one core.
"""
import os
import sys
from collections import OrderedDict

# One thread: the order of sums, and so the last digits, depend on how many there are.
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")

import numpy as np                              # noqa: E402
import torch                                    # noqa: E402
from sklearn.datasets import load_digits        # noqa: E402
from torch import nn                            # noqa: E402

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from save_activations import ActivationSaver, write_aside   # noqa: E402

TRAINED_ON = 997        # of 1797 images; the other 800 are for testing
PROBES = 200            # the first of those 800: the inputs whose activations are saved
STEPS = [0, 30, 80, 200, 1000]
LOGGED_EVERY = 20
SEEDS = 4
LAYERS = ["conv1", "conv2", "fc", "logits"]
WIDTHS = [4, 8, 16, 32]
RATES, WIDTH_OF_RATES = [0.01, 0.03, 0.1], 12


def make_network(width):
    """Every child is a place whose output is saved: its name becomes the layer's name."""
    return nn.Sequential(OrderedDict(
        conv1=nn.Sequential(nn.Conv2d(1, width, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        conv2=nn.Sequential(nn.Conv2d(width, width, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        fc=nn.Sequential(nn.Flatten(), nn.Linear(4 * width, width), nn.ReLU()),
        logits=nn.Linear(width, 10)))


def mean_of_channels(name, output):
    """Of convolutions, one value a channel, averaged over positions as ccascope would do."""
    return output.mean((2, 3)) if output.dim() == 4 else output


def evaluate(network, images, labels):
    """Mean loss and accuracy."""
    with torch.no_grad():
        outputs = network(images)
    return (nn.functional.cross_entropy(outputs, labels).item(),
            (outputs.argmax(1) == labels).double().mean().item())


def train(network, images, labels, rate, checkpoint):
    """SGD with momentum; the learning rate falls to zero along a half cosine."""
    optimizer = torch.optim.SGD(network.parameters(), lr=rate, momentum=0.9, weight_decay=5e-4)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, STEPS[-1])
    queue = []
    checkpoint(0)
    for step in range(1, STEPS[-1] + 1):
        if len(queue) < 64:
            queue = torch.randperm(len(images))
        batch, queue = queue[:64], queue[64:]
        loss = nn.functional.cross_entropy(network(images[batch]), labels[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        checkpoint(step)


class Run:
    """One network: trained, its activations and its log saved."""

    def __init__(self, directory, data, name, group, width, rate, seed, steps):
        train_images, train_labels, test_images, test_labels = data
        self.name, self.group, self.steps = name, group, steps
        self.attributes = {"width": width, "learning_rate": rate}
        rows = ["step,train_loss,test_loss,test_accuracy"]
        torch.manual_seed(seed)     # of the first weights and of the batches
        network = make_network(width)
        saver = ActivationSaver(network, LAYERS, test_images[:PROBES], name,
                                os.path.join(directory, "activations"), dtype="float16",
                                transform=mean_of_channels, tell=None)

        def checkpoint(step):
            if step in steps:
                saver.save(step)
            if step % LOGGED_EVERY == 0:
                loss, _ = evaluate(network, train_images, train_labels)
                test_loss, accuracy = evaluate(network, test_images, test_labels)
                rows.append("%d,%.4f,%.4f,%.4f" % (step, loss, test_loss, accuracy))

        train(network, train_images, train_labels, rate, checkpoint)
        text = "\n".join(rows) + "\n"
        write_aside(os.path.join(directory, "logs", name + ".csv"), lambda file: file.write(text.encode()))
        for kind, images, labels in (("train", train_images, train_labels),
                                     ("test", test_images, test_labels)):
            self.attributes[kind + "_accuracy"] = round(evaluate(network, images, labels)[1], 4)
        print(name, self.attributes, flush=True)


def write_manifest(path, title, runs):
    lines = ["# Written by train.py.",
             "ccascope: 1",
             "title: " + title,
             'activations: "activations/{network}/{checkpoint}/{layer}.npy"',
             'curves: "logs/{network}.csv"',
             "networks:"]
    for run in runs:
        attributes = ", ".join(f"{key}: {value}" for key, value in run.attributes.items())
        lines += [f"  - name: {run.name}",
                  f"    group: {run.group}",
                  f"    attributes: {{{attributes}}}"]
    lines += [f"checkpoints: {runs[0].steps}",
              "layers: [" + ", ".join(LAYERS) + "]",
              "measure: pwcca"]
    text = "\n".join(lines) + "\n"
    write_aside(path, lambda file: file.write(text.encode()))


def main(directory):
    digits = load_digits()
    order = np.random.RandomState(0).permutation(len(digits.images))
    images = torch.tensor(digits.images[order] / 16, dtype=torch.float32)[:, None]
    labels = torch.tensor(digits.target[order])
    data = images[:TRAINED_ON], labels[:TRAINED_ON], images[TRAINED_ON:], labels[TRAINED_ON:]

    runs = [Run(directory, data, f"w{width}-{seed}", f"width-{width}", width, 0.05, 100 * width + seed, STEPS)
            for width in WIDTHS for seed in range(1, SEEDS + 1)]
    write_manifest(os.path.join(directory, "ccascope.yaml"), "Networks of several widths on digits", runs)
    runs = [Run(directory, data, f"r{rate}-{seed}", f"rate-{rate}", WIDTH_OF_RATES, rate, 7000 + seed,
                [STEPS[0], STEPS[-1]])
            for rate in RATES for seed in range(1, SEEDS + 1)]
    write_manifest(os.path.join(directory, "rates.yaml"), "Networks at several learning rates on digits", runs)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__)))
