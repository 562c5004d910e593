"""What os.fork costs: the kernel copies no memory, but the tables that say where each page is; so it grows with the parent.

    python3 fork.py --memory 256 --repetitions 15
"""
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from measuring import measure
from work import arguments


def make():
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(writer, b"%d" % time.monotonic_ns())  # one clock for all processes
        os._exit(0)
    returned = time.monotonic_ns()
    os.close(writer)
    first_line = int(os.read(reader, 32))
    os.close(reader)
    os.waitpid(pid, 0)
    return returned, first_line


if __name__ == "__main__":
    args = arguments(__doc__, memory=256, repetitions=15)
    measure(make, args.memory, args.repetitions)
