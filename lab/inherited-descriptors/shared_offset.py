"""A file that is open at the fork is open in both processes, with one offset for both: what one reads, the other misses.

Descriptors are copied, but what they refer to is not. From outside: in /proc/PID/fdinfo the offsets of both move together.

    --open before   the file is opened once, before the fork
    --open again    the child opens the file by its name: it has an offset of its own

    python3 shared_offset.py --open before --seconds 2
"""
import os
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from forking import fork
from work import arguments, findings, mark

LINES = 20


def read_lines(file, seconds):
    """Reads line by line to the end, and takes its time."""
    lines = []
    while True:
        line = file.read(8)
        if not line:
            return lines
        lines.append(int(line))
        time.sleep(seconds / LINES)


def child(file, path, args, results):
    mark("worker started", 0)
    if args.open == "again":
        file = open(path, "rb", buffering=0)
    os.write(results, b"%d" % len(read_lines(file, args.seconds)))


if __name__ == "__main__":
    args = arguments(__doc__, open=("before", "again"), seconds=2)
    descriptor, path = tempfile.mkstemp(prefix="shared-offset-")
    os.write(descriptor, b"".join(b"%07d\n" % number for number in range(LINES)))
    os.close(descriptor)
    reader, writer = os.pipe()
    with open(path, "rb", buffering=0) as file:
        pid = fork(child, file, path, args, writer)
        mark("forked", 0, pid)
        by_parent = len(read_lines(file, args.seconds))
    by_child = int(os.read(reader, 8))
    os.waitpid(pid, 0)
    os.unlink(path)
    findings(
        symptom=by_parent < LINES or by_child < LINES,
        seen=f"of {LINES} lines the parent read {by_parent}, the child {by_child}",
        linesOfParent=by_parent,
        linesOfChild=by_child,
    )
