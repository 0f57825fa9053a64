"""Measures noetl beside noetl 5.3.2 with many contexts; prints a Markdown table and draws Benchmarks/scale.svg.

Usage: scale_bench.py NOETL NOETL_SANDBOX NOETL_532
"""

import math
import os
import signal
import statistics
import sys
import tempfile

from report import machine, milliseconds, table
from runs import interleaved, once

OURS, _, THEIRS = sys.argv[1:]
COUNTS = 10, 1_000, 10_000
ROUNDS = 5
# What a shell runs when Tab is pressed after `noetl context use ctx-`.
COMPLETION = "---completion", "context", "use", "--", "positional@0", "3", "4", "noetl", "context", "use", "ctx-"
JOBS = {
    "list": {"noetl": (OURS, "context", "list"), "5.3.2": (THEIRS, "context", "list")},
    "use": {"noetl": (OURS, "context", "use", "ctx-{}"), "5.3.2": (THEIRS, "context", "use", "ctx-{}")},
    "current": {"noetl": (OURS, "context", "current"), "5.3.2": (THEIRS, "context", "current")},
    "completion": {"noetl": (OURS, *COMPLETION)},
}


def home(folder, count):
    """A home with a config of so many contexts, as 5.3.2 writes it."""
    path = os.path.join(folder, str(count))
    os.makedirs(os.path.join(path, ".noetl"))
    with open(os.path.join(path, ".noetl", "config.yaml"), "w") as config:
        config.write("current_context: ctx-0\ncontexts:\n")
        for number in range(count):
            config.write(f"""  ctx-{number}:
    server_url: https://gateway-{number}.acme.com
    runtime: distributed
    gateway_auth0_domain: acme.us.auth0.com
    gateway_auth0_client_id: client{number}
    gateway_auth0_redirect_uri: http://127.0.0.1:8765/callback
    gateway_session_token: '{number:032x}'
    gateway_session_expires_at: '2099-01-01T00:00:00Z'
    gateway_user_email: you@example.com
""")
    return path


def measure(folder):
    """The times of every job, program and count."""
    homes = {count: home(folder, count) for count in COUNTS}
    measures = {}
    for job, programs in JOBS.items():
        for program, argv in programs.items():
            for count in COUNTS:
                turns = iter(range(1, 1_000_000))

                def run(argv=argv, count=count, turns=turns):
                    number = next(turns) % count
                    return once(homes[count], *(word.format(number) for word in argv), mute=True, SAP_SHELL="bash")[:1]

                measures[job, program, count] = run
    return {key: columns[0] for key, columns in interleaved(ROUNDS, measures).items()}


LEFT, TOP, WIDTH, HEIGHT = 60, 34, 520, 300
TONES = {"list": "#0087d7", "use": "#af5f00", "current": "#8700af", "completion": "#008700"}


def plot(times):
    """Both axes by powers of ten: a straight line that rises as fast as the grid's diagonal is linear."""
    medians = {key: statistics.median(values) * 1e3 for key, values in times.items()}
    low, high = (10 ** edge for edge in (math.floor(math.log10(min(medians.values()))),
                                         math.ceil(math.log10(max(medians.values())))))

    def across(count):
        return LEFT + WIDTH * math.log10(count / COUNTS[0]) / math.log10(COUNTS[-1] / COUNTS[0])

    def down(value):
        return TOP + HEIGHT * math.log10(high / value) / math.log10(high / low)

    parts = []
    value = low
    while value <= high:
        parts.append(f'<path class="grid" d="M{LEFT} {down(value):.1f}h{WIDTH}"/>'
                     f'<text x="{LEFT - 8}" y="{down(value) + 4:.1f}" text-anchor="end">{value:g} ms</text>')
        value *= 10
    for count in COUNTS:
        parts.append(f'<path class="grid" d="M{across(count):.1f} {TOP}v{HEIGHT}"/>'
                     f'<text x="{across(count):.1f}" y="{TOP + HEIGHT + 18}" text-anchor="middle">{count:,}</text>')
    ends = []
    for job, programs in JOBS.items():
        for program in programs:
            points = [(across(count), down(medians[job, program, count])) for count in COUNTS]
            dashes = "" if program == "noetl" else ' stroke-dasharray="5 4"'
            line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
            parts.append(f'<polyline fill="none" stroke="{TONES[job]}" stroke-width="2"{dashes} points="{line}"/>')
            ends.append((points[-1][1], f"{job}, {program}", TONES[job]))
    height = -100
    for end, words, tone in sorted(ends):
        height = max(end + 4, height + 15)
        parts.append(f'<text x="{LEFT + WIDTH + 8}" y="{height:.1f}" style="fill: {tone}">{words}</text>')
    body = "\n".join(parts)
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="-16 0 {LEFT + WIDTH + 156} {TOP + HEIGHT + 30}" role="img">
<title>Time of commands by the number of contexts</title>
<style>
text {{ font: 12px sans-serif; fill: #1f2328 }} .grid {{ stroke: #d0d7de }} rect {{ fill: #ffffff }}
@media (prefers-color-scheme: dark) {{ text {{ fill: #e6edf3 }} .grid {{ stroke: #30363d }} rect {{ fill: #0d1117 }} }}
</style>
<rect x="-16" width="100%" height="100%"/>
<text x="{LEFT}" y="20">Wall time by the number of contexts; dashed is noetl 5.3.2</text>
{body}
</svg>
"""


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory() as folder:
        print(f"\nMachine: {machine()}.", flush=True)
        times = measure(folder)
    rows = []
    for job, programs in JOBS.items():
        for count in COUNTS:
            ours = times[job, "noetl", count]
            theirs = times.get((job, "5.3.2", count))
            rows.append(f"{job} | {count:,} | {milliseconds(ours)} | " + (
                f"{milliseconds(theirs)} | {statistics.median(ours) / statistics.median(theirs):.2f}"
                if theirs else "- | - | - | -"))
    table(f"Many contexts, {ROUNDS} runs each",
          "`context ...` | contexts | noetl ms, median | min | max | 5.3.2 ms, median | min | max | ratio", rows)
    picture = os.path.join(os.path.dirname(os.path.abspath(__file__)), "scale.svg")
    with open(picture, "w") as file:
        file.write(plot(times))


main()
