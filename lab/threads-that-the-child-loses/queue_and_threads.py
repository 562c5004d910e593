"""Threads are not copied by fork: the child has the one that forked, and nobody who does the others' work.

Here threads take jobs from a queue. The queue is copied, with whatever is in it; the threads are not. The child puts jobs
in, and they stay there for ever.

    --start before   the threads are started once, before the fork
    --start after    each process starts threads of its own: os.register_at_fork calls it in each child

    python3 queue_and_threads.py --start before --workers 4 --seconds 2
"""
import os
import queue
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from forking import fork
from proc import read_status
from work import arguments, findings, mark

JOBS = 3
jobs = queue.SimpleQueue()  # has no lock that a thread could hold while we fork: that is another experiment


def work_off():
    while True:
        jobs.get()


def start_threads(count):
    for number in range(count):
        threading.Thread(target=work_off, name=f"worker-{number}", daemon=True).start()


def put_jobs_and_wait(seconds):
    """Tells how many jobs are left, and how many threads there are."""
    for _ in range(JOBS):
        jobs.put("job")
    time.sleep(seconds)
    status = read_status()
    return jobs.qsize(), int(status["Threads"]) if status else threading.active_count()


def child(seconds, results):
    mark("worker started", 0)
    left, threads = put_jobs_and_wait(seconds)
    mark("jobs left", 0, left)
    os.write(results, b"%d %d" % (left, threads))


if __name__ == "__main__":
    args = arguments(__doc__, start=("before", "after"), workers=4, seconds=2)
    start_threads(args.workers)
    if args.start == "after":
        os.register_at_fork(after_in_child=lambda: start_threads(args.workers))
    reader, writer = os.pipe()
    pid = fork(child, args.seconds, writer)
    mark("forked", 0, pid)
    parent_left, parent_threads = put_jobs_and_wait(args.seconds)
    left, threads = map(int, os.read(reader, 64).split())
    os.waitpid(pid, 0)
    findings(
        symptom=left > 0,
        seen=f"the parent has {parent_threads} threads and {parent_left} jobs left, the child {threads} and {left}",
        threadsOfParent=parent_threads,
        threadsOfChild=threads,
        jobsLeftInParent=parent_left,
        jobsLeftInChild=left,
    )
