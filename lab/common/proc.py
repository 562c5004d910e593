"""What a process of the lab can read about itself and its children in /proc. Elsewhere than on Linux: None."""


def read_memory(pid="self"):
    """Memory of a process in KiB.

    rss: all pages that it has in memory. pss: the same, each page divided by the number of processes that share it.
    uss: pages that nobody shares, so what would be free if this process ended.
    """
    sizes = _read_fields(f"/proc/{pid}/smaps_rollup")
    if sizes is None:
        return None
    kib = {name: int(text.split()[0]) for name, text in sizes.items() if text.endswith(" kB")}
    return {"rss": kib["Rss"], "pss": kib["Pss"], "uss": kib["Private_Clean"] + kib["Private_Dirty"]}


def read_status(pid="self"):
    """The fields of /proc/PID/status as texts: Threads, PPid, SigBlk, SigIgn, SigCgt, ShdPnd …"""
    return _read_fields(f"/proc/{pid}/status")


def read_state(pid):
    """One letter: R runs or wants to, S waits, Z has ended but nobody has waited for it; None: it is gone."""
    status = read_status(pid)
    return status["State"][0] if status else None


def read_waiting(pid="self"):
    """(seconds on a core, seconds ready to run but without a core) of a process's first thread."""
    try:
        with open(f"/proc/{pid}/schedstat") as file:
            ran, waited, _ = file.read().split()
    except OSError:
        return None
    return int(ran) / 1e9, int(waited) / 1e9


def _read_fields(path):
    try:
        with open(path) as file:
            return {name: text.strip() for name, _, text in (line.partition(":") for line in file)}
    except OSError:  # not Linux, or the process has gone
        return None
