"""Signals after a fork: the child inherits what its parent ignores, blocks and handles. Exec changes only the handlers.

This program blocks SIGTERM, as one does around a critical section, ignores SIGHUP, and has a handler for SIGUSR1. Then it
makes a child, sends it SIGUSR1 and SIGTERM, and looks whether that ends it.

    --child fork    it runs the parent's handler, and SIGTERM stays blocked
    --child popen   a new program: no handlers, but SIGTERM is still blocked and SIGHUP still ignored
    --child reset   forked, but it puts all signals back to what a fresh program has

From outside: SigBlk, SigIgn, SigCgt and ShdPnd in /proc/PID/status.

    python3 signals.py --child fork --seconds 2
"""
import os
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from forking import fork
from proc import read_status
from work import arguments, findings, mark

MASKS = {"blocked": "SigBlk", "ignored": "SigIgn", "caught": "SigCgt", "pending": "ShdPnd"}


def handle(number, frame):
    """Tells by a pipe in whose name it was called."""
    os.write(handled, b"%d\n" % os.getpid())


def child(seconds, resets):
    if resets:
        for number in (signal.SIGHUP, signal.SIGUSR1, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
    mark("worker started", 0)
    time.sleep(seconds)


def make_child(how, seconds):
    if how == "popen":
        return subprocess.Popen([sys.executable, "-c", f"import time; time.sleep({seconds})"]).pid
    return fork(child, seconds, how == "reset")


def read_masks(pid):
    status = read_status(pid)
    return status and {name: status[field] for name, field in MASKS.items()}


def wait_until(deadline, pid):
    """How the child ended by the deadline, as os.waitpid tells it; None: it lives on."""
    while time.monotonic() < deadline:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return status
        time.sleep(0.02)
    return None


if __name__ == "__main__":
    args = arguments(__doc__, child=("fork", "popen", "reset"), seconds=2)
    reports, handled = os.pipe()
    signal.signal(signal.SIGUSR1, handle)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
    began = time.monotonic()
    pid = make_child(args.child, args.seconds + 5)
    mark("forked", 0, pid)
    time.sleep(args.seconds / 2)
    if args.child == "fork":  # without a handler SIGUSR1 would end the child
        os.kill(pid, signal.SIGUSR1)
    os.kill(pid, signal.SIGTERM)
    mark("SIGTERM sent", 0)
    status = wait_until(began + args.seconds, pid)
    masks = {"parent": read_masks("self"), "child": read_masks(pid)}
    if status is None:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    os.close(handled)
    with open(reports) as lines:
        handled_by_child = any(int(line) == pid for line in lines)
    findings(
        symptom=status is None,
        seen="the child lived on after SIGTERM" + (", and ran its parent's handler of SIGUSR1" if handled_by_child else "")
        if status is None
        else "SIGTERM ended the child",
        handlerRanInChild=handled_by_child,
        masks=masks,
    )
