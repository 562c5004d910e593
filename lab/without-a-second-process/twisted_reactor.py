"""Twisted: one reactor that calls back whenever something has happened, and deferreds for what has not happened yet.

Waiting is done by inlineCallbacks, which go on when a deferred fires; long computations are cut into pieces, and
task.cooperate runs a piece of each in turn.

    python3 twisted_reactor.py --kind wait --workers 4 --work 400
"""
import os
import sys
import time

from twisted.internet import defer, task

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from work import ANSWER_S, answers, arguments, findings, mark, unit


def compute(reactor, number, units):
    checksums = []

    def pieces():
        mark("worker started", number)
        mark("first work", number)
        x = 1
        for _ in range(units):
            x = unit(x)
            yield  # lets the others have their turn
        mark("work done", number, x)
        checksums.append(x)

    return task.cooperate(pieces()).whenDone().addCallback(lambda _: checksums[0])


@defer.inlineCallbacks
def wait(reactor, number, units):
    mark("worker started", number)
    mark("first work", number)
    for _ in range(answers(units)):
        yield task.deferLater(reactor, ANSWER_S)  # stands for a question to a service that takes so long to answer
    mark("work done", number, answers(units))
    return answers(units)


@defer.inlineCallbacks
def main(reactor, args):
    began = time.monotonic()
    do = {"wait": wait, "compute": compute}[args.kind]
    checksums = yield defer.gatherResults([do(reactor, number, args.work) for number in range(args.workers)])
    findings(seconds=round(time.monotonic() - began, 3), checksums=checksums)


if __name__ == "__main__":
    task.react(main, [arguments(__doc__, kind=("wait", "compute"), workers=4, work=400)])
