"""A program on a pseudo-terminal: what it writes, and how often it wakes up."""
import atexit
import fcntl
import os
import pty
import select
import shutil
import struct
import tempfile
import termios
import time

HOME = tempfile.mkdtemp()
atexit.register(shutil.rmtree, HOME, True)


class Terminal:
    """Starts a command in a folder, with nothing of the user's settings or state."""

    def __init__(self, command, columns=80, rows=24, folder=".", **environment):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            variables = {k: v for k, v in os.environ.items() if not k.endswith("NUM_THREADS")}
            variables.update(TERM="xterm-256color", LC_ALL="C.UTF-8", HOME=HOME, XDG_CONFIG_HOME=HOME,
                             XDG_STATE_HOME="/proc/none", **environment)
            os.chdir(folder)
            os.execvpe(command[0], command, variables)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.start = time.monotonic()

    def read(self, timeout):
        if not select.select([self.fd], [], [], timeout)[0]:
            return b""
        try:
            return os.read(self.fd, 1 << 20)
        except OSError:
            return b""

    def drain(self, quiet, most=60):
        """Everything until nothing comes for `quiet` seconds, or for `most`: bytes, and when the last came."""
        out, last, end = b"", time.monotonic(), time.monotonic() + most
        while time.monotonic() < end:
            got = self.read(quiet)
            if not got:
                break
            out, last = out + got, time.monotonic()
        return out, last

    def key(self, key):
        os.write(self.fd, key)

    def wakeups(self):
        total = 0
        for task in os.listdir(f"/proc/{self.pid}/task"):
            for line in open(f"/proc/{self.pid}/task/{task}/status"):
                total += int(line.split()[1]) if line.startswith("voluntary_ctxt") else 0
        return total

    def close(self):
        os.write(self.fd, b"q")
        try:
            while self.read(5):
                pass
        finally:
            os.close(self.fd)
            os.waitpid(self.pid, 0)
