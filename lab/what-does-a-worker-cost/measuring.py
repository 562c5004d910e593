"""Makes one worker after another while this process grows, and prints what each took.

A worker's times, in microseconds since it was asked for:

    returns     the call that makes it has returned
    firstLine   the worker runs its first line
    ended       it has ended, and has been waited for
"""
import statistics
import time

from work import findings, mark

TIMES = ("returns", "firstLine", "ended")


def measure(make, memory, repetitions):
    """`make` makes one worker, waits for its end, and tells when the call returned and the first line ran, both in ns."""
    very_first = _times_of_one(make)  # what is imported or started only once is not a worker's cost: told apart
    steps, kept, size = [], [], 0
    for mebibytes in sorted({0, memory // 2, memory}):
        kept.append(b"\1" * ((mebibytes - size) << 20))  # written to, byte by byte: memory that is only reserved costs nothing
        size = mebibytes
        mark("memory", value=size)
        times = [_times_of_one(make) for _ in range(repetitions)]
        steps.append({"memoryMiB": size, **{name: _spread(column) for name, column in zip(TIMES, zip(*times))}})
    findings(
        repetitions=repetitions,
        firstLineUs=steps[0]["firstLine"]["median"],
        firstLineGrownUs=steps[-1]["firstLine"]["median"],  # the same, when the process had become so large
        grownMiB=size,
        veryFirst=dict(zip(TIMES, very_first)),
        steps=steps,
    )


def _times_of_one(make):
    asked = time.monotonic_ns()
    returned, first_line = make()
    ended = time.monotonic_ns()
    return tuple((moment - asked) / 1000 for moment in (returned, first_line, ended))


def _spread(times):
    """Half of all times lie between `lower` and `upper`."""
    lower, median, upper = statistics.quantiles(times, n=4) if len(times) > 1 else times * 3
    figures = {"median": median, "lower": lower, "upper": upper, "lowest": min(times), "highest": max(times)}
    return {name: round(figure, 1) for name, figure in figures.items()}
