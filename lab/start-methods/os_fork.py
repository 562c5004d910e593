"""os.fork by hand, the oldest way: each child is a copy of this whole process, interpreter and lock included.

So each child has an interpreter, and a GIL, of its own, and they compute at the same time. What a child finds out has to be
sent back: here through a pipe that it inherited.

    python3 os_fork.py --workers 4 --work 400
"""
import os
import sys
import time
import traceback

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from work import arguments, compute, findings, mark


def worker(number, units, results):
    mark("worker started", number)
    os.write(results, b"%d\n" % compute(units, number))


def fork(number, units, results):
    pid = os.fork()
    if pid:
        mark("forked", number, pid)
        return pid
    try:
        worker(number, units, results)
        os._exit(0)
    except BaseException:
        traceback.print_exc()
    os._exit(1)  # a child of os.fork must end here, whatever happens, and never run on in its parent's code


if __name__ == "__main__":
    args = arguments(__doc__, workers=4, work=400)
    began = time.monotonic()
    reader, writer = os.pipe()
    children = [fork(number, args.work, writer) for number in range(args.workers)]
    os.close(writer)  # else the end of the pipe would never be seen
    with open(reader) as results:
        checksums = [int(line) for line in results]
    for pid in children:
        os.waitpid(pid, 0)
    findings(seconds=round(time.monotonic() - began, 3), checksums=checksums)
