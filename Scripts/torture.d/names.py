"""One ledger under several names: symlinks, hard links, bind mounts."""

import os
import pathlib
import subprocess
import time

from crowd import Crowd
from disks import Mount
from ledger import Failure, during, one_line, refused
from placing import PIECES, aliases

READING = [["verify"], ["export"], ["state"], ["sql", "SELECT count(*) FROM events"], ["check"],
           ["log"], ["audit"], ["show", "1"]]


def writing(ledger):
    """Every command that writes to a ledger."""
    lines = ledger.folder / "lines.jsonl"
    lines.write_text(ledger.lines(["2d5d2c5e-8b5e-4d55-9d26-0d9a3f6f7f10"]))
    return [ledger.append_arguments("7b1f0ad8-6a4b-4b0e-8d06-2e65ab3bb5a1"),
            ["import", lines], ["correct", "1", "name=other", "--reason", "a slip"],
            ["retract", "2", "--reason", "a slip"], ["redact", "3", "--reason", "by law"],
            ["rebuild"]]


def hard_links(base, folder):
    """While a ledger has two names nobody may write by either; reading works."""
    ledger = base.copy(f"{folder}/two")
    second = ledger.under(ledger.folder / "second.db")
    os.link(ledger.path, second.path)
    count = 0
    for name in (ledger, second):
        for arguments in writing(ledger):
            refused(name.run(*arguments), f"{arguments[0]} to a ledger with two hard links")
            count += 1
        for arguments in READING:
            done = one_line(name.run(*arguments), f"{arguments[0]} of a ledger with two hard links")
            if done.returncode != 0:
                raise Failure(f"{arguments[0]} of a ledger with two hard links ended with "
                              f"{done.returncode}: {done.stderr.strip()}")
            count += 1
        told = one_line(name.run("doctor"), "doctor of a ledger with two hard links").stdout
        lines = [line.split() for line in told.splitlines()]
        if not any(line[1] in ("warning", "wrong") and ("link" in line or "links" in line
                   or "name" in line or "names" in line) for line in lines):
            raise Failure(f"doctor says nothing of a second hard link: {told!r}")
    second.path.unlink()
    ledger.check()
    return count


def linked_beside_writers(base, folder, dice, rounds):
    """The second name comes and goes while others write by both: nothing acknowledged is lost."""
    ledger = base.copy(f"{folder}/racing")
    second = ledger.under(ledger.folder / "second.db")
    crowd = Crowd(ledger)
    with crowd.at_work(crowd.appends, crowd.appends, crowd.imports,
                       lambda: crowd.appends(second), lambda: crowd.appends(second)):
        for _ in range(rounds):
            os.link(ledger.path, second.path)
            time.sleep(dice.uniform(0.02, 0.3))
            second.path.unlink()
            time.sleep(dice.uniform(0.02, 0.3))
    for suffix in ("-wal", "-shm", "-lock", "-journal"):
        second.beside(suffix).unlink(missing_ok=True)
    # The other name is not there half of the time.
    crowd.told("damaged-ledger", "not-a-ledger", "foreign-schema")
    with during("writers by two hard links that come and go"):
        ledger.check(maybe=crowd.tried)
    return len(ledger.acknowledged)


def together(ledger, names, seconds, what, reader=False, may_be_refused=False):
    """Appenders by all these names at once: nothing is lost, and all names show the same."""
    crowd = Crowd(ledger)
    works = [lambda name=name: crowd.appends(name) for name in names]
    with during(f"appenders by {what}"):
        with crowd.at_work(*works, *([crowd.reads] if reader else [])):
            time.sleep(seconds)
        crowd.errors = [error for error in crowd.errors if "timeout" not in error]
        crowd.told(*PIECES)
        if crowd.errors and not may_be_refused:
            raise Failure(f"an appender was refused: {crowd.errors[0]}")
        ledger.check(maybe=crowd.tried)
        for name in names:
            if name.ids() != ledger.ids():
                raise Failure(f"{name.path} shows other events")
    return len(ledger.acknowledged)


def symlinks(base, folder, seconds):
    """Appenders by symlinks of every kind share one lock and one WAL with the real name."""
    ledger = base.copy(f"{folder}/real")
    paths = [path for path in aliases(ledger, f"{folder}/links").values() if os.path.isabs(path)]
    count = together(ledger, [ledger.under(path) for path in paths], seconds, "symlinks")
    strays = [path for path in pathlib.Path(f"{folder}/links").iterdir() if not path.is_symlink()]
    if strays:
        raise Failure(f"side files stand beside a symlink: {[path.name for path in strays]}")
    return count


def bind_mounts(base, folder, seconds):
    """The ledger's file, then its folder, mounted at a second place; the file beside a reader, too."""
    count = 0
    for what, is_file, reader in (("a bind mount of the folder", False, True),
                                  ("a bind mount of the file", True, False),
                                  ("a bind mount of the file beside a slow reader", True, True)):
        place = pathlib.Path(folder) / what.replace(" ", "-")
        ledger = base.copy(place / "first")
        mounted = place / "second"
        if is_file:
            mounted.mkdir()
            (mounted / "ledger.db").touch()
        source, target = ((ledger.path, mounted / "ledger.db") if is_file
                          else (ledger.folder, mounted))
        with Bind(source, target):
            second = ledger.under(mounted / "ledger.db")
            # To refuse who comes by the second name is a way to lose nothing, too.
            count += together(ledger, [ledger, ledger, second, second], seconds, what, reader,
                              may_be_refused=is_file)
        ledger.check()
    return count


class Bind(Mount):
    """A file or folder that stands at a second place as long as the block runs."""

    def __init__(self, source, target):
        super().__init__(target, "--bind", str(source))

    def __enter__(self):
        if not self.folder.exists():
            self.folder.mkdir()
        subprocess.run(["mount", *self.arguments, str(self.folder)], check=True,
                       capture_output=True)
        return self.folder
