"""Ledgers that are moved, removed or replaced while a command is about to write to them."""

import os
import pathlib
import shutil
import signal
import subprocess
import threading
import time

from ledger import Failure, SlowImport, during, names_of, one_line

SIDE_FILES = ("-wal", "-shm", "-journal")


class Place:
    """A ledger in a folder that may go away, and another one that may come instead."""

    def __init__(self, base, folder):
        self.top = pathlib.Path(folder)
        self.ledger = base.copy(self.top / "home")
        self.other = base.copy(self.top / "other-home")
        self.other.append()
        # Its own folder may be gone when it is asked.
        self.ledger.folder = self.other.folder = self.top
        # Where the ledger is afterwards, if anywhere, and whose events stand at its name.
        self.moved = self.ledger
        self.standing = self.ledger

    def _move(self, suffixes):
        for suffix in suffixes:
            if self.ledger.beside(suffix).exists():
                os.rename(self.ledger.beside(suffix), self.top / f"elsewhere.db{suffix}")
        self.moved, self.standing = self.ledger.under(self.top / "elsewhere.db"), None

    def file_moved(self):
        self._move([""])

    def files_moved(self):
        self._move(["", *SIDE_FILES])

    def file_removed(self):
        self.ledger.path.unlink()
        self.moved = self.standing = None

    def files_removed(self):
        for suffix in ("", *SIDE_FILES, "-lock"):
            self.ledger.beside(suffix).unlink(missing_ok=True)
        self.moved = self.standing = None

    def file_replaced(self):
        os.rename(self.other.path, self.ledger.path)
        self.other.path = self.ledger.path
        self.moved, self.standing = None, self.other

    def folder_moved(self):
        os.rename(self.top / "home", self.top / "away")
        self.moved, self.standing = self.ledger.under(self.top / "away/ledger.db"), None

    def folder_replaced(self):
        self.folder_moved()
        os.rename(self.top / "other-home", self.top / "home")
        self.other.path = self.ledger.path
        self.standing = self.other

    def judge(self, done, names, what, is_before=True):
        """What was acknowledged stands at the name, or, if all of it may have been over before the
        ledger went away, where that is now; no ledger was harmed."""
        with during(what):
            at_name = self.standing.events() if self.standing else []
            if done.returncode >= 0:
                one_line(done, "it")
            if done.returncode == 0:
                where = list(at_name)
                if not is_before and self.moved:
                    where += self.moved.events()
                if is_before and not self.ledger.path.exists():
                    raise Failure(f"it said {done.stdout.strip()!r}, and there is no file of that name")
                ids = {event["id"] for event in where}
                missing = set(names or []) - ids
                if missing or names is None and not any(
                        event["type"].startswith("event.") for event in where):
                    raise Failure(f"it said {done.stdout.strip()!r}, and the file of that name has "
                                  "no such event")
            tried = set(names or [])
            for ledger in {id(one): one for one in (self.standing, self.moved) if one}.values():
                known = {event["id"] for event in ledger.events()
                         if event["type"].startswith("event.") or names is None}
                ledger.check(maybe=tried | known)
        shutil.rmtree(self.top, ignore_errors=True)


SCENES = {"file moved": Place.file_moved, "file and side files moved": Place.files_moved,
          "file removed": Place.file_removed, "all files removed": Place.files_removed,
          "file replaced": Place.file_replaced, "folder moved": Place.folder_moved,
          "folder replaced": Place.folder_replaced}


def until_open(process, path, seconds):
    """Waits until the process, or its child, has the file open, where the system tells."""
    end = time.monotonic() + seconds
    children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while process.poll() is None and time.monotonic() < end:
        try:
            pids = [process.pid, *children.read_text().split()] if children.exists() else []
            if any(os.path.realpath(handle) == str(path) for pid in pids
                   for handle in pathlib.Path(f"/proc/{pid}/fd").iterdir()):
                return
        except OSError:
            pass
        time.sleep(0.002)


def slow_imports(base, folder, dice, rounds):
    """An import reads from a pipe; in between its ledger goes away, before the pipe's end."""
    count = 0
    for number in range(rounds):
        for scene, change in SCENES.items():
            place = Place(base, f"{folder}/{number}-{scene.replace(' ', '-')}")
            slow = SlowImport(place.ledger, names_of(dice.choice([2, 30, 300])))
            if dice.random() < 0.8:
                until_open(slow.process, place.ledger.path, 0.5)
            time.sleep(dice.choice([0, dice.uniform(0, 0.05), dice.uniform(0.05, 0.3)]))
            change(place)
            time.sleep(dice.uniform(0, 0.05))
            place.judge(slow.end(), slow.names, f"import from a slow pipe, {scene} meanwhile")
            count += 1
    return count


def writers(ledger):
    """By name, a command that writes and the events that it acknowledges; None: one of its own."""
    [name], lines = names_of(1), names_of(20)
    file = ledger.folder / "lines.jsonl"
    file.write_text(ledger.lines(lines))
    return {"append": (ledger.append_arguments(name), [name]), "import": (["import", file], lines),
            "correct": (["correct", "1", "name=other", "--reason", "a slip"], None),
            "redact": (["redact", "2", "--reason", "by law"], None), "rebuild": (["rebuild"], [])}


def at_the_lock(base, folder, dice, rounds, delay=1.2):
    """A writer is held up where it takes its lock, and its ledger goes away meanwhile."""
    count = 0

    def attack(number, command, scene):
        nonlocal count
        place = Place(base, f"{folder}/{number}")
        arguments, names = writers(place.ledger)[command]
        log = place.top / "trace"
        inject = f"flock:delay_enter={int(delay * 1_000_000)}:when=1"
        begin = time.monotonic()
        process = subprocess.Popen(
            ["strace", "-f", "-qq", "-o", log, "-e", "trace=flock", "-e", f"inject={inject}",
             *place.ledger.command(*arguments)], env=place.ledger.environment(), cwd="/",
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        until_open(process, place.ledger.path, delay / 2)
        # From there to the lock it is not far.
        time.sleep(delay / 4)
        SCENES[scene](place)
        is_before = time.monotonic() - begin < delay
        output, errors = process.communicate(timeout=60)
        done = subprocess.CompletedProcess(arguments, process.returncode, output, errors)
        if "DELAYED" in log.read_text(errors="replace"):
            count += 1
            place.judge(done, names, f"{command}, {scene} before it had its lock", is_before)

    tasks = [(command, dice.choice(sorted(SCENES))) for _ in range(rounds)
             for command in ("append", "import", "correct", "redact", "rebuild")]
    failures = []

    def work(tasks):
        for number, (command, scene) in tasks:
            try:
                attack(number, command, scene)
            except (Failure, subprocess.TimeoutExpired) as failure:
                failures.append(failure)

    # They mostly wait: four at once.
    numbered = list(enumerate(tasks))
    threads = [threading.Thread(target=work, args=(numbered[part::4],)) for part in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return count


def stopped(base, folder, dice, rounds):
    """A writer is stopped at a random moment, its folder goes away, and it goes on."""
    for number in range(rounds):
        place = Place(base, f"{folder}/{number}")
        command = dice.choice(["append", "import", "correct", "redact", "rebuild"])
        scene = dice.choice(["folder moved", "folder replaced"])
        arguments, names = writers(place.ledger)[command]
        process = place.ledger.start(*arguments)
        time.sleep(dice.uniform(0, 0.04))
        process.send_signal(signal.SIGSTOP)
        SCENES[scene](place)
        process.send_signal(signal.SIGCONT)
        output, errors = process.communicate(timeout=60)
        done = subprocess.CompletedProcess(arguments, process.returncode, output, errors)
        place.judge(done, names, f"{command}, {scene} while it was stopped", is_before=False)
    return rounds
