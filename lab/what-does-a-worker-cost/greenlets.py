"""What a greenlet costs: an object, and a piece of stack that is copied when it hands over. The kernel takes no part.

    python3 greenlets.py --memory 256 --repetitions 15
"""
import os
import sys
import time

from greenlet import greenlet

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from measuring import measure
from work import arguments


def worker(moments):
    moments.append(time.monotonic_ns())


def make():
    moments = []
    task = greenlet(worker)
    returned = time.monotonic_ns()
    task.switch(moments)
    return returned, moments[0]


if __name__ == "__main__":
    args = arguments(__doc__, memory=256, repetitions=15)
    measure(make, args.memory, args.repetitions)
