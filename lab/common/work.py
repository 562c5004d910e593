"""What the Python programs of the lab share: the same work, marks, arguments, and how findings are printed.

There are three kinds of work. A unit of each takes about 1.6 ms on one core, so that variants which do the same number of
units can be compared:

    compute   20 000 turns of a chain of multiplications, in Python code: it holds the interpreter's lock (the GIL)
    digest    a key derived by hashlib.pbkdf2_hmac, in C code that gives the GIL back while it runs
    wait      waits for a socket: ten units wait for one answer that takes 16 ms

100 units of computing are 2 000 000 turns, the unit of work.mjs; from 1 they end at 357615489 in either language.

This file is also imported inside sub-interpreters, so it imports little.
"""
import _thread
import json
import os
import time

TURNS = 20_000
ANSWER_S = 0.016
UNITS_PER_ANSWER = 10


def unit(x=1):
    """One unit of computing. Each turn needs the one before it, so nothing can be skipped."""
    for _ in range(TURNS):
        x = (x * 1103515245 + 12345) & 0x7FFFFFFF
    return x


def compute(units, worker=None):
    """So many units of computing without a pause; tells where the chain ended."""
    mark("first work", worker)
    x = 1
    for _ in range(units):
        x = unit(x)
    mark("work done", worker, x)
    return x


def digest(units, worker=None):
    """So many units in C code that releases the GIL; tells a number that depends on every one of them."""
    import hashlib

    mark("first work", worker)
    key = b"lab"
    for _ in range(units):
        key = hashlib.pbkdf2_hmac("sha256", key, b"salt", 8_000)
    x = int.from_bytes(key[:4], "big")
    mark("work done", worker, x)
    return x


def wait(units, worker=None):
    """So many units of waiting for a socket that never answers: each time, the time-out stands for the answer."""
    import socket

    mark("first work", worker)
    here, there = socket.socketpair()
    with here, there:
        here.settimeout(ANSWER_S)
        for _ in range(answers(units)):
            try:
                here.recv(1)
            except socket.timeout:
                pass
    mark("work done", worker, answers(units))
    return answers(units)


def answers(units):
    """How many answers are waited for in so many units."""
    return max(1, units // UNITS_PER_ANSWER)


KINDS = {"compute": compute, "digest": digest, "wait": wait}


def mark(name, worker=None, value=None):
    """Tell that something happens now, if anybody listens: one line at the end of the file named by FORKSCOPE_MARKS.

    The file is opened for each mark and written to by a single write, so marks of many processes never mix.
    """
    path = os.environ.get("FORKSCOPE_MARKS")
    if not path:
        return
    line = {
        "t": time.monotonic_ns(),
        "pid": os.getpid(),
        "tid": _thread.get_native_id(),
        "mark": name,
        "worker": worker,
        "value": value,
    }
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, (json.dumps(line) + "\n").encode())
    finally:
        os.close(descriptor)


def arguments(description, **defaults):
    """Read --NAME VALUE from the command line, for each name of `defaults`.

    A number or a text is the default itself; a tuple lists what may be chosen, the default first; False makes a switch.
    """
    import argparse

    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in defaults.items():
        flag = "--" + name.replace("_", "-")
        if default is False:
            parser.add_argument(flag, action="store_true")
        elif isinstance(default, tuple):
            parser.add_argument(flag, choices=default, default=default[0], help="default: %(default)s")
        else:
            parser.add_argument(flag, type=type(default), default=default, help="default: %(default)s")
    return parser.parse_args()


def findings(**found):
    """Print what the program found out: one JSON object, as the last line."""
    print(json.dumps(found), flush=True)
