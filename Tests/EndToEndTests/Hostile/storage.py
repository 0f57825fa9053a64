"""The config file under attack: killed writers, full and broken disks, links, and other people's files."""

import functools
import os
import random
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from attack import attack

FILLER = {f"filler-{number}": {"server_url": f"http://127.0.0.1:{20000 + number}", "runtime": "auto", "note": "x" * 200}
          for number in range(40)}
# What the wrapped program asks of the kernel when it writes, in the order that matters.
CALLS = ["write", "fsync", "fdatasync", "rename", "renameat", "renameat2", "openat", "open", "flock", "fchmod", "unlink",
         "ftruncate", "close", "fchown"]


def prepared(home):
    """Many contexts, so that a write takes a while; returns their number."""
    contexts = {"prod": {"server_url": "http://127.0.0.1:1", "keep": "me"}, "other": {"server_url": "http://127.0.0.1:2"}} | FILLER
    home.write(contexts, "prod")
    return len(contexts)


def whole(data, amount):
    """Whether a file has all its contexts, and ends where a file ends."""
    return data.count(b"server_url:") == amount and data.endswith(b"\n") and b"keep:" in data


def leftovers(home):
    return sorted(one for one in os.listdir(home.folder) if one not in ("config.yaml", "config.yaml.lock", "state.json", "state.json.lock", "ballast"))


@attack("Storage", "kill -9 at any moment of a write (10,000)", naive="neither")
def killed(probe, target):
    amount = probe.amount(10_000, 150)
    with target.home() as home:
        contexts = prepared(home)
        # The quickest of a few: one that the machine held up would make thousands of kills wait for nothing.
        whole_time = min(home.run("context", "use", name).took for name in ("other", "prod") * 3) * 1.2

    def worker(share):
        tried, bad = 0, []
        with target.home() as home:
            prepared(home)
            before = home.read()
            choose = random.Random(probe.random.random())
            for turn in range(share):
                child = subprocess.Popen([*target.command, "context", "use", ("other", "prod")[turn % 2]], env=home.environment(),
                                         stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                # Late in its life, where the writing is.
                time.sleep(whole_time * choose.uniform(0.2, 1.0))
                child.kill()
                child.wait()
                tried += 1
                data = home.read()
                if not whole(data, contexts):
                    bad.append(f"neither the old file nor the new one after {turn + 1} kills: {data[:200]!r}")
                    break
            # Whoever comes next has no lock to wait for; whoever writes both files leaves nothing of the dead.
            home.run("context", "add", "after", "--server-url", "http://127.0.0.1:3")
            after = home.run("context", "use", "after")
            if after.status != 0 or leftovers(home):
                bad.append(f"the next writer found what was left, neither cleared: {leftovers(home)} {after}")
        return tried, bad

    workers = 1 if probe.ends_at_first_failure else 4
    with ThreadPoolExecutor(workers) as pool:
        for tried, bad in pool.map(worker, [amount // workers] * workers):
            probe.tried += tried - 1
            probe.check(not bad, *bad)


def under_strace(home, inject, *arguments, trace=None):
    """Runs a command whose system calls on files below the home are tampered with."""
    call = inject.split(":")[0]
    wrapper = ("strace", "-f", "-qq", "-o", os.path.join(home.path, "trace"), "-e", f"trace={trace or call}", "-e", f"inject={inject}",
               "-P", home.config, "-P", home.config + ".lock", "-P", home.folder, "-P", os.path.join(home.folder, "state.json"),
               *drafts(home))
    return home.run(*arguments, wrapper=wrapper, seconds=30)


def drafts(home):
    """Names that the writer may use beside the file."""
    return [word for name in DRAFTS for word in ("-P", os.path.join(home.folder, name))]


DRAFTS = [".config.yaml.noetl-new", "config.yaml.tmp", "config.yaml.new"]


def needs_strace(probe, home):
    """Some containers have none, or forbid it."""
    tries = ["strace", "-f", "-qq", "-o", os.path.join(home.path, "trace"), "-e", "inject=write:error=EIO:when=9999", "true"]
    probe.needs(shutil.which("strace") and subprocess.run(tries, capture_output=True).returncode == 0, "strace, and leave to trace")


@attack("Storage", "ENOSPC, EIO, EDQUOT, EROFS and EINTR at each call of a write", naive="neither|not as it was|status 0")
def broken_disk(probe, target):
    with target.home() as home:
        prepared(home)
        needs_strace(probe, home)
    errors = probe.amount(["ENOSPC", "EIO", "EDQUOT", "EROFS", "EINTR"], ["ENOSPC", "EINTR"])
    calls = probe.amount(CALLS, ["write", "fsync", "rename"])
    for call in calls:
        for error in errors:
            for when in range(1, probe.amount(6, 4)):
                with target.home() as home:
                    contexts = prepared(home)
                    before = home.read()
                    run = under_strace(home, f"{call}:error={error}:when={when}", "context", "use", "other")
                    hit = b"INJECTED" in open(os.path.join(home.path, "trace"), "rb").read()
                    if not hit:
                        break
                    data, label = home.read(), f"{error} at {call} {when}"
                    probe.check(whole(data, contexts), f"{label}: neither the old file nor the new one\n{run}\n{data[:300]!r}")
                    if run.status != 0:
                        probe.check(data == before and run.status == 1 and run.stderr.count(b"\n") <= 3,
                                    f"{label}: not as it was, or unclear\n{run}")
                    else:
                        probe.check(b"current_context: \"other\"" in data or b"current_context: other" in data,
                                    f"{label}: status 0, and nothing was written\n{run}")
                    probe.check(not leftovers(home), f"{label}: not as it was: {leftovers(home)} is left\n{run}")
                    probe.check(home.run("context", "add", "after", "--server-url", "http://127.0.0.1:3").status == 0, f"{label}: the next writer fails")


@attack("Storage", "killed at each call of a write", naive="neither")
def killed_at_calls(probe, target):
    with target.home() as home:
        prepared(home)
        needs_strace(probe, home)
    for call in probe.amount(CALLS, ["write", "fsync", "rename", "unlink"]):
        for when in range(1, probe.amount(8, 5)):
            with target.home() as home:
                contexts = prepared(home)
                run = under_strace(home, f"{call}:signal=KILL:when={when}", "context", "use", "other")
                if run.status == 0:
                    break
                data, label = home.read(), f"killed at {call} {when}"
                probe.check(whole(data, contexts), f"{label}: neither the old file nor the new one\n{data[:300]!r}")
                after = home.run("context", "add", "after", "--server-url", "http://127.0.0.1:3")
                probe.check(after.status == 0 and not leftovers(home), f"{label}: the next writer: {leftovers(home)} {after}")


@attack("Storage", "a full disk", naive="not as it was|not whole")
def full_disk(probe, target):
    with target.home() as home:
        prepared(home)
        size = os.path.getsize(home.config)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k,mode=0700", "tmpfs", home.folder], capture_output=True)
        probe.needs(mounted.returncode == 0, "leave to mount")
        try:
            for room in range(0, 40_000, probe.amount(1024, 8192)):
                prepared(home)
                before = home.read()
                with open(os.path.join(home.folder, "ballast"), "wb", buffering=0) as ballast:
                    try:
                        while ballast.write(b"x" * 4096):
                            pass
                    except OSError:
                        pass
                    ballast.truncate(max(0, ballast.tell() - room))
                run = home.run("context", "add", "n", "--server-url", "http://127.0.0.1:1/" + "x" * 6000)
                data = home.read()
                if run.status:
                    probe.check(run.status == 1 and data == before, f"{room} bytes left: not as it was\n{run}\n{data[:100]!r}")
                else:
                    probe.check(data != before and b"keep" in data, f"{room} bytes left: not whole\n{run}\n{data[-100:]!r}")
                os.remove(os.path.join(home.folder, "ballast"))
                for one in leftovers(home):
                    probe.check(False, f"{one} is left")
        finally:
            subprocess.run(["umount", "-l", home.folder], capture_output=True)


@attack("Storage", "read-only files and folders, pipes, folders, devices and sockets in the file's place", naive="not as it was|still running|took it")
def odd_files(probe, target):
    with target.home() as home:
        prepared(home)
        os.chmod(home.config, 0o400)
        before = home.read()
        run = home.run("context", "use", "other")
        probe.check(run.status == 1 and home.read() == before, f"read-only: not as it was\n{run}")
    for kind in "pipe", "folder", "device", "socket":
        with target.home() as home:
            match kind:
                case "pipe": os.mkfifo(home.config)
                case "folder": os.mkdir(home.config)
                case "device": os.symlink("/dev/full", home.config)
                case "socket":
                    import socket
                    one = socket.socket(socket.AF_UNIX)
                    one.bind(home.config)
            for arguments in (("context", "list"), ("context", "add", "n", "--server-url", "http://127.0.0.1:1")):
                run = home.run(*arguments, seconds=10)
                probe.check(run.status == 1, f"{kind}: took it, or still running\n{run}")


@attack("Storage", "links: the file, its lock, its draft and its folder lead elsewhere", naive="was written|not as it was")
def links(probe, target):
    victim = b"victim: 1\n"
    for name in ["config.yaml.lock", *DRAFTS]:
        for kind in os.symlink, os.link:
            with target.home() as home:
                prepared(home)
                other = os.path.join(home.path, "victim")
                with open(other, "wb") as file:
                    file.write(victim)
                kind(other, os.path.join(home.folder, name))
                run = home.run("context", "use", "other")
                data = open(other, "rb").read()
                probe.check(data == victim, f"{kind.__name__} {name}: the file elsewhere was written: {data[:80]!r}\n{run}")
    with target.home() as home:
        contexts = prepared(home)
        other = os.path.join(home.path, "hard")
        os.link(home.config, other)
        before = open(other, "rb").read()
        run = home.run("context", "use", "other")
        probe.check(open(other, "rb").read() == before, f"a hard link of the file was written\n{run}")
        probe.check(whole(home.read(), contexts), "not as it was")
    with target.home() as home:
        contexts = prepared(home)
        real = os.path.join(home.path, "real.yaml")
        os.rename(home.config, real)
        os.symlink("../real.yaml", home.config)
        run = home.run("context", "use", "other")
        probe.check(os.path.islink(home.config) and b"other" in open(real, "rb").read().splitlines()[0] and run.status == 0,
                    f"a symbolic link of the user's own was lost, or not followed: not as it was\n{run}")


@attack("Storage", "the file is swapped for a link between check and use", naive="was written")
def swapped(probe, target):
    with target.home() as home:
        prepared(home)
        victim = os.path.join(home.path, "victim")
        text = home.read().replace(b"keep", b"mine")
        with open(victim, "wb") as file:
            file.write(text)
        os.chmod(victim, 0o644)
        stop = threading.Event()

        def swapper():
            good, link = home.config + ".good", home.config + ".link"
            shutil.copy(home.config, good)
            while not stop.wait(0.0003):
                for make in (lambda: os.symlink(victim, link), lambda: shutil.copy(good, link)):
                    try:
                        make()
                        os.rename(link, home.config)
                    except OSError:
                        pass

        thread = threading.Thread(target=swapper)
        thread.start()
        try:
            for turn in range(400 if probe.ends_at_first_failure else probe.amount(300, 40)):
                run = home.run("context", "use", ("other", "prod")[turn % 2])
                probe.check(run.status in (0, 1), f"ended with {run.status}\n{run}")
                data = open(victim, "rb").read()
                # Through the link it may be written as the user asked; never cut short or made from another file.
                probe.check(data.count(b"server_url:") == text.count(b"server_url:") and b"mine:" in data and b"keep:" not in data,
                            f"the victim was written: {data[:100]!r}")
        finally:
            stop.set()
            thread.join()


@attack("Storage", "modes: the file is 0600 from its first byte, whatever the umask, the folder 0700", naive="can be read")
def modes(probe, target):
    for umask in ("000", "022", "777"):
        with target.home() as home:
            os.rmdir(home.folder)
            if probe.ends_at_first_failure:
                os.mkdir(home.folder)
            run = home.run("context", "add", "a", "--server-url", "http://127.0.0.1:1",
                           wrapper=("sh", "-c", f'umask {umask}; exec "$@"', "sh"))
            for path, wanted in ((home.config, 0o600), (home.folder, 0o700)):
                mode = stat.S_IMODE(os.stat(path).st_mode) if os.path.exists(path) else None
                probe.check(mode == wanted, f"umask {umask}: {path} can be read: {mode and oct(mode)}\n{run}")


@attack("Storage", "another user's file, and a folder that others may write", naive="was written|took it")
def other_users(probe, target):
    probe.needs(os.geteuid() == 0 and shutil.which("setpriv"), "root and setpriv")
    nobody = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
    with target.home() as home:
        prepared(home)
        before = home.read()
        os.chmod(home.path, 0o755)
        os.chmod(home.folder, 0o777)
        os.chmod(home.config, 0o666 if probe.ends_at_first_failure else 0o644)
        run = home.run("context", "use", "other", wrapper=nobody)
        owner = os.stat(home.config).st_uid
        probe.check(run.status in (0, 1), f"ended with {run.status}\n{run}")
        probe.check(owner == 65534 or home.read() == before, f"root's file was written by nobody\n{run}")
    with target.home() as home:  # Root edits a user's file: it stays the user's.
        prepared(home)
        os.chown(home.config, 65534, 65534)
        run = home.run("context", "use", "other")
        probe.check(run.status == 0 and os.stat(home.config).st_uid == 65534, f"the file was taken from its owner: took it\n{run}")


@attack("Storage", "many writers at once: none loses another's change", naive="lost")
def writers(probe, target):
    amount = probe.amount(100, 20)
    with target.home() as home:
        prepared(home)
        with ThreadPoolExecutor(8) as pool:
            runs = list(pool.map(lambda number: home.run("context", "add", f"w{number}", "--server-url", f"http://127.0.0.1:{number + 1}"),
                                 range(amount)))
        data = home.read().decode(errors="replace")
        for number, run in enumerate(runs):
            kept = re.search(rf"^  \"?w{number}\"?:$", data, re.M) is not None
            probe.check(run.status == 0 and kept, f"the change of writer {number} was lost\n{run}")


@functools.cache
def other_program():
    """noetl 5.3.2: the one that NOETL_RUST_BIN names, else one that is installed for this run; None without a network."""
    given = os.environ.get("NOETL_RUST_BIN")
    if given:
        return given
    folder = tempfile.mkdtemp(prefix="noetl-5.3.2-")
    for command in ([sys.executable, "-m", "venv", folder],
                    [f"{folder}/bin/pip", "install", "--quiet", "--disable-pip-version-check", "noetl==5.3.2"]):
        if subprocess.run(command, capture_output=True).returncode:
            return None
    return f"{folder}/bin/noetl"


@attack("Storage", "noetl 5.3.2 and ours write in turn", naive="lost|does not read", in_quick=False)
def both(probe, target):
    theirs = other_program()
    probe.needs(theirs, "noetl 5.3.2: a network to install it from, or NOETL_RUST_BIN")
    with target.home() as home:
        prepared(home)
        for turn in range(probe.amount(60, 10)):
            home.run("context", "add", f"ours-{turn}", "--server-url", "http://127.0.0.1:1")
            added = subprocess.run([theirs, "context", "add", f"theirs-{turn}", "--server-url", "http://127.0.0.1:2"],
                                   env=home.environment(), capture_output=True)
            probe.check(added.returncode == 0, f"noetl 5.3.2 does not read what we wrote: {added.stderr[-500:]!r}")
            data = home.read().decode(errors="replace")
            for name in [*FILLER, *(f"{who}-{number}" for number in range(turn + 1) for who in ("ours", "theirs"))]:
                probe.check(re.search(rf"^  \"?{name}\"?:$", data, re.M) is not None, f"{name} was lost")


@attack("Storage", "a program without our lock empties the file to write it, as noetl 5.3.2 does, while ours edits it", naive="lost", in_quick=False)
def emptied(probe, target):
    with target.home() as home:
        prepared(home)
        text = home.read()
        life = home.run("context", "list").took
        done, end = 0, time.monotonic() + 60
        while done < probe.amount(100, 100) and time.monotonic() < end:
            with open(home.config, "wb") as file:
                file.write(text)
            with home.start("context", "use", "other") as run:
                # At any moment of a life that is as long as the machine makes it.
                time.sleep(probe.random.uniform(0, life))
                with open(home.config, "wb", buffering=0) as file:
                    start = time.monotonic()
                    time.sleep(0.02)
                    held = time.monotonic() - start
                    file.write(text)
                run.finish(30)
                # One that was held for longer than a writer ever takes says nothing.
                if held > 0.04:
                    continue
                done += 1
                data = home.read()
                missing = [name for name in FILLER if f'"{name}"'.encode() not in data and f"{name}:".encode() not in data]
                probe.check(not missing and run.status == 0, f"the contexts were lost: {len(missing)} of {len(FILLER)}\n{run}")
