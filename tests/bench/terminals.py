#!/usr/bin/python3
"""What goes over the line: terminals.py CCASCOPE REPOSITORY. A table beside tig, htop and nnn (those that are there).

All at 80 × 24 in xterm-256color, started anew, without settings, on this repository; cursor keys down and up.
"""
import os
import shutil
import statistics
import sys

from terminal import Terminal

DOWN, UP, LEFT, RIGHT = b"\033OB", b"\033OA", b"\033OD", b"\033OC"
KEYS = 4 * [DOWN] + 4 * [UP]
IDLE = 5


def measure(command, keys=KEYS, before=b"", **environment):
    terminal = Terminal(command, **environment)
    start = len(terminal.drain(0.7, most=2)[0])
    for key in before:
        terminal.key(bytes([key]))
        terminal.drain(0.5, most=2)
    sizes = []
    for key in 3 * keys:
        terminal.key(key)
        sizes.append(len(terminal.drain(0.12, most=1)[0]))
    terminal.drain(0.5, most=1)
    wakeups = terminal.wakeups()
    idle = 0
    for _ in range(IDLE):
        idle += len(terminal.drain(1.0, most=1)[0])
    wakeups = terminal.wakeups() - wakeups
    terminal.close()
    moved = [size for size in sizes if size > 0]
    return start, int(statistics.median(moved)), max(moved), idle, wakeups


def main():
    ccascope, repository = map(os.path.abspath, sys.argv[1:3])
    sample = repository + "/samples/digits-cnn/ccascope.yaml"
    matrix = 4 * [DOWN] + 4 * [RIGHT] + 4 * [UP] + 4 * [LEFT]
    explorer = [ccascope, "--no-cache", sample]
    rows = [("ccascope, layers", explorer, {"keys": matrix}),
            ("ccascope, convergence", explorer, {"keys": 4 * [RIGHT] + 4 * [LEFT], "before": b"2"}),
            ("tig", ["tig"], {"folder": repository}),
            ("nnn", ["nnn"], {"folder": repository + "/tui"}),
            ("htop", ["htop"], {})]
    print("| program | bytes to start | bytes a cursor key: median, most | in five idle seconds |\n| --- | --- | --- | --- |")
    for name, command, options in rows:
        if shutil.which(command[0]):
            start, median, most, idle, wakeups = measure(command, **options)
            print(f"| {name} | {start} | {median}, {most} | {idle} B, {wakeups} wake-ups |", flush=True)


main()
