"""The loopback listener, during a real login: whatever else knocks, only this login's own answer is let in."""

import re
import socket
import struct
import threading
import time
import urllib.parse

from attack import attack
from target import free_port
from world import SESSION, World


class Login:
    """A browser login that waits at its listener."""

    def __init__(self, target, seconds=120, flags=(), group=None, **environment):
        self.world = World()
        self.home = target.home(self.world)
        self.port = free_port()
        self.run = self.home.start("auth", "login", "--browser-pkce", "--no-browser-open", "--pkce-port",
                                   str(self.port), "--timeout", str(seconds), *flags, group=group, **environment)
        url = self.run.wait_for(rb"(http://\S+/authorize\?\S+)")
        if url is None:
            raise RuntimeError(f"the login did not start\n{self.run}")
        self.code, self.state, redirect = self.world.code_for(url.decode())
        self.path = urllib.parse.urlsplit(redirect).path

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.run.__exit__()
        self.home.__exit__()
        self.world.__exit__()

    def connect(self, host="127.0.0.1", seconds=15):
        return socket.create_connection((host, self.port), timeout=seconds)

    def request(self, target, method="GET", host=None, more=""):
        return (f"{method} {target} HTTP/1.1\r\nHost: {host or f'127.0.0.1:{self.port}'}\r\n{more}\r\n"
                ).encode("utf-8", "surrogateescape")

    def callback(self, **query):
        return self.request(f"{self.path}?{urllib.parse.urlencode(query)}")

    def valid(self):
        return self.callback(code=self.code, state=self.state)

    def ask(self, data, pieces=1, seconds=5):
        """Sends raw bytes, in so many pieces, and returns all that is answered."""
        try:
            with self.connect(seconds=seconds) as connection:
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                size = max(1, -(-len(data) // pieces))
                for start in range(0, len(data), size):
                    connection.sendall(data[start:start + size])
                return drained(connection)
        except OSError as error:
            return f"({error})".encode()

    def ask_quickly(self, data):
        """Sends raw bytes and nothing more, so that also half a request is answered or dropped at once."""
        try:
            with self.connect(seconds=3) as connection:
                connection.sendall(data)
                connection.shutdown(socket.SHUT_WR)
                return drained(connection)
        except OSError as error:
            return f"({error})".encode()

    def still_waits(self, probe, what):
        return probe.check(not self.run.reap(), f"logged in with, or ended by: {what}", self.run)

    def succeeds(self, probe, after):
        """The browser's own answer still logs in, and the port is free afterwards."""
        reply = self.ask(self.valid())
        probe.check(b" 200 " in reply[:20], f"after {after}: the valid callback was answered {reply[:200]!r}", self.run)
        probe.check(self.run.finish(30) == 0 and SESSION.encode() in self.home.read(),
                    f"after {after}: not logged in", self.run)
        probe.check(self.run.memory < 96 << 20, f"after {after}: took {self.run.memory >> 20} MB")


def drained(connection):
    data = b""
    try:
        while got := connection.recv(65536):
            data += got
    except OSError:
        pass
    return data


def status(reply):
    found = re.match(rb"HTTP/1\.1 (\d\d\d) ", reply)
    return int(found[1]) if found else None


def rows(login):
    """Every kind of request that the specification's table turns away: bytes, and the statuses allowed."""
    own, wrong = f"127.0.0.1:{login.port}", "A" * 22
    good = f"{login.path}?code=c&state={login.state}"
    head = login.request
    return {
        "a head over 16 KiB": (head(good, more="X: " + "y" * 17000 + "\r\n"), {431}),
        "a head of 1 MB": (head(good, more="X: " + "y" * (1 << 20) + "\r\n"), {431, None}),
        "a target over 16 KiB": (head(login.path + "?code=" + "c" * 17000), {431}),
        "not HTTP": (b"\x00\x01\x02\x03\r\n\r\n", {400, None}),
        "a NUL in the target": (head(f"{login.path}\0?code=c&state={login.state}"), {400, 404, None}),
        "a NUL in a header": (head(good, more="X: a\0b\r\n"), {400, None}),
        "HTTP/0.9": (f"GET {good}\r\n\r\n".encode(), {400, None}),
        "HTTP/2.0 in the line": (head(good).replace(b"HTTP/1.1", b"HTTP/2.0"), {400, 505, None}),
        "the preface of h2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0" * 9, {400, None}),
        "a TLS hello": (bytes.fromhex("160301007b0100007703031111") + b"\0" * 110, {400, None}),
        "no Host": (f"GET {good} HTTP/1.1\r\n\r\n".encode(), {400, 421}),
        "HTTP/1.0 without Host": (f"GET {good} HTTP/1.0\r\n\r\n".encode(), {400, 421}),
        "two Hosts": (head(good, more=f"Host: {own}\r\n"), {400, 421}),
        "a rebound name": (head(good, host=f"evil.example:{login.port}"), {421}),
        "another port in Host": (head(good, host="127.0.0.1:1"), {421}),
        "localhost in Host": (head(good, host=f"localhost:{login.port}"), {421}),
        "user info in Host": (head(good, host=f"evil@{own}"), {421}),
        "a decimal address in Host": (head(good, host=f"2130706433:{login.port}"), {421}),
        "another path": (head("/favicon.ico"), {404}),
        "the path with a slash": (head(login.path + f"/?code=c&state={login.state}"), {404}),
        "the path around a corner": (head(f"/x/..{good}"), {404}),
        "the path encoded": (head("/%63allback" + good[len(login.path):]), {404}),
        "the path in capitals": (head(good.replace("callback", "Callback")), {404}),
        "two slashes": (head("/" + good), {404}),
        "absolute form": (head(f"http://{own}{good}"), {400, 404}),
        "absolute form of another host": (head(f"http://evil.example{good}"), {400, 404}),
        "authority form": (head(own, method="CONNECT"), {400, 404, 405}),
        "asterisk form": (head("*", method="OPTIONS"), {400, 404, 405}),
        **{method: (head(good, method=method), {405}) for method in
           ("HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE")},
        "an unknown method": (head(good, method="FOO"), {400, 405, None}),
        "a chunked body": (head(good, method="POST", more="Transfer-Encoding: chunked\r\n") + b"5\r\nhello\r\n0\r\n\r\n", {405}),
        "a broken chunked body": (head(good, method="POST", more="Transfer-Encoding: chunked\r\n") + b"zz\r\n", {405}),
        "chunked and a length": (head(good, method="POST", more="Transfer-Encoding: chunked\r\nContent-Length: 5\r\n")
                                 + b"0\r\n\r\n", {400, 405, None}),
        "a wrong state": (login.callback(code="c", state=wrong), {400}),
        "no state": (login.callback(code="c"), {400}),
        "an empty state": (login.callback(code="c", state=""), {400}),
        "the state twice": (head(good + f"&state={login.state}"), {400}),
        "the state with a tail": (head(good + "%00"), {400}),
        "the state in capitals": (login.callback(code="c", state=login.state.swapcase()), {400}),
        "neither code nor error": (login.callback(state=login.state), {400}),
        "code and error": (head(good + "&error=access_denied"), {400}),
        "the code twice": (head(good + "&code=d"), {400}),
        "an empty code": (head(good.replace("code=c", "code=")), {400}),
        "broken percent signs": (head(good + "&x=%zz"), {400}),
        "invalid UTF-8": (head(good + "&x=%ff%fe"), {400}),
        "a fragment": (login.request(f"{login.path}#code=c&state={login.state}"), {400, 404}),
    }


@attack("Listener", "every row of the table, in random order", naive="logged in with|answered")
def each_row(probe, target):
    with Login(target) as login:
        known = rows(login)
        for _ in range(probe.amount(3, 1)):
            for name in probe.random.sample(list(known), len(known)):
                data, allowed = known[name]
                reply = login.ask(data)
                probe.check(status(reply) in allowed, f"{name}: answered {reply[:120]!r}")
                login.still_waits(probe, name)
        login.succeeds(probe, "every row")


@attack("Listener", "every row at once, from 16 sides, requests split over packets", naive="logged in with|answered|not logged in")
def in_parallel(probe, target):
    with Login(target) as login:
        known, answers = rows(login), []
        order = [probe.random.choice(list(known)) for _ in range(probe.amount(800, 160))]
        pieces = [probe.random.choice((1, 2, 3, 7)) for _ in order]
        work = iter(list(zip(order, pieces)))
        lock = threading.Lock()

        def attacker():
            while True:
                with lock:
                    one = next(work, None)
                if one is None:
                    return
                answers.append((one[0], login.ask(known[one[0]][0], one[1])))

        threads = [threading.Thread(target=attacker) for _ in range(16)]
        [one.start() for one in threads]
        [one.join() for one in threads]
        for name, reply in answers:
            # One that was closed while it still sent may have lost the answer to a reset.
            allowed = known[name][1] | ({None} if 431 in known[name][1] else set())
            probe.check(status(reply) in allowed, f"{name}: answered {reply[:120]!r}")
        login.still_waits(probe, "all of them")
        login.succeeds(probe, "the storm")


@attack("Listener", "nothing of a request comes back in a page", naive="came back")
def reflected(probe, target):
    marker = "zq7<script>alert(1)</script>'\""
    with Login(target) as login:
        quoted = urllib.parse.quote(marker)
        fields = {"code": marker, "error": marker, "error_description": marker, "iss": marker, "state": marker, "x": marker}
        tries = [login.callback(**{name: value}) for name, value in fields.items()]
        tries += [login.callback(state=login.state, x=marker, error_description=marker), login.callback(**fields),
                  login.request("/" + quoted), login.request("/" + marker), login.request(login.path, host=marker),
                  login.request(login.path, method="ZQ7"), login.request(login.path, more=f"Referer: {marker}\r\n"),
                  login.request(login.path, more=f"Cookie: {marker}\r\nUser-Agent: {marker}\r\nOrigin: {marker}\r\n"),
                  login.callback(state=login.state, error=marker, error_description=marker, iss=login.world.url + "/")]
        for data in tries:
            reply = login.ask(data)
            probe.check(b"zq7" not in reply.lower(), f"came back: {reply!r}"[:400])


@attack("Listener", "500 connections that say nothing, and the browser's one", naive="not logged in|answered")
def idle(probe, target):
    with Login(target) as login:
        held = []
        try:
            for _ in range(500):
                held.append(login.connect())
            login.still_waits(probe, "500 idle connections")
            start = time.monotonic()
            closed = 0
            if not probe.ends_at_first_failure:
                while time.monotonic() - start < 20 and closed < len(held):
                    closed = sum(is_closed(one) for one in held)
                    time.sleep(0.1)
                took = time.monotonic() - start
                probe.check(closed == 500 and took < 13, f"{closed} of 500 closed after {took:.0f} s")
                for _ in range(500):
                    held.append(login.connect())
            login.succeeds(probe, "500 idle connections")
        finally:
            [one.close() for one in held]


def is_closed(connection):
    connection.setblocking(False)
    try:
        return connection.recv(1) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


@attack("Listener", "slow-loris: one byte a second, of 40 requests", naive="not logged in|answered|was served", in_quick=False)
def slow(probe, target):
    with Login(target) as login:
        held, start = [(login.connect(), iter(login.valid())) for _ in range(40)], time.monotonic()
        alive = dict(enumerate(held))
        if probe.ends_at_first_failure:
            return login.succeeds(probe, "slow requests")
        while alive and time.monotonic() - start < 16:
            for number, (connection, rest) in list(alive.items()):
                try:
                    connection.sendall(bytes([next(rest)]))
                except OSError:
                    del alive[number]
            time.sleep(1)
        probe.check(not alive, f"{len(alive)} slow connections were served for 16 s")
        login.still_waits(probe, "slow requests")
        [connection.close() for connection, _ in held]
        login.succeeds(probe, "slow requests")


@attack("Listener", "a valid request in every number of pieces, and with strangers behind it", naive="not logged in|answered|came")
def split(probe, target):
    for pieces in probe.amount([2, 3, 5, 17, 1000], [2, 1000]):
        with Login(target) as login:
            reply = login.ask(login.valid(), pieces)
            probe.check(status(reply) == 200 and login.run.finish(30) == 0, f"{pieces} pieces: answered {reply[:120]!r}")
    with Login(target) as login:
        pipelined = login.callback(code="c", state="no") + login.valid()
        reply = login.ask(pipelined)
        probe.check(reply.count(b"HTTP/1.1 ") == 1 and status(reply) == 400, f"pipelined: answered {reply[:300]!r}")
        login.still_waits(probe, "a request behind another one")
        login.succeeds(probe, "pipelined requests")
    with Login(target) as login:
        with login.connect() as connection:
            connection.sendall(login.valid())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        probe.check(login.run.finish(30) == 0, "not logged in by a browser that left at once", login.run)


@attack("Listener", "guessed states (100,000)", naive="logged in with")
def guessing(probe, target):
    with Login(target, seconds=900) as login:
        amount, answered, odd = probe.amount(100_000, 2_000), 0, []
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        while answered < amount and not odd:
            batch = []
            for _ in range(min(1 if probe.ends_at_first_failure else 50, amount - answered)):
                guess = "".join(probe.random.choices(letters, k=len(login.state)))
                connection = login.connect()
                connection.sendall(login.callback(code="c", state=guess))
                batch.append(connection)
            for connection in batch:
                reply = connection.recv(4096)
                if status(reply) != 400:
                    odd.append(reply)
                # A reset instead of a long goodbye, or the ports run out.
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                connection.close()
            answered += len(batch)
            if probe.ends_at_first_failure:
                time.sleep(0.5)
                login.still_waits(probe, "a guess")
        probe.tried += answered - 1
        probe.check(not odd, f"a guess was answered {odd[:1]!r}, or logged in with it")
        login.still_waits(probe, f"{amount} guesses")
        login.succeeds(probe, f"{amount} guesses")


@attack("Listener", "from this machine's other addresses", naive="let in")
def other_interfaces(probe, target):
    addresses = {one[4][0] for one in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} | {
        "127.0.0.2", "127.1.2.3"}
    addresses |= own_addresses()
    with Login(target) as login:
        for address in addresses - {"127.0.0.1"}:
            try:
                login.connect(address, 3).close()
                probe.check(False, f"{address} was let in")
            except OSError:
                probe.check(True)


def own_addresses():
    """The address a packet would leave from; none is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        try:
            one.connect(("192.0.2.1", 9))
            return {one.getsockname()[0]}
        except OSError:
            return set()


@attack("Listener", "the port is free again, however the wait ended", naive="still listened on")
def freed(probe, target):
    for ending in "success", "error", "timeout", "signal":
        with Login(target, seconds=2 if ending == "timeout" else 60) as login:
            held = [] if probe.ends_at_first_failure else [login.connect() for _ in range(20)]
            match ending:
                case "success": login.ask(login.valid())
                case "error": login.ask(login.callback(state=login.state, error="access_denied"))
                case "signal": login.run.process.terminate()
            probe.check(login.run.finish(20) is not None, f"{ending}: still running", login.run)
            try:
                with socket.create_server(("127.0.0.1", login.port)):
                    probe.check(True)
            except OSError as error:
                probe.check(False, f"{ending}: port still listened on: {error}")
            [one.close() for one in held]
