"""Fork while another thread holds a lock: in the child the lock is held for ever.

The child gets a copy of the lock, as it is at that moment: held. The thread that would release it is not copied. The child
waits for it without an end, with no CPU used and no error; Python's own locks (of queues, buffered files, pools) are no
exception. 3.12 and newer warn when a process with threads forks.

From outside: a process with one thread, in a futex call without a time-out.

    python3 hazard.py --workers 2 --seconds 2
"""
import os
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from children import end_by, tell
from work import arguments, mark

lock = threading.Lock()


def hold_the_lock(seconds, held):
    """What any library's background thread may do, at any time, for a moment. Here the moment is long."""
    with lock:
        held.set()
        time.sleep(seconds)


def child(number):
    mark("worker started", number)
    with lock:  # never
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
        pid = os.fork()
        if pid == 0:
            child(number)
            os._exit(0)
        mark("forked", number, pid)
        children.append(pid)
    thread.join()
    mark("lock released")  # in the parent
    tell(end_by(deadline, children), args.workers, args.seconds)
