"""The same, but the lock is taken around each fork: then no other thread can hold it at that moment.

os.register_at_fork does for Python what pthread_atfork does for C. It helps with locks that one knows of; a library's own
lock is the library's to care for.

    python3 at_fork.py --workers 2 --seconds 2
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
os.register_at_fork(before=lock.acquire, after_in_parent=lock.release, after_in_child=lock.release)


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
    held = threading.Event()
    thread = threading.Thread(target=hold_the_lock, args=(args.seconds / 4, held), name="holder")
    thread.start()
    held.wait()
    mark("lock held")
    children = []
    for number in range(args.workers):
        children.append(fork(child, number))  # waits until the thread has released the lock
        mark("forked", number, children[-1])
    thread.join()
    tell(end_by(deadline, children), args.workers, args.seconds)
