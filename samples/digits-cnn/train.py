#!/usr/bin/python3
"""Train convolutional networks on handwritten digits and save their activations.

Four networks learn the true labels (generalizing) and four learn labels that were shuffled
once (memorizing). Written beside this script, or into the directory given as an argument:
activations/NETWORK/STEP/LAYER.npy, activations/digits.npy (which digit each image shows),
logs/NETWORK.csv, maps/NETWORK/STEP/LAYER.npy (the convolutions' whole feature maps), and
ccascope.yaml and maps.yaml, which tell ccascope about them.

Needs python3-torch, python3-sklearn and python3-numpy; takes a minute on one core.
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
LOGGED = 100            # rows of each network's log
PROBES = 400            # the first of those 800: the inputs whose activations are saved

# Memorizing takes longer than generalizing, so each group is saved at its own steps, dense
# where its layers settle: the first network at all of them, the others at the three of the
# second list, which keeps the sample small.
GROUPS = {
    "generalizing": ("gen", [0, 25, 50, 75, 100, 150, 200, 300, 400, 1000], [0, 150, 1000]),
    "memorizing": ("mem", [0, 100, 400, 800, 1200, 1600, 2000, 2500, 3000, 4000, 6000],
                   [0, 2500, 6000]),
}


MAPS = ["conv1.1", "conv2.1", "conv3.1"]   # of the first two of a group, at the end: before pooling


def make_network():
    """Every child is a place whose output is saved: its name becomes the layer's name."""
    return nn.Sequential(OrderedDict(
        conv1=nn.Sequential(nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        conv2=nn.Sequential(nn.Conv2d(8, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        conv3=nn.Sequential(nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        fc=nn.Sequential(nn.Flatten(), nn.Linear(32, 24), nn.ReLU()),
        logits=nn.Linear(24, 10)))


def compact(name, output):
    """Convolutions as float16, averaged to 2 x 2 positions: a quarter of the bytes of conv1,
    and the same mean over positions. The rest is small and stays as it is."""
    if output.dim() != 4:
        return output
    if output.shape[-1] > 2:
        output = nn.functional.adaptive_avg_pool2d(output, 2)
    return output.half()


def accuracy(network, images, labels):
    return (network(images).argmax(1) == labels).double().mean().item()


def log_row(step, network, train_images, labels, test_images, test_labels):
    """Loss and accuracy on the labels it learns, and accuracy on the true ones of other images."""
    with torch.no_grad():
        outputs = network(train_images)
        loss = nn.functional.cross_entropy(outputs, labels).item()
        learnt = (outputs.argmax(1) == labels).double().mean().item()
        return "%d,%.4f,%.4f,%.4f" % (step, loss, learnt, accuracy(network, test_images, test_labels))


def train(network, images, labels, steps, checkpoint):
    """SGD with momentum; the learning rate falls to zero along a half cosine, so that the last
    step is the end of learning and not a moment of it. checkpoint(step) sees every step."""
    optimizer = torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9, weight_decay=5e-4)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    queue = []
    checkpoint(0)
    for step in range(1, steps + 1):
        if len(queue) < 64:
            queue = torch.randperm(len(images))
        batch, queue = queue[:64], queue[64:]
        loss = nn.functional.cross_entropy(network(images[batch]), labels[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        checkpoint(step)


def manifest(networks):
    lines = ["# Written by train.py.",
             "ccascope: 1",
             "title: Generalizing and memorizing CNNs on handwritten digits",
             'activations: "activations/{network}/{checkpoint}/{layer}.npy"',
             'curves: "logs/{network}.csv"',
             "networks:"]
    for name, group, trained, tested, steps in networks:
        lines += [f"  - name: {name}",
                  f"    group: {group}",
                  f"    attributes: {{train_accuracy: {trained:.4f},"
                  f" test_accuracy: {tested:.4f}}}",
                  f"    checkpoints: {steps}"]
    lines += ["layers:"] + [f"  - {{name: conv{i}, axes: nchw}}" for i in (1, 2, 3)]
    lines += ["  - fc", "  - logits",
              "targets:",
              "  - {name: digit, activations: activations/digits.npy, classes: 10}",
              "positions: average", "measure: pwcca"]
    return "\n".join(lines) + "\n"


def maps_manifest(networks):
    lines = ["# Written by train.py.",
             "ccascope: 1",
             "title: Whole feature maps of the digits-cnn networks, by spatial frequency",
             'activations: "maps/{network}/{checkpoint}/{layer}.npy"',
             "networks:"]
    lines += [f"  - {{name: {name}, group: {group}, checkpoints: [{steps[-1]}]}}"
              for name, group, _, _, steps in networks if name[-1] in "12"]
    lines += ["layers:"] + [f"  - {{name: {layer}, axes: nchw}}" for layer in MAPS]
    lines += ["positions: dft", "measure: pwcca"]
    return "\n".join(lines) + "\n"


def main(directory):
    digits = load_digits()
    order = np.random.RandomState(0).permutation(len(digits.images))
    images = torch.tensor(digits.images[order] / 16, dtype=torch.float32)[:, None]
    truth = torch.tensor(digits.target[order])
    train_images, test_images = images[:TRAINED_ON], images[TRAINED_ON:]
    true_labels, test_labels = truth[:TRAINED_ON], truth[TRAINED_ON:]
    # One shuffle for all memorizing networks: they differ in their seed, not in their task.
    shuffled = true_labels[torch.tensor(np.random.RandomState(1).permutation(TRAINED_ON))]

    networks = []
    for group, (prefix, every_step, few_steps) in GROUPS.items():
        labels = true_labels if group == "generalizing" else shuffled
        for number in range(1, 5):
            name, steps = f"{prefix}-{number}", every_step if number == 1 else few_steps
            torch.manual_seed(len(networks) + 1)    # of the first weights and of the batches
            network = make_network()
            layers = [layer for layer, _ in network.named_children()]
            saver = ActivationSaver(network, layers, test_images[:PROBES], name,
                                    os.path.join(directory, "activations"), batch=PROBES,
                                    transform=compact, tell=None)
            log = ["step,train_loss,train_accuracy,test_accuracy"]

            def checkpoint(step):
                if step % (steps[-1] // LOGGED) == 0:
                    log.append(log_row(step, network, train_images, labels, test_images, test_labels))
                if step in steps:
                    saver.save(step)

            train(network, train_images, labels, steps[-1], checkpoint)
            if number <= 2:     # what pooling and averaging leave out, for maps.yaml
                ActivationSaver(network, MAPS, test_images[:PROBES], name, os.path.join(directory, "maps"),
                                dtype="float16", batch=PROBES, tell=None).save(steps[-1])
            text = ("\n".join(log) + "\n").encode()
            write_aside(os.path.join(directory, "logs", name + ".csv"), lambda file: file.write(text))
            networks.append((name, group, accuracy(network, train_images, labels),
                             accuracy(network, test_images, test_labels), steps))
            print("%s: train accuracy %.4f, test %.4f" % (name, *networks[-1][2:4]), flush=True)
    digit = test_labels[:PROBES].numpy().astype(np.uint8)
    write_aside(os.path.join(directory, "activations", "digits.npy"), lambda file: np.save(file, digit))
    text = manifest(networks).encode()
    write_aside(os.path.join(directory, "ccascope.yaml"), lambda file: file.write(text))
    maps = maps_manifest(networks).encode()
    write_aside(os.path.join(directory, "maps.yaml"), lambda file: file.write(maps))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__)))
