"""A tenant and a gateway that lie: a clear error, status 1, the config file as it was, and bounds on time and memory."""

import json
import os
import socket
import ssl
import struct
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

from attack import attack
from listener import Login
from world import EMAIL, World, answer, part, token

MEMORY = 64 << 20
DEEP = 100_000


class Call:
    """A command that asks one of the two for something, and the path at which the lie waits."""

    def __init__(self, path, *arguments, say=b""):
        self.path, self.arguments, self.say = path, arguments, say


def calls(world):
    return {
        "password": Call("/oauth/token", "auth", "login", "--auth0", EMAIL, "--password-stdin", say=b"hunter2hunter2\n"),
        "token": Call("/api/auth/login", "auth", "login", "--auth0-token", "-", say=world.id_token().encode()),
        "device": Call("/oauth/device/code", "auth", "login", "--browser", "--no-browser-open"),
        "poll": Call("/oauth/token", "auth", "login", "--browser", "--no-browser-open"),
        "status": Call("/api/auth/validate", "auth", "status"),
        "catalog": Call("/noetl/catalog/list", "catalog", "list", "Playbook"),
        "contract": Call("/api/runtime/contract", "context", "init", "new", "--from-gateway", world.url, "--yes"),
    }


def lie_to(target, name, lie, tls=None, prepare=None, seconds=75):
    """Runs one command against one lie. Returns the run, whether the config is as it was, and what was requested."""
    with World(tls) as world:
        if prepare:
            prepare(world)
        call = calls(world)[name]
        with target.home(world, gateway_session_token="old-session-0123456789") as home:
            if lie is not None:
                world.lies[call.path] = lie
            if name == "poll":  # Such a login goes on until its code has expired.
                world.lies["/oauth/device/code"] = answer(200, world.device_answer(expires_in=8))
            before = home.read()
            with home.start(*call.arguments, say=call.say) as run:
                run.finish(seconds)
                return run, home.read() == before, world.requests, str(run)


def check_refused(probe, label, result, seconds=70):
    run, untouched, _, shown = result
    lines = run.stderr.decode(errors="replace").strip().splitlines() if run.status is not None else []
    # A device login has shown its address before, and says when it tries again.
    clear = 1 <= len(lines) <= 4 and not any("Traceback" in one or "Fatal" in one for one in lines)
    probe.check(run.status == 1 and clear, f"{label}: no clear error\n{shown}")
    probe.check(untouched, f"{label}: the config file changed\n{shown}")
    probe.check(run.memory < MEMORY, f"{label}: took {run.memory >> 20} MB")
    probe.check(run.took < seconds, f"{label}: took {run.took:.0f} s")


def spread(probe, jobs, check):
    """Does the jobs, a few at a time, and checks their results; one at a time where the first failure ends all."""
    if probe.ends_at_first_failure:
        for label, job in jobs:
            check(label, job())
        return
    with ThreadPoolExecutor(3) as pool:
        for label, result in [(label, pool.submit(job)) for label, job in jobs]:
            check(label, result.result())


@attack("Tenant and gateway", "redirects of requests that carry a secret", naive="followed")
def redirects(probe, target):
    def job(name, status, elsewhere):
        to = "http://127.0.0.1:{port}/stolen" if elsewhere else "/stolen"
        def lie(connection, request):
            port = connection.getsockname()[1]
            return answer(status, "", headers=[f"Location: {to.format(port=port)}"])
        return lambda: lie_to(target, name, lie)

    def check(label, result):
        check_refused(probe, label, result) if not probe.ends_at_first_failure else None
        paths = [one.path for one in result[2]]
        probe.check("/stolen" not in paths, f"{label}: followed with {result[2][-1].body!r}")

    names = probe.amount(["password", "token", "device", "poll", "status", "catalog"], ["password", "token"])
    spread(probe, [(f"{name}, {status}", job(name, status, elsewhere)) for name in names
                   for status in (301, 302, 303, 307, 308) for elsewhere in (True, False)], check)


def endless(piece, head=b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n", most=64 << 20):
    def lie(connection, _):
        connection.sendall(head)
        sent = 0
        while sent < most:
            connection.sendall(piece)
            sent += len(piece)
        return None
    return lie


def odd_answers():
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    return {
        "an endless body": endless(b"x" * 65536),
        "an endless chunked body": endless(chunk, head + b"Transfer-Encoding: chunked\r\n\r\n"),
        "an endless JSON string": endless(b"x" * 65536, head + b'\r\n{"session_token": "'),
        "endless headers": endless(b"X-Y: " + b"z" * 1000 + b"\r\n", head),
        "an endless header": endless(b"z" * 65536, head + b"X-Y: "),
        "an endless reason": endless(b"z" * 65536, b"HTTP/1.1 200 ", 4 << 20),
        "endless interim answers": endless(b"HTTP/1.1 100 Continue\r\n\r\n" * 100, b"", 1 << 19),
        "a body of 2 GB by its length": head + b"Content-Length: 2147483648\r\n\r\n{}",
        "a negative length": head + b"Content-Length: -5\r\n\r\n{}",
        "two lengths": head + b"Content-Length: 2\r\nContent-Length: 30\r\n\r\n{}",
        "a length beyond 64 bits": head + b"Content-Length: 99999999999999999999999\r\n\r\n{}",
        "a broken chunk": head + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        "an endless chunk size": endless(b"0" * 65536, head + b"Transfer-Encoding: chunked\r\n\r\n", 4 << 20),
        "nothing": b"",
        "no HTTP": b"220 mail.example.com ESMTP\r\n",
        "HTTP/0.9": b'{"session_token": "x"}',
        "status 999": b"HTTP/1.1 999 No\r\nContent-Length: 0\r\n\r\n",
        "switching protocols": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n" + b"x" * 100,
        "204": b"HTTP/1.1 204 No Content\r\n\r\n",
        "an empty 200": answer(200, ""),
        "HTML that is called JSON": answer(200, "<html>login</html>"),
        "an HTML page": answer(200, "<html>login</html>", "text/html"),
        "an HTML error": answer(502, "<html>bad gateway</html>", "text/html"),
        "an empty 400": answer(400, ""), "an empty 500": answer(500, ""),
        "gzip": answer(200, b"\x1f\x8b\x08\0\0\0\0\0\0\3", headers=["Content-Encoding: gzip"]),
        "UTF-16": answer(200, '{"session_token": 5}'.encode("utf-16")),
        "invalid UTF-8": answer(200, b'{"session_token": "\xff\xfe", "id_token": "\xff", "device_code": "\xff"}'),
        "deep arrays": answer(200, "[" * DEEP),
        "deep arrays that close": answer(200, "[" * DEEP + "]" * DEEP),
        "deep objects": answer(200, '{"a":' * DEEP + "1" + "}" * DEEP),
        "deep objects in the place of a token": answer(200, '{"session_token":' * DEEP + "1" + "}" * DEEP),
        "deep arrays in a refusal": answer(400, "[" * DEEP + "]" * DEEP),
        "a bare null": answer(200, "null"), "a bare number": answer(200, "1e999"), "a bare string": answer(200, '"x"'),
        "an array": answer(200, "[]"), "an empty object": answer(200, "{}"),
        "NaN": answer(200, '{"session_token": NaN, "id_token": NaN, "device_code": NaN, "valid": NaN, "entries": NaN}'),
        "numbers for texts": answer(200, '{"session_token": 1, "id_token": 1, "device_code": 1, "valid": 2, "entries": 3, "auth0": 4}'),
        "objects for texts": answer(200, '{"session_token": {}, "id_token": {}, "device_code": {}, "valid": {}, "entries": {}, "auth0": []}'),
        "nulls": answer(200, '{"session_token": null, "id_token": null, "device_code": null, "valid": null, "entries": null, "auth0": 1}'),
        "empty texts": answer(200, '{"session_token": "", "id_token": "", "device_code": "", "user_code": "", "valid": "", "entries": "", "auth0": ""}'),
        "an error of a wrong type": answer(400, '{"error": {"a": [1]}, "error_description": 5}'),
        "an error of 500 KB": answer(400, json.dumps({"error": "e" * 250_000, "error_description": "d" * 250_000})),
    }


@attack("Tenant and gateway", "answers that are endless, deep, broken or of a wrong type", naive="no clear error|MB")
def broken_answers(probe, target):
    lies = odd_answers()
    names = probe.amount(calls_by_name, ["token"])
    jobs = [(f"{name}, {label}", lambda name=name, lie=lie: lie_to(target, name, lie))
            for name in names for label, lie in lies.items() if (name, label) not in HARMLESS]
    if probe.ends_at_first_failure:
        jobs = [one for one in jobs if "endless" not in one[0]]
    spread(probe, jobs, lambda label, result: check_refused(probe, label, result))


calls_by_name = ["password", "token", "device", "poll", "status", "catalog", "contract"]
# What these answers mean there is no lie: an empty contract is one without Auth0, an empty list has no entries.
HARMLESS = {("contract", label) for label in
            ("an empty object", "nulls", "NaN", "empty texts", "numbers for texts", "objects for texts")}


@attack("Tenant and gateway", "absurd values in answers that are well formed otherwise", naive="ended with|MB|no clear")
def absurd_values(probe, target):
    def login(**changes):
        return lambda world: world.login_answer(**changes)

    absurd = ["1e999", "-1", "1e308", "99999999999999999999999999", "NaN", "-0.0", "[]", "{}", "null", "true", '"\\u0000"',
              '"\\ud800"', '"' + "9" * 5000 + '"', '"0000-00-00T00:00:00Z"', '"9999999999-01-01T00:00:00Z"']
    # Field of the answer, command, path.
    places = [("expires_at", "token"), ("user", "token"), ("message", "token"), ("status", "token"),
              ("expires_in", "device"), ("interval", "device"), ("user_code", "device"), ("expires_in", "password"),
              ("expires_at", "status"), ("user", "status"), ("entries", "catalog"), ("auth0", "contract")]
    if probe.quick or probe.ends_at_first_failure:
        places = places[:2]

    def job(field, name, value):
        def lie(connection, request):
            world = jobs_world[connection.getsockname()[1]]
            honest = world.honest(request)
            head, _, body = honest.partition(b"\r\n\r\n")
            fields = json.loads(body)
            fields[field] = "@@"
            text = json.dumps(fields).replace('"@@"', value)
            return answer(200, text)
        def prepare(world):
            jobs_world[world.port] = world
            # The device login ends with the first poll.
            world.lies["/oauth/token"] = answer(403, {"error": "access_denied"}) if name == "device" else None
        return lambda: lie_to(target, name, lie, prepare=prepare)

    jobs_world = {}

    def check(label, result):
        run, _, _, shown = result
        probe.check(run.status in (0, 1), f"{label}: ended with {run.status}\n{shown}")
        probe.check(b"Traceback" not in run.stderr and run.memory < MEMORY, f"{label}: no clear error\n{shown}")

    spread(probe, [(f"{name}, {field} is {value[:40]}", job(field, name, value)) for field, name in places
                   for value in absurd], check)


@attack("Tenant and gateway", "ID tokens that are not for this login", naive="sent to the gateway")
def bad_tokens(probe, target):
    def claims(world, **changes):
        return json.loads(__import__("base64").urlsafe_b64decode(world.id_token(**changes).split(".")[1] + "=="))

    makers = {
        "alg none": lambda w: token(claims(w), "none", ""), "alg None": lambda w: token(claims(w), "None", ""),
        "alg NONE with a signature": lambda w: token(claims(w), "NONE"), "no alg": lambda w: token(claims(w), None),
        "alg that is a list": lambda w: token(claims(w), ["none"]),
        "iss without slash": lambda w: w.id_token(iss=w.url), "iss with two": lambda w: w.id_token(iss=w.url + "//"),
        "iss of another": lambda w: w.id_token(iss="https://evil.example/"), "no iss": lambda w: w.id_token(iss=None),
        "iss in capitals": lambda w: w.id_token(iss=w.url.upper() + "/"), "iss as a list": lambda w: w.id_token(iss=[w.url + "/"]),
        "https for http": lambda w: w.id_token(iss=w.url.replace("http:", "https:") + "/"),
        "aud of another": lambda w: w.id_token(aud="client-2"), "no aud": lambda w: w.id_token(aud=None),
        "aud that begins alike": lambda w: w.id_token(aud="client-1x"), "an empty list": lambda w: w.id_token(aud=[]),
        "aud of a wrong type": lambda w: w.id_token(aud={"client-1": 1}),
        "expired": lambda w: w.id_token(exp=int(time.time()) - 3600), "no exp": lambda w: w.id_token(exp=None),
        "exp as text": lambda w: w.id_token(exp="never"), "exp at zero": lambda w: w.id_token(exp=0),
        "exp below zero": lambda w: w.id_token(exp=-1e300), "exp NaN": lambda w: w.id_token(exp=float("nan")),
        "exp without end": lambda w: w.id_token(exp=float("inf")),
        "two parts": lambda w: ".".join(w.id_token().split(".")[:2]), "five parts": lambda w: w.id_token() + ".a.b",
        "no JSON": lambda w: f"{part({'alg': 'RS256'})}.eHh4.c2ln", "an empty part": lambda w: f"{part({'alg': 'RS256'})}..c2ln",
        "deep JSON": lambda w: f"{part({'alg': 'RS256'})}.{b64(b'[' * 50000)}.c2ln",
        "an array": lambda w: f"{part({'alg': 'RS256'})}.{part([1])}.c2ln", "not base64": lambda w: "a.!!!.c", "empty": lambda w: "",
    }

    def job(make):
        def lie(world):
            world.lies["/oauth/token"] = answer(200, {"id_token": make(world), "access_token": "a", "token_type": "Bearer"})
        return lambda: lie_to(target, "password", None, prepare=lie)

    def check(label, result):
        probe.check(all(one.path != "/api/auth/login" for one in result[2]), f"{label}: sent to the gateway")
        check_refused(probe, label, result)

    spread(probe, [(label, job(make)) for label, make in makers.items()], check)
    for label, nonce in ("a wrong nonce", "n" * 22), ("no nonce", None), ("a swapped token", "of the login before"):
        with Login(target) as login:
            login.world.nonces[login.code] = nonce
            login.ask(login.valid())
            probe.check(login.run.finish(30) == 1, f"{label}: sent to the gateway\n{login.run}")
            probe.check(all(one.path != "/api/auth/login" for one in login.world.requests), f"{label}: sent to the gateway")
    with Login(target) as login:
        login.world.nonces.clear()
        login.ask(login.valid())
        probe.check(login.run.finish(30) == 1, f"a replayed code\n{login.run}")
    with Login(target) as login:
        login.ask(login.callback(code=login.code, state=login.state, iss="https://evil.example/"))
        probe.check(login.run.finish(30) == 1, f"a mixed-up issuer\n{login.run}")


def b64(data):
    import base64
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@attack("Tenant and gateway", "a reset at each byte of the answer", naive="no clear error")
def resets(probe, target):
    def whole(world, name):
        return answer(200, world.login_answer() if name == "token" else {"id_token": world.id_token()})

    def job(name, length):
        def prepare(world):
            def lie(connection, request):
                connection.sendall(whole(world, name)[:length])
                if length:
                    time.sleep(0.02)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                connection.close()
                return None
            world.lies["/api/auth/login" if name == "token" else "/oauth/token"] = lie
        return lambda: lie_to(target, name, None, prepare=prepare)

    with World() as world:
        lengths = {name: len(whole(world, name)) for name in ("token", "password")}
    jobs = [(f"{name}, after byte {length}", job(name, length)) for name, most in lengths.items()
            for length in range(0, most - 2, probe.amount(1 if name == "token" else 7, 120))]
    spread(probe, jobs, lambda label, result: check_refused(probe, label, result))


@attack("Tenant and gateway", "an answer of one byte a second, and none at all", naive="no clear error|still", in_quick=False)
def trickle(probe, target):
    def drip(connection, _):
        for byte in answer(200, '{"session_token": "' + "x" * 300):
            connection.sendall(bytes([byte]))
            time.sleep(1)
        return None

    def silence(connection, _):
        time.sleep(90)
        return b""

    jobs = [(f"{name}, {label}", lambda name=name, lie=lie: lie_to(target, name, lie, seconds=75))
            for label, lie in (("a byte a second", drip), ("silence", silence),
                              ("interim answers without end", endless(b"HTTP/1.1 100 Continue\r\n\r\n" * 100, b"")))
            for name in ("password", "token", "status")]
    if probe.ends_at_first_failure:
        jobs = [(label, lambda: lie_to(target, "token", drip, seconds=20)) for label, _ in jobs[:1]]
    with ThreadPoolExecutor(len(jobs)) as pool:
        for label, result in [(label, pool.submit(job)) for label, job in jobs]:
            check_refused(probe, label, result.result())


class Certificates:
    """An authority and what it signed, made by openssl; removed on leaving the `with` block."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="hostile-")
        for name in "ca", "stranger":
            self.openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                         "-subj", f"/CN={name}", "-keyout", f"{name}.key", "-out", f"{name}.pem")
        with open(self.path("ca.cnf"), "w") as file:
            file.write("[ca]\ndefault_ca=x\n[x]\ndatabase=index\nnew_certs_dir=.\nserial=serial\ndefault_md=sha256\n"
                       "policy=p\nunique_subject=no\ncopy_extensions=copy\n[p]\ncommonName=supplied\n")
        open(self.path("index"), "w").close()
        with open(self.path("serial"), "w") as file:
            file.write("10\n")
        return self

    def __exit__(self, *_):
        self.folder.cleanup()

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], cwd=self.folder.name, check=True, capture_output=True)

    def context(self, name="localhost", by="ca", dates=("20200101000000Z", "20400101000000Z"), version=None):
        self.openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", f"/CN={name}",
                     "-addext", f"subjectAltName=DNS:{name}", "-keyout", "leaf.key", "-out", "leaf.csr")
        self.openssl("ca", "-batch", "-config", "ca.cnf", "-cert", f"{by}.pem", "-keyfile", f"{by}.key", "-startdate", dates[0],
                     "-enddate", dates[1], "-in", "leaf.csr", "-out", "leaf.pem")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if version:
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version = context.maximum_version = version
        context.load_cert_chain(self.path("leaf.pem"), self.path("leaf.key"))
        return context


@attack("Tenant and gateway", "TLS with a wrong name, expired, of an unknown authority, 1.0 and 1.1", naive="was sent")
def bad_tls(probe, target):
    with Certificates() as made:
        cases = {
            "right": made.context(), "a wrong name": made.context("evil.example"),
            "expired": made.context(dates=("20200101000000Z", "20210101000000Z")),
            "not yet valid": made.context(dates=("20390101000000Z", "20400101000000Z")),
            "an unknown authority": made.context(by="stranger"),
            "TLS 1.0": made.context(version=ssl.TLSVersion.TLSv1), "TLS 1.1": made.context(version=ssl.TLSVersion.TLSv1_1),
        }
        for label, context in cases.items():
            for name in probe.amount(["password", "token", "status"], ["token"]):
                with World(context) as world, target.home(world, gateway_session_token="old-session-0123456789") as home:
                    call, before = calls(world)[name], home.read()
                    run = home.run(*call.arguments, say=call.say, NOETL_CA_FILE=made.path("ca.pem"))
                    if label == "right":  # Or the others would be refused for nothing.
                        probe.check(run.status == 0, f"{name} over right TLS was refused\n{run}")
                        continue
                    probe.check(not world.requests, f"{name}, {label}: was sent {world.requests[:1] and world.requests[0].raw!r}")
                    check_refused(probe, f"{name}, {label}", (run, home.read() == before, [], str(run)))
