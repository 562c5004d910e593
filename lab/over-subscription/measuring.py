"""What a process got from the scheduler, and what all of them together asked for."""
import os

from proc import read_waiting
from work import compute, findings, mark


def work_measured(number, units):
    """Computes; tells for how many seconds this process ran meanwhile, and for how many it had to wait for a core."""
    mark("worker started", number)
    before = read_waiting()
    compute(units, number)
    after = read_waiting()
    return after and (after[0] - before[0], after[1] - before[1])


def count_cores():
    return len(os.sched_getaffinity(0))  # those that this process may use; os.cpu_count() tells all there are


def tell(times, seconds, processes):
    ran, waited = (sum(column) for column in zip(*times))
    wanted = (ran + waited) / seconds
    findings(
        symptom=wanted > 1.5 * count_cores(),
        seen=f"{processes} processes wanted {wanted:.1f} cores of {count_cores()}, "
        f"and waited for one in {100 * waited / (ran + waited):.0f} % of their time",
        coresWanted=round(wanted, 2),
        cores=count_cores(),
        waitShare=round(waited / (ran + waited), 3),
        seconds=round(seconds, 3),
    )
