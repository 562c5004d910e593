"""Forks so many idle children, lets them be for a while, waits for all."""
import os
import sys
import time

count = int(sys.argv[1])
for _ in range(count):
    if os.fork() == 0:
        time.sleep(2)
        os._exit(0)
time.sleep(1)
for _ in range(count):
    os.wait()
