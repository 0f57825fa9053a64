"""What `scripts/interop` shows: `noetl` (ours) and noetl 5.3.2 (theirs) beside each other on one config file."""

import json
import os
import re
import time

from program import CONFIG, Program, check, check_home, run, run_on_terminal, run_steps, saved

OURS, THEIRS, SANDBOX_BIN = (os.environ[name] for name in ("NOETL_BIN", "NOETL_RUST_BIN", "NOETL_SANDBOX_BIN"))

# Names and values that the two YAML writers quote differently, or that an older YAML reads as something else.
NAMES = [
    "gke-prod", "on", "123", "~", "1_000", "12:30:45", "2026-11-24", "a/b:c", "a: b", "null", "<<", "0x1F", "雪 🚀"]
SETTINGS = {
    "runtime": "distributed",
    "auth0-domain": "acme.us.auth0.com",
    "auth0-client-id": "0012345",
    "auth0-redirect-uri": "https://app.acme.com/login",
    "auth0-audience": "https://api.acme.com/?a=b#c",
    "auth0-client-secret": """it's "a: b" #c""",
    "kube-context": "gke_acme_us-central1_prod",
    "kube-namespace": "on",
    "kube-service": "1e5",
    "kube-remote-port": "18082",
}
FLAGS = [f"--{name}={value}" for name, value in SETTINGS.items()]


def key_of(setting):
    """How the file spells a setting."""
    return ("gateway_" if setting.startswith("auth0") else "") + setting.replace("-", "_")


def address(name):
    return f"http://127.0.0.1:{20000 + NAMES.index(name)}"


def expect_settings(fields, name, **changed):
    for setting, value in (SETTINGS | {"server-url": address(name)} | changed).items():
        found = fields.get(key_of(setting))
        check(found == value, f"{name!r}: {setting} is {found!r}, not {value!r}", *open(CONFIG))


def clear():
    if os.path.exists(CONFIG):
        os.remove(CONFIG)


def listed_by_ours():
    listed = json.loads(run(OURS, "context", "list", "--json").stdout)
    return {one["name"]: one for one in listed["contexts"]}, listed["current"]


def check_listed_by_theirs(name, *columns):
    shown = run(THEIRS, "context", "list").stdout
    row = r"\s+".join(re.escape(one) for one in (name, *columns))
    check(re.search(rf"^[ *] {row}\s", shown, re.MULTILINE), f"no row {row}", shown)


def add_all(cli):
    clear()
    for name in NAMES:
        run(cli, "context", "add", name, "--server-url", address(name), *FLAGS)


def theirs_reads_ours():
    add_all(OURS)
    for name in NAMES:
        check_listed_by_theirs(name, address(name), "distributed", SETTINGS["auth0-domain"], "-")
    # It writes the whole file again, from what it understood.
    run(THEIRS, "context", "use", "on")
    contexts, current = saved(CONFIG)
    check(current == "on" and sorted(contexts) == sorted(NAMES), current, sorted(contexts))
    for name in NAMES:
        expect_settings(contexts[name], name)


def ours_reads_theirs():
    add_all(THEIRS)
    contexts, current = listed_by_ours()
    check(current == NAMES[0] and sorted(contexts) == sorted(NAMES), current, sorted(contexts))
    for name in NAMES:
        one = contexts[name]
        found = one["server_url"], one["runtime"], one["auth0_domain"], one["auth0_client_id"], one["session"]["state"]
        check(found == (address(name), "distributed", SETTINGS["auth0-domain"], SETTINGS["auth0-client-id"], "none"),
              name, found)
    for name in NAMES:
        run(OURS, "context", "use", name)
        check_current(name)
    for name in NAMES:
        expect_settings(saved(CONFIG)[0][name], name)


def check_current(name):
    ours, theirs = listed_by_ours()[1], run(THEIRS, "context", "current").stdout
    check(ours == name, f"ours says {ours!r}, not {name!r}")
    if name:
        check(run(OURS, "context", "current", "--name-only").stdout == name + "\n", f"not only {name!r}")
    says = f"Current context: {name}\n" if name else "No current context set.\n"
    check(theirs.startswith(says), f"theirs says {theirs!r}, not {says!r}")


def updates_and_deletes():
    add_all(OURS)
    for cli, other, name in (OURS, THEIRS, "on"), (THEIRS, OURS, "123"):
        changed = {"auth0-client-id": "1e5", "auth0-audience": None, "kube-remote-port": "99", "runtime": "local"}
        run(cli, "context", "update", name, *(f"--{setting}={value or ''}" for setting, value in changed.items()))
        run(other, "context", "use", name)
        check_current(name)
        expect_settings(saved(CONFIG)[0][name], name, **changed)
        one = listed_by_ours()[0][name]
        check((one["auth0_client_id"], one["runtime"]) == ("1e5", "local"), one)
        check_listed_by_theirs(name, address(name), "local", SETTINGS["auth0-domain"], "-")
    for cli, name in (THEIRS, "~"), (OURS, "null"), (THEIRS, "123"), (OURS, "<<"):
        run(cli, "context", "delete", name)
        check(name not in listed_by_ours()[0], f"{name!r} is still there")
        check(f" {name} " not in run(THEIRS, "context", "list").stdout, f"{name!r} is still there")
    check_current(None)


def renames_and_runtimes():
    add_all(THEIRS)
    for name in NAMES:
        run(OURS, "context", "rename", name, name + "!")
    for name in NAMES:
        check_listed_by_theirs(name + "!", address(name), "distributed", SETTINGS["auth0-domain"], "-")
        expect_settings(saved(CONFIG)[0][name + "!"], name)
    check_current(NAMES[0] + "!")
    for cli, runtime in (OURS, "local"), (THEIRS, "auto"), (OURS, "distributed"):
        run(cli, "context", "set-runtime", runtime)
        check(listed_by_ours()[0][NAMES[0] + "!"]["runtime"] == runtime, f"not {runtime}")
        check_listed_by_theirs(NAMES[0] + "!", address(NAMES[0]), runtime, SETTINGS["auth0-domain"], "-")
    run(OURS, "context", "use", "on!")
    run(THEIRS, "context", "use", "123!")
    run(OURS, "context", "use", "-")
    check_current(NAMES[0] + "!")


def inits():
    """Both make the same context of what the gateway says of itself."""
    clear()
    for cli, name in (OURS, "ours"), (THEIRS, "theirs"):
        run(cli, "context", "init", name, "--from-gateway", GATEWAY, "--yes", env={"SSL_CERT_FILE": CA})
    contexts = saved(CONFIG)[0]
    ours, theirs = ({key: value for key, value in contexts[name].items() if value} for name in ("ours", "theirs"))
    check(ours == theirs and ours["gateway_auth0_domain"] == TENANT, "the contexts differ", ours, theirs)
    # Each replaces what the other made, which changes nothing.
    for cli, name in (OURS, "theirs"), (THEIRS, "ours"):
        run(cli, "context", "init", name, "--from-gateway", GATEWAY, "--yes", env={"SSL_CERT_FILE": CA})
        found = {key: value for key, value in saved(CONFIG)[0][name].items() if value}
        check(found == ours, f"{name!r} changed", found, ours)


def the_sandbox(seconds=20):
    """The one line of addresses that the sandbox prints when it serves."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        line = open(os.environ["SANDBOX"]).readline()
        if line.endswith("\n"):
            return json.loads(line)
        time.sleep(0.05)
    raise SystemExit(f"interop: the sandbox did not start within {seconds} s")


def browse(url):
    run(SANDBOX_BIN, "browse", url, env={"SSL_CERT_FILE": CA})


def by_pkce(cli, context):
    flags = "--browser-pkce", "--no-browser-open", "--pkce-port", PKCE_PORT, "--context", context
    with Program(cli, "auth", "login", *flags, env={"SSL_CERT_FILE": CA}) as program:
        browse(program.wait_for(r"(https://\S+/authorize\?\S+)"))
        program.finish()


def by_device(cli, context):
    flags = "--browser", "--no-browser-open", "--context", context
    with Program(cli, "auth", "login", *flags, env={"SSL_CERT_FILE": CA}) as program:
        browse(program.wait_for(r"(https://\S+/activate\?\S+)"))
        program.finish()


def by_password(cli, context):
    flags = "--auth0", EMAIL, "--password", "--context", context
    run_on_terminal(cli, "auth", "login", *flags, question="assword", answer=PASSWORD, env={"SSL_CERT_FILE": CA})


def check_session(context):
    """The cached session is the same for both, and both can use it."""
    catalogs = []
    for cli in OURS, THEIRS:
        env = {"SSL_CERT_FILE": CA, "NOETL_USE_GATEWAY": "1"}
        listed = run(cli, "catalog", "list", "Playbook", "--json", "--context", context, env=env)
        catalogs.append(sorted((one["path"], one["version"]) for one in json.loads(listed.stdout)["entries"]))
    check(catalogs[0] == catalogs[1] and catalogs[0], "the catalogs differ", *catalogs)
    check_listed_by_theirs(context, GATEWAY, "auto", TENANT, "cached")
    state = listed_by_ours()[0][context]["session"]["state"]
    check(state in ("valid", "unknown"), f"ours says that the session is {state}")


def logins(cli, other):
    """`cli` logs in on contexts that `other` added, each mode once; both then use each session, before and after
    the other CLI rewrote the file."""
    def step():
        clear()
        tokens = {}
        for mode in by_pkce, by_device, by_password:
            context = mode.__name__
            run(other, "context", "add", context, "--server-url", GATEWAY, "--auth0-domain", TENANT,
                "--auth0-client-id", CLIENT_ID)
            mode(cli, context)
            tokens[context] = saved(CONFIG)[0][context]["gateway_session_token"]
            check_session(context)
            run(other, "context", "use", context)
            check_session(context)
            found = {name: fields["gateway_session_token"] for name, fields in saved(CONFIG)[0].items()}
            check(found == tokens, "a token changed or was lost", found, tokens)
        check(len(set(tokens.values())) == 3, "the logins share a token", tokens)
    return step


STEPS = {
    "both read the config file below HOME": lambda: [check_home(cli) for cli in (THEIRS, OURS)],
    "5.3.2 reads the contexts that noetl added": theirs_reads_ours,
    "noetl reads the contexts that 5.3.2 added": ours_reads_theirs,
    "each sees what the other updated, used and deleted": updates_and_deletes,
    "5.3.2 follows a rename, and each sees the other's runtimes": renames_and_runtimes,
    "both make the same context of a gateway": inits,
    "5.3.2 logs in by PKCE, device and password; both list the catalog": logins(THEIRS, OURS),
    "noetl logs in by PKCE, device and password; both list the catalog": logins(OURS, THEIRS),
}

sandbox = the_sandbox()
CA, GATEWAY, TENANT, CLIENT_ID = (sandbox[key] for key in ("caFile", "gatewayURL", "tenantDomain", "clientID"))
EMAIL, PASSWORD = sandbox["users"][0]["email"], sandbox["users"][0]["password"]
PKCE_PORT = os.environ["PKCE_PORT"]
run_steps("interop", STEPS)
