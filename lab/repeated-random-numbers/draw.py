"""Random numbers after a fork: the state of a generator is memory, so it is copied, and siblings draw the same numbers.

Python reseeds one of its generators in a forked child: the one behind random.random(). Those that ask the system each time
(os.urandom, secrets, uuid4) have no state to copy. All others repeat, unless they are made or seeded in the child.

    --how fork     os.fork, and nothing else is done
    --how c-fork   fork is called by C code: Python does not notice, so not even the random module is reseeded
    --how reseed   os.register_at_fork gives every generator a new state in each child
    --how spawn    children are new interpreters, which make generators of their own

Each child prints what it draws.

    python3 draw.py --how fork --workers 3 --seconds 1
"""
import ctypes
import json
import multiprocessing
import os
import random
import secrets
import sys
import time
import uuid

try:
    import numpy
except ImportError:
    numpy = None

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from forking import fork
from work import arguments, findings, mark

DRAWS = 5
libc = ctypes.PyDLL(None)


def seed_all():
    """Gives every generator that has a state of its own a new one, from the system."""
    global generator, numpy_generator
    generator = random.Random()
    random.seed()
    libc.srand(secrets.randbits(31))
    if numpy:
        numpy_generator = numpy.random.default_rng()
        numpy.random.seed(secrets.randbits(32))


seed_all()  # when the program starts; and in each child of spawn, since it imports this file


def sources():
    yield "a random.Random made before", lambda: generator.random()
    yield "the random module", random.random
    yield "rand() of C", libc.rand
    if numpy:
        yield "a numpy generator made before", lambda: float(numpy_generator.random())
        yield "the numpy.random module", lambda: float(numpy.random.random())
    yield "a random.Random made in the child", lambda: random.Random().random()
    yield "random.SystemRandom", random.SystemRandom().random
    yield "os.urandom", lambda: os.urandom(8).hex()
    yield "secrets", lambda: secrets.token_hex(8)
    yield "uuid.uuid4", lambda: str(uuid.uuid4())


def draw(number, seconds, write):
    mark("worker started", number)
    streams = {name: [] for name, _ in sources()}
    for _ in range(DRAWS):
        for name, source in sources():
            streams[name].append(source())
        time.sleep(seconds / DRAWS)
    lines = [f"child {number}: {name}: {stream[0]}" for name, stream in streams.items()]
    os.write(1, ("\n".join(lines) + "\n").encode())
    write(json.dumps(streams))


def fork_in_c(child, *arguments):
    pid = libc.fork()
    if pid == 0:
        child(*arguments)
        os._exit(0)
    return pid


def draw_in_forked(make, workers, seconds):
    reader, writer = os.pipe()
    children = [
        make(draw, number, seconds, lambda text: os.write(writer, (text + "\n").encode())) for number in range(workers)
    ]
    os.close(writer)
    with open(reader) as results:
        streams = [json.loads(line) for line in results]
    for pid in children:
        os.waitpid(pid, 0)
    return streams


def draw_in_spawned(workers, seconds):
    context = multiprocessing.get_context("spawn")
    results = context.SimpleQueue()
    children = [context.Process(target=draw_and_put, args=(number, seconds, results)) for number in range(workers)]
    for child in children:
        child.start()
    streams = [json.loads(results.get()) for _ in children]
    for child in children:
        child.join()
    return streams


def draw_and_put(number, seconds, results):
    draw(number, seconds, results.put)


if __name__ == "__main__":
    args = arguments(__doc__, how=("fork", "c-fork", "reseed", "spawn"), workers=3, seconds=1)
    if args.how == "reseed":
        os.register_at_fork(after_in_child=seed_all)
    if args.how == "spawn":
        children = draw_in_spawned(args.workers, args.seconds)
    else:
        children = draw_in_forked(fork_in_c if args.how == "c-fork" else fork, args.workers, args.seconds)
    same = [name for name in children[0] if all(streams[name] == children[0][name] for streams in children[1:])]
    findings(
        symptom=len(same) > 0,
        seen=f"in {len(children)} children {', '.join(same) or 'no generator'} drew the same numbers",
        same=same,
        differ=[name for name in children[0] if name not in same],
    )
