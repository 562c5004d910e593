"""From asking for a new program (subprocess.Popen) to its first finished unit of work.

The program is Python again, with this file: with --worker it is one worker, and prints its moments. -E and -S leave out
what a Python usually looks for when it starts; compare by --bare.

    python3 program.py --workers 4 --work 50
"""
import time

READY_NS = time.monotonic_ns()

import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from timeline import describe
from work import arguments, mark, unit


def worker(number, units):
    started = time.monotonic_ns()
    mark("interpreter ready", number)
    mark("worker started", number)
    mark("first work", number)
    x = unit()
    first_unit = time.monotonic_ns()
    mark("first unit done", number)
    for _ in range(units - 1):
        x = unit(x)
    mark("work done", number, x)
    print(number, READY_NS, started, first_unit)


def start(number, args):
    options = ["-E", "-S"] if args.bare else []
    command = [sys.executable, *options, os.path.abspath(__file__), "--worker", str(number), "--work", str(args.work)]
    mark("asked", number)
    return subprocess.Popen(command, stdout=subprocess.PIPE)


def main(args):
    asked, children = [], []
    for number in range(args.workers):
        asked.append(time.monotonic_ns())
        children.append(start(number, args))
    moments = [tuple(map(int, child.communicate()[0].split())) for child in children]
    describe(asked, moments)


if __name__ == "__main__":
    args = arguments(__doc__, worker=-1, bare=False, workers=4, work=50)
    if args.worker >= 0:
        worker(args.worker, args.work)
    else:
        main(args)
