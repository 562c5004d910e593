"""asyncio: many tasks in one thread, that take turns whenever one awaits something.

    --kind wait      while one task waits, the others go on: all wait at the same time
    --kind compute   no task goes on while another computes: the total takes as long as one after another

    python3 asyncio_tasks.py --kind wait --workers 4 --work 400
"""
import asyncio
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from work import ANSWER_S, answers, arguments, findings, mark, unit


async def compute(number, units):
    mark("worker started", number)
    mark("first work", number)
    x = 1
    for _ in range(units):
        x = unit(x)
        await asyncio.sleep(0)  # lets the others have their turn
    mark("work done", number, x)
    return x


async def wait(number, units):
    mark("worker started", number)
    mark("first work", number)
    for _ in range(answers(units)):
        await asyncio.sleep(ANSWER_S)  # stands for a question to a service that takes so long to answer
    mark("work done", number, answers(units))
    return answers(units)


async def main(do, workers, units):
    return await asyncio.gather(*(do(number, units) for number in range(workers)))


if __name__ == "__main__":
    args = arguments(__doc__, kind=("wait", "compute"), workers=4, work=400)
    began = time.monotonic()
    do = {"wait": wait, "compute": compute}[args.kind]
    checksums = asyncio.run(main(do, args.workers, args.work))
    findings(seconds=round(time.monotonic() - began, 3), checksums=checksums)
