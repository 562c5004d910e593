"""What a sub-interpreter costs: a new interpreter with modules of its own, but no process and no thread.

    --gil own      with a lock of its own
    --gil shared   under the main interpreter's lock

It runs in the thread that calls it. The call that makes it returns late, since all the work is done in it.

    python3.12 sub_interpreter.py --gil own --memory 256 --repetitions 15
"""
import os
import sys
import time

try:
    import _interpreters  # 3.13 and newer
except ImportError:
    import _xxsubinterpreters as _interpreters  # 3.12

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from measuring import measure
from work import arguments

SCRIPT = """
import time
first_line = time.monotonic_ns()
import os
os.write({writer}, b"%d" % first_line)
"""


def create(gil):
    if sys.version_info >= (3, 13):
        return _interpreters.create("isolated" if gil == "own" else "legacy")
    return _interpreters.create(isolated=gil == "own")


def maker(gil):
    def make():
        reader, writer = os.pipe()
        interpreter = create(gil)
        returned = time.monotonic_ns()
        _interpreters.run_string(interpreter, SCRIPT.format(writer=writer))
        first_line = int(os.read(reader, 32))
        os.close(reader)
        os.close(writer)
        _interpreters.destroy(interpreter)
        return returned, first_line

    return make


if __name__ == "__main__":
    args = arguments(__doc__, gil=("own", "shared"), memory=256, repetitions=15)
    measure(maker(args.gil), args.memory, args.repetitions)
