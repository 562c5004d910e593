"""The same, but forked before there is any thread: the lock is free in the copy.

    python3 fork_first.py --workers 2 --seconds 2
"""
import os
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from children import end_by, tell
from forking import fork
from work import arguments, mark

lock = threading.Lock()


def hold_the_lock(seconds, held):
    with lock:
        held.set()
        time.sleep(seconds)


def child(number):
    mark("worker started", number)
    with lock:
        mark("lock taken", number)


if __name__ == "__main__":
    args = arguments(__doc__, workers=2, seconds=2)
    deadline = time.monotonic() + args.seconds
    children = []
    for number in range(args.workers):
        children.append(fork(child, number))
        mark("forked", number, children[-1])
    held = threading.Event()
    thread = threading.Thread(target=hold_the_lock, args=(args.seconds / 4, held), name="holder")
    thread.start()
    held.wait()
    mark("lock held")
    thread.join()
    mark("lock released")
    tell(end_by(deadline, children), args.workers, args.seconds)
