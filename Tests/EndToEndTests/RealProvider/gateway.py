"""A stand-in for a NoETL gateway that trusts one OpenID provider.

It verifies each ID token for real (RS256 against the provider's published keys, issuer, audience, expiry) and
answers as a gateway does. Usage: gateway.py PORT ISSUER CLIENT_ID,CLIENT_ID CA_PEM CERT_PEM KEY_PEM
"""

import base64
import hashlib
import hmac
import json
import secrets
import ssl
import sys
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PORT, ISSUER, CLIENT_IDS, CA, CERT, KEY = sys.argv[1:]
AUTHORITIES = ssl.create_default_context(cafile=CA)
# RFC 8017 9.2: the DER prefix that says "this is a SHA-256 digest".
SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")
sessions = {}


class Refused(Exception):
    """The token proves nothing; the text is the reason."""


def decode(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def public_key(key_id):
    with urllib.request.urlopen(ISSUER + ".well-known/jwks.json", context=AUTHORITIES, timeout=10) as answer:
        keys = [key for key in json.load(answer)["keys"] if key["kty"] == "RSA"]
    for key in keys:
        if key.get("kid") == key_id:
            return int.from_bytes(decode(key["n"]), "big"), int.from_bytes(decode(key["e"]), "big")
    raise Refused(f"no key {key_id!r} among the provider's {len(keys)}")


def verify_rs256(signed, signature, modulus, exponent):
    """RFC 8017 8.2.2: rebuild the one encoding that is right and compare it whole."""
    size = (modulus.bit_length() + 7) // 8
    number = int.from_bytes(signature, "big")
    if len(signature) != size or number >= modulus:
        raise Refused("the signature has a wrong size")
    digest = SHA256_PREFIX + hashlib.sha256(signed).digest()
    expected = b"\x00\x01" + b"\xff" * (size - len(digest) - 3) + b"\x00" + digest
    if not hmac.compare_digest(pow(number, exponent, modulus).to_bytes(size, "big"), expected):
        raise Refused("the signature is wrong")


def verify(token):
    try:
        head, body, signature = token.split(".")
        header, claims = json.loads(decode(head)), json.loads(decode(body))
        signature = decode(signature)
    except ValueError:
        raise Refused("not a JWT") from None
    if header.get("alg") != "RS256":
        raise Refused(f"alg is {header.get('alg')!r}")
    verify_rs256(f"{head}.{body}".encode(), signature, *public_key(header.get("kid")))
    audience = claims.get("aud")
    if claims.get("iss") != ISSUER:
        raise Refused(f"iss is {claims.get('iss')!r}")
    if not set(CLIENT_IDS.split(",")) & set(audience if isinstance(audience, list) else [audience]):
        raise Refused(f"aud is {audience!r}")
    if claims.get("exp", 0) <= time.time():
        raise Refused("the token expired")
    return claims


def login(asked):
    if asked.get("auth0_domain") != ISSUER.removeprefix("https://").rstrip("/"):
        raise Refused(f"auth0_domain is {asked.get('auth0_domain')!r}")
    claims = verify(asked["auth0_token"])
    expiry = time.time() + 3600 * asked.get("session_duration_hours", 8)
    session = secrets.token_hex(16)
    sessions[session] = expiry
    return {
        "status": "authenticated",
        "session_token": session,
        "user": {"user_id": 7, "email": claims["email"], "display_name": claims.get("name"), "roles": ["analyst"]},
        "expires_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(expiry)),
        "message": "Authentication successful",
    }


class Gateway(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, content):
        text = not isinstance(content, dict)
        body = content.encode() if text else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain" if text else "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.answer(200, "ok") if self.path == "/health" else self.answer(404, "Not found")

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        if self.path == "/api/auth/login":
            try:
                self.answer(200, login(asked))
            except Refused as why:
                self.log_message("refused: %s", why)
                self.answer(401, {"error": f"Invalid Auth0 token: {why}"})
        elif self.path == "/noetl/catalog/list":
            session = self.headers.get("Authorization", "").removeprefix("Bearer ")
            if sessions.get(session, 0) <= time.time():
                self.answer(401, "Invalid or expired session" if session else "Missing authentication token")
            else:
                entry = {"catalog_id": "1", "path": "examples/hello", "kind": "Playbook", "version": 1}
                self.answer(200, {"entries": [entry]})
        else:
            self.answer(404, {"error": "Not found"})


class Server(ThreadingHTTPServer):
    def get_request(self):
        # The handshake belongs to the connection's thread, so that one silent client cannot hold up the others.
        connection, address = super().get_request()
        return tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), address


tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
tls.load_cert_chain(CERT, KEY)
Server(("127.0.0.1", int(PORT)), Gateway).serve_forever()
