"""Threads that only compute, all in one interpreter.

Whoever runs Python code holds the interpreter's lock (the GIL), and there is one: however many threads and cores there
are, about one core is used in total. Compare with processes.py, which does the same work in processes.

    python3 threads.py [THREADS] [SECONDS]
"""
import sys
import threading
import time

count = int(sys.argv[1]) if len(sys.argv) > 1 else 4
seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 8.0
turns = [0] * count


def compute(number, until):
    """A chain of multiplications: each needs the one before, so nothing can be skipped."""
    x = number
    while time.monotonic() < until:
        for _ in range(20_000):
            x = (x * 1103515245 + 12345) & 0x7FFFFFFF
        turns[number] += 20_000


until = time.monotonic() + seconds
threads = [threading.Thread(target=compute, args=(number, until), name=f"compute-{number}") for number in range(count)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f"{count} threads did {sum(turns) / 1e6:.1f} million turns in {seconds:g} s")
