"""multiprocessing.Pool: processes that are kept, and take one task after another, made by one of three start methods.

The pool's own threads (three in this process) hand out the tasks and fetch the results.

    python3 pool.py --method spawn --workers 4 --work 400
"""
import multiprocessing
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from work import arguments, compute, findings, mark


def worker(number, units):
    mark("worker started", number)
    return compute(units, number)


if __name__ == "__main__":  # a child made by spawn or forkserver imports this file, and must not start over
    args = arguments(__doc__, method=("fork", "spawn", "forkserver"), workers=4, work=400)
    began = time.monotonic()
    tasks = [(number, args.work) for number in range(args.workers)]
    with multiprocessing.get_context(args.method).Pool(args.workers) as pool:
        checksums = pool.starmap(worker, tasks, chunksize=1)
        pool.close()  # no more tasks: the workers end by themselves; leaving the block alone would kill them
        pool.join()
    findings(seconds=round(time.monotonic() - began, 3), checksums=checksums)
