#!/usr/bin/python3
"""Make up two networks that share a signal in part of their directions.

After figure 2 of Morcos, Raghu and Bengio (2018): of 20 directions some carry a signal that x and
y have in common, strong (standard deviation 3), the rest is noise of their own, weak (0.3); each
side is rotated, so that no neuron shows which is which. A "layer" is a share of signal. Written
beside this script, or into the directory given as an argument: NETWORK/SHARE.npy and
ccascope.yaml. Needs python3-numpy; takes a second.
"""
import os
import sys

import numpy as np

SAMPLES, DIRECTIONS = 400, 20
SIGNAL, NOISE = 3, 0.3
SHARES = range(0, 101, 10)      # percent


def rotation(random, size):
    """Drawn evenly from all rotations."""
    q, r = np.linalg.qr(random.normal(size=(size, size)))
    return q * np.sign(np.diag(r))


def side(random, signal):
    noise = NOISE * random.normal(size=(SAMPLES, DIRECTIONS - signal.shape[1]))
    return np.hstack([signal, noise]) @ rotation(random, DIRECTIONS)


def main(directory):
    random = np.random.RandomState(0)
    for share in SHARES:
        signal = SIGNAL * random.normal(size=(SAMPLES, DIRECTIONS * share // 100))
        for network in ("x", "y"):
            # The signal is not quite the same on both sides: it has a little of the noise too.
            observed = signal + NOISE * random.normal(size=signal.shape)
            path = os.path.join(directory, network, f"{share}%.npy")
            os.makedirs(os.path.dirname(path), exist_ok=True)
            np.save(path, side(random, observed).astype(np.float32))
    layers = ", ".join(f'"{share}%"' for share in SHARES)
    with open(os.path.join(directory, "ccascope.yaml"), "w", encoding="utf-8") as file:
        file.write("# Written by make.py.\n"
                   "ccascope: 1\n"
                   "title: Share of signal in two noisy networks\n"
                   'activations: "{network}/{layer}.npy"\n'
                   "networks:\n  - {name: x}\n  - {name: y}\n"
                   "checkpoints: [0]\n"
                   f"layers: [{layers}]\n"
                   "measure: pwcca\n")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__)))
