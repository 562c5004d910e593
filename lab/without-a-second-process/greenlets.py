"""greenlet: functions with a stack of their own, that hand over to each other by switch().

Unlike a generator, a greenlet can hand over from deep inside other calls. It brings no scheduler: the one here keeps the
greenlets by the time at which they want to go on.

    python3 greenlets.py --kind wait --workers 4 --work 400
"""
import heapq
import os
import sys
import time

from greenlet import getcurrent, greenlet

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from work import ANSWER_S, answers, arguments, findings, mark, unit


def compute(number, units, checksums):
    mark("worker started", number)
    mark("first work", number)
    x = 1
    for _ in range(units):
        x = unit(x)
        pause(0)  # lets the others have their turn
    mark("work done", number, x)
    checksums[number] = x


def wait(number, units, checksums):
    mark("worker started", number)
    mark("first work", number)
    for _ in range(answers(units)):
        pause(ANSWER_S)  # stands for a question to a service that takes so long to answer
    mark("work done", number, answers(units))
    checksums[number] = answers(units)


def pause(seconds):
    """Hands over to the scheduler, and tells it when to come back."""
    getcurrent().parent.switch(time.monotonic() + seconds)


def schedule(tasks):
    """Goes on with whichever greenlet is due, and sleeps while none is."""
    due = [(0.0, order, task, arguments) for order, (task, arguments) in enumerate(tasks)]
    turn = len(due)  # among those due at the same time, the one that waits longest is first
    while due:
        at, _, task, first_arguments = heapq.heappop(due)
        time.sleep(max(0.0, at - time.monotonic()))
        at = task.switch(*first_arguments)
        if not task.dead:
            turn += 1
            heapq.heappush(due, (at, turn, task, ()))


if __name__ == "__main__":
    args = arguments(__doc__, kind=("compute", "wait"), workers=4, work=400)
    began = time.monotonic()
    do = {"compute": compute, "wait": wait}[args.kind]
    checksums = [None] * args.workers
    schedule([(greenlet(do), (number, args.work, checksums)) for number in range(args.workers)])
    findings(seconds=round(time.monotonic() - began, 3), checksums=checksums)
