"""os.fork with a child that always ends: for programs whose point is elsewhere."""
import os
import sys
import traceback


def fork(child, *arguments):
    """Makes a child process that runs child(*arguments) and ends; tells its PID.

    The child ends by os._exit, so it never runs on in its parent's code, and never writes what its parent had not yet
    written when it was copied (see the experiment "double-flush").
    """
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        child(*arguments)
        sys.stdout.flush()
        status = 0
    except BaseException:
        traceback.print_exc()
    os._exit(status)
