"""Burns CPU in one of several shapes, then prints what wait4's rusage says: itself, and all whom it waited for."""
import os, resource, subprocess, sys, threading, time

def burn(seconds):
    """Keeps a core busy until this thread has used so many seconds of CPU."""
    end = time.thread_time() + seconds
    x = 1
    while time.thread_time() < end:
        for _ in range(500):
            x = (x * 1103515245 + 12345) & 0x7FFFFFFF

def fork(work):
    pid = os.fork()
    if pid == 0:
        work()
        os._exit(0)
    return pid

def children_of_few_ms():
    for _ in range(1000):
        os.waitpid(fork(lambda: burn(0.002)), 0)

def threads_that_end_early():
    for _ in range(8):
        threads = [threading.Thread(target=burn, args=(0.08,)) for _ in range(2)]
        for thread in threads: thread.start()
        for thread in threads: thread.join()

def forked():
    for pid in [fork(lambda: burn(0.8)) for _ in range(2)]:
        os.waitpid(pid, 0)

def commands():
    for _ in range(200):
        subprocess.run(["true"])
    burn(0.8)

def orphans():
    """A child forks a grandchild and leaves; nobody of the tree waits for it. It tells its own account by a pipe."""
    reading, writing = os.pipe()
    def leave():
        os.setsid()
        fork(lambda: (burn(1.2), os.write(writing, repr(total(resource.RUSAGE_SELF)).encode())))
    os.waitpid(fork(leave), 0)
    os.close(writing)
    return float(os.read(reading, 100))

def total(who):
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime

extra = {"children": children_of_few_ms, "threads": threads_that_end_early, "forked": forked, "commands": commands, "orphans": orphans}[sys.argv[1]]() or 0
print("rusage", total(resource.RUSAGE_SELF) + total(resource.RUSAGE_CHILDREN) + extra, flush=True)
os._exit(0)  # at once: what Python uses to tidy up comes after it printed, so nobody could compare it
