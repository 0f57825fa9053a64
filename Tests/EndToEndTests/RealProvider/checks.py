"""The logins of `scripts/real-provider`, each by flags, with the user played through the provider's own API."""

import http.client
import json
import os
import time
import urllib.parse

from program import CONFIG, Program, check, check_home, run, run_steps, saved
from provider import CONFIDENTIAL, PUBLIC, SECRET, USER, Provider

NOETL, KEYS, GATEWAY = (os.environ[name] for name in ("NOETL_BIN", "KEYS", "GATEWAY"))
ALLOWED, OTHER = os.environ["ALLOWED_PORT"], os.environ["OTHER_PORT"]
CA = f"{KEYS}/ca.pem"
provider = Provider(os.environ["PROVIDER"], CA)


def login(context, *flags):
    return NOETL, "auth", "login", "--context", context, "--ca-file", CA, *flags


def token_of(context):
    return saved(CONFIG)[0][context].get("gateway_session_token")


def check_logged_in(program, context):
    answer = json.loads(program.finish().stdout)
    check(answer["session_token"] == token_of(context), "the printed session is not saved", program.transcript())
    check(answer["saved_context"] == context, program.transcript())
    check(answer["user"]["email"] == USER["email"], program.transcript())
    listed = run(NOETL, "catalog", "list", "Playbook", "--context", context, env={"NOETL_CA_FILE": CA})
    check("examples/hello" in listed.stdout, listed.transcript())


def add_contexts():
    for context, client, *more in ("gp", PUBLIC), ("gp-secret", CONFIDENTIAL, "--auth0-client-secret", SECRET):
        run(NOETL, "context", "add", context, "--server-url", GATEWAY, "--auth0-domain", provider.host,
            "--auth0-client-id", client, *more)


def pkce():
    with Program(*login("gp", "--browser-pkce", "--no-browser-open", "--pkce-port", ALLOWED, "--json")) as program:
        url = program.wait_for(r"(https://\S+/authorize\?\S+)")
        status, callback = provider.authorize(url, cookie)
        check(status == 302 and "code=" in callback, f"answered {status}, {callback}", program.transcript())
        target = urllib.parse.urlsplit(callback)
        browser = http.client.HTTPConnection(target.netloc, timeout=10)
        browser.request("GET", f"{target.path}?{target.query}")
        page = browser.getresponse()
        check(page.status == 200 and b"Return to your terminal" in page.read(), f"the callback page is {page.status}")
        browser.close()
        check_logged_in(program, "gp")


def pkce_not_allowlisted():
    before = token_of("gp")
    flags = "--browser-pkce", "--no-browser-open", "--pkce-port", OTHER, "--timeout", "3"
    with Program(*login("gp", *flags)) as program:
        url = program.wait_for(r"(https://\S+/authorize\?\S+)")
        status, callback = provider.authorize(url, cookie)
        check(status == 403 and callback is None, f"the provider answered {status}, {callback}")
        error = program.finish(1).stderr
        check("No callback arrived within 3 seconds" in error and "allowlist" in error, program.transcript())
        check(f"http://127.0.0.1:{OTHER}/callback" in error, program.transcript())
    check(token_of("gp") == before, "the saved session changed")


def polls():
    return [line for line in open(f"{KEYS}/access.log") if "/oauth/token" in line]


def device():
    asked = len(polls())
    with Program(*login("gp", "--browser", "--no-browser-open", "--json")) as program:
        code = program.wait_for(r"\b([A-Z0-9]{4}-[A-Z0-9]{4})\b")
        # The user takes longer than one poll, so that "authorization_pending" is really met.
        end = time.monotonic() + 20
        while len(polls()) == asked:
            check(time.monotonic() < end, "no poll within 20 s", program.transcript())
            time.sleep(0.05)
        status, page = provider.approve_device(code, cookie)
        check(status == 302 and "device" in page, f"the provider answered {status}, {page}", program.transcript())
        check_logged_in(program, "gp")
        check(len(polls()) == asked + 2, "polled more often than told", *polls(), program.transcript())


def password():
    flags = "--auth0", USER["email"], "--password-stdin", "--json"
    with Program(*login("gp-secret", *flags), say=USER["password"] + "\n") as program:
        check_logged_in(program, "gp-secret")


def wrong_password():
    before = token_of("gp-secret")
    flags = "--auth0", USER["email"], "--password-stdin"
    error = run(*login("gp-secret", *flags), say="wrong horse\n", status=1).stderr
    # All that this provider says about a wrong password is an empty 403.
    check("answered 403 without a reason" in error and len(error.splitlines()) == 3, error)
    check(token_of("gp-secret") == before, "the saved session changed")


def forged_token():
    """A token from elsewhere logs in; with one character of its signature changed, the gateway refuses it."""
    status, _, text = provider.call("POST", "/oauth/token", {
        "grant_type": "password", "username": USER["username"], "password": USER["password"],
        "client_id": CONFIDENTIAL, "client_secret": SECRET, "scope": "openid profile email"}, form=True)
    check(status == 200, text)
    token = json.loads(text)["id_token"]
    middle = token.rindex(".") + 20
    forged = token[:middle] + ("A" if token[middle] != "A" else "B") + token[middle + 1:]
    flags = "--auth0-token", "-", "--no-save", "--json"
    with Program(*login("gp-secret", *flags), say=token + "\n") as program:
        check(json.loads(program.finish().stdout)["saved_context"] is None, program.transcript())
    with Program(*login("gp-secret", *flags), say=forged + "\n") as program:
        check(json.loads(program.finish(1).stdout)["error"]["code"] == "gateway_refused", program.transcript())


STEPS = {
    "the config file is the one below HOME": lambda: check_home(NOETL),
    "contexts are added": add_contexts,
    "PKCE: logged in, session saved and used": pkce,
    "PKCE: a redirect URI that is not allowlisted is refused by the provider": pkce_not_allowlisted,
    "device code: pending, approved, logged in": device,
    "password: logged in with a confidential client": password,
    "password: a wrong one is status 1 with a reason": wrong_password,
    "token: accepted as it is, refused when forged": forged_token,
}

provider.wait_until_ready()
signing = (open(f"{KEYS}/sign.{half}").read() for half in ("key", "pub"))
provider.set_up(f"http://127.0.0.1:{ALLOWED}/callback", *signing)
cookie = provider.user_cookie()
print("real-provider: glewlwyd is set up", flush=True)
run_steps("real-provider", STEPS)
