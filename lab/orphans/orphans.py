"""When a process ends, its children live on: orphans, adopted by another process, with work that nobody waits for.

This program makes a manager, which makes workers and then ends, as if it had crashed. In the tree the workers move away
from it: their parent is now PID 1, or the next process above that has asked for orphans.

    --notice nothing   the workers go on until their time is over
    --notice pipe      each worker has the reading end of a pipe that only the manager can write to: when the manager
                       ends, however it does, the pipe ends too
    --notice signal    each worker has asked the kernel for a signal when its parent ends (Linux: PR_SET_PDEATHSIG)

    python3 orphans.py --notice nothing --workers 2 --seconds 2
"""
import ctypes
import os
import select
import signal
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from forking import fork
from work import arguments, findings, mark, unit

PR_SET_PDEATHSIG = 1


def worker(number, manager_pid, deadline, args, lifeline, results):
    mark("worker started", number)
    reader, writer = lifeline
    os.close(writer)  # else the workers would keep each other's pipe from ending
    if args.notice == "signal":
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != manager_pid:  # it has ended before we could ask
            return
    while time.monotonic() < deadline:
        unit()
        time.sleep(0.01)
        if args.notice == "pipe" and select.select([reader], [], [], 0)[0]:
            mark("manager gone", number)
            return
    os.write(results, b"%d %d\n" % (number, os.getppid() != manager_pid))


def manager(deadline, args, results):
    lifeline = os.pipe()
    for number in range(args.workers):
        pid = fork(worker, number, os.getpid(), deadline, args, lifeline, results)
        mark("forked", number, pid)
    time.sleep(args.seconds / 4)
    mark("manager ends")


if __name__ == "__main__":
    args = arguments(__doc__, notice=("nothing", "pipe", "signal"), workers=2, seconds=2)
    deadline = time.monotonic() + args.seconds
    reader, writer = os.pipe()
    pid = fork(manager, deadline, args, writer)
    os.close(writer)
    os.waitpid(pid, 0)
    ended = time.monotonic()
    with open(reader) as results:  # ends when the last worker has ended
        orphans = sum(int(line.split()[1]) for line in results)
    lived_on = time.monotonic() - ended
    findings(
        symptom=orphans > 0,
        seen=f"{orphans} of {args.workers} workers worked to their end without a parent of theirs",
        orphans=orphans,
        livedOnSeconds=round(lived_on, 3),
    )
