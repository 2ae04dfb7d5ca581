"""A ledger under torture: the program's commands, what it acknowledged, and what must hold."""

import contextlib
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import uuid


class Failure(Exception):
    """A promise that was broken."""


class Ledger:
    """One ledger in a folder of its own, and the ids of the events that were acknowledged."""

    program = None

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.path = self.folder / "ledger.db"
        self.acknowledged = set()
        # Where the program makes its temporary files, if not where the system does.
        self.temporary = None

    def under(self, path):
        """The same ledger by another name: what was acknowledged by one counts for both."""
        other = Ledger(self.folder)
        other.path = pathlib.Path(path)
        other.acknowledged = self.acknowledged
        return other

    def beside(self, suffix):
        return pathlib.Path(str(self.path) + suffix)

    def environment(self):
        named = {"TMPDIR": str(self.temporary)} if self.temporary else {}
        return {"PATH": os.environ["PATH"], "STAKEBOOK_LEDGER": str(self.path), "LANG": "C.UTF-8",
                **named}

    def command(self, *arguments):
        return [Ledger.program, *map(str, arguments)]

    def run(self, *arguments, before=(), timeout=120, text=None):
        done = subprocess.run([*before, *self.command(*arguments)], env=self.environment(),
                              cwd=self.folder, capture_output=True, text=True, timeout=timeout,
                              input=text)
        plain(done.stderr, said(arguments))
        if arguments[0] == "doctor":
            plain(done.stdout, said(arguments))
        return done

    def start(self, *arguments):
        """A process that runs beside, in no folder that could be moved away."""
        return subprocess.Popen(self.command(*arguments), env=self.environment(), cwd="/",
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True)

    def must(self, *arguments, text=None):
        done = self.run(*arguments, text=text)
        if done.returncode != 0:
            raise Failure(f"{said(arguments)} ended with {done.returncode}: {done.stderr.strip()}")
        return done.stdout

    def events(self):
        return [json.loads(line) for line in self.must("export").splitlines()]

    def ids(self):
        return {event["id"] for event in self.events()}

    def create(self):
        self.must("init")
        self.append()
        return self

    def append_arguments(self, name):
        slug = f"e-{name.replace('-', '')}"
        return ["append", "entity.registered", f"entity={slug}", f"name={slug}", "kind=company",
                "-e", "2020", "--id", name]

    def append(self, before=()):
        """Appends one event; gives what came of it."""
        name = str(uuid.uuid4())
        done = self.run(*self.append_arguments(name), before=before)
        if done.returncode == 0:
            self.acknowledged.add(name)
        return done

    def lines(self, names):
        return "".join(
            json.dumps({"type": "entity.registered", "effective": "2020", "id": name,
                        "data": {"entity": f"i-{name.replace('-', '')}", "name": name,
                                 "kind": "company"}}) + "\n"
            for name in names)

    def copy(self, folder):
        """A copy as it lies on the disk, side files too."""
        other = Ledger(folder)
        for suffix in ("", "-wal", "-shm"):
            source = pathlib.Path(str(self.path) + suffix)
            if source.exists():
                shutil.copy(source, str(other.path) + suffix)
        other.acknowledged = set(self.acknowledged)
        return other

    def check(self, maybe=(), goes_on=True):
        """Everything acknowledged is there, nothing twice, nothing but that and what may be there;
        the log and what is computed from it hold; the next append works."""
        verified = self.must("verify")
        found = re.match(r"verified (\d+) event", verified)
        lines = self.events()
        ids = [line["id"] for line in lines]
        if len(set(ids)) != len(ids):
            raise Failure("an event is there twice")
        if [line["seq"] for line in lines] != list(range(1, len(lines) + 1)):
            raise Failure("the seqs have a gap")
        if not found or int(found.group(1)) != len(lines):
            raise Failure(f"verify speaks of other events than export: {verified}")
        lost = self.acknowledged - set(ids)
        if lost:
            raise Failure(f"{len(lost)} of {len(self.acknowledged)} acknowledged events are lost, "
                          f"{len(ids)} are there: {sorted(lost)[:3]} …")
        strange = set(ids) - self.acknowledged - set(maybe)
        if strange:
            raise Failure(f"there and never tried: {sorted(strange)}")
        self.acknowledged |= set(ids)
        self.must("audit")
        if goes_on:
            done = self.append()
            if done.returncode != 0:
                raise Failure(f"the next append fails: {done.stderr.strip()}")
        return len(lines)


# What SQLite says of itself, which is no word for a user; the name of a variable is one.
RAW = re.compile(r"SQLite error|(?<!\$)SQLITE_|PRAGMA|not an error|database is locked|disk I/O error|"
                 r"unable to open database file|disk image is malformed|database or disk is full|"
                 r"attempt to write a readonly database|file is not a database|locking protocol")


def plain(errors, what):
    """What is told is told in the program's own words."""
    found = RAW.search(errors)
    if found:
        raise Failure(f"{what} let SQLite speak ({found.group()!r}): {errors.strip()!r}")


@contextlib.contextmanager
def during(what):
    """What is broken in the block, or does not end there, is told with what it was done to."""
    try:
        yield
    except Failure as failure:
        raise Failure(f"{what}: {failure}") from failure
    except subprocess.TimeoutExpired as hanging:
        raise Failure(f"{what}: it hangs") from hanging


def said(arguments):
    """A command by its first words, which name it."""
    first, *rest = [pathlib.Path(str(part)).name or str(part) for part in arguments]
    dry = " -n" if "-n" in rest else ""
    return " ".join([first, *rest[:1]]) + dry


def one_line(done, what):
    """A failing command says why in one line, which is no crash and no text of SQLite's."""
    errors = [line for line in done.stderr.splitlines() if not line.startswith("notice:")]
    if done.returncode < 0 or done.returncode in (70, 132, 133, 134, 139):
        raise Failure(f"{what} crashed with {done.returncode}: {done.stderr.strip()}")
    if done.returncode != 0 and (len(errors) != 1 or "error: " not in errors[0]):
        raise Failure(f"{what} ended with {done.returncode} and said: {done.stderr.strip()!r}")
    plain(done.stderr, what)
    return done


def refused(done, what):
    """The command did nothing and says why in one line."""
    one_line(done, what)
    if done.returncode == 0:
        raise Failure(f"{what} was not refused, and said: {(done.stdout + done.stderr).strip()[:200]!r}")
    return done


class SlowImport:
    """An import that reads from a pipe whose end has not come."""

    def __init__(self, ledger, names, *options):
        self.ledger = ledger
        self.names = list(names)
        self.half = len(self.names) // 2
        self.process = ledger.start("import", "-", *options)
        self.process.stdin.write(ledger.lines(self.names[:self.half]))
        self.process.stdin.flush()

    def end(self, timeout=60):
        """Gives it the rest; what came of it."""
        rest = self.ledger.lines(self.names[self.half:])
        output, errors = self.process.communicate(rest, timeout=timeout)
        done = subprocess.CompletedProcess("import", self.process.returncode, output, errors)
        plain(errors, "an import from a slow pipe")
        return done


def names_of(count):
    return [str(uuid.uuid4()) for _ in range(count)]


def dice(seed):
    return random.Random(seed)
