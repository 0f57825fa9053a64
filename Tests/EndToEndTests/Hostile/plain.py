"""The login in numbered questions, and the question about another user: foreign text and secrets in what a person is asked."""

from attack import attack
from canaries import OLD, PASSWORD, search
from screens import BY_PASSWORD, FEW, LOGIN, MARK, WIZARD, check_tour, nasty_contexts, served
from words import ALL, NASTY, foreign
from world import EMAIL, SESSION, World, answer

PLAIN = (*LOGIN, "-i", "--plain")
PROMPT = rb"(?:\[[^\n]*\] ?|: ?|\(not shown\): ?)$"


def conversation(home, arguments, lines, **environment):
    """Answers each prompt with the next line, leaves by Ctrl-C, and gives all bytes and the status."""
    with home.terminal(*arguments, **environment) as terminal:
        seen = 0
        for line in lines:
            terminal.wait_for(PROMPT, 10, seen)
            terminal.settle(0.05)
            seen = len(terminal.bytes)
            terminal.type(line + "\r")
        terminal.settle(0.3)
        terminal.type("\x03")
        return terminal.bytes, terminal.finish(5)


def check_said(probe, label, result, mark=MARK):
    """Nothing foreign in it, and the place that it is about was reached."""
    data, ended = result
    found = foreign(data)
    probe.check(not found, f"{label}: {found}")
    probe.check(ended in (0, 1, 130), f"{label}: ended with {ended}: {data[-300:]!r}")
    probe.check(mark.strip().encode() in data, f"{label}: {mark}is not shown: {data[-1500:]!r}")


@attack("Terminal", "the plain form, with every string of a server and of a config file", naive="sequence|character|bytes|marks")
def plain_form(probe, target):
    with World() as world, target.home(world) as home:
        contexts = nasty_contexts(world)
        home.write(contexts, list(contexts)[0])
        for number in range(1, len(contexts) + 1, 8 if probe.quick else 1):
            # Its tenant is none, so that the form asks for one and offers what there is.
            check_said(probe, f"context {number}", conversation(home, PLAIN, [str(number), "1", "\r", "\r"]), "ctx")
    password = (*BY_PASSWORD, "-i", "--plain", "--context", "prod")
    for label, text in ({"all at once": ALL} | probe.amount(FEW, {})).items():
        places = served(MARK + text)
        for place, arguments, lines, form in [
            ("a refused password", password, ["", "pw", "4"], {"--plain": "1"}),
            ("a user", password, ["", "pw"], {}), ("a gateway's refusal", password, ["", "pw", "9", "4"], {}),
            ("a token's issuer", password, ["", "pw"], {}),
            ("a device code", (*LOGIN, "--browser", "--no-browser-open", "-i", "--plain", "--context", "prod"), [], {}),
            ("a refused poll", (*LOGIN, "--browser", "--no-browser-open", "-i", "--plain", "--context", "prod"), [], {}),
            ("a contract", PLAIN, ["2", "@", "new", "y"], {}),
        ][::2 if probe.quick else 1]:
            with World() as world, target.home(world) as home:
                for path, lie in places[place][2].items():
                    world.lies[path] = lie(world)
                typed = [world.url if one == "@" else one for one in lines]
                if not typed:
                    result = outcome_of(home, arguments)
                else:
                    result = conversation(home, arguments, typed, **({"TERM": "dumb"} if form else {}))
                check_said(probe, f"{place}, {label}", result, "" if place == "a contract" else MARK)


def outcome_of(home, arguments):
    """Waits for the questions after the end of a login, which needs no answer."""
    with home.terminal(*arguments) as terminal:
        terminal.wait_for(rb"What next|successful", 15)
        terminal.settle(0.2)
        terminal.type("\x03")
        return terminal.bytes, terminal.finish(5)


def strangers(text):
    """A context that is somebody's with a hostile name, and a gateway that says somebody else with one signed in."""
    fields = {"gateway_session_user": MARK + "was " + text[:200], "gateway_session_token": OLD}
    lies = {"/api/auth/login": lambda w: answer(200, w.login_answer(user={
        "user_id": 1, "email": MARK + "is " + text, "display_name": text, "roles": [text]}))}
    return fields, lies


@attack("Terminal", "the question about another user, with every string", naive="sequence|character|bytes|marks")
def another_user(probe, target):
    for label, text in ({"all at once": ALL} | probe.amount(NASTY, {})).items():
        fields, lies = strangers(text)
        for reply in "n", "y", text.replace("\0", "").replace("\n", "")[:80]:
            with World() as world, target.home(world, name="prod " + text[:60], **fields) as home:
                world.lies["/api/auth/login"] = lies["/api/auth/login"](world)
                with home.terminal(*BY_PASSWORD) as terminal:
                    terminal.wait_for(rb"assword", 10)
                    terminal.type("pw\r")
                    terminal.wait_for(rb"y/N|successful", 10)
                    terminal.settle(0.05)
                    # What the person types is echoed by the terminal itself: only ours is looked at.
                    before = terminal.bytes
                    if reply in "ny":
                        terminal.type(reply + "\r")
                        ended = terminal.finish(10)
                        check_said(probe, f"{label}, {reply}", (terminal.bytes, ended))
                        kept = SESSION.encode() in home.read()
                        probe.check(kept == (reply == "y"), f"{label}, {reply}: character: {'kept' if kept else 'lost'} against the answer")
                    else:
                        check_said(probe, f"{label}, asked", (before, 0))
        if label in FEW or label == "all at once":
            check_tour(probe, target, f"in the wizard, {label}", (*BY_PASSWORD, *WIZARD), ["pw", "\r", "?", "\x1b"], lies, fields=fields)


@attack("Secrets", "canaries in the plain form and in the question about another user", naive="shows")
def plain_canaries(probe, target):
    for status in (403, 200):
        for fields, answers in (({}, []), ({"gateway_session_user": "other@example.com", "gateway_session_token": OLD}, ["n"]),
                                ({"gateway_session_user": "other@example.com", "gateway_session_token": OLD}, ["y"])):
            for arguments, lines in (((*BY_PASSWORD, "-i", "--plain", "--context", "prod"), ["", PASSWORD]), (BY_PASSWORD, [PASSWORD])):
                with World() as world, target.home(world, **fields) as home:
                    if status == 403:
                        world.lies["/oauth/token"] = answer(403, {"error": "invalid_grant", "error_description": PASSWORD})
                    data, ended = conversation(home, arguments, lines + answers, NOETL_DEBUG="1")
                    label = f"{arguments[-1]}, {status}, {answers}"
                    search(probe, label, home, [PASSWORD, OLD], data)
                    # The flag-driven login prints a line to export, when it has logged in.
                    if "--plain" in arguments or answers == ["n"]:
                        search(probe, label, home, [SESSION], data)
                    probe.check(EMAIL.encode() in data or status == 403, f"{label}: shows no login: {data[-500:]!r}")
