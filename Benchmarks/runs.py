"""What the benchmarks share: one run of a program, and several programs in turn."""

import os
import re
import signal
import statistics
import time

WARM_UP = 2


class Child:
    """One run of a program in a small environment of its own; both its streams go to one pipe, or nowhere if `mute`."""

    def __init__(self, folder, *argv, peak=False, mute=False, **env):
        env = {"HOME": folder, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"} | env
        self.report = os.path.join(folder, "peak") if peak else None
        # The kernel hands the peak of the parent on to a child that starts a program, and a Python is large: GNU time,
        # which is small, stands between.
        if peak:
            argv = "/usr/bin/time", "-f", "%M", "-o", self.report, *argv
        self.output, pipe = os.pipe()
        null = os.open(os.devnull, os.O_RDWR)
        # Nobody reads the pipe of a program before its end, so it must not have much to say.
        out = null if mute else pipe
        streams = [(os.POSIX_SPAWN_DUP2, null, 0), (os.POSIX_SPAWN_DUP2, out, 1), (os.POSIX_SPAWN_DUP2, pipe, 2)]
        self.begun = time.perf_counter()
        self.pid = os.posix_spawn(argv[0], argv, env, file_actions=streams, setpgroup=0)
        os.close(pipe)
        os.close(null)
        self.text, self.argv = "", argv

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.pid:
            os.killpg(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.output)

    def read_until(self, pattern):
        while not (found := re.search(pattern, self.text)):
            more = os.read(self.output, 65536)
            if not more:
                raise SystemExit(f"{self.argv} did not say {pattern}:\n{self.text}")
            self.text += more.decode()
        return found[1]

    def end(self):
        """Waits for the end; gives its moment, the CPU time in seconds, and the peak memory in MB when asked for."""
        _, status, usage = os.wait4(self.pid, 0)
        moment, self.pid = time.perf_counter(), None
        if status:
            raise SystemExit(f"{self.argv} ended with {status}:\n{self.text}{os.read(self.output, 65536).decode()}")
        peak = int(open(self.report).read()) * 1024 / 1e6 if self.report else None
        return moment, usage.ru_utime + usage.ru_stime, peak


def once(folder, *argv, **options):
    """Runs a program to its end; gives wall time, CPU time and peak."""
    with Child(folder, *argv, **options) as child:
        moment, cpu, peak = child.end()
        return moment - child.begun, cpu, peak


def interleaved(rounds, measures):
    """Runs all in turn, so that the machine's moods hit all alike; gives the columns of each without the warm-up."""
    rows = {name: [] for name in measures}
    for number in range(WARM_UP + rounds):
        for name, measure in measures.items():
            values = measure()
            if number >= WARM_UP:
                rows[name].append(values)
    return {name: list(zip(*values)) for name, values in rows.items()}


def ratio(columns, first, second):
    return statistics.median(columns[first][0]) / statistics.median(columns[second][0])
