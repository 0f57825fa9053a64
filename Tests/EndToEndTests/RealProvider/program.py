"""Runs a command line program as a person would: reads what it says while it runs, and what it left behind."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import tempfile
import time

# SIGTERM unwinds as an exception does, so that a running program is not left behind.
signal.signal(signal.SIGTERM, lambda *_: exit(143))


class Failed(Exception):
    """A check failed; the text has all that is needed to see why."""


def check(claim, *evidence):
    if not claim:
        raise Failed("\n".join(str(one) for one in evidence))


class Program:
    """One run. Leaving the `with` block ends it."""

    def __init__(self, *arguments, say="", env=None):
        self.command = "$ " + " ".join([os.path.basename(arguments[0]), *arguments[1:]])
        self.out, self.err, given = (tempfile.TemporaryFile() for _ in range(3))
        given.write(say.encode())
        given.seek(0)
        self.process = subprocess.Popen(
            arguments, stdin=given, stdout=self.out, stderr=self.err, env=os.environ | (env or {}))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    @property
    def stdout(self):
        return os.pread(self.out.fileno(), 1 << 20, 0).decode()

    @property
    def stderr(self):
        return os.pread(self.err.fileno(), 1 << 20, 0).decode()

    def transcript(self):
        return f"{self.command}\n--- stdout\n{self.stdout}--- stderr\n{self.stderr}--- status {self.process.poll()}"

    def wait_for(self, pattern, seconds=20):
        """Waits until the program says something of that shape, on either stream; returns the first group."""
        end = time.monotonic() + seconds
        while True:
            ended = self.process.poll() is not None
            found = re.search(pattern, self.stdout + "\n" + self.stderr)
            if found:
                return found[1]
            check(not ended and time.monotonic() < end, f"did not say {pattern!r}", self.transcript())
            time.sleep(0.02)

    def finish(self, status=0, seconds=40):
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise Failed(f"still running after {seconds} s\n{self.transcript()}") from None
        check(self.process.returncode == status, f"status is not {status}", self.transcript())
        return self


def run(*arguments, status=0, **options):
    with Program(*arguments, **options) as program:
        return program.finish(status)


def run_on_terminal(*arguments, question, answer, env=None, seconds=20):
    """Runs a program that asks its question on the terminal, and types the answer. Returns all that was shown."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(arguments[0], arguments, os.environ | (env or {}))
    shown, end, status = "", time.monotonic() + seconds, None
    try:
        while select.select([terminal], [], [], max(0, end - time.monotonic()))[0]:
            try:
                shown += os.read(terminal, 4096).decode(errors="replace")
            except OSError:  # The other side has left.
                status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
                break
            if question and question in shown:
                os.write(terminal, answer.encode() + b"\n")
                question = None
    finally:
        if status is None:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        os.close(terminal)
    check(status == 0, f"status is {status}", "$ " + " ".join(arguments), shown)
    return shown


CONFIG = os.path.expanduser("~/.noetl/config.yaml")


def check_home(noetl):
    """Goes first and only reads: a program that looks elsewhere than below $HOME must not get to write there."""
    os.makedirs(os.path.dirname(CONFIG), mode=0o700, exist_ok=True)
    with open(CONFIG, "w") as config:
        config.write("current_context: below-home\ncontexts:\n  below-home:\n    server_url: http://127.0.0.1:1\n")
    shown = run(noetl, "context", "current")
    check("below-home" in shown.stdout, f"does not read {CONFIG}", shown.transcript())
    os.remove(CONFIG)


def scalar(text):
    """What a YAML scalar on one line says: None, or its text."""
    if text in ("null", "~", ""):
        return None
    if text[0] == "'":
        return text[1:-1].replace("''", "'")
    return json.loads(text) if text[0] == '"' else text


def saved(config):
    """The contexts of a config.yaml and which one is current: enough YAML for files that the two CLIs write."""
    contexts, current, fields = {}, None, {}
    for line in open(config):
        indent, line = len(line) - len(line.lstrip()), line.strip()
        if indent == 0 and line.startswith("current_context:"):
            current = scalar(line.partition(":")[2].strip())
        elif indent == 2 and line.endswith(":"):
            fields = contexts.setdefault(str(scalar(line[:-1])), {})
        elif indent == 4:
            key, _, value = line.partition(":")
            fields[key] = scalar(value.strip())
    return contexts, current


def run_steps(script, steps):
    """Runs the steps in order and ends at the first that fails."""
    begun = time.monotonic()
    for title, step in steps.items():
        start = time.monotonic()
        try:
            step()
        except Failed as failure:
            raise SystemExit(f"{script}: FAILED: {title}\n{failure}") from None
        print(f"{script}: ok: {title} ({time.monotonic() - start:.1f} s)", flush=True)
    print(f"{script}: {len(steps)} of {len(steps)} passed in {time.monotonic() - begun:.0f} s", flush=True)
