"""multiprocessing.Process: a process per worker, each with an interpreter and a lock of its own.

The start method is the one that this Python prefers here: fork on Linux before 3.14, forkserver since, spawn elsewhere. The
experiment "start-methods" compares them.

    python3 processes.py --workers 4 --work 400
"""
import multiprocessing
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from work import arguments, compute, findings, mark


def worker(number, units, results):
    mark("worker started", number)
    results.put(compute(units, number))


if __name__ == "__main__":  # a child made by spawn or forkserver imports this file, and must not start over
    args = arguments(__doc__, workers=4, work=400)
    began = time.monotonic()
    results = multiprocessing.SimpleQueue()
    children = [
        multiprocessing.Process(target=worker, args=(number, args.work, results), name=f"worker-{number}")
        for number in range(args.workers)
    ]
    for child in children:
        child.start()
    checksums = [results.get() for _ in children]
    for child in children:
        child.join()
    findings(
        seconds=round(time.monotonic() - began, 3),
        checksums=checksums,
        startMethod=multiprocessing.get_start_method(),
    )
