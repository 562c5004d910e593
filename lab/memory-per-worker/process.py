"""The memory of idle processes, made by each start method, beside a parent that has some data.

A child's RSS counts all its pages, also those that it shares with its parent: adding them up counts pages again and again.
What a child costs is its USS, pages that nobody shares; PSS divides the shared ones fairly, so PSS may be added up.

    --method fork         shares nearly all with its parent: the data too, until somebody writes to it
    --method spawn        an interpreter of its own; the parent's data is not there
    --method forkserver   shares an interpreter with the server; the parent's data is not there

    python3 process.py --method fork --workers 4 --memory 100 --seconds 2
"""
import multiprocessing
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from proc import read_memory
from work import arguments, findings, mark


def worker(number, seconds, results):
    mark("worker started", number)
    time.sleep(seconds / 2)  # by now all the others are there too
    memory = read_memory()
    mark("memory read", number, memory and memory["uss"])
    results.put(memory)
    time.sleep(seconds / 2)


if __name__ == "__main__":  # a child made by spawn or forkserver imports this file, and must not start over
    args = arguments(__doc__, method=("fork", "spawn", "forkserver"), workers=4, memory=100, seconds=2)
    data = [b"%01024d" % number for number in range(args.memory << 10)]
    context = multiprocessing.get_context(args.method)
    results = context.SimpleQueue()
    children = [
        context.Process(target=worker, args=(number, args.seconds, results), name=f"worker-{number}")
        for number in range(args.workers)
    ]
    for child in children:
        child.start()
    workers = [results.get() for _ in children]
    parent = read_memory()
    for child in children:
        child.join()
    uss = sorted(memory["uss"] for memory in workers if memory)
    findings(
        ussPerWorkerKiB=uss[len(uss) // 2] if uss else None,
        pssOfAllKiB=sum(memory["pss"] for memory in [parent, *workers]) if uss else None,
        rssOfAllKiB=sum(memory["rss"] for memory in [parent, *workers]) if uss else None,  # counts shared pages often
        parent=parent,
        workers=workers,
    )
