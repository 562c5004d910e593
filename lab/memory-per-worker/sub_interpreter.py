"""The memory of idle sub-interpreters: one process, but modules and built-in types of their own for each.

They are made one after another and kept, and run nothing: they need no threads for that.

    python3.12 sub_interpreter.py --workers 4 --memory 100 --seconds 2
"""
import os
import sys
import time

try:
    import _interpreters  # 3.13 and newer
except ImportError:
    import _xxsubinterpreters as _interpreters  # 3.12

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from proc import read_memory
from work import arguments, findings, mark

if __name__ == "__main__":
    args = arguments(__doc__, workers=4, memory=100, seconds=2)
    data = [b"%01024d" % number for number in range(args.memory << 10)]
    before = read_memory()
    interpreters = []
    for number in range(args.workers):
        interpreters.append(_interpreters.create())  # with a lock of its own: the default
        mark("worker started", number)
    time.sleep(args.seconds / 2)
    after = read_memory()
    time.sleep(args.seconds / 2)
    for interpreter in interpreters:
        _interpreters.destroy(interpreter)
    findings(
        ussPerWorkerKiB=round((after["uss"] - before["uss"]) / args.workers, 1) if after else None,
        pssOfAllKiB=after and after["pss"],
        rssOfAllKiB=after and after["rss"],
        parent=after,
    )
