"""A program under attack, the home it runs in, and the two ways to run it: with pipes and on a terminal."""

import contextlib
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

    def start(self, *arguments, say=b"", wrapper=(), group=None, stdout=None, **environment):
        return Run([*wrapper, *self.target.command, *arguments], self.environment(**environment), self.path, say, group, stdout)

    def run(self, *arguments, seconds=60, **options):
        with self.start(*arguments, **options) as run:
            run.finish(seconds)
            return run

    def terminal(self, *arguments, size=(80, 24), under=None, **environment):
        return (under or Terminal)([*self.target.command, *arguments], self.environment(**environment), self.path, size)

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

    def __init__(self, arguments, environment, folder, say, group=None, stdout=None):
        self.out, self.err, given = (tempfile.TemporaryFile() for _ in range(3))
        given.write(say if isinstance(say, bytes) else say.encode())
        given.seek(0)
        self.begun = time.monotonic()
        self.process = subprocess.Popen(
            arguments, stdin=given, stdout=self.out if stdout is None else stdout, stderr=self.err, env=environment, cwd=folder,
            restore_signals=True, process_group=group)
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
        start = time.monotonic()
        while not self.reap():
            waited = time.monotonic() - start
            if waited > seconds:
                return None
            # Two hundred of these look at once: the longer one waits, the less often it asks.
            time.sleep(min(0.1, max(0.002, waited / 50)))
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


def is_ready(descriptor, seconds=0.0, event=select.POLLIN):
    """Whether one can read there, or write; `select` knows no descriptor beyond 1,023."""
    waiting = select.poll()
    waiting.register(descriptor, event)
    return bool(waiting.poll(seconds * 1000))


def resize(descriptor, columns, rows):
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def state_of(pid):
    """The letter that the kernel has for what a process does: T when it is stopped. None when there is none."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0]
    except OSError:
        return None


class Terminal:
    """One run on a pseudo terminal, every byte of it kept."""

    def __init__(self, arguments, environment, folder, size):
        self.bytes, self.status = b"", None
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            try:
                os.chdir(folder)
                resize(0, *size)
                self.begin(shutil.which(arguments[0]) or arguments[0], arguments, environment)
            finally:
                os._exit(127)

    def begin(self, program, arguments, environment):
        """What becomes of the child."""
        os.execve(program, arguments, environment)

    @property
    def modes(self):
        """The input, output, control and local modes."""
        return termios.tcgetattr(self.master)[:4]

    def resize(self, columns, rows):
        """The kernel tells the program by SIGWINCH."""
        resize(self.master, columns, rows)

    def read(self, seconds):
        """Takes what has come within that time; False when the other side is gone."""
        if not is_ready(self.master, seconds):
            return True
        try:
            got = os.read(self.master, 1 << 16)
        except OSError:
            got = b""
        self.bytes += got
        return bool(got)

    def wait_for(self, pattern, seconds=30, start=0):
        """Whether it shows that after its first `start` bytes, within that time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if re.search(pattern, self.bytes[start:]):
                return True
            if not self.read(0.05):
                return re.search(pattern, self.bytes[start:]) is not None
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
                while self.read(0.05) and is_ready(self.master):
                    pass
        return self.status

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.master)


class Shell(Terminal):
    """A terminal whose leader does what a shell with job control does: a job that stops loses the terminal to it, and
    gets it back when it is continued in the foreground. `job` is the program's own process."""

    def __init__(self, *arguments):
        (self.news, self.tell), (self.orders, self.order) = os.pipe(), os.pipe()
        super().__init__(*arguments)
        os.close(self.tell)
        os.close(self.orders)
        self.job = int(self.hear())

    def begin(self, program, arguments, environment):
        # Connections of other attacks, which would stay open here: the leader never calls exec, which closes them.
        for number in map(int, os.listdir("/proc/self/fd")):
            if number > 2 and number not in (self.tell, self.orders):
                with contextlib.suppress(OSError):
                    os.close(number)
        for number in (signal.SIGTTOU, signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP):
            signal.signal(number, signal.SIG_IGN)
        job = os.fork()
        if job == 0:
            os.setpgid(0, 0)
            os.tcsetpgrp(0, os.getpgrp())
            for number in (signal.SIGTTOU, signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP):
                signal.signal(number, signal.SIG_DFL)
            os.execve(program, arguments, environment)
        os.write(self.tell, f"{job}\n".encode())
        while True:
            _, status = os.waitpid(job, os.WUNTRACED)
            os.tcsetpgrp(0, os.getpgrp())
            if not os.WIFSTOPPED(status):
                code = os.waitstatus_to_exitcode(status)
                os._exit(code if code >= 0 else 128 - code)
            os.write(self.tell, b"stopped\n")
            os.read(self.orders, 1)
            os.tcsetpgrp(0, job)
            os.killpg(job, signal.SIGCONT)

    def hear(self, seconds=10):
        """The next line of the leader; empty when none came."""
        line, end = b"", time.monotonic() + seconds
        while not line.endswith(b"\n"):
            self.read(0)
            if is_ready(self.news, 0.01):
                line += os.read(self.news, 1) or b"\n"
            elif time.monotonic() > end:
                return ""
        return line.decode().strip()

    def foreground(self):
        """Continues the job, as `fg` does."""
        os.write(self.order, b"f")

    def __exit__(self, *_):
        if self.status is None:
            os.kill(self.job, signal.SIGKILL)
        os.close(self.news)
        os.close(self.order)
        super().__exit__()
