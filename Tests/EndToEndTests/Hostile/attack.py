"""How an attack is written: a function that takes a `Probe` and a `Target`, tries things and checks each.

    @attack("Listener", "a wrong state is turned away", naive="logged in with")
    def wrong_state(probe, target): ...

The same function runs against `noetl` and once against `naive.py`, which has every defence left out. There a check
must fail with a text that matches `naive`: an attack that cannot fail does not count.
"""

import random
import re
import threading
import time
import traceback
from concurrent.futures import ThreadPoolExecutor

ATTACKS = []


class Beaten(Exception):
    """There is no more to try: the naive target failed, which is all that one wants to know of it."""


class NotHere(Exception):
    """The attack cannot be made on this machine, and why: it has neither held nor failed then."""


class Probe:
    """Counts what was tried; remembers why checks failed."""

    # Set when the suite is ended from outside: the next check of each attack is its last.
    over = threading.Event()

    def __init__(self, seed, quick, ends_at_first_failure):
        self.random = random.Random(seed)
        self.quick = quick
        self.ends_at_first_failure = ends_at_first_failure
        self.tried, self.failures = 0, []
        self.lack = None

    def needs(self, there, what):
        """Ends the attack as not run where something is missing that it is made with."""
        if not there:
            raise NotHere(what)

    def amount(self, whole, quick):
        """How often to try: the naive target needs no more than the quick run."""
        return quick if self.quick or self.ends_at_first_failure else whole

    def check(self, claim, *evidence):
        self.tried += 1
        if self.over.is_set():
            raise Beaten
        if claim:
            return True
        self.failures.append("\n".join(str(one) for one in evidence))
        if self.ends_at_first_failure:
            raise Beaten
        return False


class Attack:
    def __init__(self, section, title, naive, run, in_quick):
        self.section, self.title, self.naive, self.run, self.in_quick = section, title, naive, run, in_quick
        self.module = run.__module__

    def against(self, target, seed, quick, ends_at_first_failure=False):
        probe = Probe(f"{seed}/{self.title}", quick, ends_at_first_failure)
        try:
            self.run(probe, target)
        except Beaten:
            pass
        except NotHere as what:
            probe.lack = str(what)
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
ALONE = {"interrupts", "load"}


def run_all(attacks, target, naive_target, seed, quick):
    """Runs the attacks, prints a Markdown table, and returns whether no row failed."""
    def run(one):
        start = time.monotonic()
        probe = one.against(target, seed, quick)
        beaten = one.against(naive_target, seed, quick, ends_at_first_failure=True)
        return probe, beaten, time.monotonic() - start

    # Most of them wait most of their time.
    with ThreadPoolExecutor(6) as pool:
        together = [(one, pool.submit(run, one)) for one in attacks if one.module not in ALONE]
        try:
            rows = [report(one, *result.result()) for one, result in together]
        except BaseException:
            Probe.over.set()
            pool.shutdown(cancel_futures=True)
            raise
    rows += [report(one, *run(one)) for one in attacks if one.module in ALONE]
    print("\n| Section | Attack | Tried | Held | Failed | Naive target |\n|---|---|---:|---:|---:|---|")
    for cells, _ in rows:
        print("| " + " | ".join(str(cell) for cell in cells) + " |")
    cells = [row for row, _ in rows if row[2] != NOT_RUN]
    print(f"| | **{len(cells)} attacks** | {sum(row[2] for row in cells)} | {sum(row[3] for row in cells)} "
          f"| {sum(row[4] for row in cells)} | {sum(row[5] == 'fails' for row in cells)} of {len(cells)} fail |")
    if len(cells) < len(rows):
        print(f"| | **{len(rows) - len(cells)} not run** | | | | |")
    return all(good for _, good in rows)


NOT_RUN = "not run"


def report(one, probe, beaten, took):
    """Says how an attack went; returns its cells of the table, and whether it went as it must."""
    lack = probe.lack or beaten.lack
    if lack and not probe.failures:
        print(f"hostile: not run: {one.section}: {one.title}: needs {lack}", flush=True)
        return (one.section, one.title, NOT_RUN, f"needs {lack}", "", ""), True
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
