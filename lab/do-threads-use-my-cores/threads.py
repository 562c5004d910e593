"""One thread per worker, all in one interpreter.

Whoever runs Python code holds the interpreter's lock (the GIL), and there is one of it. So it depends on the work whether
threads help:

    --kind compute   Python code: one thread runs at a time, about one core is used in total
    --kind digest    C code that gives the lock back while it computes: as many cores as there are threads and free cores
    --kind wait      waiting for a socket: the lock is given back too; all wait at the same time, and no core is used

A build of Python without a GIL (3.13t and newer) uses all cores for all three.

    python3 threads.py --kind digest --workers 4 --work 400
"""
import os
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from work import KINDS, arguments, findings, mark


def worker(number, do, units, checksums):
    mark("worker started", number)
    checksums[number] = do(units, number)


if __name__ == "__main__":
    args = arguments(__doc__, kind=("compute", "digest", "wait"), workers=4, work=400)
    began = time.monotonic()
    checksums = [None] * args.workers
    threads = [
        threading.Thread(target=worker, args=(number, KINDS[args.kind], args.work, checksums), name=f"worker-{number}")
        for number in range(args.workers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    findings(seconds=round(time.monotonic() - began, 3), checksums=checksums)
