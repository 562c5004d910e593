"""The same with a child made by spawn: nothing is copied, so nothing is missing; it starts its own threads like any program.

    python3 spawn.py --workers 4 --seconds 2
"""
import multiprocessing
import os
import queue
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from proc import read_status
from work import arguments, findings, mark

JOBS = 3


def work_off(jobs):
    while True:
        jobs.get()


def put_jobs_and_wait(workers, seconds):
    """Tells how many jobs are left, and how many threads there are."""
    jobs = queue.SimpleQueue()
    for number in range(workers):
        threading.Thread(target=work_off, args=(jobs,), name=f"worker-{number}", daemon=True).start()
    for _ in range(JOBS):
        jobs.put("job")
    time.sleep(seconds)
    status = read_status()
    return jobs.qsize(), int(status["Threads"]) if status else threading.active_count()


def child(workers, seconds, results):
    mark("worker started", 0)
    results.put(put_jobs_and_wait(workers, seconds))


if __name__ == "__main__":
    args = arguments(__doc__, workers=4, seconds=2)
    context = multiprocessing.get_context("spawn")
    results = context.SimpleQueue()
    process = context.Process(target=child, args=(args.workers, args.seconds, results))
    process.start()
    parent_left, parent_threads = put_jobs_and_wait(args.workers, args.seconds)
    left, threads = results.get()
    process.join()
    findings(
        symptom=left > 0,
        seen=f"the parent has {parent_threads} threads and {parent_left} jobs left, the child {threads} and {left}",
        threadsOfParent=parent_threads,
        threadsOfChild=threads,
        jobsLeftInParent=parent_left,
        jobsLeftInChild=left,
    )
