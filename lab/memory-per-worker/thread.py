"""The memory of idle threads: they share all of their process; only their stacks, and what they make, comes on top.

    python3 thread.py --workers 4 --memory 100 --seconds 2
"""
import os
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from proc import read_memory
from work import arguments, findings, mark


def worker(number, seconds):
    mark("worker started", number)
    time.sleep(seconds)


if __name__ == "__main__":
    args = arguments(__doc__, workers=4, memory=100, seconds=2)
    data = [b"%01024d" % number for number in range(args.memory << 10)]
    threads = [
        threading.Thread(target=worker, args=(number, args.seconds), name=f"worker-{number}")
        for number in range(args.workers)
    ]
    before = read_memory()
    for thread in threads:
        thread.start()
    time.sleep(args.seconds / 2)
    after = read_memory()
    for thread in threads:
        thread.join()
    findings(
        ussPerWorkerKiB=round((after["uss"] - before["uss"]) / args.workers, 1) if after else None,
        pssOfAllKiB=after and after["pss"],
        rssOfAllKiB=after and after["rss"],
        parent=after,
    )
