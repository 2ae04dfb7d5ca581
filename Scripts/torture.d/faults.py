"""Kills and faults at system calls on the ledger's files, by strace."""

import json
import os
import pathlib
import shutil
import subprocess
import uuid

from ledger import Failure, Ledger, one_line

# What changes a file or makes it durable; reading and locking are killed in the long form, too.
WRITING = ["pwrite64", "write", "fdatasync", "fsync", "ftruncate", "unlink", "rename", "link"]
OTHER = ["openat", "flock", "fcntl", "pread64", "mmap", "fchmod", "munmap", "close"]


def works(folder):
    """The commands that change files: by name, how to prepare one, its arguments, its events."""
    def append(ledger):
        name = str(uuid.uuid4())
        return ledger.append_arguments(name), [name]

    def imports(ledger):
        names = [str(uuid.uuid4()) for _ in range(20)]
        file = ledger.folder / "lines.jsonl"
        file.write_text(ledger.lines(names))
        return ["import", str(file)], names

    def rebuild(ledger):
        return ["rebuild"], []

    def redact(ledger):
        return ["redact", "1", "--reason", "by law"], None

    def backup(ledger):
        return ["backup", str(ledger.folder / "backup.db")], []

    def restore(ledger):
        shutil.copy(ledger.path, ledger.folder / "other.db")
        return ["restore", str(ledger.folder / "other.db"), "--replace"], []

    return {"append": append, "import": imports, "rebuild": rebuild, "redact": redact,
            "backup": backup, "restore": restore}


def traced(ledger, arguments, inject):
    """Runs a command with a fault at a call on the ledger's files; gives what came of it."""
    log = ledger.folder / "trace"
    before = ["strace", "-f", "-qq", "-o", str(log)]
    call = inject.split(":")[0]
    before += ["-e", f"trace={call}", "-e", f"inject={inject}"]
    done = ledger.run(*arguments, before=before)
    hit = log.exists() and ("INJECTED" in log.read_text(errors="replace")
                            or "killed by SIGKILL" in log.read_text(errors="replace"))
    log.unlink(missing_ok=True)
    return done, hit


def settle(ledger, done, names):
    """Takes down what was acknowledged, then asks for everything that must hold."""
    # The redaction's own event has an id that only the program knows.
    if names is None:
        present = [json.loads(line)["id"] for line in ledger.must("export").splitlines()]
        ledger.acknowledged |= set(present)
        names = []
    if done.returncode == 0:
        ledger.acknowledged |= set(names)
    ledger.check(maybe=names)


def at_every_call(base, folder, calls, fault, step=1, offset=0, chosen=None, tell=print):
    """Lets every command meet the fault at each of its calls; gives how many there were."""
    count = 0
    for work, prepare in works(folder).items():
        if chosen and work not in chosen:
            continue
        for call in calls:
            number = 1 + offset % step
            while True:
                place = pathlib.Path(folder) / f"{work}-{call}-{number}"
                ledger = base.copy(place)
                arguments, names = prepare(ledger)
                if not meets(ledger, arguments, names, f"{call}:{fault}:when={number}",
                             f"{work}, {fault} at {call} {number}"):
                    break
                count += 1
                number += step
    return count


def meets(ledger, arguments, names, inject, what):
    """Runs a command under a fault and asks for what must hold; gives whether it met the fault."""
    try:
        done, hit = traced(ledger, arguments, inject)
        if hit:
            if "signal" not in inject:
                one_line(done, what)
            settle(ledger, done, names)
        return hit
    except (Failure, subprocess.TimeoutExpired) as failure:
        raise Failure(f"{what} in {ledger.folder}: {failure}") from failure
    finally:
        if not os.environ.get("TORTURE_KEEP"):
            shutil.rmtree(ledger.folder, ignore_errors=True)


def for_good(base, folder, errors, dice, rounds):
    """From a random call on, every write fails."""
    count = 0
    prepared = works(folder)
    for number in range(rounds):
        work = dice.choice(sorted(prepared))
        call = dice.choice(["pwrite64", "fdatasync", "ftruncate"])
        error = dice.choice(errors)
        when = dice.randint(1, 30)
        place = pathlib.Path(folder) / f"good-{number}"
        ledger = base.copy(place)
        arguments, names = prepared[work](ledger)
        count += meets(ledger, arguments, names, f"{call}:error={error}:when={when}+",
                       f"{work}, {error} for good from {call} {when} on")
    return count
