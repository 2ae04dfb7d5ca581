"""What stands where a ledger's side files would: nothing of it is written to, and nothing hangs."""

import contextlib
import hashlib
import os
import pathlib
import shutil
import stat
import subprocess

from disks import Mount
from ledger import Failure, during, names_of, one_line, refused, said
from leftovers import remove
from placing import hot

SUFFIXES = ("-lock", "-wal", "-shm", "-journal")
NOBODY = 65534


class Obstacle:
    """Something of that kind at that place, and what must stay as it is."""

    def __init__(self, kind, place, folder):
        self.kind = kind
        self.place = pathlib.Path(place)
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.precious = self.folder / "precious"
        self.precious.write_text("what nobody may write to\n")
        self.before = None

    def put(self):
        """Puts it there, if what was put there before is gone."""
        if os.path.lexists(self.place):
            return
        if self.kind == "symlink":
            self.place.symlink_to(self.precious)
        elif self.kind == "dangling symlink":
            self.place.symlink_to(self.folder / "nothing")
        elif self.kind == "symlink to a device":
            self.place.symlink_to("/dev/full")
        elif self.kind == "fifo":
            os.mkfifo(self.place)
        elif self.kind == "folder":
            self.place.mkdir()
        elif self.kind == "device":
            os.mknod(self.place, stat.S_IFCHR | 0o666, os.makedev(1, 7))
        else:
            self.place.write_bytes(b"no side file\n" * 50 if self.kind == "junk" else b"")
            if self.kind == "somebody's file":
                os.chown(self.place, NOBODY, NOBODY)
                self.place.chmod(0o666)
        self.before = self.state()

    def state(self):
        """What nobody may change: what a link leads to, and the file of somebody else."""
        found = {"precious": seen(self.precious), "nothing": (self.folder / "nothing").exists()}
        if self.kind == "somebody's file" and self.place.is_file():
            about = self.place.stat()
            # Another file in its place is the ledger's own.
            found[about.st_ino] = seen(self.place), about.st_uid
        return found

    def holds(self, what):
        changed = [name for name, now in self.state().items()
                   if name in self.before and now != self.before[name]]
        if changed:
            raise Failure(f"{what} wrote to a file that is none of its own")

    def remove(self):
        """Takes it away, unless a file of the ledger came in its place."""
        if os.path.lexists(self.place) and (
                not stat.S_ISREG(self.place.lstat().st_mode)
                or self.place.read_bytes()[:2] in (b"no", b"")):
            remove(self.place)


def seen(path):
    """The bytes of a file and when they were written."""
    return hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns


def kinds():
    root_only = ["device", "somebody's file"] if os.geteuid() == 0 else []
    return ["symlink", "dangling symlink", "symlink to a device", "fifo", "folder", "junk",
            *root_only]


def reading(ledger):
    """Commands that only read, dry runs among them."""
    lines = ledger.folder.parent / "dry.jsonl"
    lines.write_text(ledger.lines(names_of(3)))
    return [[*ledger.append_arguments(names_of(1)[0]), "-n"], ["import", lines, "-n"],
            ["correct", "1", "name=other", "--reason", "a slip", "-n"], ["audit"], ["verify"],
            ["doctor"], ["check"], ["state"], ["sql", "SELECT count(*) FROM events"], ["export"],
            ["log"], ["show", "1"], ["snapshot"], ["report", "--format", "text"], ["views"],
            ["types"], ["queries"], ["diff", "--known-at", "1..2"]]


def writing(ledger, top):
    """Commands that write; by each the events that it acknowledges, None: one of its own."""
    [name], lines = names_of(1), names_of(5)
    (top / "lines.jsonl").write_text(ledger.lines(lines))
    shutil.copy(top / "whole.db", top / "other.db")
    return [(ledger.append_arguments(name), [name]), (["import", top / "lines.jsonl"], lines),
            (["correct", "1", "name=other", "--reason", "a slip"], None),
            (["redact", "2", "--reason", "by law"], None), (["rebuild"], []),
            (["doctor", "--mend"], []), (["backup", top / "copy.db", "--replace"], []),
            (["export", "-o", top / "export.jsonl"], [])]


def obstacles(base, folder, dice, most):
    """Each kind at the place of each side file, and commands that meet it."""
    count = 0
    folder = pathlib.Path(folder)
    for suffix in SUFFIXES:
        for kind in kinds():
            place = folder / f"{suffix[1:]}-{kind.replace(' ', '-')}"
            ledger = base.copy(place / "home")
            for side in ("-wal", "-shm"):
                ledger.beside(side).unlink(missing_ok=True)
            shutil.copy(ledger.path, place / "whole.db")
            obstacle = Obstacle(kind, ledger.beside(suffix), place / "elsewhere")
            first, *rest = writing(ledger, place)
            rest += [(arguments, []) for arguments in reading(ledger)]
            for arguments, names in [first, *dice.sample(rest, min(most, len(rest)))]:
                obstacle.put()
                what = f"{said(arguments)} beside a {suffix} that is a {kind}"
                meets(ledger, obstacle, arguments, names, what)
                count += 1
            obstacle.remove()
            with during(f"after a {suffix} that was a {kind}"):
                # Corrections and redactions have ids that only the program knows.
                ledger.check(maybe=ledger.ids())
    return count


def told(done, what):
    """Findings are no failure, and stand on standard output."""
    return done if done.returncode == 1 and not done.stderr else one_line(done, what)


def meets(ledger, obstacle, arguments, names, what):
    with during(what):
        done = told(ledger.run(*arguments, timeout=20), "it")
    obstacle.holds(what)
    if done.returncode == 0 and names:
        ledger.acknowledged |= set(names)


def at_new_places(base, folder, dice, most):
    """The same where a backup, a restored or a new ledger and a file of output would come, whose
    drafts are named by their process in turn."""
    count = 0
    place = pathlib.Path(folder)
    ledger = base.copy(place / "home")
    there = ledger.under(ledger.folder / "there.db")
    tasks = [(ledger, ["backup", there.path]), (there, ["init"]), (there, ["restore", ledger.path]),
             (ledger, ["export", "-o", there.path])]
    for suffix in (*SUFFIXES, ".new-$$"):
        for kind in kinds():
            for who, arguments in dice.sample(tasks, most):
                what = f"{arguments[0]} to a place whose {suffix} is a {kind}"
                here = pathlib.Path(str(there.path) + suffix)
                before = ()
                if suffix == ".new-$$":
                    # The process keeps its number when it becomes another program.
                    here = there.path.parent / "there.db.new"
                    before = ["sh", "-c", 'mv "$0" "$1$$" && shift && exec "$@"', here,
                              f"{there.path}.new-"]
                obstacle = Obstacle(kind, here, place / "elsewhere")
                obstacle.put()
                with during(what):
                    one_line(who.run(*arguments, before=list(map(str, before)), timeout=20), "it")
                obstacle.holds(what)
                count += 1
                for path in ledger.folder.glob("there.db*"):
                    remove(path)
    ledger.check()
    return count


def unwritable(base, folder, can_mount):
    """In a folder that nobody can write to: reading answers or says why not, writing is refused."""
    count = 0
    for what, ledger in (("a clean ledger", base.copy(f"{folder}/clean")),
                         ("a ledger with a full WAL", hot(base, f"{folder}/warm", 3))):
        what += " in a folder that cannot be written"
        (pathlib.Path(folder) / "whole.db").write_bytes(base.path.read_bytes())
        tasks = reading(ledger)
        commands = [arguments for arguments, _ in writing(ledger, pathlib.Path(folder))[:6]]
        seal = Sealed(ledger.folder) if can_mount else contextlib.nullcontext()
        if not can_mount:
            ledger.folder.chmod(0o500)
        with seal:
            for arguments in tasks:
                with during(f"{said(arguments)} of {what}"):
                    told(ledger.run(*arguments), "it")
            for arguments in commands:
                refused(ledger.run(*arguments), f"{said(arguments)} to {what}")
            count += len(tasks) + len(commands)
        ledger.folder.chmod(0o700)
        ledger.check()
    return count


class Sealed(Mount):
    """A folder that is read-only as long as the block runs."""

    def __init__(self, folder):
        super().__init__(folder, "--bind", str(folder))

    def __enter__(self):
        super().__enter__()
        subprocess.run(["mount", "-o", "remount,bind,ro", str(self.folder)], check=True,
                       capture_output=True)
        return self.folder


def watched(folder):
    """Everything in a folder: what it is, its bytes and when they were written."""
    found = {}
    for path in sorted(pathlib.Path(folder).rglob("*")):
        found[str(path.relative_to(folder))] = seen(path) if path.is_file() else "no file"
    return found


def written(before, after):
    """What changed, except for SQLite's own side files where a reader leaves them empty."""
    def may_change(name):
        return name.endswith("-shm") or (name.endswith("-wal") and name not in before
                                         and after[name][0] == hashlib.sha256().hexdigest())
    changed = [name for name in after if after[name] != before.get(name) and not may_change(name)]
    return changed + [name for name in before if name not in after and not name.endswith("-shm")]


def readers_write_nothing(base, folder):
    """Commands that only read, before ledgers in every state: bytes and times stay as they were."""
    folder = pathlib.Path(folder)
    clean = base.copy(folder / "clean")
    for side in ("-wal", "-shm"):
        clean.beside(side).unlink(missing_ok=True)
    left = base.copy(folder / "left")
    left.append()
    warm = hot(base, folder / "warm", 3)
    cold = hot(base, folder / "cold", 3)
    cold.beside("-shm").unlink()
    count = 0
    for what, ledger in (("a clean ledger", clean), ("a ledger with side files", left),
                         ("a ledger with a full WAL", warm),
                         ("a ledger with a full WAL and no -shm", cold)):
        for arguments in reading(ledger):
            before = watched(ledger.folder)
            done = told(ledger.run(*arguments), f"{said(arguments)} of {what}")
            if done.returncode not in (0, 1):
                raise Failure(f"{said(arguments)} of {what}: {done.stderr.strip()}")
            changed = written(before, watched(ledger.folder))
            if changed:
                raise Failure(f"{said(arguments)} of {what} wrote to {', '.join(changed)}")
            count += 1
        ledger.check()
    return count
