"""What a user would pick instead of Stakebook, measured on the same workload.

    peers.py FOLDER EVENTS

FOLDER holds first.jsonl and single.jsonl of bench.py. Prints a JSON list of what was measured; what
cannot be installed is left out, with a word on standard error. None of the peers checks, hashes or
computes anything but where that is said.
"""

import json
import os
import pathlib
import pwd
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

FOLDER = pathlib.Path(sys.argv[1])
EVENTS = int(sys.argv[2])
FIRST = FOLDER / "first.jsonl"
SINGLE = FOLDER / "single.jsonl"
TOLD = []

CREATE = """
CREATE TABLE event (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, stream TEXT NOT NULL, version INTEGER NOT NULL,
  type TEXT NOT NULL, effective TEXT NOT NULL, status TEXT NOT NULL, data TEXT NOT NULL,
  sources TEXT, UNIQUE (stream, version))"""


def tell(peer, work, seconds, count=EVENTS):
    TOLD.append({"peer": peer, "work": work, "seconds": seconds, "events": count,
                 "told": f"{count / seconds:,.0f} events/s"})


def timed(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def rows(path):
    """Events as rows: one line after the other, with their versions."""
    versions = {}
    for seq, line in enumerate(open(path), 1):
        event = json.loads(line)
        stream = event.get("stream", "entities")
        versions[stream] = versions.get(stream, 0) + 1
        yield (seq, event["id"], stream, versions[stream], event["type"], event["effective"],
               event["status"], json.dumps(event["data"]), json.dumps(event["sources"]))


def python_sqlite():
    """The script that everybody writes: sqlite3 and executemany."""
    path = FOLDER / "python.db"
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute(CREATE)

    def load():
        with database:
            database.executemany("INSERT INTO event VALUES (?,?,?,?,?,?,?,?,?)", rows(FIRST))
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    tell("Python sqlite3", "executemany from JSONL, two unique indexes", timed(load))
    more = [(EVENTS + row[0], row[1], row[2] + "-more", *row[3:]) for row in rows(SINGLE)]

    def durable():
        for row in more:
            with database:
                database.execute("INSERT INTO event VALUES (?,?,?,?,?,?,?,?,?)", row)

    tell("Python sqlite3", "one durable row after the other", timed(durable), len(more))


def installed(package):
    """A Python with the package in an environment of its own."""
    environment = FOLDER / "python"
    python = environment / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", environment], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    subprocess.run([python, "-m", "pip", "install", "--quiet", package], check=True, timeout=300,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return python


def program(name, package):
    """A program of the system's packages, installed where that is possible."""
    if shutil.which(name) is None and shutil.which("apt-get") and os.getuid() == 0:
        subprocess.run(["apt-get", "install", "-y", "-qq", package], timeout=300,
                       env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if shutil.which(name) is None:
        raise RuntimeError("not installed")
    return name


def sqlite_utils():
    python = installed("sqlite-utils")
    command = [python, "-m", "sqlite_utils", "insert", FOLDER / "utils.db", "event", FIRST, "--nl",
               "--pk", "id", "--alter"]
    tell("sqlite-utils", "insert of the same JSONL",
         timed(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL)))


EVENTSOURCING = """
import json, sys, time
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

class Partnership(Aggregate):
    def __init__(self):
        self.facts = {}

    @event("Recorded")
    def record(self, type, effective, data):
        self.facts[type] = data

def lines(path):
    return [json.loads(line) for line in open(path)]

application = Application(env={
    "PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": sys.argv[1]})
streams = {}
told = {}
first = lines(sys.argv[2])
start = time.perf_counter()
for event in first:
    stream = event.get("stream", "entities")
    partnership = streams.get(stream)
    if partnership is None:
        partnership = streams[stream] = Partnership()
    partnership.record(event["type"], event["effective"], event["data"])
for partnership in streams.values():
    application.save(partnership)
told["bulk"] = time.perf_counter() - start
single = lines(sys.argv[3])
start = time.perf_counter()
for event in single:
    partnership = streams[event["stream"]]
    partnership.record(event["type"], event["effective"], event["data"])
    application.save(partnership)
told["single"] = time.perf_counter() - start
start = time.perf_counter()
for partnership in streams.values():
    application.repository.get(partnership.id)
told["replay"] = time.perf_counter() - start
told["one"] = told["replay"] / len(streams)
print(json.dumps(told))
"""


def eventsourcing():
    python = installed("eventsourcing")
    output = subprocess.run(
        [python, "-c", EVENTSOURCING, FOLDER / "eventsourcing.db", FIRST, SINGLE], check=True,
        stdout=subprocess.PIPE).stdout
    told = json.loads(output)
    tell("eventsourcing", "its application, one save for each stream", told["bulk"])
    tell("eventsourcing", "its application, one durable save after the other", told["single"], 2000)
    tell("eventsourcing", "decode and fold of everything", told["replay"])
    TOLD.append({"peer": "eventsourcing", "work": "replay of one partnership",
                 "seconds": told["one"], "events": 1, "told": f"{told['one'] * 1000:.1f} ms"})


def postgres():
    """A cluster of its own in a folder, run by somebody who is not root."""
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin")) if pathlib.Path(
        "/usr/lib/postgresql").exists() else []
    path = os.pathsep.join([str(part) for part in found] + [os.environ["PATH"]])
    programs = {name: shutil.which(name, path=path) for name in ["initdb", "pg_ctl", "psql"]}
    bench = shutil.which("pgbench", path=path)
    if not all(programs.values()):
        raise RuntimeError("not installed")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="postgres-", dir="/var/tmp"))
    as_user = []
    if os.getuid() == 0:
        user = next((name for name in ["postgres", "nobody"] if name in
                     [entry.pw_name for entry in pwd.getpwall()]), None)
        shutil.chown(folder, user)
        as_user = ["runuser", "-u", user, "--"]
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    data = folder / "data"
    control = [*as_user, programs["pg_ctl"], "-D", data, "-w", "-o",
               f"-k {folder} -c listen_addresses="]
    try:
        subprocess.run([*as_user, programs["initdb"], "-D", data, "-U", "bench", "-A", "trust"],
                       cwd="/", **quiet)
        subprocess.run([*control, "-l", folder / "log", "start"], cwd="/", **quiet)
        psql = [programs["psql"], "-h", folder, "-U", "bench", "-d", "postgres", "-q"]
        create = CREATE.replace("seq INTEGER PRIMARY KEY", "seq BIGSERIAL PRIMARY KEY").replace(
            "data TEXT", "data JSONB")
        subprocess.run([*psql, "-c", create], **quiet)
        columns = "(seq, id, stream, version, type, effective, status, data, sources)"

        def copy():
            process = subprocess.Popen(
                [*psql, "-c", f"COPY event {columns} FROM STDIN"], stdin=subprocess.PIPE, text=True)
            for row in rows(FIRST):
                escaped = (str(part).replace("\\", "\\\\") for part in row)
                process.stdin.write("\t".join(escaped) + "\n")
            process.stdin.close()
            if process.wait() != 0:
                raise RuntimeError("COPY failed")

        tell("PostgreSQL", "COPY into a table with two unique indexes", timed(copy))
        state = "SELECT count(data ->> 'amount') FROM event WHERE stream = 'partnership-7'"
        script = f"\\timing on\n{state};\n{state};\n{state};\n"
        output = subprocess.run(psql, input=script, text=True, stdout=subprocess.PIPE, check=True)
        took = min(float(line.split()[1]) for line in output.stdout.splitlines() if "Time:" in line)
        TOLD.append({"peer": "PostgreSQL", "work": "one field of one partnership's jsonb",
                     "seconds": took / 1000, "events": 1, "told": f"{took:.1f} ms"})
        if bench is None:
            print("peers: pgbench is not installed, so PostgreSQL's durable rate is left out",
                  file=sys.stderr)
            return
        insert = folder / "insert.sql"
        insert.write_text(
            "INSERT INTO event (seq, id, stream, version, type, effective, status, data)\n"
            f"VALUES ({2 * EVENTS} + nextval('event_seq_seq'), gen_random_uuid(), "
            "gen_random_uuid(), 1, 'stake.reported', '2025', 'reported', "
            "'{\"holder\": \"entity-1\", \"percent\": \"about 27%\"}');\n")
        for clients in [1, 8]:
            output = subprocess.run(
                [bench, "-h", folder, "-U", "bench", "-n", "-f", insert, "-c", str(clients), "-j",
                 str(min(clients, 2)), "-T", "5", "postgres"], check=True, text=True,
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
            rate = next(float(line.split()[2]) for line in output.splitlines() if "tps" in line)
            tell("PostgreSQL", f"durable inserts, {clients} client{'s' * (clients > 1)}",
                 1 / rate, 1)
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], cwd="/", stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        shutil.rmtree(folder, ignore_errors=True)


def transactions(path, heading, form):
    with open(path, "w") as file:
        file.write(heading)
        for seq, _, stream, _, type, _, _, _, _ in rows(FIRST):
            file.write(form.format(
                day=f"{2005 + seq % 20}-{1 + seq % 12:02}-{1 + seq % 28:02}", type=type,
                stream=stream.replace("-", "").title(), amount=seq % 900 + 1))
    return path


def hledger():
    program("hledger", "hledger")
    path = transactions(FOLDER / "hledger.journal", "",
                        "{day} {type}\n    assets:{stream}  {amount} USD\n    equity\n\n")
    tell("hledger", "loading as many transactions, balances",
         timed(lambda: subprocess.run(["hledger", "-f", path, "balance"], check=True,
                                      stdout=subprocess.DEVNULL)))


def beancount():
    python = installed("beancount")
    names = {row[2].replace("-", "").title() for row in rows(FIRST)}
    heading = "".join(f"2000-01-01 open Assets:{name}\n" for name in sorted(names))
    path = transactions(
        FOLDER / "bench.beancount", heading + "2000-01-01 open Equity:Other\n",
        '{day} * "{type}"\n  Assets:{stream}  {amount} USD\n  Equity:Other\n\n')
    tell("beancount", "loading as many transactions",
         timed(lambda: subprocess.run(
             [python, "-c", "import sys; from beancount import loader; loader.load_file(sys.argv[1])",
              path], check=True, stdout=subprocess.DEVNULL)))


def main():
    for peer in [python_sqlite, sqlite_utils, eventsourcing, postgres, hledger, beancount]:
        name = peer.__name__.replace("_", "-")
        try:
            peer()
        except Exception as error:  # A peer that fails must not take the benchmark with it.
            reason = error.stderr if isinstance(error, subprocess.CalledProcessError) else None
            reason = reason.decode().strip().splitlines()[-1] if reason else str(error)
            print(f"peers: {name} is left out: {reason[:160]}", file=sys.stderr)
    print(json.dumps(TOLD))


main()
