"""gevent: greenlets with an event loop, which make ordinary blocking code hand over by itself.

monkey.patch_all() replaces the blocking calls of the standard library. For --kind wait the very function that threads.py
of "do-threads-use-my-cores" runs is used, unchanged: where a thread would wait in the kernel, a greenlet hands over.

    python3 gevent_greenlets.py --kind wait --workers 4 --work 400
"""
from gevent import monkey

monkey.patch_all()  # before anything else imports what it replaces

import os
import sys
import time

import gevent

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from work import arguments, findings, mark, unit, wait


def compute(units, number):
    mark("first work", number)
    x = 1
    for _ in range(units):
        x = unit(x)
        gevent.sleep(0)  # lets the others have their turn
    mark("work done", number, x)
    return x


def worker(number, do, units):
    mark("worker started", number)
    return do(units, number)


if __name__ == "__main__":
    args = arguments(__doc__, kind=("wait", "compute"), workers=4, work=400)
    began = time.monotonic()
    do = {"wait": wait, "compute": compute}[args.kind]
    greenlets = [gevent.spawn(worker, number, do, args.work) for number in range(args.workers)]
    gevent.joinall(greenlets, raise_error=True)
    findings(seconds=round(time.monotonic() - began, 3), checksums=[greenlet.value for greenlet in greenlets])
