"""Waiting for another writer: as long as was asked, in one line, with the other's name."""

import shutil
import sqlite3
import statistics
import subprocess
import threading
import time

from ledger import Failure, SlowImport, during, names_of, one_line

# What a loaded machine may take longer, besides a process's own time.
SLACK_SECONDS = 1.2


def own_time(ledger):
    """How long an append takes that waits for nobody."""
    def once():
        begin = time.monotonic()
        done = ledger.append()
        if done.returncode != 0:
            raise Failure(f"an append alone: {done.stderr.strip()}")
        return time.monotonic() - begin
    return statistics.median(once() for _ in range(7))


def commands(ledger):
    lines = ledger.folder / "lines.jsonl"
    lines.write_text(ledger.lines(names_of(3)))
    shutil.copy(ledger.path, ledger.folder / "other.db")
    return {"append": ledger.append_arguments(names_of(1)[0]), "import": ["import", lines],
            "correct": ["correct", "1", "name=other", "--reason", "a slip"],
            "retract": ["retract", "2", "--reason", "a slip"],
            "confirm": ["confirm", "3", "--source", "A,https://example.com"],
            "redact": ["redact", "4", "--reason", "by law"], "rebuild": ["rebuild"],
            "doctor --mend": ["doctor", "--mend"],
            "restore": ["restore", ledger.folder / "other.db", "--replace"]}


def is_kept(ledger, arguments, seconds, own, what, pid=None):
    """The command is told `busy` within the time that it asked for."""
    begin = time.monotonic()
    with during(f"{what}, --wait {seconds}"):
        done = ledger.run(*arguments, f"--wait={seconds}", timeout=20)
    took = time.monotonic() - begin
    one_line(done, f"{what}, --wait {seconds}")
    if done.returncode != 75 or "error: busy: " not in done.stderr:
        raise Failure(f"{what}, --wait {seconds} ended with {done.returncode} after {took:.1f} s, "
                      f"not 75: {(done.stdout + done.stderr).strip()}")
    most = seconds + 0.2 + own + SLACK_SECONDS
    if took > most:
        raise Failure(f"{what}, --wait {seconds} took {took:.1f} s, which is more than {most:.1f}")
    if took < seconds:
        raise Failure(f"{what}, --wait {seconds} gave up after {took:.2f} s")
    if pid is not None and str(pid) not in done.stderr:
        raise Failure(f"{what} is not told who holds the lock ({pid}): {done.stderr.strip()}")
    return took - seconds


def holding(ledger):
    """An import that reads from a slow pipe, once it holds the lock."""
    slow = SlowImport(ledger, names_of(6))
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if slow.process.poll() is not None:
            raise Failure(f"an import from a pipe ended: {slow.process.stderr.read().strip()}")
        name = names_of(1)[0]
        done = ledger.run(*ledger.append_arguments(name), "--wait", "0")
        if done.returncode == 75:
            return slow
        if done.returncode == 0:
            ledger.acknowledged.add(name)
        time.sleep(0.02)
    slow.process.kill()
    slow.process.communicate()
    raise Failure("an import that reads from a pipe holds no lock")


def for_a_writer(base, folder, waits):
    """Every command that writes, while an import holds the lock; then those who wait long enough."""
    ledger = base.copy(f"{folder}/writer")
    own = own_time(ledger)
    # Each of them is refused for the other's lock and for nothing else.
    trial = base.copy(f"{folder}/trial")
    for arguments in commands(trial).values():
        trial.must(*arguments)
    tasks = commands(ledger)
    slow = holding(ledger)
    longest, count = 0, 0
    try:
        for seconds in waits:
            for command, arguments in tasks.items():
                if command != "append" and seconds == max(waits):
                    continue
                longest = max(longest, is_kept(ledger, arguments, seconds, own,
                                               f"{command} beside a writer", slow.process.pid))
                count += 1
        patient = names_of(3)
        waiting = [ledger.start(*ledger.append_arguments(name), "--wait", "30") for name in patient]
        time.sleep(0.3)
    finally:
        done = slow.end()
    one_line(done, "the import that held the lock")
    if done.returncode != 0:
        raise Failure(f"the import that held the lock: {done.stderr.strip()}")
    ledger.acknowledged |= set(slow.names)
    for name, process in zip(patient, waiting):
        _, errors = process.communicate(timeout=40)
        if process.returncode != 0:
            raise Failure(f"who waits long enough is refused: {errors.strip()}")
        ledger.acknowledged.add(name)
    ledger.check()
    return count, longest


def for_strangers(base, folder, waits):
    """The same beside another program that holds SQLite's own lock."""
    ledger = base.copy(f"{folder}/stranger")
    own = own_time(ledger)
    tasks = commands(ledger)
    count = 0
    stranger = sqlite3.connect(ledger.path, isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")
    try:
        for seconds in waits:
            for command, arguments in tasks.items():
                if command != "append" and seconds == max(waits):
                    continue
                is_kept(ledger, arguments, seconds, own, f"{command} beside BEGIN IMMEDIATE")
                count += 1
        # Who only reads waits for nobody.
        for arguments in (["verify"], ["state"], ["export"], ["audit"]):
            done = one_line(ledger.run(*arguments, timeout=20), f"{arguments[0]} beside a writer")
            if done.returncode != 0:
                raise Failure(f"{arguments[0]} beside BEGIN IMMEDIATE: {done.stderr.strip()}")
        name = names_of(1)[0]
        patient = ledger.start(*ledger.append_arguments(name), "--wait", "30")
        time.sleep(0.5)
    finally:
        stranger.execute("ROLLBACK")
        stranger.close()
    _, errors = patient.communicate(timeout=40)
    if patient.returncode != 0:
        raise Failure(f"who waits long enough for a stranger is refused: {errors.strip()}")
    ledger.acknowledged.add(name)
    ledger.check()
    return count


def strange_numbers(base, folder):
    """Waits that are no number of seconds: refused, or over in a moment."""
    ledger = base.copy(f"{folder}/numbers")
    slow = holding(ledger)
    numbers = ["nan", "inf", "-inf", "-1", "1e400", "-0.0", "1e-400", "0x1p4000", "", "one"]
    failures = []

    def ask(number):
        try:
            done = ledger.run(*ledger.append_arguments(names_of(1)[0]), f"--wait={number}",
                              timeout=20)
            one_line(done, f"--wait={number}")
            if done.returncode not in (64, 75):
                raise Failure(f"--wait={number} ended with {done.returncode}: {done.stderr.strip()}")
        except subprocess.TimeoutExpired:
            failures.append(Failure(f"--wait={number} waits for ever"))
        except Failure as failure:
            failures.append(failure)

    threads = [threading.Thread(target=ask, args=(number,)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done = slow.end()
    if failures:
        raise failures[0]
    if done.returncode == 0:
        ledger.acknowledged |= set(slow.names)
    ledger.check(maybe=slow.names)
    return len(numbers)
