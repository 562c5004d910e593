"""concurrent.futures.ProcessPoolExecutor: a pool of processes behind futures, made by one of three start methods.

Under fork, and since 3.9, it makes a process only when a task finds none idle; under the others it makes all at once.

    python3 executor.py --method spawn --workers 4 --work 400
"""
import multiprocessing
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from work import arguments, compute, findings, mark


def worker(number, units):
    mark("worker started", number)
    return compute(units, number)


if __name__ == "__main__":  # a child made by spawn or forkserver imports this file, and must not start over
    args = arguments(__doc__, method=("fork", "spawn", "forkserver"), workers=4, work=400)
    began = time.monotonic()
    with ProcessPoolExecutor(args.workers, mp_context=multiprocessing.get_context(args.method)) as pool:
        tasks = [pool.submit(worker, number, args.work) for number in range(args.workers)]
        checksums = [task.result() for task in tasks]
    findings(seconds=round(time.monotonic() - began, 3), checksums=checksums)
