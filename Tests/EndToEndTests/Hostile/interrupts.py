"""Signals at every step of every mode, and clocks that jump: the terminal restored, the port freed, the status right."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import termios
import time

from attack import attack
from listener import Login
from screens import BY_DEVICE, BY_PASSWORD, LOGIN, WIZARD
from target import free_port
from world import EMAIL, World, answer

ENDING = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}


def steps(port):
    """Where a program can be met: its arguments, input, the path whose answer it waits for, and what it says before."""
    pkce = (*LOGIN, "--browser-pkce", "--no-browser-open", "--pkce-port", str(port))
    return {
        "PKCE, waiting": (pkce, b"", None, rb"/authorize\?"),
        "password, at the tenant": ((*LOGIN, "--auth0", EMAIL, "--password-stdin"), b"pw\n", "/oauth/token", None),
        "password, at the gateway": ((*LOGIN, "--auth0", EMAIL, "--password-stdin"), b"pw\n", "/api/auth/login", None),
        "device, asking": (BY_DEVICE, b"", "/oauth/device/code", None),
        "device, polling": (BY_DEVICE, b"", "/oauth/token", None),
        "device, between polls": (BY_DEVICE, b"", None, rb"activate"),
        "status": (("auth", "status"), b"", "/api/auth/validate", None),
        "catalog": (("catalog", "list", "Playbook"), b"", "/noetl/catalog/list", None),
        "contract": (("context", "init", "new", "--from-gateway", "@", "--yes"), b"", "/api/runtime/contract", None),
    }


def limit(probe, load):
    """200 ms, and what a machine with too much to do adds: this very loop would be late by as much."""
    return 0.2 + load


def lateness():
    start = time.monotonic()
    time.sleep(0.01)
    return max(0.0, time.monotonic() - start - 0.01) + max(0.0, os.getloadavg()[0] / os.cpu_count() - 1) * 0.1


@attack("Signals and time", "each signal at each step of each mode, on the command line", naive="status|took")
def command_line(probe, target):
    port = free_port()
    for name, (arguments, say, path, said) in steps(port).items():
        if probe.ends_at_first_failure and "PKCE" in name:
            continue
        for number, status in list(ENDING.items())[:1 if probe.quick else 3]:
            with World() as world, target.home(world, gateway_session_token="old-session-0123456789") as home:
                asked = []
                if path:
                    world.lies[path] = lambda connection, request: asked.append(1) or time.sleep(8)
                elif "device" in name:
                    world.lies["/oauth/device/code"] = answer(200, world.device_answer(interval=30))
                before = home.read()
                given = [world.url if one == "@" else one for one in arguments]
                with home.start(*given, say=say) as run:
                    end = time.monotonic() + 15
                    while not (asked if path else run.wait_for(said, 15)) and time.monotonic() < end:
                        time.sleep(0.005)
                    late, start = lateness(), time.monotonic()
                    os.kill(run.pid, number)
                    ended, took = run.finish(5), time.monotonic() - start
                    label = f"{name}, {number.name}"
                    probe.check(ended == status, f"{label}: status {ended}, not {status}\n{run}")
                    probe.check(took < limit(probe, late), f"{label}: took {took * 1e3:.0f} ms")
                    probe.check(home.read() == before, f"{label}: the config changed; status {ended}")
                    probe.check(is_free(port), f"{label}: the port is still taken; status {ended}")


def is_free(port):
    try:
        with socket.create_server(("127.0.0.1", port)):
            return True
    except OSError:
        return False


def screens(port):
    """Arguments, keys before the signal, and the path whose answer is waited for."""
    pkce = (*LOGIN, "--browser-pkce", "--no-browser-open", "--pkce-port", str(port))
    return {
        "a hidden prompt": (BY_PASSWORD, ["half a pass"], None), "a password on its way": (BY_PASSWORD, ["pw\r"], "/oauth/token"),
        "the wizard's chooser": ((*LOGIN, "-i"), ["\r"], None), "the wizard's password": ((*BY_PASSWORD, *WIZARD), ["half"], None),
        "the wizard's exchange": ((*BY_PASSWORD, *WIZARD), ["pw", "\r"], "/oauth/token"),
        "the wizard's device panel": ((*BY_DEVICE, *WIZARD), [], None), "the wizard's browser panel": ((*pkce, *WIZARD), [], None),
        "the manager": (("tui",), [], None), "the manager's form": (("tui",), ["a", "x"], None), "the manager's help": (("tui",), ["?"], None),
    }


@attack("Signals and time", "each signal on each screen: the terminal gets its modes and its screen back", naive="status|modes|screen")
def full_screens(probe, target):
    port = free_port()
    places = screens(port)
    if probe.ends_at_first_failure:
        places = {"the manager": places["the manager"]}
    elif probe.quick:
        places = dict(list(places.items())[::2])
    for name, (arguments, keys, path) in places.items():
        for number, status in list(ENDING.items())[:1 if probe.quick else 3]:
            with World() as world, target.home(world) as home:
                if path:
                    world.lies[path] = lambda connection, request: time.sleep(8)
                with home.terminal(*arguments) as terminal:
                    before = termios.tcgetattr(terminal.master)
                    terminal.wait_for(rb"assword|quit|[Ee]sc", 15)
                    terminal.settle()
                    for key in keys:
                        terminal.type(key)
                        terminal.settle(0.15)
                    late, start = lateness(), time.monotonic()
                    os.kill(terminal.pid, number)
                    ended = terminal.finish(5)
                    took, label = time.monotonic() - start, f"{name}, {number.name}"
                    after = termios.tcgetattr(terminal.master)
                    probe.check(ended == status, f"{label}: status {ended}, not {status}: {terminal.bytes[-300:]!r}")
                    probe.check(took < limit(probe, late) + 0.1, f"{label}: took {took * 1e3:.0f} ms; status {ended}")
                    probe.check(before[:4] == after[:4], f"{label}: the modes are {after[:4]}, not {before[:4]}")
                    entered, left = terminal.bytes.rfind(b"\x1b[?1049h"), terminal.bytes.rfind(b"\x1b[?1049l")
                    probe.check(entered < 0 or left > entered, f"{label}: the screen was not given back")
                    hidden, shown = terminal.bytes.rfind(b"\x1b[?25l"), max(terminal.bytes.rfind(b"\x1b[?25h"), terminal.bytes.rfind(b"\x1b[?12l"))
                    probe.check(hidden < shown or hidden < 0, f"{label}: the screen has no cursor")
                    probe.check(is_free(port), f"{label}: the port is still taken")


@attack("Signals and time", "stopped for longer than the window, then continued", naive="status|waits", in_quick=False)
def suspended(probe, target):
    with Login(target, seconds=3) as login:
        os.kill(login.run.pid, signal.SIGSTOP)
        time.sleep(4.5)
        os.kill(login.run.pid, signal.SIGCONT)
        start = time.monotonic()
        ended = login.run.finish(6)
        probe.check(ended == 1 and b"No callback arrived" in login.run.stderr, f"still waits, or status {ended}\n{login.run}")
        probe.check(time.monotonic() - start < 2, f"waits on: {time.monotonic() - start:.1f} s after it was continued")
        probe.check(is_free(login.port), "the port is still taken")


JUMPING_CLOCK = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/time.h>
#include <time.h>
/* The wall clock leaps a day ahead after a second, a day back after two, and so on; the monotonic one stays honest. */
static long leap(int (*honest)(clockid_t, struct timespec *)) {
    static long begun;
    struct timespec now;
    honest(CLOCK_MONOTONIC, &now);
    if (!begun) begun = now.tv_sec;
    long second = now.tv_sec - begun;
    return second < 1 ? 0 : second % 2 ? 86400 : -86400;
}
int clock_gettime(clockid_t id, struct timespec *time) {
    static int (*honest)(clockid_t, struct timespec *);
    if (!honest) honest = dlsym(RTLD_NEXT, "clock_gettime");
    int result = honest(id, time);
    if (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE) time->tv_sec += leap(honest);
    return result;
}
int gettimeofday(struct timeval *restrict time, void *restrict zone) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / 1000;
    return 0;
}
"""


@attack("Signals and time", "the wall clock leaps a day, ahead and back, while the countdown runs", naive="status|waits", in_quick=False)
def leaping_clock(probe, target):
    compiler = shutil.which("clang") or shutil.which("cc")
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        with open(f"{folder}/clock.c", "w") as file:
            file.write(JUMPING_CLOCK)
        subprocess.run([compiler, "-shared", "-fPIC", "-o", f"{folder}/clock.so", f"{folder}/clock.c", "-ldl"], check=True)
        preload = {"LD_PRELOAD": f"{folder}/clock.so"}
        with Login(target, seconds=5, **preload) as login:
            start = time.monotonic()
            ended = login.run.finish(9)
            took = time.monotonic() - start
            probe.check(ended == 1 and 3.5 < took < 6.5, f"waits for {took:.1f} s instead of 5, or status {ended}\n{login.run}")
        with Login(target, seconds=60, **preload) as login:
            time.sleep(3)
            # The ID token is fresh by the clock that leaps, or it would be refused for its age.
            login.world.claims = {"exp": int(time.time()) + 200_000}
            login.ask(login.valid())
            probe.check(login.run.finish(20) == 0, f"status {login.run.status}: the answer was not taken\n{login.run}")
        with World() as world, target.home(world) as home, home.terminal(*LOGIN, "--browser-pkce", "--no-browser-open", *WIZARD,
                                                                        "--pkce-port", str(free_port()), "--timeout", "5", **preload) as terminal:
            terminal.wait_for(rb"authorize|[Ee]sc", 15)
            start = time.monotonic()
            found = terminal.wait_for(rb"callback arrived", 9)
            probe.check(found and time.monotonic() - start < 7, f"the wizard waits on: {terminal.bytes[-600:]!r}")


@attack("Signals and time", "a clock that is wrong by a day, either way", naive="was believed")
def wrong_clock(probe, target):
    for offset in (-86_400, 86_400):
        with World() as world, target.home(world) as home:
            # What this machine's clock says is what the token says against: the tenant lives in another day.
            world.claims = {"iat": int(time.time()) + offset, "exp": int(time.time()) + offset + 3600}
            run = home.run(*LOGIN, "--auth0", EMAIL, "--password-stdin", say="pw\n")
            probe.check(run.status == (1 if offset < 0 else 0), f"a token of another day was believed\n{run}")
