"""Sub-interpreters: several interpreters in one process, each run by a thread.

They share no Python objects, so they need not share a lock either: since 3.12 an interpreter may have a GIL of its own.

    --gil own      each has its own lock: as many cores as there are workers and free cores, in one process
    --gil shared   all use the main interpreter's lock, as they did before 3.12: about one core in total

There is a public module for this since 3.14 (concurrent.interpreters). The private one below is older, and has both kinds.

    python3.12 sub_interpreters.py --gil own --workers 4 --work 400
"""
import os
import sys
import threading
import time

try:
    import _interpreters  # 3.13 and newer
except ImportError:
    import _xxsubinterpreters as _interpreters  # 3.12

COMMON = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common")
sys.path.insert(0, COMMON)  # work.py is there
from work import arguments, findings

SCRIPT = """
import os, sys
sys.path.insert(0, {common!r})
from work import compute, mark
mark("worker started", {number})
os.write({results}, b"%d\\n" % compute({units}, {number}))
"""


def create(gil):
    if sys.version_info >= (3, 13):
        return _interpreters.create("isolated" if gil == "own" else "legacy")
    return _interpreters.create(isolated=gil == "own")


def worker(gil, script):
    """Makes an interpreter, runs the script in it, and puts it away, all in one thread.

    In 3.12 an interpreter that was used by one thread can hang for ever when another one puts it away.
    """
    interpreter = create(gil)
    try:
        failure = _interpreters.run_string(interpreter, script)
        if failure:  # 3.12 raises instead
            raise RuntimeError(failure.formatted)
    finally:
        _interpreters.destroy(interpreter)


if __name__ == "__main__":
    args = arguments(__doc__, gil=("own", "shared"), workers=4, work=400)
    began = time.monotonic()
    reader, writer = os.pipe()  # descriptors belong to the process, so every interpreter can use them
    threads = []
    for number in range(args.workers):
        script = SCRIPT.format(common=COMMON, number=number, units=args.work, results=writer)
        threads.append(threading.Thread(target=worker, args=(args.gil, script), name=f"worker-{number}"))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    os.close(writer)
    with open(reader) as results:
        checksums = [int(line) for line in results]
    findings(seconds=round(time.monotonic() - began, 3), checksums=checksums)
