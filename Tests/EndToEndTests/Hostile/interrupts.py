"""Signals at every step of every mode, and clocks that jump: the terminal restored, the port freed, the status right."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.parse

from attack import attack
from listener import Login
from screens import BY_DEVICE, BY_PASSWORD, LOGIN, WIZARD
from target import free_port
from world import EMAIL, World, answer

ENDING = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129, signal.SIGQUIT: 131}


class Step:
    """Where a program can be met: what it was told, and the path whose answer it waits for, or what it has said by then.
    `answer` brings the browser's answer before that."""

    def __init__(self, *arguments, say=b"", path=None, said=None, brings_answer=False, **environment):
        self.arguments, self.say, self.path, self.said = arguments, say, path, said
        self.brings_answer, self.environment = brings_answer, environment


def steps(port):
    pkce = (*LOGIN, "--browser-pkce", "--no-browser-open", "--pkce-port", str(port))
    password = (*LOGIN, "--auth0", EMAIL, "--password-stdin")
    return {
        "PKCE, waiting": Step(*pkce, said=rb"/authorize\?"),
        "PKCE, at the tenant": Step(*pkce, path="/oauth/token", brings_answer=True),
        "PKCE, at the gateway": Step(*pkce, path="/api/auth/login", brings_answer=True),
        "password, at the tenant": Step(*password, say=b"pw\n", path="/oauth/token"),
        "password, at the gateway": Step(*password, say=b"pw\n", path="/api/auth/login"),
        "token, at the gateway": Step(*LOGIN, "--auth0-token", "-", say=b"opaque", path="/api/auth/login"),
        "callback URL, at the gateway": Step(*LOGIN, "--auth0-callback-url", "-", say=b"http://a/#id_token=x", path="/api/auth/login"),
        "device, asking": Step(*BY_DEVICE, path="/oauth/device/code"),
        "device, polling": Step(*BY_DEVICE, path="/oauth/token"),
        "device, between polls": Step(*BY_DEVICE, said=rb"activate"),
        "--if-needed, asking": Step(*LOGIN, "--auth0-token", "-", "--if-needed", say=b"opaque", path="/api/auth/validate"),
        "status": Step("auth", "status", path="/api/auth/validate"),
        "doctor, at the gateway": Step("auth", "doctor", path="/api/runtime/contract"),
        "doctor, at the tenant": Step("auth", "doctor", path="/.well-known/openid-configuration"),
        "catalog": Step("catalog", "list", "Playbook", path="/noetl/catalog/list"),
        "contract": Step("context", "init", "new", "--from-gateway", "@", "--yes", path="/api/runtime/contract"),
    }


@contextlib.contextmanager
def reached(target, step, **options):
    """A program at that step; gives its world, home and run."""
    with World() as world, target.home(world, gateway_session_token="old-session-0123456789") as home:
        asked = []
        if step.path:
            world.lies[step.path] = lambda connection, request: asked.append(1) or world.ending.wait(60) and None
        else:
            world.lies["/oauth/device/code"] = answer(200, world.device_answer(interval=30))
        given = [world.url if one == "@" else one for one in step.arguments]
        with home.start(*given, say=step.say, **step.environment, **options) as run:
            if step.brings_answer:
                bring_answer(world, run)
            end = time.monotonic() + 15
            while not (asked if step.path else run.wait_for(step.said, 15)) and not run.reap() and time.monotonic() < end:
                time.sleep(0.005)
            yield world, home, run


def bring_answer(world, run):
    url = run.wait_for(rb"(http://\S+/authorize\?\S+)")
    if url:
        code, state, redirect = world.code_for(url.decode())
        port = urllib.parse.urlsplit(redirect).port
        connection = socket.create_connection(("127.0.0.1", port))
        # It stays open: the page comes when the login is over.
        world.browser = connection
        connection.sendall(f"GET /callback?code={code}&state={state} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())


def limit(probe, load):
    """200 ms, and what a machine with too much to do adds: this very loop would be late by as much."""
    return 0.2 + load


def lateness():
    start = time.monotonic()
    time.sleep(0.01)
    return max(0.0, time.monotonic() - start - 0.01) + max(0.0, os.getloadavg()[0] / os.cpu_count() - 1) * 0.1


@attack("Signals and time", "each signal that ends at each step of each mode, on the command line", naive="status|took")
def command_line(probe, target):
    port = free_port()
    for name, step in steps(port).items():
        if probe.ends_at_first_failure and "PKCE" in name:
            continue
        for number, status in list(ENDING.items())[:1 if probe.quick else None]:
            with reached(target, step) as (_, home, run):
                before = home.read()
                late, start = lateness(), time.monotonic()
                if not probe.check(not run.reap(), f"{name}: ended before the signal, status {run.status}\n{run}"):
                    continue
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


class Place:
    """A screen or a prompt: how it is opened, by which keys it is reached, and the path whose answer it waits for.
    `typed`: what completes what has been typed there, when that is a password; a prompt `forgets` it when it is stopped."""

    def __init__(self, arguments, *keys, path=None, typed=None, forgets=False, fields=None, lies=None, **environment):
        self.arguments, self.keys, self.path, self.typed, self.forgets = arguments, keys, path, typed, forgets
        self.fields, self.lies, self.environment = fields or {}, lies or {}, environment


def screens(port):
    pkce = (*LOGIN, "--browser-pkce", "--no-browser-open", "--pkce-port", str(port))
    other = {"gateway_session_user": "other@example.com", "gateway_session_token": "old-session-0123456789"}
    return {
        "a hidden prompt": Place(BY_PASSWORD, "half a pass", typed="word\r", forgets=True),
        "a password on its way": Place(BY_PASSWORD, "pw\r", path="/oauth/token"),
        "the wait for the browser": Place(pkce, "half an addr"),
        "the question about another user": Place(BY_PASSWORD, "pw\r", fields=other),
        "the plain form": Place((*LOGIN, "-i"), "1\r", TERM="dumb"),
        "the plain form's password": Place((*BY_PASSWORD, "-i", "--plain", "--context", "prod"), "\r", "half", typed="rest\r", forgets=True),
        "the wizard's chooser": Place((*LOGIN, "-i"), "\r"),
        "the wizard's password": Place((*BY_PASSWORD, *WIZARD), "half", typed="rest\r"),
        "the wizard's exchange": Place((*BY_PASSWORD, *WIZARD), "pw", "\r", path="/oauth/token"),
        "the wizard's question about another user": Place((*BY_PASSWORD, *WIZARD), "pw", "\r", fields=other),
        "the wizard's device panel": Place((*BY_DEVICE, *WIZARD)),
        "the wizard's QR code": Place((*BY_DEVICE, *WIZARD), "Q"),
        "an address outside the wizard": Place((*BY_DEVICE, *WIZARD), "U"),
        "the wizard's browser panel": Place((*pkce, *WIZARD)),
        "the wizard's paste": Place((*pkce, *WIZARD), "v", "half"),
        "the manager": Place(("tui",)), "the manager's form": Place(("tui",), "a", "x"), "the manager's help": Place(("tui",), "?"),
        "the wizard's doctor": Place((*BY_PASSWORD, *WIZARD), "pw", "\r", "d", path="/api/runtime/contract",
                                     lies={"/oauth/token": answer(403, {"error": "invalid_grant"})}),
        "the manager's question": Place(("tui",), "D"), "a login in the manager": Place(("tui",), "l"),
    }


@contextlib.contextmanager
def opened(target, place, under=None):
    """A program at that place; gives its world, the terminal's modes before, and the terminal."""
    with World() as world, target.home(world, **place.fields) as home:
        world.lies |= place.lies
        if place.path:
            world.lies[place.path] = lambda connection, request: world.ending.wait(60) and None
        with home.terminal(*place.arguments, under=under, size=(100, 50), **place.environment) as terminal:
            before = terminal.modes
            terminal.wait_for(rb"assword|quit|[Ee]sc|Number|/authorize\?", 15)
            terminal.settle()
            for key in place.keys:
                terminal.type(key)
                terminal.settle(0.15)
            yield world, before, terminal


def check_given_back(probe, label, before, terminal):
    """The terminal is the shell's: modes, screen, cursor, and marks around pastes."""
    after, text = terminal.modes, terminal.bytes
    probe.check(before == after, f"{label}: the modes are {after}, not {before}")
    probe.check(text.rfind(b"\x1b[?1049h") <= text.rfind(b"\x1b[?1049l"), f"{label}: the screen was not given back")
    shown = max(text.rfind(b"\x1b[?25h"), text.rfind(b"\x1b[?12l"))
    probe.check(text.rfind(b"\x1b[?25l") <= shown, f"{label}: the screen has no cursor")
    probe.check(text.rfind(b"\x1b[?2004h") <= text.rfind(b"\x1b[?2004l"), f"{label}: pastes on the screen are still marked")


def some(probe, places):
    """All places; few where that is enough."""
    if probe.ends_at_first_failure:
        return {"the manager": places["the manager"]}
    return dict(list(places.items())[::3]) if probe.quick else places


@attack("Signals and time", "each signal that ends on each screen: the terminal gets its modes and its screen back", naive="status|modes|screen")
def full_screens(probe, target):
    port = free_port()
    for name, place in some(probe, screens(port)).items():
        for number, status in list(ENDING.items())[:1 if probe.quick else None]:
            with opened(target, place) as (_, before, terminal):
                late, start = lateness(), time.monotonic()
                os.kill(terminal.pid, number)
                ended = terminal.finish(5)
                took, label = time.monotonic() - start, f"{name}, {number.name}"
                probe.check(ended == status, f"{label}: status {ended}, not {status}: {terminal.bytes[-300:]!r}")
                probe.check(took < limit(probe, late) + 0.1, f"{label}: took {took * 1e3:.0f} ms; status {ended}")
                check_given_back(probe, label, before, terminal)
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
    probe.needs(compiler, "a C compiler")
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
