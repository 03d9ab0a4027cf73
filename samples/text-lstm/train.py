#!/usr/bin/python3
"""Train character-level LSTMs on a text and save their hidden states.

Two networks of three layers, which differ in their seed only, learn to predict the next
character of a licence that every Debian and Ubuntu system carries. Saved are the hidden states
of every layer, at every timestep, on sequences the networks were not trained on, and those of the
first network on short runs of characters said three times over. Written beside this script, or
into the directory given as an argument: activations/NETWORK/STEP/LAYER.npy, logs/NETWORK.csv and
ccascope.yaml, which tells ccascope about them; repeated/NETWORK/STEP/LAYER.npy and repeated.yaml.

Needs python3-torch and python3-numpy; takes a minute or two on one core.
"""
import os
import sys
from collections import OrderedDict

# One thread: the order of sums, and so the last digits, depend on how many there are.
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")

import numpy as np          # noqa: E402
import torch                # noqa: E402
from torch import nn        # noqa: E402

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from save_activations import ActivationSaver, write_aside   # noqa: E402

LICENSES = "/usr/share/common-licenses"
TEXTS = ["GPL-3", "GPL-2", "LGPL-2.1", "Apache-2.0"]    # the first that exists is the text
BLOCK = 700             # characters; every sixth block is held out
LENGTH = 40             # characters of a training sequence
PROBES, TIMESTEPS = 256, 8      # held-out sequences whose hidden states are saved
REPEATED, RUN, TIMES = 200, 4, 3    # held-out runs of characters, and how often each is repeated
UNITS = 24
LOGGED_EVERY = 40

# The first network is saved at all of these steps, the second at a few, to keep the sample small.
NETWORKS = {"lstm-1": [0, 100, 200, 400, 600, 800, 1200, 1600, 2400],
            "lstm-2": [0, 200, 800, 2400]}


class Layer(nn.LSTM):
    """One recurrent layer that puts out its hidden states alone, (sequence, timestep, unit)."""

    def forward(self, inputs):
        return super().forward(inputs)[0]


def make_network(symbols):
    return nn.Sequential(OrderedDict(
        embedding=nn.Embedding(symbols, 16),
        lstm1=Layer(16, UNITS, batch_first=True),
        lstm2=Layer(UNITS, UNITS, batch_first=True),
        lstm3=Layer(UNITS, UNITS, batch_first=True),
        logits=nn.Linear(UNITS, symbols)))


def read_text():
    """Its name, the blocks to train on, the blocks held out (characters as numbers), and how
    many different characters there are."""
    found = [name for name in TEXTS if os.path.exists(os.path.join(LICENSES, name))]
    if not found:
        sys.exit("none of %s in %s" % (", ".join(TEXTS), LICENSES))
    with open(os.path.join(LICENSES, found[0]), encoding="utf-8") as file:
        text = file.read()
    alphabet = sorted(set(text))
    codes = torch.tensor([alphabet.index(character) for character in text])
    blocks = [codes[i:i + BLOCK] for i in range(0, len(codes), BLOCK)]
    kept = [block for i, block in enumerate(blocks) if i % 6 != 5]
    return found[0], kept, blocks[5::6], len(alphabet)


def windows(blocks, length, stride):
    """Runs of so many characters inside one block, a new one every `stride` characters."""
    return torch.cat([block.unfold(0, length, stride) for block in blocks if len(block) >= length])


def choose(candidates, count, seed):
    """So many of them, drawn without replacement."""
    return candidates[torch.tensor(np.random.RandomState(seed).choice(len(candidates), count, replace=False))]


def loss(network, sequences):
    """Mean of -log p(next character), in nats."""
    logits = network(sequences[:, :-1])
    return nn.functional.cross_entropy(logits.flatten(0, 1), sequences[:, 1:].flatten())


def main(directory):
    text, kept, held_out, symbols = read_text()
    sequences, tests = windows(kept, LENGTH + 1, 1), windows(held_out, LENGTH + 1, LENGTH)
    probes = choose(windows(held_out, TIMESTEPS, TIMESTEPS), PROBES, 0)
    repeated = choose(windows(held_out, RUN, RUN), REPEATED, 1).repeat(1, TIMES)
    layers = ["lstm1", "lstm2", "lstm3"]

    networks = []
    for seed, (name, steps) in enumerate(NETWORKS.items(), 1):
        torch.manual_seed(seed)
        network = make_network(symbols)
        saver = ActivationSaver(network, layers, probes, name, os.path.join(directory, "activations"),
                                dtype="float16", tell=None)
        repeater = ActivationSaver(network, layers, repeated, name, os.path.join(directory, "repeated"),
                                   dtype="float16", tell=None)
        optimizer = torch.optim.Adam(network.parameters(), lr=5e-3)
        schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps[-1])
        log = ["step,train_loss,test_loss"]
        for step in range(steps[-1] + 1):
            if step > 0:
                batch = torch.randint(len(sequences), (32,))
                error = loss(network, sequences[batch])
                optimizer.zero_grad()
                error.backward()
                nn.utils.clip_grad_norm_(network.parameters(), 1)
                optimizer.step()
                schedule.step()
            if step in steps or step % LOGGED_EVERY == 0:
                with torch.no_grad():
                    losses = loss(network, sequences[::LENGTH]), loss(network, tests)
                log.append("%d,%.4f,%.4f" % (step, *losses))
            if step in steps:
                saver.save(step)
                print("%s: step %d, loss %.4f, held out %.4f" % (name, step, *losses), flush=True)
            if seed == 1 and step in (0, steps[-1]):
                repeater.save(step)
        rows = ("\n".join(log) + "\n").encode()
        write_aside(os.path.join(directory, "logs", name + ".csv"), lambda file: file.write(rows))
        networks.append((name, *losses, steps))

    write_manifest(os.path.join(directory, "ccascope.yaml"), f"Character-level LSTMs on {text}",
                   "activations", networks, layers)
    write_manifest(os.path.join(directory, "repeated.yaml"),
                   f"A character-level LSTM on {RUN} characters of {text}, {TIMES} times over",
                   "repeated", [(*networks[0][:3], [0, networks[0][3][-1]])], layers)


def write_manifest(path, title, folder, networks, layers):
    lines = ["# Written by train.py.",
             "ccascope: 1",
             "title: " + title,
             'activations: "%s/{network}/{checkpoint}/{layer}.npy"' % folder,
             'curves: "logs/{network}.csv"',
             "networks:"]
    for name, train_loss, test_loss, steps in networks:
        lines += [f"  - name: {name}",
                  f"    attributes: {{train_loss: {train_loss:.4f}, test_loss: {test_loss:.4f}}}",
                  f"    checkpoints: {steps}"]
    lines += ["layers:"] + [f"  - {layer}" for layer in layers]
    lines += ["axes: ntc", "timesteps: all", "measure: pwcca"]
    manifest = "\n".join(lines) + "\n"
    write_aside(path, lambda file: file.write(manifest.encode()))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__)))
