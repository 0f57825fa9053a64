"""Requests made by a grammar, at the listener of a waiting login, and callback URLs made by one, pasted at
its terminal and given to `--auth0-callback-url`.

An oracle of its own says which requests are this login's answer; only these may end the wait.
"""

import collections
import json
import os
import re
import select
import time
import urllib.parse

from attack import attack
from liars import b64
from listener import Login, status
from target import free_port, is_ready
from words import foreign
from world import SESSION, World

SECONDS = float(os.environ.get("FUZZ_SECONDS", "0"))
ALLOWED = {None, 200, 400, 404, 405, 421, 431, 501, 505}
BITS = ["", "a", "%", "%2", "%00", "%zz", "%ff", "+", "&", "=", "==", ";", "#", "?", "/", "..", "\\", " ", "\t", "\0", "\x7f", "é", "\udcff",
        "A" * 300, "A" * 20000, "<script>", "\x1b[2J", "zq7", "http://", "[::1]", "@", ":", "-1", "99999999999999999999"]


def fuzzed_text(chance):
    return "".join(chance.choice(BITS) for _ in range(chance.choice((1, 1, 2, 3))))


def fuzzed_query(chance, login):
    true = {"code": login.code, "state": login.state}
    pairs = []
    for _ in range(chance.choice((0, 1, 2, 2, 3, 5, 40))):
        name = chance.choice(("code", "state", "state", "error", "error_description", "iss", "STATE", "stat%65", "x", fuzzed_text(chance)))
        value = chance.choice((true.get(name, "v"), true.get(name, "v"), login.state, login.state[:-1], login.state + "x", fuzzed_text(chance)))
        pairs.append(chance.choice((f"{name}={value}", f"{name}={value}", name, f"={value}", f"{name}=={value}")))
    return chance.choice(("&", "&", "&", "&&", ";")).join(pairs)


def fuzzed_request(chance, login):
    path = chance.choice((login.path, login.path, login.path, login.path, "/", "*", login.path + "/", fuzzed_text(chance), "http://127.0.0.1" + login.path))
    target = path + chance.choice(("?", "?", "?", "??", "#", "")) + fuzzed_query(chance, login)
    method = chance.choice(("GET",) * 6 + ("POST", "HEAD", "get", "CONNECT", "PRI", fuzzed_text(chance)))
    version = chance.choice(("HTTP/1.1",) * 6 + ("HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/1.1 ", "http/1.1", "HTTP/11", "", fuzzed_text(chance)))
    own = f"127.0.0.1:{login.port}"
    lines = [f"{method} {target} {version}"]
    hosts = chance.choice(([own],) * 5 + ([], [own, own], ["evil.example"], [own + "."], [" " + own], ["evil.example", own], [fuzzed_text(chance)]))
    lines += [f"{chance.choice(('Host', 'Host', 'host', 'HOST', 'Host '))}: {one}" for one in hosts]
    for _ in range(chance.choice((0, 0, 1, 3))):
        lines.append(chance.choice((f"X: {fuzzed_text(chance)}", f"{fuzzed_text(chance)}: y", "Content-Length: 5", "Content-Length: -1", "Transfer-Encoding: chunked",
                                    "Expect: 100-continue", "Upgrade: h2c\r\nConnection: Upgrade", " folded", "Connection: keep-alive")))
    end = chance.choice(("\r\n",) * 6 + ("\n", "\r", "\r\n "))
    data = (end.join(lines) + chance.choice((end * 2,) * 6 + ("", end))).encode("utf-8", "surrogateescape")
    if chance.random() < 0.2:
        for _ in range(chance.choice((1, 2, 8))):
            at = chance.randrange(len(data) or 1)
            data = chance.choice((data[:at] + bytes([chance.randrange(256)]) + data[at + 1:], data[:at] + data[at + 1:], data[:at], data[:at] + data[at:] * 2))
    return data


def may_end(data, login):
    """The oracle: whether some reading of these bytes is a GET of the callback with our state, once, and one code or error."""
    text = data.decode("latin1")
    line = re.match(r"[\r\n]*GET ([^ ?#]*)\?(\S*) +HTTP/1\.\d", text)
    if not line or line[1] != login.path:
        return False
    pairs = [one.partition("=") for one in line[2].split("&")]
    decoded = [(urllib.parse.unquote_plus(name, "latin1"), urllib.parse.unquote_plus(value, "latin1")) for name, _, value in pairs]
    values = {name: [value for key, value in decoded if key == name] for name in ("state", "code", "error", "iss")}
    hosts = re.findall(r"(?im)^host *:[ \t]*([^\r\n]*?)[ \t\r]*$", text)
    return (values["state"] == [login.state] and len(values["code"] + values["error"]) == 1
            and hosts == [f"127.0.0.1:{login.port}"])


@attack("Fuzzing", "requests made by a grammar, at the listener", naive="ended by|answered")
def requests(probe, target):
    end, amount = time.monotonic() + (probe.ends_at_first_failure and 10 or SECONDS or probe.amount(60, 15)), 0
    ended_well = 0
    while time.monotonic() < end:
        with Login(target, seconds=600) as login:
            # The end of a wait shows a moment after the request that ended it.
            recent = collections.deque(maxlen=8)
            for _ in range(20_000):
                if time.monotonic() > end or probe.failures:
                    break
                data = fuzzed_request(probe.random, login)
                recent.append(data)
                reply = login.ask_quickly(data)
                amount += 1
                ending = status(reply) == 200 or (reply[:1] == b"H" and b"Sign-in was refused" in reply)
                if status(reply) not in ALLOWED:
                    probe.check(False, f"answered {reply[:200]!r} to {data[:400]!r}")
                if ending or login.run.reap():
                    ended_well += 1
                    if not any(may_end(one, login) for one in recent):
                        login.run.finish(5)
                        probe.check(False, f"the wait was ended by one of {[one[:300] for one in recent]!r}, with {reply[:60]!r}\n{login.run}")
                    break
            else:
                login.succeeds(probe, "fuzzing")
            if not login.run.reap() and not ending:
                login.succeeds(probe, "fuzzing")
    probe.tried += amount
    probe.check(amount > 10, f"only {amount} requests")


def fuzzed_paste(chance, login):
    """A line for the terminal of a waiting login: an address near the true one, bent here and there."""
    own = f"127.0.0.1:{login.port}"
    head = chance.choice((f"http://{own}{login.path}",) * 6 + (
        f"HTTP://{own}{login.path}", f"https://{own}{login.path}", f"http://localhost:{login.port}{login.path}", f"http://x@{own}{login.path}",
        f"http://{own}", f"http://{own}{login.path}/", f"http://{own}//{login.path}", f"http://127.0.0.1:1{login.path}", own + login.path, login.path,
        f"http://evil.example/?u=http://{own}{login.path}", "", fuzzed_text(chance)))
    text = head + chance.choice(("?",) * 6 + ("#", "??", "#?", "", "/?")) + fuzzed_query(chance, login)
    text += chance.choice(("", "", " ", "\t", "#x", "?x", fuzzed_text(chance)))
    data = chance.choice((text, text, text, " " + text, text[::-1], text.upper())).encode("utf-8", "surrogateescape")
    if chance.random() < 0.3:
        for _ in range(chance.choice((1, 2, 8))):
            at = chance.randrange(len(data) + 1)
            data = chance.choice((data[:at] + bytes([chance.randrange(256)]) + data[at + 1:], data[:at] + data[at + 1:],
                                  data[:at] + chance.choice(KEYS) + data[at:], data[:at]))
    # These two speak to the person's terminal, not to the program: Ctrl-C ends it, and Ctrl-S stops all output.
    data = data.replace(b"\x03", b"").replace(b"\x13", b"")
    return data + chance.choice((b"\r", b"\r", b"\n", b"\r\n", b"\n\n", b"\x04"))


# What edits a line, and what would stop or end the program if the terminal still obeyed it.
KEYS = [b"\x7f", b"\x08\x08", b"\x15", b"\x17", b"\x04", b"\x1a", b"\x1c", b"\x1b[D", b"\x1b[200~", b"\n", b"\xc3"]


def lines_of(data):
    """The oracle's reading of typed bytes: lines, after what edits them."""
    lines, line = [], bytearray()
    for byte in data:
        if byte in (0x0A, 0x0D) or byte == 0x04 and line:
            lines.append(bytes(line))
            line.clear()
        elif byte in (0x7F, 0x08):
            while line and line[-1] & 0xC0 == 0x80:
                line.pop()
            del line[-1:]
        elif byte == 0x15:
            line.clear()
        elif byte == 0x17:
            line = bytearray(re.sub(rb"[^ ]* *$", b"", bytes(line)))
        elif byte >= 0x20:
            line.append(byte)
    return lines, bytes(line)


def may_answer(line, login):
    """The oracle: whether some reading of a pasted line is the redirect URI with our state, once, and one code or error."""
    head, _, query = line.decode("latin1").strip().partition("?")
    if head.lower() != f"http://127.0.0.1:{login.port}{login.path}".lower() or not head.endswith(login.path):
        return False
    pairs = [one.partition("=") for one in query.partition("#")[0].split("&")]
    decoded = [(urllib.parse.unquote_plus(name, "latin1"), urllib.parse.unquote_plus(value, "latin1")) for name, _, value in pairs]
    values = {name: [value for key, value in decoded if key == name] for name in ("state", "code", "error")}
    return values["state"] == [login.state] and len(values["code"] + values["error"]) == 1


class Waiting:
    """A browser login that waits at a terminal, where a person may paste."""

    def __init__(self, target):
        self.world, self.port = World(), free_port()
        self.home = target.home(self.world)
        self.terminal = self.home.terminal("auth", "login", "--browser-pkce", "--no-browser-open", "--pkce-port", str(self.port),
                                           "--timeout", "600", size=(200, 50))
        shown = self.terminal.modes
        self.terminal.wait_for(rb"/authorize\?\S+\s", 15)
        url = re.search(rb"(http://\S+/authorize\?\S+)", self.terminal.bytes)
        self.code, self.state, redirect = self.world.code_for(url[1].decode())
        self.path = urllib.parse.urlsplit(redirect).path
        end = time.monotonic() + 5
        # Until then the terminal itself would echo.
        while self.terminal.modes == shown and time.monotonic() < end:
            self.terminal.read(0.01)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.terminal.__exit__()
        self.home.__exit__()
        self.world.__exit__()

    def paste(self, data):
        """Types it, and reads meanwhile, so that neither side waits for the other; gives up on one that takes nothing."""
        master, end = self.terminal.master, time.monotonic() + 10
        os.set_blocking(master, False)
        while data and time.monotonic() < end:
            if is_ready(master) and not self.terminal.read(0):
                return
            if is_ready(master, 0.05, select.POLLOUT):
                try:
                    data = data[os.write(master, data[:512]):]
                except BlockingIOError:
                    self.terminal.read(0.05)

    def has_ended(self, seconds=0.0):
        return self.terminal.finish(seconds) is not None


@attack("Fuzzing", "lines made by a grammar, pasted while a browser login waits", naive="ended by|shows")
def pasted_live(probe, target):
    end, amount = time.monotonic() + (probe.ends_at_first_failure and 10 or SECONDS or probe.amount(60, 10)), 0
    while time.monotonic() < end and not probe.failures:
        with Waiting(target) as login:
            rest, recent = b"", collections.deque(maxlen=64)
            for _ in range(400):
                if time.monotonic() > end:
                    break
                data = fuzzed_paste(probe.random, login)
                lines, rest = lines_of(rest + data)
                login.paste(data)
                recent.extend(lines)
                amount += 1
                if any(may_answer(one, login) for one in lines):
                    break
                if login.has_ended(0.002):
                    break
            # Whether one of them is taken is the program's to say, where some reading of it allows that.
            answered = any(may_answer(one, login) for one in recent)
            if not answered:
                # What was pasted last has been read when its answer is there.
                seen = len(login.terminal.bytes)
                login.paste(b"\x15zq7-last\r")
                login.terminal.wait_for(rb"Still waiting", 10, seen)
                found = foreign(login.terminal.bytes)
                probe.check(not found and b"zq7" not in login.terminal.bytes, f"shows what was pasted, or {found}")
                probe.check(not login.has_ended(0.01), f"the wait was ended by one of {[one[:300] for one in recent]!r}: {login.terminal.bytes[-300:]!r}")
            login.terminal.settle(0.2)
            if not login.has_ended(0.01):
                login.paste(f"\x15http://127.0.0.1:{login.port}{login.path}?code={login.code}&state={login.state}\r".encode())
            ended = login.terminal.finish(30)
            kept = SESSION.encode() in login.home.read()
            probe.check(ended == 0 and kept or answered and ended in (0, 1),
                        f"the true address, after {[one[:300] for one in recent][-1:]!r}, ended with {ended}: {login.terminal.bytes[-300:]!r}")
    probe.tried += amount
    probe.check(amount > 10, f"only {amount} lines")


@attack("Fuzzing", "callback URLs made by a grammar, for --auth0-callback-url", naive="Traceback|was posted")
def pasted(probe, target):
    end = time.monotonic() + (probe.ends_at_first_failure and 10 or SECONDS or probe.amount(30, 5))
    with World() as world, target.home(world) as home:
        good = world.id_token()
        while time.monotonic() < end and not probe.failures:
            url = fuzzed_url(probe.random, good)
            before = len(world.requests)
            run = home.run("auth", "login", "--auth0-callback-url", "-", "--no-save", say=url.encode("utf-8", "surrogateescape"), seconds=20)
            probe.check(run.status in (0, 1) and b"Traceback" not in run.stderr, f"{url[:300]!r}: ended with {run.status}: Traceback or crash\n{run}")
            for request in world.requests[before:]:
                token = json.loads(request.body).get("auth0_token") if request.path == "/api/auth/login" else None
                # What is posted is what the address carries, and nothing of another field.
                probe.check(token and token in urllib.parse.unquote_plus(url, errors="surrogateescape"),
                            f"{url[:300]!r}: was posted as {request.body[:300]!r}")


def fuzzed_url(chance, token):
    head = chance.choice(("http://127.0.0.1:8765/callback", "https://app.acme.com/login", "http://", "https://[::1", "file:///x", "", fuzzed_text(chance)))
    pairs = [f"{chance.choice(('id_token', 'id_token', 'access_token', 'error', 'code', 'state', 'expires_in', fuzzed_text(chance)))}="
             f"{chance.choice((token, token[:-5], token.upper(), b64(b'{}') + '..', fuzzed_text(chance)))}" for _ in range(chance.choice((0, 1, 1, 2, 4)))]
    text = head + chance.choice(("#", "?", "?#", "##", "#?", "/#/", "")) + "&".join(pairs)
    return text + chance.choice(("", "\n", "\r\n", " ", "\0", "\n\n"))
