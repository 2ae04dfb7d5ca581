"""A ledger under torture: the program's commands, what it acknowledged, and what must hold."""

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
        self.count = 0

    def environment(self):
        return {"PATH": os.environ["PATH"], "STAKEBOOK_LEDGER": str(self.path), "LANG": "C.UTF-8"}

    def command(self, *arguments):
        return [Ledger.program, *arguments]

    def run(self, *arguments, before=(), timeout=120, text=None):
        return subprocess.run([*before, *self.command(*arguments)], env=self.environment(),
                              cwd=self.folder, capture_output=True, text=True, timeout=timeout,
                              input=text)

    def must(self, *arguments, text=None):
        done = self.run(*arguments, text=text)
        if done.returncode != 0:
            raise Failure(f"{' '.join(arguments)} ended with {done.returncode}: {done.stderr.strip()}")
        return done.stdout

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
        lines = [json.loads(line) for line in self.must("export").splitlines()]
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


def one_line(done, what):
    """A failing command says why in one line, which is no crash."""
    errors = [line for line in done.stderr.splitlines() if not line.startswith("notice:")]
    if done.returncode < 0 or done.returncode in (70, 132, 133, 134, 139):
        raise Failure(f"{what} crashed with {done.returncode}: {done.stderr.strip()}")
    if done.returncode != 0 and (len(errors) != 1 or "error: " not in errors[0]):
        raise Failure(f"{what} ended with {done.returncode} and said: {done.stderr.strip()!r}")
    return done


def dice(seed):
    return random.Random(seed)
