"""What `scripts/hostile` runs: all attacks on `noetl`, or those of the sections named. `--quick`: fewer tries of each."""

import argparse
import importlib
import os
import resource
import signal
import sys

from attack import ATTACKS, run_all
from target import HERE, Target

# The longest first, for what runs at the same time.
SECTIONS = ["storage", "liars", "listener", "canaries", "screens", "plain", "fuzz", "stops", "children", "interrupts", "load"]

parser = argparse.ArgumentParser(prog="scripts/hostile")
parser.add_argument("sections", nargs="*", help=f"which to run: {', '.join(SECTIONS)}")
parser.add_argument("--quick", action="store_true", help="fewer tries, for every change")
parser.add_argument("--seed", type=int, default=7)
parser.add_argument("--only", default="", help="only attacks with this in their title")
chosen = parser.parse_args()

# A shell starts what is in its background with these ignored, and `nohup` so does with SIGHUP; the programs under attack
# would inherit that, and do not inherit a handler.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGQUIT, lambda *_: sys.exit(131))
if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, lambda *_: None)
# SIGTERM unwinds as an exception does, so that no program is left behind.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8192), hard))
for name in SECTIONS:
    importlib.import_module(name)
attacks = [one for one in ATTACKS
           if (not chosen.sections or one.module in chosen.sections)
           and chosen.only in one.title and (one.in_quick or not chosen.quick)]
attacks.sort(key=lambda one: SECTIONS.index(one.module))
naive = Target(sys.executable, os.path.join(HERE, "naive.py"))
print(f"hostile: {len(attacks)} attacks, seed {chosen.seed}{', quick' if chosen.quick else ''}", flush=True)
sys.exit(0 if run_all(attacks, Target(os.environ["NOETL_BIN"]), naive, chosen.seed, chosen.quick) else 1)
