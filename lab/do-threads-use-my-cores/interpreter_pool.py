"""concurrent.futures.InterpreterPoolExecutor (3.14): a pool of threads, each with an interpreter and a GIL of its own.

Used like a ProcessPoolExecutor: arguments and results are copied from one interpreter to the other. But there is only one
process.

    python3.14 interpreter_pool.py --workers 4 --work 400
"""
import os
import site
import sys
import time
from concurrent.futures import InterpreterPoolExecutor

COMMON = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common")
sys.path.insert(0, COMMON)  # work.py is there
from work import arguments, compute, findings

if __name__ == "__main__":
    args = arguments(__doc__, workers=4, work=400)
    began = time.monotonic()
    # A new interpreter does not know our sys.path; addsitedir makes work.py known to it before its first task.
    with InterpreterPoolExecutor(args.workers, initializer=site.addsitedir, initargs=(COMMON,)) as pool:
        tasks = [pool.submit(compute, args.work, number) for number in range(args.workers)]
        checksums = [task.result() for task in tasks]
    findings(seconds=round(time.monotonic() - began, 3), checksums=checksums)
