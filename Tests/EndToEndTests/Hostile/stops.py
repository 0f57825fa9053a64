"""Signals that do not end a program: it stops and goes on, in another size, and nothing of it is lost."""

import os
import signal
import time

from attack import attack
from interrupts import check_given_back, is_free, opened, reached, screens, some, steps
from listener import Login
from target import Shell, free_port, state_of
from world import SESSION

HARMLESS = [signal.SIGPIPE, signal.SIGWINCH, signal.SIGCONT, signal.SIGCHLD, signal.SIGURG]


@attack("Signals and time", "signals that end nothing, at each step of each mode, on the command line", naive="ended by")
def harmless(probe, target):
    port = free_port()
    for name, step in steps(port).items():
        if probe.ends_at_first_failure and "PKCE" in name:
            continue
        with reached(target, step) as (_, home, run):
            for number in HARMLESS:
                os.kill(run.pid, number)
                time.sleep(0.05)
                if not probe.check(not run.reap(), f"{name}: ended by {number.name}, status {run.status}\n{run}"):
                    break
            else:
                os.kill(run.pid, signal.SIGTERM)
                probe.check(run.finish(5) == 143, f"{name}: after them, SIGTERM: status {run.status}\n{run}")
            probe.check(is_free(port), f"{name}: the port is still taken, and {run.status} ended by then")


@attack("Signals and time", "a reader that leaves at each step, on the command line", naive="Traceback|ended with")
def no_reader(probe, target):
    port = free_port()
    for name, step in steps(port).items():
        with_reader, left = os.pipe()
        os.close(with_reader)
        try:
            # Where something is printed the status is that of `head` having had enough; where not, a signal ends it.
            with reached(target, step, stdout=left) as (_, home, run):
                run.finish(0.3)
                if run.status is None:
                    os.kill(run.pid, signal.SIGTERM)
                ended = run.finish(5)
                probe.check(ended in (141, 143) and b"Traceback" not in run.stderr, f"{name}: ended with {ended}\n{run}")
                probe.check(is_free(port), f"{name}: the port is still taken, ended with {ended}")
        finally:
            os.close(left)


def stopped(pid, seconds=5):
    end = time.monotonic() + seconds
    while state_of(pid) != "T":
        if time.monotonic() > end:
            return False
        time.sleep(0.005)
    return True


@attack("Signals and time", "stopped and continued at each step of each mode, on the command line", naive="status|stopped|went on")
def pauses(probe, target):
    port = free_port()
    for name, step in steps(port).items():
        if probe.ends_at_first_failure and "PKCE" in name:
            continue
        # In a group of its own, as a shell starts it: in one that nobody could continue, stopping means nothing.
        with reached(target, step, group=0) as (_, home, run):
            before = home.read()
            for turn in range(2):
                os.kill(run.pid, signal.SIGTSTP)
                if not probe.check(stopped(run.pid), f"{name}: is not stopped but {state_of(run.pid)}, status {run.status}"):
                    break
                os.kill(run.pid, signal.SIGCONT)
                time.sleep(0.05)
                probe.check(not run.reap() and state_of(run.pid) != "T", f"{name}: status {run.status} after it went on\n{run}")
            os.kill(run.pid, signal.SIGTSTP)
            stopped(run.pid)
            # A stopped one that is told to end does so when it goes on, not before and not later.
            os.kill(run.pid, signal.SIGTERM)
            os.kill(run.pid, signal.SIGCONT)
            probe.check(run.finish(5) == 143, f"{name}: ended while stopped: status {run.status}, not 143\n{run}")
            probe.check(home.read() == before and is_free(port), f"{name}: status {run.status}: the port is taken, or the file another")
    with Login(target, group=0) as login:
        os.kill(login.run.pid, signal.SIGTSTP)
        probe.check(stopped(login.run.pid), "the login is not stopped")
        # The browser comes back while the login is stopped: the system keeps it waiting.
        with login.connect() as connection:
            connection.sendall(login.valid())
            time.sleep(0.1)
            probe.check(not login.run.reap() and state_of(login.run.pid) == "T", "the login went on by itself")
            os.kill(login.run.pid, signal.SIGCONT)
            probe.check(login.run.finish(30) == 0 and SESSION.encode() in login.home.read(), f"the answer was lost\n{login.run}")


@attack("Signals and time", "stopped and continued on each screen: the shell gets its terminal meanwhile", naive="status|modes|screen")
def suspended_screens(probe, target):
    port = free_port()
    for name, place in some(probe, screens(port)).items():
        with opened(target, place, under=Shell) as (world, before, terminal):
            during = terminal.modes
            for turn in range(2):
                mark = len(terminal.bytes)
                os.kill(terminal.job, signal.SIGTSTP)
                label = f"{name}, stop {turn + 1}"
                if not probe.check(terminal.hear() == "stopped", f"{label}: not stopped, the screen: {terminal.bytes[mark:][-300:]!r}"):
                    break
                terminal.settle(0.1)
                check_given_back(probe, label, before, terminal)
                mark = len(terminal.bytes)
                terminal.foreground()
                end = time.monotonic() + 5
                while terminal.modes != during and time.monotonic() < end:
                    terminal.read(0.01)
                probe.check(terminal.modes == during, f"{label}: continued with the modes {terminal.modes}, not {during}")
                terminal.settle(0.15)
                had_screen = b"\x1b[?1049h" in terminal.bytes and "outside" not in name
                probe.check(not had_screen or b"\x1b[?1049h" in terminal.bytes[mark:], f"{label}: the screen did not come back")
            check_intact(probe, f"{name}, continued", place, world, terminal, place.forgets)
            finish(probe, name, before, terminal, terminal.job)


def check_intact(probe, label, place, world, terminal, forgets=False):
    """What was typed before is still there, and the rest completes it; or it is forgotten, and the rest is all."""
    if not place.typed:
        return
    terminal.type(place.typed)
    terminal.wait_for(rb"successful|[Ll]ogged in", 15)
    sent = [one.form.get("password") for one in world.requests if one.path == "/oauth/token"]
    wanted = ("" if forgets else place.keys[-1]) + place.typed.rstrip("\r")
    probe.check(sent == [wanted], f"{label}: the screen lost or kept what was typed: {sent}, not {wanted!r}")


def finish(probe, name, before, terminal, pid):
    """Ends it by a signal, where it has not ended by itself, and looks at the terminal."""
    terminal.read(0.05)
    try:
        os.kill(pid, signal.SIGTERM)
    except ProcessLookupError:
        pass
    ended = terminal.finish(5)
    probe.check(ended in (0, 143), f"{name}: status {ended}, not 143: {terminal.bytes[-300:]!r}")
    check_given_back(probe, f"{name}, at the end", before, terminal)


@attack("Signals and time", "windows of every size, one after the other, on each screen", naive="ended by|screen")
def resized(probe, target):
    port = free_port()
    sizes = [(40, 12), (10, 3), (1, 1), (300, 100), (80, 24), (39, 11), (132, 5), (5, 60)]
    for name, place in some(probe, screens(port)).items():
        with opened(target, place) as (world, before, terminal):
            for size in sizes:
                terminal.resize(*size)
                terminal.settle(0.08, 1)
            for _ in range(60):
                terminal.resize(probe.random.randrange(1, 200), probe.random.randrange(1, 80))
            for number in (signal.SIGPIPE, signal.SIGCHLD, signal.SIGURG):
                os.kill(terminal.pid, number)
            terminal.settle(0.1)
            mark = len(terminal.bytes)
            terminal.resize(100, 50)
            terminal.settle(0.3)
            alive = probe.check(state_of(terminal.pid) not in (None, "Z"), f"{name}: ended by a new size or a harmless signal: {terminal.bytes[-300:]!r}")
            drawn = b"\x1b[?1049h" not in terminal.bytes or "outside" in name or len(terminal.bytes) - mark > 200
            probe.check(drawn, f"{name}: the screen was not drawn again: {terminal.bytes[mark:]!r}")
            if alive:
                check_intact(probe, f"{name}, resized", place, world, terminal)
                finish(probe, name, before, terminal, terminal.pid)
