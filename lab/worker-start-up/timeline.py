"""Prints how long after it was asked for each worker was ready, started, and had done its first unit."""
from work import findings


def describe(asked, moments):
    """`asked`: ns per worker. `moments`: (worker, interpreter ready or None, started, first unit done), in ns, any order."""
    workers = []
    for number, ready, started, first_unit in sorted(moments):

        def since(moment):
            return round((moment - asked[number]) / 1e6, 3)

        made_anew = ready is not None and ready > asked[number]  # else the interpreter was there before the worker
        workers.append(
            {
                "worker": number,
                "interpreterReadyMs": since(ready) if made_anew else None,
                "workerStartedMs": since(started),
                "firstUnitDoneMs": since(first_unit),
            }
        )
    middle = sorted(worker["workerStartedMs"] for worker in workers)[len(workers) // 2]
    findings(workerStartedMs=middle, workers=workers)
