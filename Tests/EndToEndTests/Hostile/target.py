"""A program under attack, the home it runs in, and the two ways to run it: with pipes and on a terminal."""

import fcntl
import os
import pty
import random
import re
import select
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import termios
import time

HERE = os.path.dirname(os.path.abspath(__file__))


def free_port():
    """A port that nobody has, and that the system gives nobody who asks for any."""
    while True:
        port = random.randint(15000, 32000)
        try:
            with socket.create_server(("127.0.0.1", port)):
                return port
        except OSError:
            continue


class Target:
    """A command line program, and whether it is the naive one."""

    def __init__(self, *command):
        self.command = list(command)

    def home(self, world=None, name="prod", **fields):
        return Home(self, world, name, fields)


class Home:
    """A home folder with one context for a world's tenant and gateway; removed on leaving the `with` block."""

    def __init__(self, target, world, name, fields):
        self.target = target
        self.path = tempfile.mkdtemp(prefix="hostile-")
        self.folder = os.path.join(self.path, ".noetl")
        self.config = os.path.join(self.folder, "config.yaml")
        os.mkdir(self.folder, 0o700)
        if world is not None:
            fields = {"server_url": world.url, "runtime": "distributed", "gateway_auth0_domain": world.url,
                      "gateway_auth0_client_id": "client-1"} | fields
            self.write({name: fields}, name)

    def write(self, contexts, current):
        with open(self.config, "w") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(f"current_context: {quoted(current)}\ncontexts:\n")
            for name, fields in contexts.items():
                file.write(f"  {quoted(name)}:\n" + "".join(f"    {key}: {quoted(value)}\n" for key, value in fields.items()))

    def read(self):
        with open(self.config, "rb") as file:
            return file.read()

    def environment(self, **more):
        kept = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH") if key in os.environ}
        return kept | {"HOME": self.path, "TMPDIR": self.path, "TERM": "xterm-256color", "LANG": "C.UTF-8",
                       "PYTHONDONTWRITEBYTECODE": "1"} | {key: value for key, value in more.items() if value is not None}

    def start(self, *arguments, say=b"", wrapper=(), **environment):
        return Run([*wrapper, *self.target.command, *arguments], self.environment(**environment), self.path, say)

    def run(self, *arguments, seconds=60, **options):
        with self.start(*arguments, **options) as run:
            run.finish(seconds)
            return run

    def terminal(self, *arguments, size=(80, 24), **environment):
        return Terminal([*self.target.command, *arguments], self.environment(**environment), self.path, size)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)


def quoted(text):
    """A YAML double-quoted scalar, every character that is not plain as an escape."""
    return '"' + "".join(
        one if 0x20 <= ord(one) < 0x7F and one not in '"\\' else f"\\U{ord(one):08X}" for one in str(text)) + '"'


class Run:
    """One run with pipes; leaving the `with` block ends it."""

    def __init__(self, arguments, environment, folder, say):
        self.out, self.err, given = (tempfile.TemporaryFile() for _ in range(3))
        given.write(say if isinstance(say, bytes) else say.encode())
        given.seek(0)
        self.begun = time.monotonic()
        self.process = subprocess.Popen(
            arguments, stdin=given, stdout=self.out, stderr=self.err, env=environment, cwd=folder,
            restore_signals=True)
        self.pid, self.status, self.memory, self.took, self.kept = self.process.pid, None, 0, 0, None

    @property
    def stdout(self):
        return self.kept[0] if self.kept else os.pread(self.out.fileno(), 8 << 20, 0)

    @property
    def stderr(self):
        return self.kept[1] if self.kept else os.pread(self.err.fileno(), 8 << 20, 0)

    @property
    def shown(self):
        return self.stdout + self.stderr

    def reap(self):
        """Whether it has ended; keeps its status and its largest size in memory, in bytes."""
        if self.status is None:
            # Not what `wait4` says: that begins with the size of this very program.
            with open(f"/proc/{self.pid}/status") as file:
                largest = re.search(r"VmHWM:\s+(\d+) kB", file.read())
            if largest:
                self.memory = max(self.memory, int(largest[1]) * 1024)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.took = time.monotonic() - self.begun
                self.status = self.process.returncode = os.waitstatus_to_exitcode(status)
        return self.status is not None

    def finish(self, seconds=60):
        """Waits for the end; None when it did not come, and the program is killed then."""
        end = time.monotonic() + seconds
        while not self.reap():
            if time.monotonic() > end:
                return None
            time.sleep(0.002)
        return self.status

    def wait_for(self, pattern, seconds=30):
        """The first group of what it says in that shape, or None."""
        end = time.monotonic() + seconds
        while True:
            ended = self.reap()
            found = re.search(pattern, self.shown)
            if found:
                return found[1] if found.groups() else found[0]
            if ended or time.monotonic() > end:
                return None
            time.sleep(0.005)

    def __str__(self):
        return (f"status {self.status} after {self.took:.1f} s, {self.memory >> 20} MB\n--- stdout\n"
                f"{self.stdout[:1500]!r}\n--- stderr\n{self.stderr[:1500]!r}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if not self.reap():
            self.process.kill()
            while not self.reap():
                time.sleep(0.002)
        self.kept = self.stdout, self.stderr
        self.out.close()
        self.err.close()


class Terminal:
    """One run on a pseudo terminal, every byte of it kept."""

    def __init__(self, arguments, environment, folder, size):
        self.bytes, self.status = b"", None
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            try:
                os.chdir(folder)
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
                os.execve(shutil.which(arguments[0]) or arguments[0], arguments, environment)
            finally:
                os._exit(127)

    def read(self, seconds):
        """Takes what has come within that time; False when the other side is gone."""
        if not select.select([self.master], [], [], seconds)[0]:
            return True
        try:
            got = os.read(self.master, 1 << 16)
        except OSError:
            got = b""
        self.bytes += got
        return bool(got)

    def wait_for(self, pattern, seconds=30):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if re.search(pattern, self.bytes):
                return True
            if not self.read(0.05):
                return re.search(pattern, self.bytes) is not None
        return False

    def settle(self, quiet=0.25, seconds=5):
        """Reads until nothing came for a while."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            before = len(self.bytes)
            if not self.read(quiet) or len(self.bytes) == before:
                return

    def type(self, text):
        os.write(self.master, text if isinstance(text, bytes) else text.encode())

    def finish(self, seconds=10):
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.status is None:
            self.read(0.01)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
                while self.read(0.05) and select.select([self.master], [], [], 0)[0]:
                    pass
        return self.status

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.master)
