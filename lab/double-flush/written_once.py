"""What was written but not yet flushed is memory, so a fork copies it; and each copy is flushed when its process ends.

    --leave exit      the children end like any program: what is in their buffers is written
    --leave at-once   the children end by os._exit, as they should: nothing is written
    --flush           the buffer is emptied before the fork: there is nothing to copy

With print it is the same whenever the output goes to a file or a pipe. Here the file is opened by the program itself, so
that a terminal or PYTHONUNBUFFERED, which concern the standard streams only, make no difference.

    python3 written_once.py --leave exit --workers 4 --seconds 1
"""
import os
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from work import arguments, findings, mark

if __name__ == "__main__":
    args = arguments(__doc__, leave=("exit", "at-once"), flush=False, workers=4, seconds=1)
    descriptor, path = tempfile.mkstemp(prefix="double-flush-")
    log = open(descriptor, "w")
    log.write("written once\n")  # into the buffer, not yet into the file
    if args.flush:
        log.flush()
    children = []
    for number in range(args.workers):
        pid = os.fork()
        if pid == 0:
            mark("worker started", number)
            time.sleep(args.seconds)
            if args.leave == "at-once":
                os._exit(0)
            sys.exit()
        mark("forked", number, pid)
        children.append(pid)
    for pid in children:
        os.waitpid(pid, 0)
    log.close()
    with open(path) as file:
        lines = file.readlines()
    os.unlink(path)
    print(*lines, sep="", end="")
    findings(
        symptom=len(lines) > 1,
        seen=f"a line that was written once is in the file {'once' if len(lines) == 1 else f'{len(lines)} times'}",
        lines=len(lines),
    )
