"""What other programs get from ours: kubectl its arguments, shells the names of contexts. And no secret, and nothing to obey."""

import os
import re
import subprocess
import time

from attack import attack
from canaries import ACCESS, CLIENT_SECRET, OLD, RECORDER, SHELL, search
from screens import MARK
from target import free_port
from words import ALL, NASTY, foreign

# Writes down how it was started, as the browser does, and says what a hostile cluster might.
KUBECTL = RECORDER + """
cat "$HOME/said" >&2
exit 3
"""


def with_kubectl(home, said=""):
    """A folder for PATH with a kubectl that writes down how it was started; gives the environment for it."""
    folder = os.path.join(home.path, "bin")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "kubectl"), "w") as file:
        file.write(KUBECTL)
    os.chmod(os.path.join(folder, "kubectl"), 0o755)
    with open(os.path.join(home.path, "said"), "w", errors="surrogateescape") as file:
        file.write(said)
    return {"PATH": folder + ":" + os.environ["PATH"], "NOETL_SESSION_TOKEN": OLD, "NOETL_AUTH0_CLIENT_SECRET": CLIENT_SECRET}


def kube(port=1, **fields):
    return {"server_url": f"http://127.0.0.1:{port}", "kube_context": "cluster", "kube_namespace": "noetl", "kube_service": "noetl", "kube_remote_port": "8082",
            "gateway_session_token": OLD, "gateway_auth0_client_secret": CLIENT_SECRET} | fields


def records(home):
    """What kubectl wrote down, and its files removed, so that only ours are searched."""
    path = os.path.join(home.path, "bin", "kubectl.log")
    end = time.monotonic() + 5
    while not os.path.exists(path) and time.monotonic() < end:
        time.sleep(0.02)
    text = open(path, errors="replace").read() if os.path.exists(path) else ""
    if text:
        os.remove(path)
    return text


WORDS = [*SHELL, "--kubeconfig=/etc/passwd", "-v=9", "a b", "'", '"', "\\", "*", "~", "${HOME}", "%s", "noetl"]


@attack("Secrets", "what kubectl gets: arguments as they are, and no secret", naive="gets|was obeyed")
def kubectl(probe, target):
    port = free_port()
    for word in WORDS if not probe.quick else WORDS[::6]:
        for how in ((), ("--detach",)):
            with target.home() as home:
                environment = with_kubectl(home)
                home.write({"prod": kube(port, kube_context=word, kube_namespace=word, kube_service=word)}, "prod")
                run = home.run("context", "port-forward", "prod", *how, seconds=20, **environment)
                told, label = records(home), f"{word!r} {how}"
                probe.check(not any("pwned" in name for name in os.listdir(home.path)), f"{label}: was obeyed\n{run}")
                arguments = re.findall(r"^argument (.*?)(?=\n(?:argument|environment|session) )", told, re.M | re.S)
                wanted = [f"--context={word}", "-n", word, "port-forward", f"svc/{word}", f"{port}:8082"]
                probe.check(arguments == wanted, f"{label}: kubectl gets {arguments}, not {wanted}\n{run}")
                for secret in OLD, CLIENT_SECRET, ACCESS:
                    probe.check(secret not in told, f"{label}: kubectl gets {secret}")
                kinds = dict(re.findall(r"descriptor (\d+) (\S+)", told))
                # From 10 on they are the recording shell's own.
                inherited = {one: kind for one, kind in kinds.items() if 2 < int(one) < 10 or "socket" in kind}
                probe.check(not inherited and kinds.get("0") == "/dev/null", f"{label}: kubectl gets {inherited}, input {kinds.get('0')}")
                search(probe, label, home, [OLD, CLIENT_SECRET], run.stdout, run.stderr)


@attack("Terminal", "what kubectl says, of a port-forward in the background", naive="sequence|character|bytes|marks")
def kubectl_says(probe, target):
    for label, text in ({"all at once": ALL} | probe.amount(NASTY, {})).items():
        with target.home() as home:
            environment = with_kubectl(home, text + "\n" + MARK)
            home.write({"prod": kube(free_port())}, "prod")
            with home.terminal("context", "port-forward", "prod", "--detach", **environment) as terminal:
                ended = terminal.finish(20)
                found = foreign(terminal.bytes)
                probe.check(not found, f"{label}: {found}")
                probe.check(ended == 3 and MARK.strip().encode() in terminal.bytes, f"{label}: character: ended with {ended}: {terminal.bytes!r}")


def completed(home, shell, target):
    """What bash offers after `noetl context use `, by the script that the program gives it."""
    script = home.run("completion", shell)
    path = os.path.join(home.path, "script")
    with open(path, "wb") as file:
        file.write(script.stdout)
    # The script calls the program by its name.
    os.makedirs(os.path.join(home.path, "bin"), exist_ok=True)
    with open(os.path.join(home.path, "bin", "noetl"), "w") as file:
        file.write("#!/bin/sh\nexec " + " ".join(f"'{one}'" for one in target.command) + ' "$@"\n')
    os.chmod(os.path.join(home.path, "bin", "noetl"), 0o755)
    asked = """. "$HOME/script"; cd "$HOME"; COMP_WORDS=(noetl context use ''); COMP_CWORD=3; COMP_LINE='noetl context use '; COMP_POINT=18
        COMP_TYPE=9 COMP_KEY=9; _noetl_whole_words noetl '' use 2>/dev/null; printf '%s\\0' "${COMPREPLY[@]}" """
    environment = home.environment(NOETL_SESSION_TOKEN=OLD, NOETL_AUTH0_CLIENT_SECRET=CLIENT_SECRET)
    environment["PATH"] = os.path.join(home.path, "bin") + ":" + environment["PATH"]
    done = subprocess.run(["bash", "--noprofile", "--norc", "-c", asked], env=environment, cwd=home.path, capture_output=True)
    return script, done


@attack("Secrets", "shell completion: names are offered as they are, nothing is obeyed, and no secret told", naive="was obeyed|shows|offers")
def completion(probe, target):
    plain = [f"ctx {number} {word}".replace("\n", " ") for number, word in enumerate(WORDS)]
    names = plain + [f"nasty {number} {text[:60]}" for number, text in enumerate(NASTY.values())]
    with target.home() as home:
        home.write({name: kube() for name in names}, names[0])
        script, done = completed(home, "bash", target)
        probe.check(not any("pwned" in one for one in os.listdir(home.path)), f"a name was obeyed\n{done.stderr[-500:]!r}")
        offered = [one for one in done.stdout.decode(errors="replace").split("\0") if one]
        # bash quotes what it puts into the line; here it has not yet done so, or it has where it was asked to.
        for name in plain:
            probe.check(name in [re.sub(r"\\(.)", r"\1", one) for one in offered] + offered, f"offers {offered[:30]}, without {name!r}")
        search(probe, "bash", home, [OLD, CLIENT_SECRET], done.stdout, done.stderr, script.stdout, script.stderr)
        for text in [script.stdout, done.stdout.replace(b"\0", b"\n")]:
            found = foreign(text)
            probe.check(not found, f"offers {found}")
        for shell in "zsh", "fish":
            run = home.run("completion", shell)
            search(probe, shell, home, [OLD, CLIENT_SECRET], run.stdout, run.stderr)
            probe.check(not foreign(run.stdout), f"{shell}: offers {foreign(run.stdout)}")
            asked = home.run("---completion", "context", "use", "--", "positional@0", "3", "0", SAP_SHELL=shell, NOETL_SESSION_TOKEN=OLD)
            search(probe, f"{shell} asks", home, [OLD, CLIENT_SECRET], asked.stdout, asked.stderr)
            probe.check(not foreign(asked.stdout), f"{shell} asks: offers {foreign(asked.stdout)}")
