"""A child that has ended stays in the table of processes until its parent has waited for it: a zombie.

It has no memory and uses no CPU, but it keeps its PID, and there are only so many. When the parent ends, PID 1 adopts its
zombies and waits for them.

    --wait never    the parent does other things for as long as it runs
    --wait each     the parent waits for each child as soon as it has ended (SIGCHLD tells it)
    --wait ignore   the parent ignores SIGCHLD: the kernel forgets children at once, and with them the CPU they used

    python3 zombies.py --wait never --workers 4 --seconds 2
"""
import os
import signal
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from forking import fork
from proc import read_state
from work import arguments, compute, findings, mark


def child(number):
    mark("worker started", number)
    compute(20, number)


def wait_for_ended(*_):
    """One SIGCHLD may stand for several children, so all that have ended are waited for."""
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:  # there are no more children
            return
        if pid == 0:
            return


if __name__ == "__main__":
    args = arguments(__doc__, wait=("never", "each", "ignore"), workers=4, seconds=2)
    began = time.monotonic()
    if args.wait == "each":
        signal.signal(signal.SIGCHLD, wait_for_ended)
    elif args.wait == "ignore":
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    children = []
    for number in range(args.workers):
        children.append(fork(child, number))
        mark("forked", number, children[-1])
    while time.monotonic() < began + args.seconds:  # other things
        time.sleep(0.05)
    states = [read_state(pid) for pid in children]
    zombies = states.count("Z")
    mark("zombies", value=zombies)
    wait_for_ended()
    findings(
        symptom=zombies > 0,
        seen=f"of {len(children)} children {zombies} have ended and still have their PID after {args.seconds} s",
        zombies=zombies,
        cpuOfChildrenSeconds=round(os.times().children_user + os.times().children_system, 2),
    )
