"""A running glewlwyd: sets it up through its own API and plays its user, who has no browser."""

import http.client
import json
import ssl
import time
import urllib.parse

EMAIL = "ada@example.com"
USER = {"username": EMAIL, "email": EMAIL, "name": "Ada Lovelace", "password": "correct horse 7"}
PUBLIC, CONFIDENTIAL, SECRET = "noetl-public", "noetl-secret", "s3cret-of-the-client"
SCOPES = "openid profile email"


class Provider:
    def __init__(self, address, ca):
        self.host = urllib.parse.urlsplit(address).netloc
        self.issuer = address + "/"
        self.authorities = ssl.create_default_context(cafile=ca)

    def call(self, method, path, body=None, cookie="", form=False):
        """One request, redirects not followed. Returns status, headers and text."""
        headers = {"Cookie": cookie} if cookie else {}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded" if form else "application/json"
            body = urllib.parse.urlencode(body) if form else json.dumps(body)
        connection = http.client.HTTPSConnection(self.host, context=self.authorities, timeout=10)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            connection.close()

    def expect_ok(self, method, path, body=None, cookie=""):
        status, headers, text = self.call(method, path, body, cookie)
        if status != 200:
            raise SystemExit(f"{method} {path} answered {status}: {text}")
        return headers

    def wait_until_ready(self, seconds=30):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if self.call("GET", "/config")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.1)
        raise SystemExit(f"glewlwyd did not answer within {seconds} s")

    def sign_in(self, username, password):
        headers = self.expect_ok("POST", "/api/auth/", {"username": username, "password": password})
        return headers["Set-Cookie"].split(";")[0]

    def set_up(self, redirect_uri, private_key, certificate):
        admin = self.sign_in("admin", "password")

        def add(kind, content):
            self.expect_ok("POST", f"/api/{kind}/", content, admin)

        for scope in "profile", "email":  # The schema brings `openid`.
            add("scope", {
                "name": scope, "display_name": scope, "password_required": True, "password_max_age": 0, "scheme": {}})
        add("user", USER | {"enabled": True, "scope": SCOPES.split() + ["g_profile"]})
        grants = ["code", "device", "password", "refresh", "id-token"]
        add("mod/plugin", {
            "module": "oidc", "name": "oidc", "display_name": "OpenID Connect", "enabled": True,
            "parameters": {f"auth-type-{grant}-enabled": True for grant in grants} | {
                "iss": self.issuer, "jwt-type": "rsa", "jwt-key-size": "256", "key": private_key, "cert": certificate,
                "jwks-show": True, "access-token-duration": 3600, "refresh-token-duration": 3600,
                "code-duration": 60, "refresh-token-rolling": False, "allow-non-oidc": True,
                "pkce-allowed": True, "pkce-method-plain-allowed": False, "pkce-required": True,
                "device-authorization-expiration": 600, "device-authorization-interval": 5,
                "subject-type": "public", "name-claim": "mandatory", "email-claim": "mandatory", "scope-claim": "no"}})
        client = {"scope": SCOPES.split(), "enabled": True, "redirect_uri": [redirect_uri]}
        add("client", client | {
            "client_id": PUBLIC, "name": PUBLIC, "confidential": False,
            "authorization_type": ["code", "device_authorization"], "token_endpoint_auth_method": ["none"]})
        add("client", client | {
            "client_id": CONFIDENTIAL, "name": CONFIDENTIAL, "confidential": True, "client_secret": SECRET,
            "authorization_type": ["password"], "token_endpoint_auth_method": ["client_secret_post"]})

    def user_cookie(self):
        """Signs the user in and lets her consent to the public client."""
        cookie = self.sign_in(USER["username"], USER["password"])
        self.expect_ok("PUT", f"/api/auth/grant/{PUBLIC}", {"scope": SCOPES}, cookie)
        return cookie

    def authorize(self, url, cookie):
        """Opens an authorization URL as the user. Returns the status and where the provider sends the browser."""
        status, headers, _ = self.call("GET", url[len(self.issuer) - 1:] + "&g_continue", cookie=cookie)
        return status, headers.get("Location")

    def approve_device(self, code, cookie):
        status, headers, _ = self.call("GET", f"/api/oidc/device?code={code}&g_continue", cookie=cookie)
        return status, headers.get("Location")
