"""From asking for a thread to its first finished unit of work: no process is born, and the interpreter is there.

The first unit takes longer the more threads there are, since they take turns.

    python3 thread.py --workers 4 --work 50
"""
import os
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from timeline import describe
from work import arguments, mark, unit


def worker(number, units, moments):
    started = time.monotonic_ns()
    mark("worker started", number)
    mark("first work", number)
    x = unit()
    first_unit = time.monotonic_ns()
    mark("first unit done", number)
    for _ in range(units - 1):
        x = unit(x)
    mark("work done", number, x)
    moments.append((number, None, started, first_unit))


if __name__ == "__main__":
    args = arguments(__doc__, workers=4, work=50)
    asked, moments, threads = [], [], []
    for number in range(args.workers):
        thread = threading.Thread(target=worker, args=(number, args.work, moments), name=f"worker-{number}")
        asked.append(time.monotonic_ns())
        mark("asked", number)
        thread.start()
        threads.append(thread)
    for thread in threads:
        thread.join()
    describe(asked, moments)
