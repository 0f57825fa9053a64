"""Measures how noetl starts, beside noetl 5.3.2 and other command lines, and how large it is; prints Markdown tables.

Usage: start_bench.py NOETL NOETL_SANDBOX NOETL_532. A program that is not installed has dashes.
"""

import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile

from report import machine, milliseconds, table
from runs import interleaved, once, ratio

OURS, _, THEIRS = sys.argv[1:]
# The wheel's own Python, so that the bare one is what the wheel starts.
PYTHON = os.path.join(os.path.dirname(THEIRS), "python3")
ROUNDS = 40
COMMANDS = {
    "noetl --version": (OURS, "--version"),
    "noetl context current": (OURS, "context", "current", "--name-only"),
    "noetl 5.3.2 (wheel, starts a Python) --version": (THEIRS, "--version"),
    "noetl 5.3.2 context current": (THEIRS, "context", "current"),
    "python3 -c 0": (PYTHON, "-c", "0"),
    "oidc-gen --version": ("oidc-gen", "--version"),
    "gh --version": ("gh", "--version"),
    "kubectl version --client": ("kubectl", "version", "--client"),
}
AIMS = [
    ("noetl --version", "oidc-gen --version", 2.5),
    ("noetl --version", "noetl 5.3.2 (wheel, starts a Python) --version", 0.25),
    ("noetl context current", "noetl --version", 1.3),
]


def start_up(folder):
    once(folder, OURS, "context", "add", "bench", "--server-url", "https://gateway.acme.com", "--set-current")
    found = {name: (shutil.which(argv[0]), *argv[1:]) for name, argv in COMMANDS.items() if shutil.which(argv[0])}
    times = interleaved(ROUNDS, {name: lambda argv=argv: once(folder, *argv)[:2] for name, argv in found.items()})
    peaks = interleaved(3, {name: lambda argv=argv: once(folder, *argv, peak=True)[2:] for name, argv in found.items()})

    def row(name):
        if name not in found:
            return f"{name} | - | - | - | - | -"
        return (f"{name} | {milliseconds(times[name][0])} | {statistics.median(times[name][1]) * 1e3:.1f}"
                f" | {max(peaks[name][0]):.1f}")

    table(f"Start-up, {ROUNDS} runs each", "program | wall ms, median | min | max | CPU ms, median | peak MB",
          map(row, COMMANDS))
    table("Start-up against the aims", "measured | against | ratio | aim", [
        f"{one} | {other} | {ratio(times, one, other):.2f} | {aim}" if other in found else f"{one} | {other} | - | {aim}"
        for one, other, aim in AIMS])


def loaded(program):
    """The sections of an ELF file that are loaded, and their sizes in MB."""
    lines = subprocess.run(["size", "-A", program], capture_output=True, text=True, check=True).stdout.splitlines()
    for line in lines[2:]:
        words = line.split()
        if len(words) == 3 and words[0].startswith(".") and words[2] != "0" and words[0] not in (".bss", ".tbss"):
            yield words[0], int(words[1]) / 1e6


def owner(symbol):
    """Whose a symbol is: the module at the head of a mangled Swift name, or the library that has such names."""
    if found := re.match(r"(?:symbolic |associated conformance |get_type_metadata )?\$[sS](\d+)", symbol):
        start = found.end()
        return symbol[start:start + int(found[1])]
    if re.match(r"\$s[a-zA-Z]|_?swift_|_ZN?K?5swift|_ZN?S?t?5swift", symbol):
        return "Swift standard library"
    for words, name in LIBRARIES.items():
        if re.search(words, symbol):
            return name
    return "other C and C++"


LIBRARIES = {
    r"icu|uprv_|^u[a-z]+_|_7[0-9]$|_swift$": "ICU (code and data of Foundation)",
    "CCryptoBoringSSL": "BoringSSL of swift-crypto",
    "CNIOBoringSSL": "BoringSSL of swift-nio-ssl",
    "yaml_": "libyaml",
    "dispatch_": "libdispatch",
}


def size(folder):
    stripped = os.path.join(folder, "stripped")
    subprocess.run(["strip", "-o", stripped, OURS], check=True)
    table("Size", "what | MB", [
        f"as it is built | {os.path.getsize(OURS) / 1e6:.1f}", f"stripped | {os.path.getsize(stripped) / 1e6:.1f}",
        *(f"of it {name} | {megabytes:.1f}" for name, megabytes in loaded(stripped) if megabytes >= 0.5)])
    shares = {}
    # Several names of one place count once.
    places = {}
    for line in subprocess.run(["nm", "-S", "--defined-only", OURS], capture_output=True, text=True).stdout.splitlines():
        words = line.split(maxsplit=3)
        if len(words) == 4 and words[2] not in "bB":
            places.setdefault(words[0], (int(words[1], 16), words[3]))
    for count, symbol in places.values():
        shares[owner(symbol)] = shares.get(owner(symbol), 0) + count / 1e6
    table("What takes the space, by the names of symbols (what has no name is not counted)", "whose | MB", [
        f"{name} | {megabytes:.1f}" for name, megabytes in sorted(shares.items(), key=lambda one: -one[1])
        if megabytes >= 0.3])


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory() as folder:
        print(f"\nMachine: {machine()}.", flush=True)
        start_up(folder)
        size(folder)


main()
