"""Files put in a ledger's place: onto one that lives, onto itself, by commands that write others."""

import os
import pathlib
import sqlite3
import time

from crowd import Crowd
from ledger import Failure, Ledger, during, names_of, one_line, refused

# What nobody may be told of a ledger in whose place another one was put.
PIECES = ("damaged-ledger", "not-a-ledger", "foreign-schema", "no-ledger", "verification-failed")


def hot(base, folder, count):
    """A copy of the ledger whose last events stand in the WAL alone."""
    made = base.copy(f"{folder}/made")
    reader = sqlite3.connect(made.path)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM event").fetchone()
    for _ in range(count):
        one_line(made.append(), "an append beside a reader")
    other = made.copy(f"{folder}/hot")
    reader.close()
    if not other.beside("-wal").stat().st_size:
        raise Failure("a reader does not keep the WAL: this attack is none")
    return other


def onto_hot(base, folder, dice, rounds):
    """A backup onto another ledger whose WAL is full, killed at times: the old one or the new one."""
    for number in range(rounds):
        place = f"{folder}/{number}"
        target = hot(base, place, dice.randint(1, 12))
        if dice.random() < 0.3:
            target.beside("-shm").unlink()
        source = base.copy(f"{place}/source")
        names = names_of(dice.choice([1, 40, 400]))
        source.must("import", "-", text=source.lines(names))
        source.acknowledged |= set(names)
        arguments = ["backup", str(target.path), "--replace"]
        what = "backup --replace onto a ledger with a full WAL"
        if dice.random() < 0.4:
            process = source.start(*arguments)
            time.sleep(dice.uniform(0, 0.06))
            process.kill()
            process.communicate()
            candidates = [target.acknowledged, source.acknowledged]
        else:
            done = one_line(source.run(*arguments), what)
            candidates = [(source if done.returncode == 0 else target).acknowledged]
        with during(f"after {what}"):
            found = target.ids()
            # A set of its own: what is appended there is not appended to the source.
            target.acknowledged = set(next((known for known in candidates if known == found),
                                           candidates[0]))
            target.check()
        source.check()
    return rounds


def onto_live(base, folder, dice, seconds, command):
    """Another ledger put in the place of one to which three processes append: each event that was
    acknowledged is in the file that stands there, or in one that was replaced."""
    target = base.copy(f"{folder}/target")
    source = base.copy(f"{folder}/source")
    for _ in range(5):
        source.append()
    crowd, handles, done_times = Crowd(target), [], 0
    end = time.monotonic() + seconds
    with crowd.at_work(*[crowd.appends] * 3):
        while time.monotonic() < end:
            handles.append(os.open(target.path, os.O_RDONLY))
            if command == "backup":
                done = source.run("backup", target.path, "--replace")
            else:
                done = target.run("restore", source.path, "--replace", "--wait", "5")
            done_times += one_line(done, f"{command} onto a live ledger").returncode == 0
            time.sleep(dice.uniform(0, 0.2))
    with during(f"{command} --replace onto a ledger with live writers"):
        crowd.told(*PIECES)
        replaced = set().union(*(old(handle, f"{folder}/old-{handle}") for handle in handles))
        found = target.ids()
        lost = target.acknowledged - replaced - found
        if lost:
            raise Failure(f"{len(lost)} of {len(target.acknowledged)} acknowledged events are neither "
                          f"in the file nor in one that it replaced: {sorted(lost)[:3]} …")
        if done_times and not source.acknowledged <= found:
            raise Failure("events of the other ledger are not there")
        target.acknowledged = found & (target.acknowledged | source.acknowledged)
        target.check(maybe=crowd.tried)
    source.check()
    return done_times


def old(handle, folder):
    """The ids in a file that was open before it was replaced, as it is without any side file."""
    ledger = Ledger(folder)
    with open(handle, "rb") as file:
        ledger.path.write_bytes(file.read())
    return ledger.ids()


def aliases(ledger, folder):
    """Other ways to name the ledger, by what they are."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "absolute.db").symlink_to(ledger.path)
    (folder / "relative.db").symlink_to(os.path.relpath(ledger.path, folder))
    (folder / "chain.db").symlink_to("absolute.db")
    (folder / "home").symlink_to(ledger.folder)
    return {"its own name": ledger.path, "a relative path": "ledger.db",
            "a path with dots": f"../{ledger.folder.name}/./ledger.db",
            "a symlink": folder / "absolute.db", "a relative symlink": folder / "relative.db",
            "a symlink to a symlink": folder / "chain.db",
            "a symlink to its folder": folder / "home" / "ledger.db"}


def onto_itself(base, folder, ways=None):
    """Backup and restore of a ledger onto itself, by all its names, beside two appenders."""
    ledger = base.copy(f"{folder}/itself")
    names = aliases(ledger, f"{folder}/names")
    crowd = Crowd(ledger)
    count = 0
    with crowd.at_work(crowd.appends, crowd.appends):
        for way, name in names.items():
            if ways and way not in ways:
                continue
            # The -l may be the other name, too.
            other = ledger.under(name if os.path.isabs(name) else ledger.folder / name)
            for who, argument in ((ledger, name), (other, ledger.path)):
                for arguments in (["backup", argument, "--replace"],
                                  ["restore", argument, "--replace", "--wait", "5"]):
                    refused(who.run(*arguments), f"{arguments[0]} onto the ledger itself by {way}")
                    count += 1
    crowd.told(*PIECES)
    ledger.check(maybe=crowd.tried)
    second = ledger.folder / "second.db"
    os.link(ledger.path, second)
    for arguments in (["backup", second, "--replace"], ["restore", second, "--replace"]):
        refused(ledger.run(*arguments), f"{arguments[0]} onto the ledger itself by a hard link")
        count += 1
    second.unlink()
    ledger.check(maybe=crowd.tried)
    return count


def outputs(key, proof):
    """Every command that writes a file that is named, by what it is called."""
    def dash_o(*words):
        return lambda place: [*words, "-o", place]

    return {
        "export": dash_o("export"),
        "export --table": dash_o("export", "--table", "stakes", "--format", "csv"),
        "snapshot": dash_o("snapshot"),
        "report": dash_o("report", "--format", "html"),
        "report --format text": dash_o("report", "--format", "text"),
        "report --format csv": dash_o("report", "--format", "csv"),
        "report --assets":
            lambda place: ["report", "--format", "markdown", "--assets", place],
        "sql": dash_o("sql", "SELECT 1", "--format", "csv"),
        "queries": dash_o("queries", "--format", "csv"),
        "views": dash_o("views", "--format", "csv"),
        "types": dash_o("types", "--format", "csv"),
        "state": dash_o("state"),
        "log": dash_o("log", "--format", "csv"),
        "check": dash_o("check", "--format", "csv"),
        "diff": dash_o("diff", "--known-at", "1..2", "--format", "csv"),
        "checkpoint": dash_o("checkpoint", "--key", key),
        "prove": dash_o("prove", "1", "--checkpoint", proof, "--key", key),
        "key generate": lambda place: ["key", "generate", place],
        "pack": lambda place: ["pack", place, "--key", key],
        "init": lambda place: ["init", "-l", place],
        "backup": lambda place: ["backup", place],
        "backup --replace": lambda place: ["backup", place, "--replace"],
    }


def others(base, folder, dice, most, chosen=None):
    """Commands that write a file, onto the ledger, its side files and their names."""
    folder = pathlib.Path(folder)
    ledger, another = hot(base, folder / "one", 3), hot(base, folder / "another", 3)
    key, proof = folder / "ledger.key", folder / "now.checkpoint"
    ledger.must("key", "generate", key)
    ledger.must("checkpoint", "--key", key, "-o", proof)
    ledger.beside("-lock").touch(0o600)
    link, link_to_wal = folder / "link.db", folder / "link-to-wal"
    link.symlink_to(ledger.path)
    link_to_wal.symlink_to(ledger.beside("-wal"))
    everywhere = {
        "the ledger": ledger.path, "the ledger by a relative path": "./ledger.db",
        "the ledger by a symlink": link, "the ledger's WAL by a symlink": link_to_wal,
        "another ledger whose WAL is full": another.path,
        **{f"the ledger's {suffix}": ledger.beside(suffix)
           for suffix in ("-wal", "-shm", "-lock", "-journal")}}
    count = 0
    for number, (command, words) in enumerate(outputs(key, proof).items()):
        if chosen and command not in chosen:
            continue
        # So that it is refused for its place and for nothing else.
        fresh = ledger.run(*words(folder / f"fresh-{number}"))
        # 1: findings, differences.
        if fresh.returncode not in (0, 1):
            raise Failure(f"{command} ended with {fresh.returncode}: {fresh.stderr.strip()}")
        targets = dict(everywhere)
        if command == "backup --replace":
            # This one may, and onto itself it is tried by all its names.
            del targets["another ledger whose WAL is full"]
        if command in ("init", "backup", "backup --replace"):
            # SQLite never asks for a journal beside a ledger that has a WAL.
            del targets["the ledger's -journal"]
        for target in dice.sample(sorted(targets), min(most, len(targets))):
            refused(ledger.run(*words(targets[target]), timeout=60), f"{command} onto {target}")
            count += 1
        for one in (ledger, another):
            with during(f"after {command} onto a ledger's files"):
                if one.ids() != one.acknowledged:
                    raise Failure("the ledger has other events")
        if not link.is_symlink() or not link_to_wal.is_symlink():
            raise Failure(f"{command} put a file in the place of a symlink")
    ledger.check()
    another.check()
    return count
