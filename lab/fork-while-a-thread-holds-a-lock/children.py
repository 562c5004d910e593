"""Waits for a child, but not for ever: for programs whose children may hang."""
import os
import signal
import time

from work import findings


def end_by(deadline, children):
    """Waits until the deadline (time.monotonic()) for children (PIDs) to end, kills the others; tells how many those were."""
    waiting = set(children)
    while waiting and time.monotonic() < deadline:
        waiting = {pid for pid in waiting if os.waitpid(pid, os.WNOHANG) == (0, 0)}
        time.sleep(0.02)
    for pid in waiting:
        os.kill(pid, signal.SIGKILL)  # a thread that waits for a lock heeds nothing less
        os.waitpid(pid, 0)
    return len(waiting)


def tell(hung, count, seconds):
    findings(
        symptom=hung > 0,
        seen=f"{hung} of {count} children waited for the lock until they were killed, after {seconds} s"
        if hung
        else f"all {count} children got the lock",
        hung=hung,
    )
