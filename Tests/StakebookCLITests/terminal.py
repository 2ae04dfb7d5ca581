"""Plays a person at a terminal: types what lines with `> ` say, waits for what lines with `< ` say.

    terminal.py COMMAND [ARGUMENT…] < steps

`! ` types whenever half a second was silent, until what the next line waits for stands there. In what is typed
\\t, \\r, \\x03 and the like are keys. What the command draws is put onto a screen as far as a line editor
needs it (carriage return, backspace, cursor left and right, erasing), which is so wide that no line wraps;
`< ` waits until that text stands on it, whatever the space between its words, `= ` until the last line is that
and nothing else, such as a prompt, `* ` until that was drawn in the colour of keywords. Exit code 1, and what stands there, when it never does.
"""

import os
import pty
import re
import select
import signal
import struct
import sys
import fcntl
import termios
import time

PATIENCE = 60
WIDTH = 300


class Screen:
    """Lines that grow; enough of a terminal to read what a line editor shows."""

    def __init__(self):
        self.lines = [[]]
        self.column = 0
        self.rest = ""
        self.paint = "0"
        self.keywords = ""

    def feed(self, text):
        text = self.rest + text
        self.rest = ""
        place = 0
        while place < len(text):
            sign = text[place]
            if sign == "\x1b":
                match = re.compile(r"\x1b(?:\[([0-9;?]*)([@-~])|[()].|[^\[()])").match(text, place)
                if not match:
                    self.rest = text[place:]
                    return
                self.obey(match.group(2), match.group(1) or "")
                place = match.end()
                continue
            self.put(sign)
            place += 1

    def put(self, sign):
        line = self.lines[-1]
        if sign == "\r":
            self.column = 0
        elif sign == "\n":
            self.lines.append([])
            self.column = 0
        elif sign == "\b":
            self.column = max(0, self.column - 1)
        elif sign >= " ":
            line.extend(" " * (self.column + 1 - len(line)))
            line[self.column] = sign
            self.column += 1
            self.keywords += sign if self.paint == "1;34" else ""

    def obey(self, order, numbers):
        line = self.lines[-1]
        count = int(numbers) if numbers.isdigit() else 1
        if order == "m":
            self.keywords += " " if numbers == "1;34" else ""
            self.paint = numbers
        elif order == "A" and not line and len(self.lines) > 1:
            # The line before is drawn anew.
            self.lines.pop()
        elif order == "K":
            del line[self.column:]
        elif order == "C":
            self.column += count
        elif order == "D":
            self.column = max(0, self.column - count)
        elif order == "G":
            self.column = max(0, count - 1)
        elif order == "@":
            line[self.column:self.column] = " " * count
        elif order == "P":
            del line[self.column:self.column + count]
        elif order == "J" and numbers == "2":
            self.lines, self.column = [[]], 0

    @property
    def last(self):
        return "".join(self.lines[-1]).rstrip()

    @property
    def text(self):
        return "\n".join("".join(line).rstrip() for line in self.lines)


def main():
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, WIDTH, 0, 0))
        # Whoever started this may have blocked them.
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGPIPE):
            signal.signal(number, signal.SIG_DFL)
        os.environ.update(TERM="xterm", PS1="$ ")
        os.execvp(sys.argv[1], sys.argv[1:])
    screen = Screen()
    seen = 0
    again = b""
    try:
        for step in sys.stdin.read().splitlines():
            if step[:2] in ("> ", "! "):
                seen = len(screen.text) - len(screen.last)
                keys = step[2:].encode().decode("unicode_escape").encode("latin-1")
                again = keys if step[0] == "!" else b""
                if not again:
                    os.write(terminal, keys)
            elif step[:2] in ("< ", "= ", "* "):
                wanted = step[2:]
                stands = (
                    (lambda: screen.last == wanted) if step[0] == "="
                    else (lambda: wanted in screen.keywords) if step[0] == "*"
                    else lambda: wanted in " ".join(screen.text[seen:].split()))
                if not wait(terminal, screen, stands, again):
                    print(f"never shown: {step[2:]}\n{screen.text}")
                    return 1
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    print(screen.text)
    return 0


def wait(terminal, screen, stands, again):
    """Whether that comes to stand on the screen, or below the line on which the last keys were typed."""
    end = time.monotonic() + PATIENCE
    while not stands():
        left = end - time.monotonic()
        if left < 0:
            return False
        if not select.select([terminal], [], [], min(left, 0.5))[0]:
            os.write(terminal, again)
            continue
        try:
            screen.feed(os.read(terminal, 65536).decode(errors="replace"))
        except OSError:
            return stands()
    return True


sys.exit(main())
