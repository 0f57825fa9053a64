"""More of everything at once: what one file, one listener and one machine must bear."""

import os
import re
import time
from concurrent.futures import ThreadPoolExecutor

from attack import attack
from world import World, answer


@attack("Load", "logins at once on one config file (200)", naive="lost")
def parallel_logins(probe, target):
    amount = probe.amount(200, 24)
    with World() as world, target.home() as home:
        home.write({f"c{number}": {"server_url": world.url, "gateway_auth0_domain": world.url, "gateway_auth0_client_id": "client-1"}
                    for number in range(amount)}, "c0")

        def login(connection, request):
            # Each gets a session of its own, which tells whose login it was.
            import json
            number = json.loads(request.body)["auth0_token"].split(".")[2]
            return answer(200, world.login_answer(session_token=f"session-of-{number}-0123456789"))

        world.lies["/api/auth/login"] = login
        token = world.id_token().rsplit(".", 1)[0]
        start = time.monotonic()

        def one(number):
            return home.run("auth", "login", "--auth0-token", "-", "--context", f"c{number}", say=f"{token}.{number}", seconds=180)

        with ThreadPoolExecutor(amount) as pool:
            runs = list(pool.map(one, range(amount)))
        took = time.monotonic() - start
        data = home.read().decode(errors="replace")
        for number, run in enumerate(runs):
            block = re.search(rf'^  "?c{number}"?:\n((?:    .*\n)*)', data, re.M)
            kept = block is not None and f"session-of-{number}-" in block[1]
            probe.check(run.status == 0 and kept, f"login {number}: its session was lost\n{run}")
        print(f"    ({amount} logins in {took:.1f} s, the largest {max(run.memory for run in runs) >> 20} MB)")


@attack("Load", "a config file of 5,000 contexts, and one of 70 MB", naive="MB|no clear error|took it")
def large_files(probe, target):
    with target.home() as home:
        home.write({f"context-{number}": {"server_url": "http://127.0.0.1:1", "note": "x" * 100} for number in range(probe.amount(5000, 1000))}, "context-7")
        for arguments in (("context", "current"), ("context", "use", "context-9"), ("context", "list")):
            run = home.run(*arguments, seconds=60)
            probe.check(run.status == 0, f"{arguments}: no clear error\n{run}")
    with target.home() as home:
        with open(home.config, "wb") as file:
            file.write(b"contexts:\n" + b"# filler\n" * 8_000_000)
        run = home.run("context", "list", seconds=60)
        probe.check(run.status == 1 and b"too large" in run.stderr, f"took it, or no clear error\n{run}")
        probe.check(run.memory < 256 << 20, f"took {run.memory >> 20} MB")
    with target.home() as home:  # An alias bomb.
        levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
        with open(home.config, "w") as file:
            file.write("\n".join(levels) + "\ncontexts:\n  a:\n    server_url: *a11\n")
        run = home.run("context", "list", seconds=20)
        probe.check(run.status == 1 and run.took < 10 and run.memory < 64 << 20, f"took it, or no clear error, or {run.memory >> 20} MB\n{run}")
