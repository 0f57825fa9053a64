"""Secrets with a mark on them go through every mode and failure, and must be found nowhere that they do not belong."""

import json
import os
import re
import shutil
import signal
import stat
import time
from urllib.parse import quote

from attack import attack
from listener import Login
from liars import b64
from world import EMAIL, SESSION, World, answer

PASSWORD, CLIENT_SECRET, DEVICE = "canary-password-7f3a91", "canary-client-secret-55aa", "canary-device-code-20c4"
MFA, ACCESS, OLD = "canary-mfa-token-9b1e", "canary-access-token-77dd", "canary-old-session-4410"

# Writes down how a browser was started: arguments, environment, session, and what its descriptors are.
RECORDER = """#!/bin/sh
{ for one in "$@"; do printf 'argument %s\\n' "$one"; done
  env | sed 's/^/environment /'
  printf 'session %s %s\\n' "$$" "$(cut -d' ' -f6 /proc/$$/stat)"
  for one in 0 1 2 3 4 5 6 7 8 9 10 11 12 20; do
    [ -e /proc/$$/fd/$one ] && printf 'descriptor %s %s\\n' "$one" "$(readlink /proc/$$/fd/$one)"
  done; } > "$0.new" 2>&1
mv "$0.new" "$0.log"
"""


def recorder(home):
    path = os.path.join(home.path, "browser")
    with open(path, "w") as file:
        file.write(RECORDER)
    os.chmod(path, 0o755)
    return path


def record_of(home, seconds=8):
    path, end = os.path.join(home.path, "browser.log"), time.monotonic() + seconds
    while not os.path.exists(path):
        if time.monotonic() > end:
            return None
        time.sleep(0.05)
    return open(path, errors="replace").read()


def files_of(home):
    for folder, _, names in os.walk(home.path):
        for name in names:
            path = os.path.join(folder, name)
            if path != home.config and stat.S_ISREG(os.lstat(path).st_mode):
                yield path, open(path, "rb").read()


def search(probe, label, home, secrets, *shown):
    """Looks for the secrets, whole and encoded, in what was shown and in every file but the config."""
    import urllib.parse
    for secret in secrets:
        for form in {secret, urllib.parse.quote(secret, safe=""), b64(secret.encode()).rstrip("A"), secret.encode().hex()}:
            for text in shown:
                probe.check(form.encode() not in text, f"{label}: shows {secret[:24]}: {around(text, form.encode())!r}")
            for path, content in files_of(home):
                probe.check(form.encode() not in content, f"{label}: keeps {secret[:24]} in {os.path.basename(path)}")


def around(text, part):
    at = text.find(part)
    return text[max(0, at - 60):at + len(part) + 20] if at >= 0 else b""


def without_export(out):
    return b"\n".join(one for one in out.split(b"\n") if b"export NOETL_SESSION_TOKEN=" not in one and b'"session_token"' not in one)


def failures(told=PASSWORD):
    """The ways in which a login can end, as lies at the two places that it asks; `told` is the secret that it tells there."""
    return {
        "success": {}, "wrong password": {"/oauth/token": (403, {"error": "invalid_grant", "error_description": f"{told} {CLIENT_SECRET}"})},
        "mfa": {"/oauth/token": (403, {"error": "mfa_required", "error_description": "x", "mfa_token": MFA})},
        "server error": {"/oauth/token": (500, {"error": "server_error", "error_description": f"db {told} {quote(told)}"})},
        "a page": {"/oauth/token": (200, f"<html>{told}</html>")},
        "no ID token": {"/oauth/token": (200, {"access_token": ACCESS})},
        "denied": {"/oauth/token": (403, {"error": "access_denied", "error_description": f"{told}-{CLIENT_SECRET}"})},
        "an unknown error": {"/oauth/token": (400, {"error": told, "error_description": told})},
        "gateway refuses": {"/api/auth/login": (401, {"error": "no"})},
        "gateway fails": {"/api/auth/login": (500, {"error": "no"})},
        "gateway sends a page": {"/api/auth/login": (200, "<html></html>")},
    }


@attack("Secrets", "canaries through every mode and failure, traced", naive="shows|keeps")
def canaries(probe, target):
    for ending in ("success", "wrong password", "no ID token") if probe.quick else failures():
        for form in ((), ("--json",), ("--quiet",))[:1 if probe.quick else 3]:
            with World() as world:
                token = world.id_token()
                parts = [token.split(".")[1], token]
                modes = {
                    "password": (("--auth0", EMAIL, "--password-stdin"), PASSWORD + "\n"),
                    "token": (("--auth0-token", "-"), token), "callback": (("--auth0-callback-url", "-"), f"http://localhost/#id_token={token}&access_token={ACCESS}"),
                    "token in argv": (("--auth0-token", token), ""),
                    "device": (("--browser",), ""),
                }
                for mode, (flags, say) in modes.items():
                    # A secret that this login never knew is the tenant's to tell, and nothing that could be recognised.
                    lies = failures(DEVICE if mode == "device" else PASSWORD)[ending]
                    world.lies = {path: answer(status, body) for path, (status, body) in lies.items()}
                    with target.home(world, gateway_session_token=OLD, gateway_auth0_client_secret=CLIENT_SECRET) as home:
                        if mode == "device":
                            world.lies["/oauth/device/code"] = answer(200, world.device_answer(device_code=DEVICE))
                        run = home.run("auth", "login", *flags, *form, "--debug", say=say, seconds=15, BROWSER=recorder(home),
                                       NOETL_AUTH0_CLIENT_SECRET=CLIENT_SECRET, NOETL_SESSION_TOKEN=OLD)
                        secrets = [PASSWORD, CLIENT_SECRET, DEVICE, MFA, ACCESS, OLD, *parts]
                        label = f"{mode}, {ending} {' '.join(form)}"
                        probe.check(run.status is not None, f"{label}: still running")
                        search(probe, label, home, secrets, run.stdout, run.stderr)
                        search(probe, label, home, [SESSION], without_export(run.stdout), run.stderr)


def echo(status, kind="application/json"):
    """A server that tells what it was sent, headers and all, also percent-encoded, wherever a text may stand."""
    def lie(connection, request):
        sent = " ".join([*request.headers.values(), request.body.decode("latin1")])
        told = f"{sent} {quote(sent)}"
        if kind != "application/json":
            return answer(status, told, kind)
        return answer(status, {"error": told, "message": told, "detail": told, "error_description": told, "reason": told})
    return lie


SENDERS = [("auth", "status"), ("auth", "status", "--all"), ("auth", "status", "--json"), ("auth", "doctor"), ("auth", "doctor", "--json"),
           ("catalog", "list", "Playbook"), ("catalog", "list", "Playbook", "--json"), ("catalog", "get", "a/b"), ("catalog", "register", "entry.yaml"),
           ("auth", "login", "--auth0-token", "x.y.z", "--if-needed"), ("context", "list"), ("context", "list", "--json"), ("context", "current"),
           ("context", "update", "prod", "--runtime", "auto"), ("context", "rename", "prod", "new"), ("auth", "logout")]


@attack("Secrets", "canaries through every command that knows a session, traced, before servers that tell what they were sent", naive="shows|keeps")
def senders(probe, target):
    endings = {"honest": None, "a refusal": echo(401), "a failure": echo(500), "forbidden, in plain words": echo(403, "text/plain"),
               "a page": echo(200, "text/html"), "an odd answer": echo(200)}
    for ending, lie in endings.items():
        for arguments in SENDERS if not probe.quick else SENDERS[::3]:
            with World() as world, target.home(world, gateway_session_token=OLD, gateway_auth0_client_secret=CLIENT_SECRET) as home:
                with open(os.path.join(home.path, "entry.yaml"), "w") as file:
                    file.write("kind: Playbook\nmetadata:\n  path: a/b\n  name: b\n")
                for path in ("/api/auth/validate", "/api/auth/login", "/noetl/catalog/list", "/noetl/catalog/resource", "/noetl/catalog/register",
                             "/api/runtime/contract", "/.well-known/openid-configuration", "/authorize") if lie else ():
                    world.lies[path] = lie
                run = home.run(*arguments, "--debug", seconds=30, NOETL_AUTH0_CLIENT_SECRET=CLIENT_SECRET)
                label = f"{' '.join(arguments)}, {ending}"
                probe.check(run.status in (0, 1, 77), f"{label}: ended with {run.status}: shows\n{run}")
                search(probe, label, home, [OLD, CLIENT_SECRET], run.stdout, run.stderr)


@attack("Secrets", "canaries in the browser login: code, verifier, ID token", naive="shows|keeps")
def browser_login(probe, target):
    for more in ([], ["--json"], ["--quiet"]):
        with Login(target, flags=["--debug", *more]) as login:
            login.ask(login.valid())
            login.run.finish(30)
            asked = {one.path: one for one in login.world.requests}
            form = asked["/oauth/token"].form if "/oauth/token" in asked else {}
            secrets = [one for one in (form.get("code"), form.get("code_verifier")) if one]
            probe.check(form.get("code") == login.code, f"no code was exchanged\n{login.run}")
            secrets.append(json.loads(asked["/api/auth/login"].body)["auth0_token"])
            search(probe, f"PKCE {more}", login.home, secrets, login.run.stdout, login.run.stderr)


@attack("Secrets", "a password typed at a terminal, and in the wizard", naive="shows")
def typed(probe, target):
    for arguments in (("auth", "login", "--auth0", EMAIL, "--password"), ("auth", "login", "--auth0", EMAIL, "--password", "-i", "--context", "prod")):
        for status in (403, 200):
            with World() as world, target.home(world) as home:
                if status == 403:
                    world.lies["/oauth/token"] = answer(403, {"error": "invalid_grant", "error_description": PASSWORD})
                with home.terminal(*arguments, NOETL_DEBUG="1") as terminal:
                    terminal.wait_for(rb"assword|quit", 10)
                    terminal.settle()
                    terminal.type(PASSWORD + "\r")
                    terminal.settle(1)
                    terminal.type("\x03")
                    terminal.finish(5)
                    search(probe, f"{arguments[2:]}, {status}", home, [PASSWORD], terminal.bytes)


@attack("Secrets", "a core file while secrets are in memory", naive="left a core|can be read")
def core(probe, target):
    probe.needs("|" not in open("/proc/sys/kernel/core_pattern").read(), "core files in place of a program that gets them")
    for number in (signal.SIGSEGV, signal.SIGABRT, signal.SIGQUIT, signal.SIGILL, signal.SIGBUS):
        with World() as world, target.home(world) as home:
            asked = []
            world.lies["/oauth/token"] = lambda connection, request: asked.append(1) or time.sleep(20)
            # Swift's own crash report takes many seconds, and would leave no core.
            with home.start("auth", "login", "--auth0", EMAIL, "--password-stdin", say=PASSWORD + "\n", SWIFT_BACKTRACE="enable=no",
                            wrapper=("sh", "-c", 'ulimit -c unlimited; exec "$@"', "sh")) as run:
                end = time.monotonic() + 15
                while not asked and time.monotonic() < end:
                    time.sleep(0.01)
                limits = open(f"/proc/{run.pid}/limits").read()
                soft = re.search(r"Max core file size\s+(\S+)", limits)[1]
                probe.check(soft == "0", f"the limit of its core files is {soft}: it would have left a core")
                os.kill(run.pid, number)
                run.finish(20)
            cores = [path for path, _ in files_of(home) if os.path.basename(path).startswith("core")]
            probe.check(not cores, f"left a core file after signal {number}: {cores}")
            search(probe, f"signal {number}", home, [PASSWORD], run.stdout, run.stderr)


@attack("Secrets", "another process of the same user looks into its memory and environment", naive="can be read")
def peeping(probe, target):
    probe.needs(os.geteuid() == 0 and shutil.which("setpriv"), "root and setpriv")
    nobody = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all", "--bounding-set=-all")
    with World() as world, target.home(world) as home:
        for folder, names, files in os.walk(home.path):
            for one in [folder, *(os.path.join(folder, name) for name in names + files)]:
                os.chown(one, 65534, 65534)
        asked = []
        world.lies["/oauth/token"] = lambda connection, request: asked.append(1) or time.sleep(20)
        with home.start("auth", "login", "--auth0", EMAIL, "--password-stdin", say=PASSWORD + "\n", wrapper=nobody,
                        NOETL_AUTH0_CLIENT_SECRET=CLIENT_SECRET) as run:
            end = time.monotonic() + 15
            while not asked and not run.reap() and time.monotonic() < end:
                time.sleep(0.01)
            probe.check(asked, f"the login did not get as far as the tenant\n{run}")
            for name in "mem", "environ", "maps":
                status = os.system(f"{' '.join(nobody)} head -c 1 /proc/{run.pid}/{name} >/dev/null 2>{home.path}/said")
                said = open(f"{home.path}/said").read()
                # Reading byte 0 of `mem` is an error of its own; whether it opens is what counts.
                probe.check("Permission denied" in said, f"/proc/PID/{name} can be read by its user: {status} {said}")


SHELL = ["$(touch pwned)", "`touch pwned`", ";touch pwned", "|touch pwned", "&touch pwned", "\ntouch pwned", "'$(touch pwned)'", "> pwned"]


@attack("Secrets", "$BROWSER and addresses that a shell would obey", naive="was obeyed")
def shells(probe, target):
    for word in SHELL:
        for browser in (f"true {word}", f"true{word}", f"true %s{word}"):
            check_obeyed(probe, target, f"BROWSER={browser!r}", {}, BROWSER=browser)
        tail = word.replace(" ", "${IFS}")
        for uri in ("http://127.0.0.1:1/" + word, "http://127.0.0.1:1/" + tail, "http://" + tail):
            check_obeyed(probe, target, f"verification_uri={uri!r}", {"verification_uri": uri, "verification_uri_complete": uri},
                         BROWSER="true")
        if probe.quick and word == SHELL[2]:
            return


def check_obeyed(probe, target, label, changes, **environment):
    with World() as world, target.home(world) as home:
        world.lies["/oauth/device/code"] = answer(200, world.device_answer(**changes))
        world.lies["/oauth/token"] = answer(403, {"error": "access_denied"})
        run = home.run("auth", "login", "--browser", seconds=15, **environment)
        probe.check(not any("pwned" in name for name in os.listdir(home.path)), f"{label}: was obeyed\n{run}")


@attack("Secrets", "addresses that are none of the web launch nothing", naive="was opened with")
def schemes(probe, target):
    bad = ["file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "--version", "-P", "ftp://127.0.0.1/", "//127.0.0.1/",
           "http:", "http:///x", "vbscript:x", " http://127.0.0.1:1/", "ssh://127.0.0.1/", "chrome://settings", "HTTP", ""]
    for uri in bad if not probe.quick else bad[:5]:
        with World() as world, target.home(world) as home:
            world.lies["/oauth/device/code"] = answer(200, world.device_answer(verification_uri=uri, verification_uri_complete=uri))
            world.lies["/oauth/token"] = answer(403, {"error": "access_denied"})
            run = home.run("auth", "login", "--browser", seconds=15, BROWSER=recorder(home))
            probe.check(run.status == 1, f"{uri!r}: no clear error\n{run}")
            said = record_of(home, 0.3)
            probe.check(said is None or "argument http" in said, f"the browser was opened with {uri!r}: {said}")
    for domain in ("$(touch pwned)", "file:///etc/passwd", "javascript:alert(1)", "-x", "a@b.example", "a b.example", "x/y", "http://evil.example"):
        with World() as world, target.home(world) as home:
            run = home.run("auth", "login", "--browser", f"--auth0-domain={domain}", seconds=15, BROWSER=recorder(home))
            probe.check(run.status == 1 and record_of(home, 0.2) is None, f"the browser was opened with the domain {domain!r}\n{run}")


@attack("Secrets", "what the browser inherits: arguments, environment, descriptors, session", naive="inherits")
def inheritance(probe, target):
    for flags in (("--browser",), ("--browser-pkce", "--timeout", "6")):
        with World() as world, target.home(world, gateway_auth0_client_secret=CLIENT_SECRET, gateway_session_token=OLD) as home:
            world.lies["/oauth/device/code"] = answer(200, world.device_answer(device_code=DEVICE))
            with home.start("auth", "login", *flags, BROWSER=recorder(home), NOETL_SESSION_TOKEN=OLD,
                            NOETL_AUTH0_CLIENT_SECRET=CLIENT_SECRET) as run:
                said = record_of(home)
                if not probe.check(said is not None, f"{flags}: no browser inherits anything\n{run}"):
                    continue
                for secret in (OLD, CLIENT_SECRET, DEVICE, PASSWORD):
                    probe.check(secret not in said, f"{flags}: the browser inherits {secret}\n{said}")
                pid, session = re.search(r"session (\d+) (\d+)", said).groups()
                probe.check(pid == session, f"{flags}: the browser inherits the session {session}")
                kinds = dict(re.findall(r"descriptor (\d+) (\S+)", said))
                inherited = {number: kind for number, kind in kinds.items() if int(number) < 3 and kind != "/dev/null" and "browser" not in kind
                             or "socket" in kind or "pipe" in kind and int(number) < 3}
                probe.check(not inherited, f"{flags}: the browser inherits {inherited}")
