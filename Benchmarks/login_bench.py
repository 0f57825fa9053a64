"""Measures logins of noetl beside noetl 5.3.2 and prints Markdown tables: redirect to saved token, peak memory.

Usage: login_bench.py NOETL NOETL_SANDBOX NOETL_532
"""

import html
import http.client
import json
import os
import re
import signal
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

from report import machine, milliseconds, table
from runs import Child, interleaved, once, ratio

OURS, SANDBOX, THEIRS = sys.argv[1:]
NAMES = {OURS: "noetl", THEIRS: "noetl 5.3.2 (wheel, starts a Python)"}
LOGINS = 20
# Nobody signs in faster; programs may use the time.
SIGN_IN_PAUSE = 0.3
SYSTEM_AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt"


def request(method, url, body=None, cookies="", trust=None):
    """One request without following redirects; gives status, headers and text."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme == "https":
        connection = http.client.HTTPSConnection(parts.netloc, timeout=20, context=trust)
    else:
        connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    headers |= {"Cookie": cookies} if cookies else {}
    connection.request(method, f"{parts.path}?{parts.query}", body, headers)
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response.status, response.headers, text


def sign_in(address, user, trust):
    """The person at the tenant's page; gives the address that the browser is sent back to."""
    _, headers, page = request("GET", address, trust=trust)
    cookies = "; ".join(one.partition(";")[0] for one in headers.get_all("Set-Cookie", []))
    form = re.search(r'<form [^>]*action="([^"]*)".*?</form>', page, re.DOTALL)
    fields = {}
    for tag in re.findall(r"<input [^>]*>", form[0]):
        found = dict(re.findall(r'(name|value)="([^"]*)"', tag))
        if "name" in found:
            fields[found["name"]] = html.unescape(found.get("value", ""))
    fields |= {"username": user["email"], "password": user["password"], "action": "login"}
    action = urllib.parse.urljoin(address, html.unescape(form[1]))
    status, headers, text = request("POST", action, urllib.parse.urlencode(fields), cookies, trust)
    if status not in (302, 303):
        raise SystemExit(f"the sign-in was answered with {status}: {text}")
    return headers["Location"]


def saved_token(folder):
    with open(os.path.join(folder, ".noetl", "config.yaml")) as config:
        found = re.search(r"gateway_session_token: *[\"']?([^\s\"']+)", config.read())
    return found and found[1]


class Login:
    """The same login for both programs, each with a home of its own."""

    def __init__(self, folder, port, place):
        self.port, self.user = port, place["users"][0]
        self.trust = ssl.create_default_context(cafile=place["caFile"])
        self.homes = {}
        for cli in OURS, THEIRS:
            home = self.homes[cli] = tempfile.mkdtemp(dir=folder)
            once(home, cli, "context", "add", "bench", "--server-url", place["gatewayURL"], "--auth0-domain",
                 place["tenantDomain"], "--auth0-client-id", place["clientID"], "--set-current")

    def measure(self, cli, authorities):
        """Gives the time from the redirect until the program has ended with a new token saved, and its peak."""
        home = self.homes[cli]
        old = saved_token(home)
        flags = "auth", "login", "--browser-pkce", "--no-browser-open", "--pkce-port", str(self.port)
        with Child(home, cli, *flags, peak=True, SSL_CERT_FILE=authorities) as child:
            address = child.read_until(r"(https://\S+/authorize\?\S+)\s")
            callback = sign_in(address, self.user, self.trust)
            time.sleep(SIGN_IN_PAUSE)
            begun = time.perf_counter()
            status, _, page = request("GET", callback)
            ended, _, peak = child.end()
        token = saved_token(home)
        if status != 200 or not token or token == old:
            raise SystemExit(f"{NAMES[cli]} saved no new token; its page: {status} {page}")
        return ended - begun, peak


def logins(login, ca_file, folder):
    trusts = {"the sandbox's alone": ca_file}
    if os.path.exists(SYSTEM_AUTHORITIES):
        trusts["Debian's and the sandbox's"] = both = os.path.join(folder, "authorities.pem")
        with open(both, "w") as bundle:
            bundle.write(open(SYSTEM_AUTHORITIES).read() + open(ca_file).read())
    for trust, file in trusts.items():
        columns = interleaved(LOGINS, {cli: lambda cli=cli: login.measure(cli, file) for cli in (OURS, THEIRS)})
        count = open(file).read().count("BEGIN CERTIFICATE")
        table(f"Redirect to saved token, {LOGINS} logins each, authorities: {trust} ({count})",
              "program | wall ms, median | min | max | peak MB, median | max",
              [f"{NAMES[cli]} | {milliseconds(times)} | {statistics.median(peaks):.1f} | {max(peaks):.1f}"
               for cli, (times, peaks) in columns.items()])
        print(f"\nWall time against 5.3.2: {ratio(columns, OURS, THEIRS):.2f}.")


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory() as folder:
        print(f"\nMachine: {machine()}.", flush=True)
        port = int(subprocess.run([SANDBOX, "free-port"], capture_output=True, text=True, check=True).stdout)
        callback = f"http://127.0.0.1:{port}/callback"
        with subprocess.Popen([SANDBOX, "--redirect-uri", callback], stdout=subprocess.PIPE, text=True) as sandbox:
            try:
                place = json.loads(sandbox.stdout.readline())
                login = Login(folder, port, place)
                logins(login, place["caFile"], folder)
            finally:
                sandbox.terminate()
        print(f"\nAfterwards: load {os.getloadavg()[0]:.2f}.")


main()
