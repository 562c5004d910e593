"""What becomes of memory that a fork shares: pages are copied when somebody writes to them, and reading a list writes.

Each Python object holds the number of references to it. Whoever only looks at an object changes that number, so the page
that it lies on is copied. The garbage collector writes into lists, dicts and instances too. Plain numbers in an array have
no such counts.

    --keep lists     the data are many small lists (with a number each)
    --keep numbers   the data are plain numbers in one array
    --touch nothing | read | collect
                     the children leave the data alone, read all of it bit by bit, or run the garbage collector once
    --freeze         gc.freeze() before the fork: the collector then leaves all that is there alone; readers do not

    python3 copy_on_write.py --keep lists --touch read --workers 2 --memory 64 --seconds 2
"""
import array
import gc
import json
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from forking import fork
from proc import read_memory
from work import arguments, findings, mark

BYTES_PER_LIST = 128  # the list, its one place, the number, and the place in the outer list; together with the collector's
STEPS = 20


def make_data(keep, memory):
    if keep == "lists":
        return [[number] for number in range((memory << 20) // BYTES_PER_LIST)]
    return array.array("q", [7]) * ((memory << 20) // 8)


def read(data, step):
    """Reads the next twentieth of the data."""
    for index in range(len(data) * step // STEPS, len(data) * (step + 1) // STEPS):
        data[index]


def child(number, data, args, results):
    mark("worker started", number)
    uss = [read_uss()]
    for step in range(STEPS):
        if args.touch == "read":
            read(data, step)
        elif args.touch == "collect" and step == STEPS // 2:
            gc.collect()
        if step + 1 in (STEPS // 2, STEPS):
            uss.append(read_uss())
            mark("private memory", number, uss[-1])
        time.sleep(args.seconds / STEPS)
    os.write(results, (json.dumps(uss) + "\n").encode())


def read_uss():
    memory = read_memory()
    return memory and memory["uss"]


if __name__ == "__main__":
    gc.disable()  # so that it runs when we want it to, and not by itself
    args = arguments(
        __doc__,
        keep=("lists", "numbers"),
        touch=("nothing", "read", "collect"),
        freeze=False,
        workers=2,
        memory=64,
        seconds=2,
    )
    before = read_uss()
    data = make_data(args.keep, args.memory)
    after = read_uss()
    if args.freeze:
        gc.freeze()
    reader, writer = os.pipe()
    children = []
    for number in range(args.workers):
        children.append(fork(child, number, data, args, writer))
        mark("forked", number, children[-1])
    os.close(writer)
    with open(reader) as results:
        workers = [json.loads(line) for line in results]
    for pid in children:
        os.waitpid(pid, 0)
    start, half, end = workers[0]
    findings(
        dataKiB=after and after - before,
        privateAtStartKiB=start,
        privateAtHalfKiB=half,
        privateAtEndKiB=end,
        ussOfWorkersKiB=workers,
    )
