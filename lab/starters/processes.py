"""The work of threads.py in processes: each has an interpreter, and a lock, of its own.

As many cores are used as there are processes and free cores.

    python3 processes.py [PROCESSES] [SECONDS]
"""
import multiprocessing
import sys
import time


def compute(number, until, turns):
    """A chain of multiplications: each needs the one before, so nothing can be skipped."""
    x = number
    while time.monotonic() < until:
        for _ in range(20_000):
            x = (x * 1103515245 + 12345) & 0x7FFFFFFF
        turns[number] += 20_000


if __name__ == "__main__":  # a child made by spawn or forkserver imports this file, and must not start over
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 8.0
    until = time.monotonic() + seconds
    turns = multiprocessing.Array("q", count, lock=False)
    children = [multiprocessing.Process(target=compute, args=(number, until, turns)) for number in range(count)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    print(f"{count} processes did {sum(turns) / 1e6:.1f} million turns in {seconds:g} s")
