"""A pipe ends when nobody has its writing end any more. A forked reader has it too, so it waits for itself, for ever.

    --writer kept     the child reads to the end, and still has the writing end that it inherited
    --writer closed   the child closes the writing end first

    python3 pipe_end.py --writer kept --seconds 2
"""
import os
import signal
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from forking import fork
from work import arguments, findings, mark


def child(reader, writer, keeps):
    mark("worker started", 0)
    if not keeps:
        os.close(writer)
    while os.read(reader, 4096):
        pass
    mark("end of the pipe", 0)


def ends_by(pid, deadline):
    while time.monotonic() < deadline:
        if os.waitpid(pid, os.WNOHANG) != (0, 0):
            return True
        time.sleep(0.02)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return False


if __name__ == "__main__":
    args = arguments(__doc__, writer=("kept", "closed"), seconds=2)
    deadline = time.monotonic() + args.seconds
    reader, writer = os.pipe()
    pid = fork(child, reader, writer, args.writer == "kept")
    mark("forked", 0, pid)
    os.write(writer, b"all there is")
    os.close(writer)
    ended = ends_by(pid, deadline)
    findings(
        symptom=not ended,
        seen="the child read to the end of the pipe"
        if ended
        else f"the child waited for the end of the pipe until it was killed, after {args.seconds} s",
    )
