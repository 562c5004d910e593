"""The same, but with children made by spawn: a new interpreter has locks of its own, which nobody holds.

    python3 spawn.py --workers 2 --seconds 2
"""
import multiprocessing
import os
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from children import tell
from work import arguments, mark

lock = threading.Lock()  # each process that imports this file makes one


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
    context = multiprocessing.get_context("spawn")
    held = threading.Event()
    thread = threading.Thread(target=hold_the_lock, args=(args.seconds / 4, held), name="holder")
    thread.start()
    held.wait()
    mark("lock held")
    children = [context.Process(target=child, args=(number,)) for number in range(args.workers)]
    for process in children:
        process.start()
    for process in children:
        process.join(max(0.0, deadline - time.monotonic()) + 10)  # a new interpreter may take its time to start
    hung = [process for process in children if process.exitcode is None]
    for process in hung:
        process.kill()
        process.join()
    thread.join()
    tell(len(hung), args.workers, args.seconds)
