"""concurrent.futures.ThreadPoolExecutor: threads that are kept, and take one task after another.

It is convenient, but its threads are the same as those of threads.py: they share one interpreter and its lock.

    python3 thread_pool.py --workers 4 --work 400
"""
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from work import arguments, compute, findings, mark


def worker(number, units):
    mark("worker started", number)
    return compute(units, number)


if __name__ == "__main__":
    args = arguments(__doc__, workers=4, work=400)
    began = time.monotonic()
    with ThreadPoolExecutor(max_workers=args.workers) as pool:
        tasks = [pool.submit(worker, number, args.work) for number in range(args.workers)]
        checksums = [task.result() for task in tasks]
    findings(seconds=round(time.monotonic() - began, 3), checksums=checksums)
