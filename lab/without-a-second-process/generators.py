"""Generators in a round robin: coroutines in twelve lines, and what every event loop has inside.

Each generator computes one unit and yields; the loop gives each its turn. No kernel, no thread, no lock takes part.

    python3 generators.py --workers 4 --work 400
"""
import os
import sys
import time
from collections import deque

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from work import arguments, findings, mark, unit


def compute(number, units, checksums):
    mark("worker started", number)
    mark("first work", number)
    x = 1
    for _ in range(units):
        x = unit(x)
        yield  # lets the others have their turn
    mark("work done", number, x)
    checksums[number] = x


def round_robin(coroutines):
    waiting = deque(coroutines)
    while waiting:
        coroutine = waiting.popleft()
        try:
            next(coroutine)
        except StopIteration:
            continue
        waiting.append(coroutine)


if __name__ == "__main__":
    args = arguments(__doc__, workers=4, work=400)
    began = time.monotonic()
    checksums = [None] * args.workers
    round_robin(compute(number, args.work, checksums) for number in range(args.workers))
    findings(seconds=round(time.monotonic() - began, 3), checksums=checksums)
