"""The same work by a pool with one process per core: as fast, and each piece is done when its turn has come.

    python3 one_per_core.py --workers 16 --work 100
"""
import multiprocessing
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from measuring import count_cores, tell, work_measured
from work import arguments

if __name__ == "__main__":
    args = arguments(__doc__, workers=16, work=100)
    pieces = [(number, args.work) for number in range(args.workers)]
    with multiprocessing.get_context("fork").Pool(count_cores()) as pool:
        began = time.monotonic()
        times = pool.starmap(work_measured, pieces, chunksize=1)
        seconds = time.monotonic() - began
        pool.close()
        pool.join()
    tell(times, seconds, count_cores())
