"""A tenant and a gateway in one, on loopback: honest unless an attack puts a lie in the place of an answer."""

import base64
import json
import socket
import ssl
import threading
import time
import urllib.parse

SESSION = "5e551040-0123-4567-89ab-cdef01234567"
EMAIL = "you@example.com"


def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def token(claims, algorithm="RS256", signature="c2lnbmF0dXJl"):
    return f"{part({'alg': algorithm, 'typ': 'JWT'})}.{part(claims)}.{signature}"


def answer(status, body, kind="application/json", headers=()):
    body = body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()
    lines = [f"HTTP/1.1 {status} X", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\nConnection: close\r\n\r\n" + body


class Request:
    def __init__(self, head, body):
        line, *headers = head.decode("latin1").split("\r\n")
        self.method, self.target = (line.split(" ") + ["", ""])[:2]
        self.path, _, self.query = self.target.partition("?")
        self.headers = {key.lower(): value.strip() for key, _, value in (one.partition(":") for one in headers)}
        self.body = body
        self.form = dict(urllib.parse.parse_qsl(body.decode("latin1")))
        self.raw = head + b"\r\n\r\n" + body


class World:
    """Serves until the `with` block is left. `lies` maps a path to raw bytes, or to a function that gets the socket
    and the request and may do with them what it wants, or return raw bytes."""

    def __init__(self, tls=None):
        self.lies, self.requests, self.nonces = {}, [], {}
        self.claims = {}
        self.tls = tls
        self.server = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self.server.getsockname()[1]
        self.host = f"localhost:{self.port}" if tls else f"127.0.0.1:{self.port}"
        self.url = ("https://" if tls else "http://") + self.host
        self.ending = threading.Event()
        threading.Thread(target=self.accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.ending.set()
        # Closing alone would leave the thread that accepts, and the port, for good.
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()

    def accept(self):
        while True:
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        try:
            connection.settimeout(30)
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            request = self.receive(connection)
            if request is None:
                return
            self.requests.append(request)
            lie = self.lies.get(request.path)
            if callable(lie):
                lie = lie(connection, request)
                if lie is None:
                    return
            connection.sendall(lie if lie is not None else self.honest(request))
        except (OSError, ssl.SSLError, ValueError):
            pass
        finally:
            connection.close()

    @staticmethod
    def receive(connection):
        data = b""
        while b"\r\n\r\n" not in data:
            got = connection.recv(65536)
            if not got:
                return None
            data += got
        head, _, body = data.partition(b"\r\n\r\n")
        request = Request(head, body)
        while len(request.body) < int(request.headers.get("content-length", 0)):
            got = connection.recv(65536)
            if not got:
                return None
            request.body += got
        return Request(head, request.body)

    def id_token(self, **changes):
        claims = {"iss": self.url + "/", "aud": "client-1", "sub": "auth0|1", "email": EMAIL,
                  "iat": int(time.time()), "exp": int(time.time()) + 3600} | self.claims | changes
        return token({key: value for key, value in claims.items() if value is not None})

    def login_answer(self, **changes):
        return {"status": "authenticated", "session_token": SESSION,
                "user": {"user_id": 1, "email": EMAIL, "display_name": "You", "roles": ["admin"]},
                "expires_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 28800)),
                "message": "ok"} | changes

    def honest(self, request):
        match request.path:
            case "/oauth/token":
                if "code" in request.form and request.form["code"] not in self.nonces:
                    return answer(403, {"error": "invalid_grant", "error_description": "Invalid authorization code"})
                nonce = self.nonces.pop(request.form.get("code"), None)
                return answer(200, {"access_token": "opaque", "id_token": self.id_token(nonce=nonce),
                                    "token_type": "Bearer", "expires_in": 3600})
            case "/oauth/device/code":
                return answer(200, self.device_answer())
            case "/api/auth/login":
                return answer(200, self.login_answer())
            case "/api/auth/validate":
                return answer(200, {"valid": True, "user": self.login_answer()["user"], "message": "ok",
                                    "expires_at": self.login_answer()["expires_at"]})
            case "/api/runtime/contract":
                return answer(200, {"gateway_version": "3.12.0", "contract_version": "1", "summary": "s", "routes": {},
                                    "auth0": {"domain": self.url, "client_id": "client-1"}})
            case "/noetl/catalog/list":
                return answer(200, {"entries": [{"catalog_id": 1, "path": "a/b", "kind": "Playbook", "version": 1}]})
            case "/noetl/catalog/resource":
                return answer(200, {"catalog_id": 1, "path": "a/b", "kind": "Playbook", "version": 1, "content": "kind: Playbook\n"})
            case "/noetl/catalog/register":
                return answer(200, {"status": "success", "path": "a/b", "kind": "Playbook", "version": 2, "catalog_id": 2})
            case "/.well-known/openid-configuration":
                return answer(200, self.discovery())
            case "/authorize" if "prompt=none" in request.query:
                redirect = dict(urllib.parse.parse_qsl(request.query))["redirect_uri"]
                return answer(302, "", headers=[f"Location: {redirect}?error=login_required"])
            case "/health":
                return answer(200, "ok", "text/plain")
        return answer(404, {"error": "not found"})

    def discovery(self, **changes):
        return {"issuer": self.url + "/", "device_authorization_endpoint": self.url + "/oauth/device/code",
                "grant_types_supported": ["authorization_code", "urn:ietf:params:oauth:grant-type:device_code"],
                "code_challenge_methods_supported": ["S256"]} | changes

    def device_answer(self, **changes):
        return {"device_code": "device-code-secret-0123456789", "user_code": "ABCD-EFGH",
                "verification_uri": self.url + "/activate",
                "verification_uri_complete": self.url + "/activate?user_code=ABCD-EFGH", "expires_in": 60,
                "interval": 1} | changes

    def code_for(self, authorization_url):
        """What the browser would bring: a code for the login that opened this address, and its state."""
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(authorization_url).query))
        code = f"code-{len(self.nonces)}-{time.monotonic_ns()}"
        self.nonces[code] = query.get("nonce")
        return code, query["state"], query["redirect_uri"]
