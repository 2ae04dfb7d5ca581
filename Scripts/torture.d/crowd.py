"""Several processes on one ledger: killed at random, or left to write for a while."""

import contextlib
import signal
import subprocess
import threading
import time
import uuid

from ledger import Failure, Ledger, plain


class Crowd:
    """Threads that each start one process after the other and take down what it acknowledged."""

    def __init__(self, ledger):
        self.ledger = ledger
        self.lock = threading.Lock()
        self.running = {}
        self.tried = set()
        self.waits = []
        self.errors = []
        # What SQLite said to a user, which fails once everybody has ended.
        self.raw = []
        self.is_over = False
        # Nothing that is said after the power is gone was heard by anybody.
        self.is_cut = False

    def process(self, arguments, names, kind, text=None, ledger=None):
        begin = time.monotonic()
        ledger = ledger or self.ledger
        with self.lock:
            if self.is_over:
                return
            self.tried |= set(names)
            process = subprocess.Popen(
                ledger.command(*arguments), env=ledger.environment(),
                cwd="/", stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                text=True)
            self.running[process.pid] = process
        output, errors = process.communicate(text)
        with self.lock:
            del self.running[process.pid]
            self.waits.append((time.monotonic() - begin, kind))
            if self.is_cut:
                return
            if process.returncode == 0:
                self.ledger.acknowledged |= set(names)
            elif process.returncode != -signal.SIGKILL:
                self.errors.append(f"{kind}: {errors.strip()}")
            try:
                plain(errors, kind)
            except Failure as failure:
                self.raw.append(failure)

    def appends(self, ledger=None):
        """Appends one after the other, by that name of the ledger."""
        while not self.is_over:
            name = str(uuid.uuid4())
            self.process(self.ledger.append_arguments(name), [name], "append", ledger=ledger)

    def imports(self, count=40):
        while not self.is_over:
            names = [str(uuid.uuid4()) for _ in range(count)]
            self.process(["import", "-"], names, "import", self.ledger.lines(names))

    def reads(self):
        slow = ("SELECT count(*) FROM events AS a, events AS b, events AS c "
                "WHERE a.stream = b.stream AND b.type = c.type")
        while not self.is_over:
            self.process(["sql", slow, "--timeout", "1"], [], "read")

    def start(self, *works):
        threads = [threading.Thread(target=work) for work in works]
        for thread in threads:
            thread.start()
        return threads

    def kill(self, dice, everybody):
        with self.lock:
            pids = sorted(self.running)
            chosen = pids if everybody else [dice.choice(pids)] if pids else []
            # The object knows whether its process has been waited for, which a number does not.
            for pid in chosen:
                self.running[pid].kill()
            return len(chosen)

    def end(self, threads):
        self.is_over = True
        for thread in threads:
            thread.join()
        if self.raw:
            raise self.raw[0]

    @contextlib.contextmanager
    def at_work(self, *works):
        """They work as long as the block runs."""
        threads = self.start(*works)
        try:
            yield self
        finally:
            self.end(threads)

    def told(self, *never):
        """Who was refused was told so in one line, and never for one of these reasons."""
        for error in self.errors:
            lines = [line for line in error.splitlines() if "notice:" not in line]
            if len(lines) != 1 or "error: " not in lines[0]:
                raise Failure(f"a process beside others said: {error!r}")
            if any(f"error: {code}:" in error for code in never):
                raise Failure(f"a process beside others found the ledger in pieces: {error!r}")


def kills(folder, dice, wanted):
    """Random kills of appending and importing processes; checked again and again between."""
    ledger = Ledger(folder).create()
    done = 0
    while done < wanted:
        crowd = Crowd(ledger)
        threads = crowd.start(crowd.appends, crowd.appends, crowd.imports, crowd.imports)
        for _ in range(25):
            time.sleep(dice.uniform(0.005, 0.12))
            done += crowd.kill(dice, everybody=dice.random() < 0.2)
        crowd.end(threads)
        if crowd.errors:
            raise Failure(f"{done} kills: {crowd.errors[0]}")
        ledger.check(maybe=crowd.tried)
    return done, len(ledger.acknowledged)


def eight_writers(folder, seconds):
    """Eight processes append for a while, two read slowly: nothing is lost, nothing is busy."""
    ledger = Ledger(folder).create()
    crowd = Crowd(ledger)
    threads = crowd.start(*[crowd.appends] * 8, crowd.reads, crowd.reads)
    time.sleep(seconds)
    crowd.end(threads)
    errors = [error for error in crowd.errors if "timeout" not in error]
    if errors:
        raise Failure(errors[0])
    ledger.check(maybe=crowd.tried)
    waits = sorted(wait for wait, kind in crowd.waits if kind == "append")
    return {"events": len(waits), "rate": len(waits) / seconds, "longest": waits[-1],
            "median": waits[len(waits) // 2]}
