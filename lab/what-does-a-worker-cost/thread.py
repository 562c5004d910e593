"""What a thread costs: some memory for its stack, and an entry in the kernel. How large the process is does not matter.

    python3 thread.py --memory 256 --repetitions 15
"""
import os
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from measuring import measure
from work import arguments


def worker(moments):
    moments.append(time.monotonic_ns())


def make():
    moments = []
    thread = threading.Thread(target=worker, args=(moments,))
    thread.start()
    returned = time.monotonic_ns()
    thread.join()
    return returned, moments[0]


if __name__ == "__main__":
    args = arguments(__doc__, memory=256, repetitions=15)
    measure(make, args.memory, args.repetitions)
