"""What a multiprocessing.Process costs by each start method.

    --method fork         a copy of this process: grows with it
    --method spawn        a new interpreter that imports this file: slow, but how large this process is does not matter
    --method forkserver   a copy of a small clean process: the first takes long, since the server has to be started

    python3 process.py --method spawn --memory 256 --repetitions 15
"""
import multiprocessing
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from work import arguments


def worker(connection):
    connection.send(time.monotonic_ns())  # one clock for all processes


def maker(context):
    def make():
        reader, writer = context.Pipe(duplex=False)
        child = context.Process(target=worker, args=(writer,))
        child.start()
        returned = time.monotonic_ns()
        writer.close()
        first_line = reader.recv()
        reader.close()
        child.join()
        return returned, first_line

    return make


if __name__ == "__main__":  # a child made by spawn or forkserver imports this file, and must not start over
    from measuring import measure  # here, so that the children need not import it

    args = arguments(__doc__, method=("fork", "spawn", "forkserver"), memory=256, repetitions=15)
    measure(maker(multiprocessing.get_context(args.method)), args.memory, args.repetitions)
