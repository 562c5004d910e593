"""More processes that compute than cores: nothing is gained, and each waits in the run queue for most of the time.

All of the work takes as long as with one process per core; each single piece takes many times as long, and everybody else
on the machine waits too.

    python3 at_once.py --workers 16 --work 100
"""
import multiprocessing
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from measuring import tell, work_measured
from work import arguments


def worker(number, units, results):
    results.put(work_measured(number, units))


if __name__ == "__main__":
    args = arguments(__doc__, workers=16, work=100)
    context = multiprocessing.get_context("fork")
    results = context.SimpleQueue()
    children = [context.Process(target=worker, args=(number, args.work, results)) for number in range(args.workers)]
    began = time.monotonic()
    for child in children:
        child.start()
    times = [results.get() for _ in children]
    seconds = time.monotonic() - began
    for child in children:
        child.join()
    tell(times, seconds, len(children))
