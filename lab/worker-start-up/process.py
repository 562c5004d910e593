"""From asking for a process to its first finished unit of work, by each start method.

    asked               the parent calls start(); marked by the parent
    interpreter ready   a new interpreter runs the first line of this file (with fork it was there before)
    worker started      the worker's function runs its first line
    first unit done     it has finished a unit of work

When the process was born, and when it exec'd, the kernel knows and the process itself does not: see the tree.

    python3 process.py --method spawn --workers 4 --work 50
"""
import time

READY_NS = time.monotonic_ns()

import multiprocessing
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from timeline import describe
from work import arguments, mark, unit

if __name__ == "__mp_main__":  # the name of this file in a worker made by spawn, or in the server of forkserver
    mark("interpreter ready")


def worker(number, units, results):
    started = time.monotonic_ns()
    mark("worker started", number)
    mark("first work", number)
    x = unit()
    first_unit = time.monotonic_ns()
    mark("first unit done", number)
    for _ in range(units - 1):
        x = unit(x)
    mark("work done", number, x)
    results.put((number, READY_NS, started, first_unit))


if __name__ == "__main__":
    args = arguments(__doc__, method=("fork", "spawn", "forkserver"), workers=4, work=50)
    context = multiprocessing.get_context(args.method)
    results = context.SimpleQueue()
    asked, children = [], []
    for number in range(args.workers):
        child = context.Process(target=worker, args=(number, args.work, results), name=f"worker-{number}")
        asked.append(time.monotonic_ns())
        mark("asked", number)
        child.start()
        children.append(child)
    moments = [results.get() for _ in children]
    for child in children:
        child.join()
    describe(asked, moments)
