"""Text that a terminal must not get as it is, and what a terminal may get: the attacks on the terminal live on both."""

import re
import unicodedata

NASTY = {
    "a cursor report": "a\x1b[6nb", "a device report": "a\x1b[cb", "the clipboard": "a\x1b]52;c;SE9TVElMRQ==\x07b",
    "the clipboard, ended by ST": "a\x1b]52;c;SE9TVElMRQ==\x1b\\b", "a title": "a\x1b]0;owned\x07b",
    "a link": "a\x1b]8;;http://evil.example\x1b\\b\x1b]8;;\x1b\\", "a reset": "a\x1bcb", "a DCS": "a\x1bP$qm\x1b\\b",
    "an APC": "a\x1b_Gf=32\x1b\\b", "colours": "a\x1b[5;41;97mb", "a cleared screen": "a\x1b[2J\x1b[Hb",
    "C1 CSI": "a\x9b6nb", "C1 OSC": "a\x9d52;c;SE9TVElMRQ==\x9cb", "C1 NEL and IND": "a\x85\x84b",
    "a character set": "a\x0e\x0fb", "a bell": "a\x07b", "backspaces": "a" + "\x08" * 10 + "b", "DEL": "a\x7fb",
    "a carriage return": "safe\rEVIL", "line breaks": "a\n\nb\x0b\x0cc", "a NUL": "a\0b",
    "right to left": "a\u202egpj.exe\u202cb", "isolates": "a\u2066b\u2067c\u2068d\u2069e", "marks": "a\u200e\u200f\u061cb",
    "zero width": "a\u200bb\u2060c\ufeffd", "tags": "a\U000e0041\U000e007fb", "line separators": "a\u2028b\u2029c",
    "an accent bomb": "a" + "\u0301" * 5000 + "b", "an enclosing bomb": "a" + "\u20dd" * 600 + "b",
    "interlinear marks": "a\ufff9b\ufffac\ufffbd",
}
ALL = " ".join(NASTY.values())

FORBIDDEN = re.compile("[\x00-\x06\x07\x0b\x0c\x0e\x10-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069"
                       "\u2028\u2029\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
SEQUENCE = re.compile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|[()][0-9A-B]|[=>78M]|\\][^\x07\x1b]*(?:\x07|\x1b\\\\)?|P|_|.)", re.S)
# Ours on the command line: the five tones of `Paint`, and the black on white of a QR code.
PLAIN = re.compile("\x1b\\[(?:0|1|31|32|33|0;30;47)m")


def shapes(data):
    """The escape sequences in `data`, numbers of cursor movements and colours left out."""
    found = set()
    for one in SEQUENCE.findall(data.decode("utf-8", "surrogateescape")):
        found.add(re.sub("[0-9;]+", "", one) if re.fullmatch("\x1b\\[[0-9;]*[@-~]", one) and one[-1] in "ABCDGHJKXdmPLMrb@ST" else one)
    return found


def foreign(data, known=None):
    """What `data` holds that no program of ours has written; '' when nothing. `known`: shapes of an honest run."""
    text = data.decode("utf-8", "surrogateescape")
    stray = re.search("[\udc80-\udcff]+", text)
    if stray:
        return f"bytes that are not UTF-8: {text[max(0, stray.start() - 20):stray.end()]!r}"
    if known is None:
        rest = PLAIN.sub("", text)
    else:
        extra = shapes(data) - known
        if extra:
            return f"sequences {sorted(extra)!r}"
        rest = SEQUENCE.sub("", text).replace("\x0f", "").replace("\x08", "")
    bad = FORBIDDEN.search(rest) or re.search("\r(?![\r\n])", rest if known is None else "")
    if bad:
        return f"the character {bad[0]!r} in {rest[max(0, bad.start() - 30):bad.end() + 30]!r}"
    run = 0
    for one in rest:
        run = run + 1 if unicodedata.combining(one) or unicodedata.category(one) in ("Mn", "Me") else 0
        if run > 8:
            return "more than 8 marks on one character"
    return ""
