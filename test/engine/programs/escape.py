"""Makes descendants that are hard to find again: in sessions of their own, without a parent, and busy ones."""
import os, time

for _ in range(2):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            while True:
                time.sleep(0.5)
        os._exit(0)
for _ in range(3):
    if os.fork() == 0:
        while True:
            pass
time.sleep(100)
