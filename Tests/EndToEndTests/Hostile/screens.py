"""Server strings, context names, users and errors that speak to the terminal: it gets none of their sequences."""

import os
import re

from attack import attack
from words import ALL, NASTY, foreign, shapes
from world import EMAIL, World, answer

LOGIN = ("auth", "login")
BY_PASSWORD = (*LOGIN, "--auth0", EMAIL, "--password")
BY_DEVICE = (*LOGIN, "--browser", "--no-browser-open")
WIZARD = ("-i", "--context", "prod")
# A tour of a full screen takes seconds: these alone, and all at once.
FEW = {name: NASTY[name] for name in ("the clipboard", "C1 CSI", "right to left", "an accent bomb")}
# In the place of a key: until the tenant has been asked again; bytes: until they are shown. And what begins every text whose place must be reached.
POLL, MARK = object(), "Zq9 "


DOCTOR = ("auth", "doctor")


def header(text):
    """A text as far as a header can carry it: a line break would end it."""
    return re.sub("[\r\n\0]", "", text)[:2000]


def refusal(text):
    return answer(400, {"error": text, "error_description": text})


def served(text):
    """Where a server can put a text: arguments, what is typed, and the lies, for each place."""
    def user(world):
        return {"user_id": 1, "email": text, "display_name": text, "roles": [text, text]}

    url = "http://127.0.0.1:1/" + "".join(one if ord(one) < 128 and one.isalnum() else "%%%02x" % (ord(one) % 256) for one in text[:50])
    by_token = (*LOGIN, "--auth0-token", "-")
    # A device login ends with its first poll.
    denied = {"/oauth/token": lambda w: answer(403, {"error": "access_denied"})}
    return {
        "a refused password": (BY_PASSWORD, "pw\r", {"/oauth/token": lambda w: refusal(text)}),
        "a known refusal": (BY_PASSWORD, "pw\r", {"/oauth/token": lambda w: answer(403, {"error": "invalid_grant", "error_description": text})}),
        "a rate limit": (BY_PASSWORD, "pw\r", {"/oauth/token": lambda w: answer(429, {"error": "too_many_requests", "error_description": text})}),
        "a token's issuer": (BY_PASSWORD, "pw\r", {"/oauth/token": lambda w: answer(200, {"id_token": w.id_token(iss=text)})}),
        "a token's audience": (BY_PASSWORD, "pw\r", {"/oauth/token": lambda w: answer(200, {"id_token": w.id_token(aud=[text])})}),
        "a refused device": (BY_DEVICE, "", {"/oauth/device/code": lambda w: refusal(text)}),
        "a device code": (BY_DEVICE, "", {"/oauth/device/code": lambda w: answer(200, w.device_answer(user_code=text))} | denied),
        "a refused poll": (BY_DEVICE, "", {"/oauth/token": lambda w: refusal(text)}),
        "a verification address": (BY_DEVICE, "", {"/oauth/device/code": lambda w: answer(200, w.device_answer(
            verification_uri="http://127.0.0.1:1/" + text, verification_uri_complete="http://127.0.0.1:1/" + text))} | denied),
        "a QR code": ((*BY_DEVICE, "--qr"), "", {"/oauth/device/code": lambda w: answer(200, w.device_answer(
            user_code=text, verification_uri_complete=url))} | denied),
        "a gateway's refusal": (by_token, None, {"/api/auth/login": lambda w: answer(401, {"error": text})}),
        "a gateway's failure": (by_token, None, {"/api/auth/login": lambda w: answer(500, {"error": text})}),
        "a gateway's plain text": (by_token, None, {"/api/auth/login": lambda w: answer(403, text, "text/plain")}),
        "a user": (by_token, None, {"/api/auth/login": lambda w: answer(200, w.login_answer(user=user(w), message=text, status=text))}),
        "a user, in JSON": ((*by_token, "--json"), None, {"/api/auth/login": lambda w: answer(200, w.login_answer(user=user(w), message=text))}),
        "a session token": (by_token, None, {"/api/auth/login": lambda w: answer(200, w.login_answer(session_token="s" + text + "0123456789"))}),
        "an expiry": (by_token, None, {"/api/auth/login": lambda w: answer(200, w.login_answer(expires_at=text))}),
        "a status": (("auth", "status"), "", {"/api/auth/validate": lambda w: answer(200, {"valid": True, "user": user(w), "expires_at": text, "message": text})}),
        "all statuses": (("auth", "status", "--all"), "", {"/api/auth/validate": lambda w: answer(200, {"valid": True, "user": user(w)})}),
        "a refused session": (("catalog", "list", "Playbook"), "", {"/noetl/catalog/list": lambda w: answer(401, text, "text/plain")}),
        "a catalog error": (("catalog", "list", "Playbook"), "", {"/noetl/catalog/list": lambda w: answer(500, {"error": text, "message": text, "detail": text})}),
        "a catalog": (("catalog", "list", "Playbook"), "", {"/noetl/catalog/list": lambda w: answer(200, {"entries": [
            {"catalog_id": text, "path": text, "kind": text, "version": text, text: text}]})}),
        "a catalog, in JSON": (("catalog", "list", "Playbook", "--json"), "", {"/noetl/catalog/list": lambda w: answer(200, {"entries": [
            {"catalog_id": text, "path": text, "kind": text, "version": text, text: text}]})}),
        "a catalog entry": (("catalog", "get", "a/b"), "", {"/noetl/catalog/resource": lambda w: answer(200, {
            "catalog_id": text, "path": text, "kind": text, "version": text, "content": text, "payload": {text: text}, text: text})}),
        "a registered entry": (("catalog", "register", "entry.yaml"), "", {"/noetl/catalog/register": lambda w: answer(200, {
            "status": text, "path": text, "kind": text, "version": text, "catalog_id": text, "message": text})}),
        "a doctor's contract": (DOCTOR, "", {"/api/runtime/contract": lambda w: answer(200, {
            "gateway_version": text, "contract_version": text, "auth0": {"domain": text, "client_id": text, "audience": text}})}),
        "a doctor's version": (DOCTOR, "", {"/api/runtime/contract": lambda w: answer(200, {"gateway_version": text, "contract_version": "1"})}),
        "a doctor's gateway": (DOCTOR, "", {"/api/runtime/contract": lambda w: answer(500, {"error": text}),
                                            "/api/auth/validate": lambda w: answer(401, {"error": text, "message": text})}),
        "a doctor's session": (DOCTOR, "", {"/api/auth/validate": lambda w: answer(200, {"valid": True, "user": user(w), "expires_at": text})}),
        "a doctor's tenant": (DOCTOR, "", {"/.well-known/openid-configuration": lambda w: answer(200, w.discovery(issuer=text))}),
        "a doctor's grants": (DOCTOR, "", {"/.well-known/openid-configuration": lambda w: answer(200, w.discovery(
            code_challenge_methods_supported=[text], grant_types_supported=[text]))}),
        "a doctor's redirect": (DOCTOR, "", {"/authorize": lambda w: answer(302, "", headers=["Location: http://" + header(text) + "/x"])}),
        "a contract": (("context", "init", "new", "--from-gateway", "@", "--yes"), "", {"/api/runtime/contract": lambda w: answer(200, {
            "gateway_version": text, "contract_version": text, "summary": text, "routes": {}, "auth0": {
                "domain": text, "client_id": text, "redirect_uri": text, "audience": text}})}),
    }


@attack("Terminal", "every string of a server, on the command line", naive="sequence|character|bytes|marks")
def server_strings(probe, target):
    for label, text in ({"all at once": ALL} | probe.amount(NASTY, {})).items():
        for place, (arguments, typed, lies) in served(text).items():
            if probe.ends_at_first_failure and typed:
                continue
            with World() as world, target.home(world, gateway_session_token="old-session-0123456789") as home:
                for path, lie in lies.items():
                    world.lies[path] = lie(world)
                given = [world.url if one == "@" else one for one in arguments]
                with open(os.path.join(home.path, "entry.yaml"), "w") as file:
                    file.write("kind: Playbook\nmetadata:\n  path: a/b\n  name: b\n")
                with home.terminal(*given, NOETL_DEBUG="1") as terminal:
                    if typed or typed is None:
                        terminal.wait_for(rb"assword|oken|[A-Z].*:", 10)
                        terminal.type(typed or world.id_token() + "\r")
                    ended = terminal.finish(20)
                    found = foreign(terminal.bytes)
                    probe.check(not found, f"{place}, {label}: {found}")
                    probe.check(ended in (0, 1, 77), f"{place}, {label}: ended with {ended}: {terminal.bytes[:500]!r}")


def nasty_contexts(world):
    names = {f"ctx {number} {text[:90]}": text for number, text in enumerate(list(NASTY.values()))}
    return {name: {"server_url": "http://127.0.0.1:1/" + text[:200], "runtime": text, "gateway_auth0_domain": text,
                   "gateway_auth0_client_id": text, "gateway_auth0_audience": text, "gateway_session_token": text,
                   "gateway_session_user": text, "gateway_session_expires_at": text, "kube_context": text}
            for name, text in names.items()}


@attack("Terminal", "every string of a config file and of the command line", naive="sequence|character|bytes|marks")
def config_strings(probe, target):
    with World() as world, target.home(world) as home:
        contexts = nasty_contexts(world)
        home.write(contexts, list(contexts)[0])
        tries = [("context", "list"), ("context", "current"), ("auth", "status", "--all", "--offline"), ("context", "list", "--json")]
        for name in contexts if not probe.quick else list(contexts)[::8]:
            argv = name.replace("\0", "")
            tries += [("context", "current", "--context", argv), ("--context", argv, "auth", "status", "--offline"),
                      ("context", "use", argv + "x"), ("context", "delete", argv + "x"), ("context", argv), ("auth", "login", "--" + argv),
                      ("context", "add", "n", "--server-url", argv), ("auth", "login", "--auth0-domain", argv, "--auth0-token", "x.y.z")]
        for arguments in tries:
            with home.terminal(*arguments) as terminal:
                ended = terminal.finish(20)
                found = foreign(terminal.bytes)
                probe.check(not found, f"{arguments}: {found}")
                probe.check(ended in (0, 1, 77), f"{arguments}: ended with {ended}: {terminal.bytes[-500:]!r}")


def tour(home, arguments, keys, mark="", **environment):
    """Opens a full screen, presses the keys, waits for the mark, leaves, and returns all bytes and the status."""
    with home.terminal(*arguments, size=(100, 30), **environment) as terminal:
        terminal.wait_for(rb"quit|[Ee]sc|Ctrl", 15)
        terminal.settle()
        for key in keys:
            if key is POLL:
                terminal.wait_for(rb"NEVER", 2.5)
                continue
            if isinstance(key, bytes):
                terminal.wait_for(key, 10)
                continue
            terminal.type(key)
            terminal.settle(0.3)
        if not terminal.wait_for(re.escape(mark.encode()), 10):
            return terminal.bytes, terminal.status
        terminal.type("\x03")
        return terminal.bytes, terminal.finish(5)


def check_tour(probe, target, label, arguments, keys, lies, contexts=None, mark=MARK, fields=None, always=None):
    """Compares an honest tour with one among lies; `always`: what is answered in both, to get to the same place."""
    results = []
    for honest in (True, False):
        with World() as world, target.home(world, **{"gateway_session_token": "old-session-0123456789"} | (fields or {})) as home:
            world.lies |= always or {}
            if not honest:
                for path, lie in lies.items():
                    world.lies[path] = lie(world)
                if contexts:
                    home.write(contexts(world), list(contexts(world))[0])
            typed = [world.url if one == "@" else one for one in keys]
            results.append(tour(home, arguments, typed, "" if honest else mark.strip()))
    (calm, _), (data, ended) = results
    # The honest tour may end on a screen with fewer sequences; these are ours too, wherever they come from.
    known = shapes(calm) | OURS
    found = foreign(data, known)
    probe.check(not found, f"{label}: {found}")
    probe.check(ended in (0, 1, 130), f"{label}: ended with {ended}: {data[-300:]!r}")
    # Else the tour did not come to the place that it is about.
    probe.check(mark.strip().encode() in data, f"{label}: {mark}is not shown: {data[-1500:]!r}")


OURS = {f"\x1b[{one}" for one in "ABCDGHJKXdmPLMrb@ST"} | {"\x1b(B", "\x1bM", "\x1b7", "\x1b8", "\x1b=", "\x1b>"}


@attack("Terminal", "the wizard, with every server string", naive="sequence|character|bytes|marks")
def wizard(probe, target):
    check_tour(probe, target, "a config file", (*LOGIN, "-i"), ["\x1b[B"] * 5 + ["/", "ctx", "\r", "\r", "\x1b"], {}, nasty_contexts, "ctx")
    for label, text in ({"all at once": ALL} | probe.amount(FEW, {})).items():
        places = served(MARK + text)
        for place, arguments, keys in [
            ("a refused password", (*BY_PASSWORD, *WIZARD), ["pw", "\r", "e", "\r"]),
            ("a known refusal", (*BY_PASSWORD, *WIZARD), ["pw", "\r", "?"]),
            ("a token's issuer", (*BY_PASSWORD, *WIZARD), ["pw", "\r"]),
            ("a user", (*BY_PASSWORD, *WIZARD), ["pw", "\r", "v", "\r"]),
            ("a gateway's refusal", (*BY_PASSWORD, *WIZARD), ["pw", "\r", "\r"]),
            ("a device code", (*BY_DEVICE, *WIZARD), ["U", " ", "?"]),
            ("a verification address", (*BY_DEVICE, *WIZARD), ["U", " "]),
            ("a refused poll", (*BY_DEVICE, *WIZARD), [POLL, "?"]),
            ("a contract", (*LOGIN, "-i"), ["n", "@", "\r"]),
            ("a QR code", (*BY_DEVICE, *WIZARD), ["Q", "U", " "]),
            ("a doctor's grants", (*BY_PASSWORD, *WIZARD), ["pw", "\r", b"doctor", "d", b"Nothing|thing stands", "U", " "]),
            ("a doctor's gateway", (*BY_PASSWORD, *WIZARD), ["pw", "\r", b"doctor", "d", b"Nothing|thing stands", "U", " "]),
        ][::2 if probe.quick else 1]:
            # An address or a domain with such text is refused, and not shown.
            mark = "" if place in ("a verification address", "a contract") else MARK
            # Who fails to log in may call a doctor.
            always = {"/oauth/token": answer(403, {"error": "invalid_grant"})} if "doctor" in place else {}
            check_tour(probe, target, f"{place}, {label}", arguments, keys, places[place][2], mark=mark, always=always)


@attack("Terminal", "the context manager, with every server string", naive="sequence|character|bytes|marks")
def manager(probe, target):
    keys = ["\x1b[B"] * 6 + ["/", "ctx", "\r", "r", "e", "\x1b", "v", "\x1b", "D", "n", "i", "\x1b", "l", "\x1b", "?", "\x1b"]
    check_tour(probe, target, "a config file", ("tui",), keys, {}, nasty_contexts, "ctx")
    for label, text in ({"all at once": ALL} | probe.amount(FEW, {})).items():
        check_tour(probe, target, f"a status, {label}", ("tui",), ["\x1b[B", "r", "v", "?"], served(MARK + text)["a status"][2])
