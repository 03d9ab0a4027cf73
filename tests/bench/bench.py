#!/usr/bin/python3
"""Figures for tests/bench/README.md: bench.py CCASCOPE BENCH_PAIRS [--only NAME …] [--folder DIR]

Needs numpy. Everything is made up from a fixed seed. Scripts are timed on a twelfth of the work or more and multiplied up;
both sides take turns, and have the same number of threads of the same BLAS. Quote ratios: absolute times belong to the
machine.
"""
import argparse
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np

import scripts
from terminal import Terminal

N, D, LAYERS, CHECKPOINTS = 10000, 512, 12, 12


def activations(rng, n, d, base, noise):
    """float32, off centre, with singular values that fall as 1/i."""
    x = base[:n, :d] @ rng.standard_normal((d, d)) / np.sqrt(d) + noise * rng.standard_normal((n, d))
    q, _ = np.linalg.qr(rng.standard_normal((d, d)))
    return ((x / np.arange(1, d + 1)) @ q + 0.5).astype(np.float32)


class Experiment:
    """A folder with a manifest and its arrays."""

    def __init__(self, folder, networks, checkpoints, layers, n, d, make=None):
        self.folder, self.manifest = folder, os.path.join(folder, "m.yaml")
        rng = np.random.default_rng(1)
        base = rng.standard_normal((n, d)) if make is None else None
        os.makedirs(folder)
        for network in range(networks):
            for checkpoint in range(checkpoints):
                for layer in range(layers):
                    noise = 0.3 + 0.1 * layer + 0.05 * (checkpoints - checkpoint)
                    array = make(rng) if make else activations(rng, n, d, base, noise)
                    np.save(self.path(network, checkpoint, layer), array)
        self.write(networks, checkpoints, layers)

    def path(self, network, checkpoint, layer):
        return os.path.join(self.folder, f"{network}-{checkpoint}-{layer}.npy")

    def array(self, *place):
        return np.load(self.path(*place))

    def write(self, networks, checkpoints, layers, extra=""):
        with open(self.manifest, "w") as out:
            out.write(f'ccascope: 1\nactivations: "{{network}}-{{checkpoint}}-{{layer}}.npy"\n{extra}'
                      f'networks: [{", ".join(f"{{name: {i}}}" for i in map(repr, map(str, range(networks))))}]\n'
                      f'checkpoints: [{", ".join(map(str, range(checkpoints)))}]\n'
                      f'layers: [{", ".join(map(repr, map(str, range(layers))))}]\n')


# In a process of its own, as a peak counts from the fork on, and this one may be large.
MEASURED = """
import os, sys, time
start = time.monotonic()
_, status, usage = os.wait4(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ), 0)
print(time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
sys.exit(status != 0)
"""


class Bench:
    def __init__(self, options):
        self.options, self.rows = options, []

    def say(self, work, figure, goal):
        self.rows.append((work, figure, goal))
        print(f"| {work} | {figure} | {goal} |", flush=True)

    def folder(self, name):
        path = os.path.join(self.options.folder, name)
        shutil.rmtree(path, ignore_errors=True)
        return path

    def compute(self, experiment, *arguments):
        """Wall and processor seconds and peak memory in MB of one run of the program: the least of three, as is the
        least taken of the scripts."""
        return tuple(map(min, zip(*(self.compute_once(experiment, *arguments) for _ in range(3)))))

    def compute_once(self, experiment, *arguments):
        command = [self.options.ccascope, "compute", experiment.manifest, *arguments, "-q", "-o", os.devnull]
        environment = {k: v for k, v in os.environ.items() if not k.endswith("NUM_THREADS")}
        if "--cache" not in arguments:
            command.append("--no-cache")
        out = subprocess.run([sys.executable, "-c", MEASURED, *command], env=environment, check=True,
                             capture_output=True, text=True).stdout
        wall, processor, peak = map(float, out.split())
        return wall, processor, peak / 1024


def timed(function, *arguments):
    start = time.process_time()
    function(*arguments)
    return time.process_time() - start


def in_turn(*functions):
    """The least that each returns in three rounds: what disturbs the machine for a while disturbs all."""
    return tuple(map(min, zip(*([function() for function in functions] for _ in range(3)))))


def layers(bench):
    """Scripts are timed on one row of the matrix."""
    experiment = Experiment(bench.folder("layers"), 2, 1, LAYERS, N, D)
    x, row = experiment.array(0, 0, 0), [experiment.array(1, 0, layer) for layer in range(LAYERS)]
    selected = ("layers", "--network", "0", "--against", "1", "--threads", "1")
    pairs, caching = LAYERS**2, scripts.Caching()

    def compare_row():
        for i, y in enumerate(row):
            caching.compare("x", x, i, y)

    first = timed(compare_row)  # with LAYERS + 1 decompositions
    one, usual, cached = in_turn(
        lambda: bench.compute_once(experiment, *selected, "--measure", "cca")[1],
        lambda: LAYERS * timed(lambda: [scripts.usual(x, y) for y in row]),
        lambda: LAYERS * timed(compare_row))
    cached += 2 * LAYERS * (first - cached / LAYERS) / (LAYERS + 1)
    bench.say("mean CCA, 12 × 12 layers, against the usual script", f"{usual / one:.1f} ×", "≥ 6 ×")
    bench.say("… against the script that caches an SVD a layer", f"{cached / one:.1f} ×", "≥ 2 ×")
    bench.options.every.append((experiment, selected, pairs))


def every(bench):
    experiment, selected, pairs = bench.options.every[0]
    x, y = experiment.array(0, 0, 0), experiment.array(1, 0, 1)
    explorer = bench.compute(experiment, *selected, "--measure", "cca")
    bench_pairs = dict(pair_seconds(bench, experiment.path(0, 0, 0), experiment.path(1, 0, 1)))
    # The explorer computes all measures of a pair; headless runs one, so the rest is added a pair at a time.
    all_measures = explorer[1] + pairs * (bench_pairs["every measure"] - bench_pairs["mean CCA"])
    script = pairs * min(timed(scripts.one_by_one, x, y) for _ in range(3))
    bench.say("every measure, the same, against scripts one by one", f"{script / all_measures:.1f} ×", "≥ 20 ×")
    bench.say("pair phase, mean CCA, beside its bare float32 products",
              f"{bench_pairs['mean CCA'] / bench_pairs['bare product']:.2f} ×", "≤ 1.4 ×")
    two = bench.compute(experiment, *selected[:-1], "2", "--measure", "cca")[0]
    one = bench.compute(experiment, *selected, "--measure", "cca")[0]
    bench.say("two threads against one", f"{one / two:.2f} ×", "≥ 1.8 ×")


def pair_seconds(bench, x, y):
    out = subprocess.run([bench.options.bench_pairs, x, y, "15"], check=True, capture_output=True, text=True).stdout
    for line in out.splitlines():
        name, seconds = line.split("\t")
        yield name, float(seconds)


def convergence(bench):
    """Both read their files, as in life."""
    experiment = Experiment(bench.folder("convergence"), 1, CHECKPOINTS, 4, N, D)

    def script():
        for layer in range(4):
            last = experiment.array(0, CHECKPOINTS - 1, layer)
            for checkpoint in range(CHECKPOINTS):
                scripts.usual(experiment.array(0, checkpoint, layer), last)

    ours, usual = in_turn(
        lambda: bench.compute_once(experiment, "convergence", "--threads", "1", "--measure", "cca")[1],
        lambda: timed(script))
    bench.say("convergence, 4 layers × 12 checkpoints, against the usual script", f"{usual / ours:.1f} ×", "≥ 3 ×")


def small(bench):
    experiment = Experiment(bench.folder("small"), 2, 1, 71, 1000, 64)
    arguments = ("layers", "--network", "0", "--against", "1", "--threads", "1", "--measure", "cca")
    ours = bench.compute(experiment, *arguments)[1]
    seconds = dict(pair_seconds(bench, experiment.path(0, 0, 0), experiment.path(1, 0, 1)))
    bench.say("5 041 pairs of 1 000 × 64: all of the run beside the bare BLAS and LAPACK calls of its pairs",
              f"{ours / (71 * 71 * seconds['bare BLAS and LAPACK calls']):.2f} ×", "(next row)")
    bench.say("… one pair beside its bare BLAS and LAPACK calls",
              f"{seconds['mean CCA'] / seconds['bare BLAS and LAPACK calls']:.2f} ×", "≤ 1.10 ×")


def memory(bench):
    experiment = Experiment(bench.folder("memory"), 2, 1, 12, 83000, 512)
    arguments = ("layers", "--network", "0", "--against", "1", "--measure", "cca")
    free = bench.compute_once(experiment, *arguments)
    bound = bench.compute_once(experiment, *arguments, "--memory", "512M")
    bench.say("4 GB of activations with --memory 512M: peak", f"{bound[2]:.0f} MB", "≤ 640 MB")
    bench.say("… time beside unlimited", f"{bound[0] / free[0]:.2f} ×", "≤ 1.5 ×")
    shutil.rmtree(experiment.folder)


def million(bench):
    def make(rng):
        mixing = rng.standard_normal((256, 256)).astype(np.float32)
        return np.einsum("nchw,cd->ndhw", rng.standard_normal((1000, 256, 25, 40), dtype=np.float32), mixing,
                         optimize=True)
    experiment = Experiment(bench.folder("million"), 1, 1, 2, 0, 0, make)
    experiment.write(1, 1, 2, "axes: nchw\npositions: samples\n")
    arguments = ("layers", "--measure", "cca")
    bound = bench.compute_once(experiment, *arguments, "--memory", "256M")
    free = bench.compute_once(experiment, *arguments)
    bench.say("2 layers of 1 000 000 × 256 with --memory 256M: peak", f"{bound[2]:.0f} MB",
              "streamed")
    bench.say("… time beside unlimited", f"{bound[0] / free[0]:.2f} ×", "")
    shutil.rmtree(experiment.folder)


def explorer(bench, experiment, *arguments, **size):
    return Terminal([bench.options.ccascope, experiment.manifest, *arguments], **size)


def start(bench):
    experiment = Experiment(bench.folder("start"), 2, 1, 500, 300, 16)
    time.sleep(0.1)
    first, whole = [], []
    for _ in range(5):
        terminal = explorer(bench, experiment, "--no-cache")
        while b"layers" not in terminal.read(5):
            pass
        first.append(time.monotonic() - terminal.start)
        terminal.close()
    experiment = Experiment(bench.folder("cached"), 1, 40, 25, 300, 16)
    cache = os.path.join(experiment.folder, "cache.db")
    time.sleep(0.1)
    for _ in range(6):
        terminal = explorer(bench, experiment, "checkpoints", "--cache", cache, columns=200, rows=50)
        shown, last = terminal.drain(1.0)
        assert b"checkpoints" in shown
        whole.append(last - terminal.start)
        terminal.close()
    bench.say("1 000 representations: first frame after", f"{1000 * np.median(first):.0f} ms", "≤ 50 ms")
    bench.say("… all cached: the view on screen after", f"{1000 * np.median(whole[1:]):.0f} ms", "≤ 150 ms")


def keys(bench):
    experiment = Experiment(bench.folder("keys"), 2, 1, 40, 4000, 400)
    terminal = explorer(bench, experiment, "--no-cache")
    while b"layers" not in terminal.read(5):
        pass
    latencies, sizes = [], []
    for i in range(200):
        while select.select([terminal.fd], [], [], 0.02 + 0.01 * (i % 7))[0]:
            terminal.read(0)
        before = time.monotonic()
        terminal.key(b"jlkh"[i // 5 % 4:][:1])
        if terminal.read(1):
            latencies.append(1000 * (time.monotonic() - before))
    terminal.close()
    bench.say("key to first byte while all cores compute: median, 99th percentile",
              f"{np.median(latencies):.1f} ms, {np.percentile(latencies, 99):.1f} ms", "≤ 5 ms")
    idle = Experiment(bench.folder("idle"), 2, 1, 8, 300, 16)
    terminal = explorer(bench, idle, "--no-cache")
    terminal.drain(1.5)
    for i in range(24):
        terminal.key(b"jlkh"[i // 6 % 4:][:1])
        sizes.append(len(terminal.drain(0.15)[0]))
    before = terminal.wakeups()
    time.sleep(5)
    bench.say("bytes a cursor key: median, most", f"{int(np.median(sizes))}, {max(sizes)} B", "≤ 256 B")
    bench.say("five idle seconds", f"{len(terminal.read(0))} B, {terminal.wakeups() - before} wake-ups", "0 B, 0")
    terminal.close()


SECTIONS = {f.__name__: f for f in (layers, every, convergence, small, start, keys, memory, million)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("ccascope")
    parser.add_argument("bench_pairs")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=list(SECTIONS))
    parser.add_argument("--folder", default=tempfile.gettempdir() + "/ccascope-bench")
    bench = Bench(parser.parse_args())
    bench.options.every = []
    model = [line.split(": ")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")][0]
    print(f"{model}, {os.cpu_count()} cores\n\n| work | figure | goal |\n| --- | --- | --- |")
    try:
        for name in bench.options.only:
            SECTIONS[name](bench)
    finally:
        shutil.rmtree(bench.options.folder, ignore_errors=True)


main()
