"""The same pipe with subprocess.Popen: a new program gets the descriptors that it is given, and no others.

Since 3.4 Python opens everything so that exec closes it (PEP 446), and Popen closes what is left.

    python3 popen.py --seconds 2
"""
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))  # work.py is there
from work import arguments, findings, mark

READ_TO_THE_END = "import sys; sys.stdin.buffer.read()"

if __name__ == "__main__":
    args = arguments(__doc__, seconds=2)
    reader, writer = os.pipe()
    child = subprocess.Popen([sys.executable, "-c", READ_TO_THE_END], stdin=reader)
    mark("started", 0, child.pid)
    os.write(writer, b"all there is")
    os.close(writer)
    try:
        child.wait(args.seconds + 10)  # a new interpreter may take its time to start
        ended = True
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
        ended = False
    findings(
        symptom=not ended,
        seen="the child read to the end of the pipe" if ended else "the child never saw the end of the pipe",
    )
