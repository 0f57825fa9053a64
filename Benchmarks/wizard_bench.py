"""Measures the full-screen programs on a pseudo terminal and prints Markdown tables.

Usage: wizard_bench.py NOETL NOETL_SANDBOX
"""

import contextlib
import fcntl
import json
import os
import pty
import random
import re
import select
import signal
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time

from report import machine, milliseconds, table

NOETL, SANDBOX, *_ = sys.argv[1:]
SIZES = {"80x24": (80, 24), "120x40": (120, 40)}
COUNTS = 1_000, 10_000
KEYS, WARM_UP, OPENINGS, WAIT = 250, 20, 5, 15
# A frame is over when the terminal has been quiet for this long; it is not part of the time.
QUIET = 0.03


class Screen:
    """The program on a terminal of its own; counts what it writes there, and keeps the text of it."""

    def __init__(self, home, size, *argv):
        self.begun = time.perf_counter()
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            # What a terminal's shell gives, and nothing of the person who measures.
            env = {"HOME": home, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color",
                   "SSL_CERT_FILE": os.path.join(home, "authorities.pem")}
            os.execve(NOETL, [NOETL, *argv], env)
        columns, rows = SIZES[size]
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.terminal)

    def press(self, keys):
        os.write(self.terminal, keys.encode())

    def read(self, seconds):
        """Gives what is written within a time; nothing when it is quiet."""
        return os.read(self.terminal, 65536) if select.select([self.terminal], [], [], seconds)[0] else b""

    def until(self, text):
        """Reads until the screen has been told a text, and is quiet; gives the seconds from the start to the text."""
        seen, limit = b"", time.perf_counter() + 20
        while text.encode() not in seen:
            seen += self.read(0.5)
            if time.perf_counter() > limit:
                raise SystemExit(f"the screen did not show '{text}':\n{seen.decode(errors='replace')}")
        told = time.perf_counter() - self.begun
        while self.read(0.3):
            pass
        return told

    def frame(self, key):
        """Presses a key; gives the seconds until the last byte of what it changed, and the number of bytes."""
        begun = time.perf_counter()
        self.press(key)
        count, ended = 0, None
        while more := self.read(QUIET if count else 1):
            count, ended = count + len(more), time.perf_counter()
        if ended is None:
            raise SystemExit(f"the key {key!r} changed nothing on the screen")
        return ended - begun, count

    def cpu(self):
        """CPU time of the process so far, in seconds, with that of threads that are gone."""
        # The clock that clock_getcpuclockid(3) gives for a process.
        return time.clock_gettime(~self.pid << 3 | 2)

    def memory(self):
        """Resident and peak resident size, and the part of it that is no file's, in MB."""
        status = open(f"/proc/{self.pid}/status").read()
        return [int(re.search(rf"{field}:\s+(\d+)", status)[1]) * 1024 / 1e6 for field in ("VmRSS", "VmHWM", "RssAnon")]


def waiting(home, panels):
    """What it costs to wait for a person."""
    rows = []
    for panel, (argv, sign) in panels.items():
        for size in SIZES:
            with Screen(home, size, *argv) as screen:
                screen.until(sign)
                cpu, begun, count = screen.cpu(), time.perf_counter(), 0
                while (left := begun + WAIT - time.perf_counter()) > 0:
                    count += len(screen.read(left))
                share = (screen.cpu() - cpu) / WAIT
                resident, peak, anonymous = screen.memory()
                rows.append(f"{panel} | {size} | {count / WAIT:.0f} | {share * 100:.2f}"
                            f" | {resident:.1f} | {peak:.1f} | {anonymous:.1f}")
    table(f"Waiting for {WAIT} s",
          "panel | size | bytes per second | CPU, % of a core | MB resident | peak | not of files", rows)


def openings(homes, programs):
    """How long a person waits for the list of contexts."""
    rows = []
    for what, argv in programs.items():
        for count, home in homes.items():
            times = []
            for _ in range(OPENINGS):
                with Screen(home, "80x24", *argv) as screen:
                    times.append(screen.until("bench-0"))
            rows.append(f"{what} | {count:,} | {milliseconds(times)}")
    table(f"Start to the first frame with the contexts, {OPENINGS} runs each", "program | contexts | ms, median | min | max", rows)


def keys_to_frames(homes, programs):
    """How long the list of contexts keeps a person's key waiting."""
    rows, sizes = [], []
    chance = random.Random(7)
    for what, argv in programs.items():
        for count, home in homes.items():
            for size in SIZES:
                with Screen(home, size, *argv) as screen:
                    screen.until("bench-0")
                    for name, strokes in strokes_of(chance).items():
                        frames = [screen.frame(one) for one in strokes][WARM_UP:]
                        times, counts = zip(*frames)
                        late = statistics.quantiles(times, n=100)[98]
                        rows.append(f"{what}, {name} | {count:,} | {size} | {milliseconds(times)} | {late * 1e3:.1f}"
                                    f" | {statistics.median(counts):.0f}")
                    sizes.append(f"{what} | {count:,} | {size} | " + " | ".join(f"{one:.1f}" for one in screen.memory()))
    table(f"Key to frame, {KEYS} keys each",
          "keys | contexts | size | ms, median | min | max | 99th percentile | bytes of a frame, median", rows)
    table("Memory after these keys", "program | contexts | size | MB resident | peak | not of files", sizes)


def strokes_of(chance):
    """Keys each of which changes something: the cursor moves to and fro, the filter grows and shrinks."""
    filters = []
    while len(filters) < KEYS + WARM_UP:
        typed = chance.choice(["b", "be", "ben", "b7", "e9", "nch", "h-42", "9", "37"])
        filters += list(typed) + ["\x7f"] * len(typed)
    moves = ["j", "j", "k"] * (KEYS // 3 + WARM_UP)
    # The first of the warm-up opens the filter.
    return {"moving": moves[:KEYS + WARM_UP], "filtering": ["/", *filters][:KEYS + WARM_UP]}


def write_config(home, place, port, contexts):
    """A config file with so many contexts, the first of which can log in at the sandbox."""
    os.mkdir(os.path.join(home, ".noetl"), 0o700)
    path = os.path.join(home, ".noetl", "config.yaml")
    with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as config:
        config.write("current_context: bench-0\ncontexts:\n")
        for number in range(contexts):
            config.write(f"  bench-{number}:\n    server_url: {place['gatewayURL']}\n    runtime: auto\n"
                         f"    auth0_domain: {place['tenantDomain']}\n    auth0_client_id: {place['clientID']}\n"
                         f"    auth0_redirect_uri: http://127.0.0.1:{port}/callback\n")
    with open(os.path.join(home, "authorities.pem"), "w") as authorities:
        authorities.write(open(place["caFile"]).read())


def hanging(place):
    """What gateways that take a connection and never answer do to a person: keys, and the way out."""
    with tempfile.TemporaryDirectory() as home, socket.create_server(("127.0.0.1", 0), backlog=256) as silence:
        os.mkdir(os.path.join(home, ".noetl"), 0o700)
        with open(os.path.join(home, ".noetl", "config.yaml"), "w") as config:
            config.write("current_context: bench-0\ncontexts:\n")
            for number in range(50):
                gateway = f"http://127.0.0.1:{silence.getsockname()[1]}" if number < 20 else place["gatewayPlainURL"]
                config.write(f"  bench-{number}:\n    server_url: {gateway}\n"
                             "    gateway_session_token: 0123456789abcdef0123456789abcdef\n")
        open(os.path.join(home, "authorities.pem"), "w").close()
        frames, ends = [], []
        for _ in range(10):
            with Screen(home, "80x24", "tui") as screen:
                screen.until("asking for")
                frames += [screen.frame(key)[0] for key in "jjjjjkkkkk"]
                begun = time.perf_counter()
                screen.press("q")
                with contextlib.suppress(OSError):
                    while True:
                        screen.read(1)
                os.waitid(os.P_PID, screen.pid, os.WEXITED | os.WNOWAIT)
                ends.append(time.perf_counter() - begun)
        late = statistics.quantiles(frames, n=100)[98]
        table("The manager with 50 contexts, of which 20 gateways never answer, ms", "what | median | min | max | 99th percentile",
              [f"key to frame | {milliseconds(frames)} | {late * 1e3:.1f}", f"q to the end of the process | {milliseconds(ends)} |"])


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        print(f"\nMachine: {machine()}.", flush=True)
        port = subprocess.run([SANDBOX, "free-port"], capture_output=True, text=True, check=True).stdout.strip()
        sandbox = stack.enter_context(subprocess.Popen(
            [SANDBOX, "--redirect-uri", f"http://127.0.0.1:{port}/callback"], stdout=subprocess.PIPE, text=True))
        stack.callback(sandbox.terminate)
        place = json.loads(sandbox.stdout.readline())
        homes = {count: os.path.join(folder, str(count)) for count in COUNTS}
        for count, home in homes.items():
            os.mkdir(home)
            write_config(home, place, port, count)
        login = ["auth", "login", "--interactive"]
        programs = {"wizard": login, "manager": ["tui"]}
        openings(homes, programs)
        keys_to_frames(homes, programs)
        first = login + ["--context", "bench-0", "--no-browser-open"]
        waiting(homes[COUNTS[0]], {
            "PKCE": (first + ["--browser-pkce"], "Waiting for you"), "device code": (first + ["--browser"], "Waiting"),
            "manager": (["tui"], "bench-0")})
        hanging(place)
        print(f"\nAfterwards: load {os.getloadavg()[0]:.2f}.")


main()
