"""What the benchmarks share: the machine in one line, and Markdown tables."""

import os
import re
import statistics
import sys


def machine():
    model = re.search(r"model name\s*: (.*)", open("/proc/cpuinfo").read())
    load = " ".join(f"{one:.2f}" for one in os.getloadavg())
    return f"{model[1] if model else os.uname().machine}, {os.cpu_count()} cores, Linux {os.uname().release}, load {load}"


def milliseconds(values):
    return f"{statistics.median(values) * 1e3:.1f} | {min(values) * 1e3:.1f} | {max(values) * 1e3:.1f}"


def table(title, header, rows):
    print(f"\n### {title}\n\n| {header} |\n|---{'|---:' * header.count('|')}|")
    for row in rows:
        print(f"| {row} |")
    sys.stdout.flush()
