"""Runs each line of standard input in a shell at a terminal, and prints what controls reached it.

Each must show an escape, so that there was something to hide, but for lines `? COMMAND`. A line `= COMMAND`
writes JSON, or JSON lines: at the terminal it says what it says in a pipe. Nothing is printed where every
command keeps to printable text, line breaks and tabs.
"""

import json
import os
import pty
import subprocess
import sys
import termios
import unicodedata

BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def shown(command):
    child, terminal = pty.fork()
    if child == 0:
        modes = termios.tcgetattr(1)
        modes[1] &= ~termios.OPOST
        termios.tcsetattr(1, termios.TCSANOW, modes)
        os.execvp("bash", ["bash", "--norc", "-c", command])
    text = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        text += piece
    os.waitpid(child, 0)
    return text


def parsed(text):
    """The values of JSON, or of JSON lines; nothing of what is neither."""
    try:
        return [json.loads(text)]
    except json.JSONDecodeError:
        pass
    try:
        return [json.loads(line) for line in text.strip("\n").split("\n")]
    except json.JSONDecodeError:
        return []


for line in sys.stdin.read().splitlines():
    is_json, is_plain = line.startswith("= "), line.startswith("? ")
    command = line[2:] if is_json or is_plain else line
    bytes_shown = shown(command)
    try:
        text = bytes_shown.decode()
    except UnicodeDecodeError as error:
        print(f"{command}: {error}")
        continue
    found = {sign for sign in text if sign in BIDI or unicodedata.category(sign) == "Cc"} - set("\n\t")
    if found:
        print(f"{command}: " + " ".join(sorted(f"U+{ord(sign):04X}" for sign in found)))
    if "\\u" not in text and not is_plain:
        print(f"{command}: no escape is shown in {text!r}")
    if is_json:
        piped = subprocess.run(["bash", "--norc", "-c", command], capture_output=True, text=True).stdout
        told, meant = parsed(text), parsed(piped)
        if not told or told != meant or "\\u202e" not in json.dumps(meant):
            print(f"{command}: the terminal is told something else than the pipe")
