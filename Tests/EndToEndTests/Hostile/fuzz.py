"""Requests made by a grammar, at the listener of a waiting login, and callback URLs made by one, pasted.

An oracle of its own says which requests are this login's answer; only these may end the wait.
"""

import collections
import os
import re
import time
import urllib.parse

from attack import attack
from liars import b64
from listener import Login, status
from world import World

SECONDS = float(os.environ.get("FUZZ_SECONDS", "0"))
ALLOWED = {None, 200, 400, 404, 405, 421, 431, 501, 505}
BITS = ["", "a", "%", "%2", "%00", "%zz", "%ff", "+", "&", "=", "==", ";", "#", "?", "/", "..", "\\", " ", "\t", "\0", "\x7f", "é", "\udcff",
        "A" * 300, "A" * 20000, "<script>", "\x1b[2J", "http://", "[::1]", "@", ":", "-1", "99999999999999999999"]


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


@attack("Fuzzing", "callback URLs made by a grammar, pasted", naive="Traceback|was posted")
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
                token = re.search(rb'"auth0_token" ?: ?"([^"]*)"', request.body)
                # What is posted is what the address carries, and nothing of another field.
                probe.check(request.path == "/api/auth/login" and token and token[1].decode() in urllib.parse.unquote_plus(url, errors="surrogateescape"),
                            f"{url[:300]!r}: was posted as {request.body[:300]!r}")


def fuzzed_url(chance, token):
    head = chance.choice(("http://127.0.0.1:8765/callback", "https://app.acme.com/login", "http://", "https://[::1", "file:///x", "", fuzzed_text(chance)))
    pairs = [f"{chance.choice(('id_token', 'id_token', 'access_token', 'error', 'code', 'state', 'expires_in', fuzzed_text(chance)))}="
             f"{chance.choice((token, token[:-5], token.upper(), b64(b'{}') + '..', fuzzed_text(chance)))}" for _ in range(chance.choice((0, 1, 1, 2, 4)))]
    text = head + chance.choice(("#", "?", "?#", "##", "#?", "/#/", "")) + "&".join(pairs)
    return text + chance.choice(("", "\n", "\r\n", " ", "\0", "\n\n"))
