"""How an attack is written: a function that takes a `Probe` and a `Target`, tries things and checks each.

    @attack("Listener", "a wrong state is turned away", naive="logged in with")
    def wrong_state(probe, target): ...

The same function runs against `noetl` and once against `naive.py`, which has every defence left out. There a check
must fail with a text that matches `naive`: an attack that cannot fail does not count.
"""

import random
import re
import time
import traceback
from concurrent.futures import ThreadPoolExecutor

ATTACKS = []


class Beaten(Exception):
    """The naive target failed; that is all that one wants to know of it."""


class Probe:
    """Counts what was tried; remembers why checks failed."""

    def __init__(self, seed, quick, ends_at_first_failure):
        self.random = random.Random(seed)
        self.quick = quick
        self.ends_at_first_failure = ends_at_first_failure
        self.tried, self.failures = 0, []

    def amount(self, whole, quick):
        """How often to try: the naive target needs no more than the quick run."""
        return quick if self.quick or self.ends_at_first_failure else whole

    def check(self, claim, *evidence):
        self.tried += 1
        if claim:
            return True
        self.failures.append("\n".join(str(one) for one in evidence))
        if self.ends_at_first_failure:
            raise Beaten
        return False


class Attack:
    def __init__(self, section, title, naive, run, in_quick):
        self.section, self.title, self.naive, self.run, self.in_quick = section, title, naive, run, in_quick

    def against(self, target, seed, quick, ends_at_first_failure=False):
        probe = Probe(f"{seed}/{self.title}", quick, ends_at_first_failure)
        try:
            self.run(probe, target)
        except Beaten:
            pass
        except Exception:
            probe.tried += 1
            probe.failures.append("the attack broke off\n" + traceback.format_exc())
        return probe


def attack(section, title, naive, in_quick=True):
    def register(run):
        ATTACKS.append(Attack(section, title, naive, run, in_quick))
        return run
    return register


# These measure time, or take the whole machine.
ALONE = {"Signals and time", "Load", "Fuzzing"}


def run_all(attacks, target, naive_target, seed, quick):
    """Runs the attacks, prints a Markdown table, and returns whether no row failed."""
    def run(one):
        start = time.monotonic()
        probe = one.against(target, seed, quick)
        beaten = one.against(naive_target, seed, quick, ends_at_first_failure=True)
        return probe, beaten, time.monotonic() - start

    # Most of them wait most of their time.
    with ThreadPoolExecutor(4 if quick else 2) as pool:
        together = [(one, pool.submit(run, one)) for one in attacks if one.section not in ALONE]
        rows = [report(one, *result.result()) for one, result in together]
    rows += [report(one, *run(one)) for one in attacks if one.section in ALONE]
    print("\n| Section | Attack | Tried | Held | Failed | Naive target |\n|---|---|---:|---:|---:|---|")
    for cells, _ in rows:
        print("| " + " | ".join(str(cell) for cell in cells) + " |")
    cells = [row[0] for row in rows]
    print(f"| | **{len(rows)} attacks** | {sum(row[2] for row in cells)} | {sum(row[3] for row in cells)} "
          f"| {sum(row[4] for row in cells)} | {sum(row[5] == 'fails' for row in cells)} of {len(rows)} fail |")
    return all(good for _, good in rows)


def report(one, probe, beaten, took):
    """Says how an attack went; returns its cells of the table, and whether it went as it must."""
    reasons = "\n".join(beaten.failures)
    naive_fails = bool(beaten.failures) and re.search(one.naive, reasons) is not None
    good = not probe.failures and probe.tried > 0 and naive_fails
    print(f"hostile: {'ok' if good else 'FAILED'}: {one.section}: {one.title} ({took:.1f} s)", flush=True)
    for failure in probe.failures[:3]:
        print("    " + failure.replace("\n", "\n    ")[:3000], flush=True)
    if not naive_fails:
        print(f"    the naive target did not fail as it must ({one.naive!r}); it said:\n    "
              + reasons.replace("\n", "\n    ")[:2000], flush=True)
    return (one.section, one.title, probe.tried, probe.tried - len(probe.failures), len(probe.failures),
            "fails" if naive_fails else "HOLDS"), good
