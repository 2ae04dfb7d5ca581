"""Desks at a hub on PostgreSQL, and a copy of the log beside the restoring of an export. Left out with a
word where PostgreSQL is not installed.

Two things stand beside the desks. One is inserts of the same rows through libpq: all that must be durable
before an append is acknowledged, as a desk's own file is a copy that a pull brings again, but for the
outbox. The other one (hublimit.c) besides keeps in a file of SQLite, durably, what every desk keeps: each row
of every other one. With many desks that is most of the work, and on one machine they all share its cores."""

import json
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "torture.d"))

import hub  # noqa: E402

# What a durable append is beside: the head's row moved, and one row of the same columns and indexes.
PLAIN = """
CREATE TABLE plain_head (seq bigint NOT NULL);
INSERT INTO plain_head VALUES (0);
CREATE TABLE plain (
  seq bigint PRIMARY KEY, id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(), stream text NOT NULL,
  version bigint NOT NULL, type text NOT NULL, effective text, effective_earliest text,
  effective_latest text, recorded_at timestamptz DEFAULT now(), status text, data text, sources text,
  actor text, note text, correlation_id text, causation_id text, salt bytea, content_hash bytea,
  leaf_hash bytea, UNIQUE (stream, version));
CREATE INDEX plain_type ON plain (type, seq);
"""
INSERTION = """BEGIN;
UPDATE plain_head SET seq = seq + 1 RETURNING seq \\gset
INSERT INTO plain (seq, stream, version, type, effective, effective_earliest, effective_latest, status,
  data, actor, salt, content_hash, leaf_hash)
VALUES (:seq, 'entities', :seq, 'entity.registered', '2020', '2020-01-01', '2020-12-31', 'reported',
  '{"entity":"desk-entity","kind":"company","name":"An entity of a desk"}', 'owner',
  '\\x00112233445566778899aabbccddeeff', sha256('a'), sha256('b'));
COMMIT;
"""


def drafts(path, prefix, count):
    with open(path, "w") as file:
        for number in range(count):
            slug = f"{prefix}-{number}"
            print(json.dumps({"type": "entity.registered", "effective": "2020",
                              "data": {"entity": slug, "name": f"An entity of {slug}",
                                       "kind": "company"}}), file=file)
    return path


def desks_url(server):
    return server.url("owner").replace("/deals?", "/desks?")


def small(bench):
    ledger = bench.fresh("small.db")
    bench.stakebook("init", "-l", ledger)
    return ledger


def together(work):
    """The seconds that all of them take from the moment on at which all are connected: pgbench counts from there,
    too."""
    running = [subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for words in work]
    for process in running:
        if process.stdout.readline() != b"ready\n":
            raise SystemExit("a desk is not ready")
    for process in running:
        process.stdin.write(b"\n")
        process.stdin.flush()
    return max(json.loads(process.communicate()[0])["seconds"] for process in running)


class Desks:
    """Desks that append one event after the other, and plain clients that insert as many."""

    def __init__(self, bench, server):
        self.bench, self.server = bench, server
        self.made = 0

    def ours(self, clients, each):
        self.made += 1
        work = []
        for number in range(clients):
            desk = self.bench.fresh(f"desk-{self.made}-{number}.db")
            self.bench.stakebook("hub", "join", desks_url(self.server), "-l", desk)
            # The first one connects.
            file = drafts(self.bench.path(f"drafts-{number}"), f"d{self.made}-{number}", each + 1)
            work.append([self.bench.bin / "StakebookBench", "desk", desk, file])
        return together(work)

    def copies(self, clients, each):
        """Programs in C that do as much, and compute nothing."""
        self.made += 1
        program = self.bench.path("hublimit")
        if not program.exists():
            subprocess.run(
                ["gcc", "-O2", "-o", program, pathlib.Path(__file__).with_name("hublimit.c"), "-lsqlite3",
                 "-l:libpq.so.5"], check=True)
        work = [
            [program, desks_url(self.server), self.bench.fresh(f"limit-{self.made}-{number}.db"),
             str(each), "copy"] for number in range(clients)]
        return together(work)

    def plain(self, clients, each):
        script = self.bench.path("plain.sql")
        script.write_text(INSERTION)
        told = subprocess.run(
            [self.server.programs / "pgbench", "-n", "-h", self.server.folder, "-U", "owner", "-c",
             str(clients), "-j", "2", "-t", str(each), "-f", script, "desks"],
            capture_output=True, text=True, check=True).stdout
        rate = float(re.search(r"tps = ([0-9.]+)", told).group(1))
        return clients * each / rate


def measure(bench, events):
    if hub.programs() is None:
        print("note: PostgreSQL is not installed: no hub is measured", file=sys.stderr)
        return
    server = hub.Server(bench.folder)
    try:
        all_of(bench, events, server)
    finally:
        server.end()


def pushes(bench, events, server):
    """What a desk that joined has said offline, beside an import of the same lines into a ledger of its own."""
    count = min(events, 10_000)
    lines = drafts(bench.path("offline.jsonl"), "offline", count)
    peaks, made = [], []

    def push():
        name = f"push{len(made)}"
        made.append(name)
        server.sql(f"CREATE DATABASE {name}", "postgres")
        url = server.url("owner").replace("/deals?", f"/{name}?")
        bench.stakebook("hub", "create", url, "-l", small(bench))
        desk = bench.fresh("offline.db")
        bench.stakebook("hub", "join", url, "-l", desk)
        bench.stakebook("import", "--offline", lines, "-l", desk)
        seconds, peak, _ = bench.stakebook("push", "-l", desk)
        peaks.append(peak)
        return seconds

    def own():
        fresh = small(bench)
        return bench.stakebook("import", lines, "-l", fresh)[0]

    ours, others = bench.alternate(push, own)
    bench.table.add(f"push of {count:,} drafts that waited in an outbox", ours, others, (">=", 0.4),
                    events=count, beside_name="`import` into a ledger of its own", key="hub outbox push")
    bench.table.add("memory of that push", peaks, None, ("<", 150), unit="MB", key="hub outbox push memory")


def all_of(bench, events, server):
    base = bench.copy("base.db", "first.db")
    url = server.url("owner")
    export = bench.path("export.jsonl")
    with open(export, "w") as file:
        subprocess.run([bench.bin / "stakebook", "export", "-l", base], stdout=file, check=True)
    made, peak_of_push, _ = bench.stakebook("hub", "create", url, "-l", base)
    peaks = []

    def join():
        seconds, peak, _ = bench.stakebook("hub", "join", url, "-l", bench.fresh("copy.db"))
        peaks.append(peak)
        return seconds

    def restore():
        fresh = bench.fresh("restored.db")
        bench.stakebook("init", "-l", fresh)
        return bench.stakebook("import", "--restore", export, "-l", fresh)[0]

    joins, restores = bench.alternate(join, restore)
    bench.table.add(f"push of {events:,} events to a hub on PostgreSQL", [made], restores, (">=", 0.6),
                    events=events, beside_name="`import --restore`", key="hub push")
    bench.table.add(f"pull of {events:,} events", joins, restores, (">=", 0.6), events=events,
                    beside_name="`import --restore`", key="hub pull")
    bench.table.add("memory of the push of a whole ledger", [peak_of_push], None, ("<", 150), unit="MB",
                    key="hub push memory")
    bench.table.add("memory of that pull", peaks, None, ("<", 150), unit="MB", key="hub pull memory")
    pushes(bench, events, server)
    # Desks of a small ledger: what they append takes no longer in a large one.
    server.sql("CREATE DATABASE desks", "postgres")
    server.sql(PLAIN, "desks")
    bench.stakebook("hub", "create", desks_url(server), "-l", small(bench))
    desks = Desks(bench, server)
    for clients, each in [(1, 400), (8, 60), (32, 20)]:
        ours, plain, copies = bench.alternate(
            lambda: desks.ours(clients, each), lambda: desks.plain(clients, each),
            lambda: desks.copies(clients, each))
        name = f"one durable append after the other, {clients} desk{'s' if clients > 1 else ''}"
        bench.table.add(
            name, ours, plain, (">=", 0.7), events=clients * each, beside_name="libpq",
            key=f"hub desks {clients}")
        bench.table.add(
            name, ours, copies, (">=", 0.7), events=clients * each,
            beside_name="libpq and a copy of every row", key=f"hub copies {clients}")
