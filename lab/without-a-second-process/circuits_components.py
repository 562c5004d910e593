"""circuits: components that send each other events; one loop hands every event to its handlers.

Each unit of work, and each answer, is one event, whose handler sends the next.

    python3 circuits_components.py --kind wait --workers 4 --work 400
"""
import os
import sys
import time

from circuits import Component, Event, Timer

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from work import ANSWER_S, answers, arguments, findings, mark, unit


class step(Event):
    """One unit of computing, or one answer, is due."""


class Worker(Component):
    def __init__(self, number, units):
        super().__init__(channel=f"worker-{number}")
        self.number, self.left, self.checksum = number, units, None

    def started(self, *_):
        mark("worker started", self.number)
        mark("first work", self.number)
        self.go_on()

    def finish(self, checksum):
        mark("work done", self.number, checksum)
        self.checksum = checksum
        self.parent.worker_done()


class Computing(Worker):
    x = 1

    def go_on(self):
        self.fire(step())

    def step(self):
        self.x = unit(self.x)
        self.left -= 1
        if self.left:
            self.go_on()  # behind the events of the others: they have their turn first
        else:
            self.finish(self.x)


class Waiting(Worker):
    def __init__(self, number, units):
        super().__init__(number, answers(units))
        self.answers = self.left

    def go_on(self):
        Timer(ANSWER_S, step(), self.channel).register(self)  # stands for a service that takes so long to answer

    def step(self):
        self.left -= 1
        if self.left:
            self.go_on()
        else:
            self.finish(self.answers)


class Office(Component):
    """Has the workers, and ends the program when all are done."""

    def __init__(self, kind, workers, units):
        super().__init__()
        self.busy = workers
        self.workers = [kind(number, units).register(self) for number in range(workers)]

    def worker_done(self):
        self.busy -= 1
        if not self.busy:
            self.stop()


if __name__ == "__main__":
    args = arguments(__doc__, kind=("wait", "compute"), workers=4, work=400)
    began = time.monotonic()
    office = Office({"wait": Waiting, "compute": Computing}[args.kind], args.workers, args.work)
    office.run()
    findings(seconds=round(time.monotonic() - began, 3), checksums=[worker.checksum for worker in office.workers])
