"""multiprocessing.Process: a new process per worker, made by one of three start methods.

    --method fork         a copy of this process, as it is: fast, but whatever it has, locks and all, is copied too
    --method spawn        a new interpreter that imports this file: clean, slow, and works everywhere
    --method forkserver   a clean process without threads is made once, and copied for each worker

With spawn and forkserver one more process is there, the resource tracker; with forkserver also the server.

    python3 process.py --method spawn --workers 4 --work 400
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
    args = arguments(__doc__, method=("fork", "spawn", "forkserver"), workers=4, work=400)
    context = multiprocessing.get_context(args.method)
    began = time.monotonic()
    results = context.SimpleQueue()
    children = []
    for number in range(args.workers):
        child = context.Process(target=worker, args=(number, args.work, results), name=f"worker-{number}")
        child.start()
        mark("forked" if args.method == "fork" else "started", number, child.pid)
        children.append(child)
    checksums = [results.get() for _ in children]
    for child in children:
        child.join()
    findings(seconds=round(time.monotonic() - began, 3), checksums=checksums)
