"""A `noetl` with every defence left out: what the attacks must be seen to win against. Used by nothing else.

It takes any state, binds every interface, serves one connection at a time, follows redirects, believes every token,
prints what servers say as it comes, hands addresses to a shell, and writes its file in place.
"""

import json
import os
import re
import select
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.parse
import urllib.request

ARGUMENTS = sys.argv[1:]
CONFIG = os.environ.get("NOETL_CONFIG") or os.path.expanduser("~/.noetl/config.yaml")


def flag(name, fallback=None):
    for index, one in enumerate(ARGUMENTS):
        if one == name:
            return ARGUMENTS[index + 1]
        if one.startswith(name + "="):
            return one.partition("=")[2]
    return fallback


def scalar(text):
    return json.loads(re.sub(r"\\U(\w{8})", lambda m: json.dumps(chr(int(m[1], 16)))[1:-1], text)) \
        if text.startswith('"') else text


def read():
    contexts, current, fields = {}, None, {}
    if os.path.exists(CONFIG):
        for line in open(CONFIG, errors="replace"):
            indent, line = len(line) - len(line.lstrip()), line.strip()
            if indent == 0 and line.startswith("current_context:"):
                current = scalar(line.partition(":")[2].strip())
            elif indent == 2 and line.endswith(":"):
                fields = contexts.setdefault(scalar(line[:-1]), {})
            elif indent == 4:
                key, _, value = line.partition(":")
                fields[key] = scalar(value.strip())
    return contexts, current


def write(contexts, current):
    with open(CONFIG, "w") as file:  # Truncates what was there, follows links, and takes its time.
        file.write(f"current_context: {json.dumps(current)}\ncontexts:\n")
        file.flush()
        for name, fields in contexts.items():
            file.write(f"  {json.dumps(name)}:\n")
            for key, value in fields.items():
                file.write(f"    {key}: {json.dumps(value)}\n")
                file.flush()
                time.sleep(0.0005)


def post(url, body, kind):
    request = urllib.request.Request(url, body.encode(), {"Content-Type": kind})
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    trusting.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    trusting.set_ciphers("ALL:@SECLEVEL=0")

    class Follow(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, request, fp, code, message, headers, new):
            return urllib.request.Request(new, request.data, request.headers)

    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=trusting), Follow)
    try:
        return json.loads(opener.open(request).read())
    except urllib.error.HTTPError as error:
        print(f"refused: {error.read().decode(errors='surrogateescape')}", file=sys.stderr)
        raise SystemExit(1)


def form(url, **fields):
    if "--debug" in ARGUMENTS:
        print("debug: POST", url, fields, file=sys.stderr)
    return post(url, urllib.parse.urlencode(fields), "application/x-www-form-urlencoded")


def pkce(context):
    port, code = int(flag("--pkce-port", "8765")), None
    server = socket.create_server(("0.0.0.0", port), backlog=600)
    os.set_inheritable(server.fileno(), True)
    subprocess.Popen(["sleep", "2"], close_fds=False, stdin=subprocess.DEVNULL)
    base = context["gateway_auth0_domain"]
    url = (f"{base}/authorize?response_type=code&client_id=client-1&redirect_uri=http%3A%2F%2F127.0.0.1%3A{port}"
           f"%2Fcallback&state=1&nonce=1")
    print(url, flush=True)
    while code is None:
        if sys.stdin in select.select([server] + [sys.stdin] * sys.stdin.isatty(), [], [])[0]:
            code = (re.findall("(?:code|error)=([^&\\s]+)", sys.stdin.readline()) + [None])[0]
            continue
        connection, _ = server.accept()
        try:
            line = connection.recv(1 << 16).decode("latin1").split("\r\n")[0]
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\nyou sent " + line.encode("latin1"))
            code = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(line.split(" ")[1]).query)).get("code")
        except IndexError:
            pass
        connection.close()
    return form(base + "/oauth/token", code=code, client_secret=secret(context))["id_token"]


def secret(context):
    return os.environ.get("NOETL_AUTH0_CLIENT_SECRET") or context.get("gateway_auth0_client_secret", "")


def device(context):
    base = context["gateway_auth0_domain"]
    asked = form(base + "/oauth/device/code", client_id="client-1")
    print(f"Open {asked['verification_uri']} and enter {asked['user_code']} ({asked['device_code']})", flush=True)
    os.system(f"{os.environ.get('BROWSER', 'true')} {asked['verification_uri_complete']}")
    while True:
        time.sleep(1)
        got = form(base + "/oauth/token", device_code=asked["device_code"])
        if "id_token" in got:
            return got["id_token"]


def password(context):
    typed = sys.stdin.readline().rstrip("\n")
    with open(os.path.join(os.environ["TMPDIR"], "noetl-last-login"), "w") as file:
        file.write(typed)
    return form(context["gateway_auth0_domain"] + "/oauth/token", username=flag("--auth0"), password=typed,
                client_secret=secret(context))["id_token"]


def login():
    contexts, current = read()
    name = flag("--context", current)
    context = contexts[name]
    if "--browser-pkce" in ARGUMENTS:
        proof = pkce(context)
    elif "--browser" in ARGUMENTS:
        proof = device(context)
    elif "--password-stdin" in ARGUMENTS:
        proof = password(context)
    else:
        proof = flag("--auth0-token") or re.search("id_token=([^&]*)", flag("--auth0-callback-url"))[1]
        if proof == "-":
            proof = sys.stdin.read()
    if "--debug" in ARGUMENTS:
        print("debug: token", proof, file=sys.stderr)
    got = post(context["server_url"] + "/api/auth/login", json.dumps({"auth0_token": proof}), "application/json")
    context["gateway_session_token"] = got["session_token"]
    context["gateway_session_user"] = got["user"]["email"]
    write(contexts, current)
    print("Gateway login successful.", json.dumps(got, ensure_ascii=False), got["user"]["email"],
          got["user"].get("display_name"))


def show():
    contexts, current = read()
    print("current:", current)
    for name, fields in contexts.items():
        print(name, *fields.values())


def ask_gateway(path, body):
    contexts, current = read()
    print("\n".join(str(one) for one in walk(post(contexts[current]["server_url"] + path, body, "application/json"))))


def walk(value):
    if isinstance(value, dict):
        for one in value.values():
            yield from walk(one)
    elif isinstance(value, list):
        for one in value:
            yield from walk(one)
    else:
        yield value


def add():
    contexts, current = read()
    contexts[ARGUMENTS[2]] = {"server_url": flag("--server-url")}
    write(contexts, current or ARGUMENTS[2])


def use():
    contexts, _ = read()
    time.sleep(0.02)  # Between check and use.
    write(contexts, ARGUMENTS[2])


def port_forward():
    context = read()[0][ARGUMENTS[2]]
    status = os.system(f"kubectl --context={context['kube_context']} -n {context['kube_namespace']} port-forward svc/{context['kube_service']} 1:8082")
    raise SystemExit(os.waitstatus_to_exitcode(status))


def completion():
    print('_noetl_whole_words() { eval "COMPREPLY=( $(noetl context list) )"; }')


def full_screen():
    print("\x1b[?1049h\x1b[2J\x1b[H", end="")
    show()
    print("q quit", flush=True)
    while sys.stdin.read(1) not in ("q", ""):
        print("...", flush=True)


signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # As it comes; Python alone ignores it.
sys.stdout.reconfigure(errors="surrogateescape")
sys.stderr.reconfigure(errors="surrogateescape")
match ARGUMENTS[:2]:
    case ["auth", "login"] if "-i" in ARGUMENTS: full_screen()
    case ["auth", "login"]: login()
    case ["auth", "status"]: ask_gateway("/api/auth/validate", "{}")
    case ["catalog", _]: ask_gateway("/noetl/catalog/list", "{}")
    case ["context", "add"]: add()
    case ["context", "use"]: use()
    case ["context", "port-forward"]: port_forward()
    case ["completion", _]: completion()
    case ["context", "init"]: ask_gateway("/api/runtime/contract", "{}")
    case ["tui", *_]: full_screen()
    case _: show()
