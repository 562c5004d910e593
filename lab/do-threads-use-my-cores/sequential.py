"""All the work one after another, in one process and one thread: what the others are compared with.

    python3 sequential.py --workers 4 --work 400
"""
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from work import arguments, compute, findings, mark

if __name__ == "__main__":
    args = arguments(__doc__, workers=4, work=400)
    began = time.monotonic()
    checksums = []
    for number in range(args.workers):
        mark("worker started", number)
        checksums.append(compute(args.work, number))
    findings(seconds=round(time.monotonic() - began, 3), checksums=checksums)
