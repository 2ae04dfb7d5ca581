"""Runs the measurements of Scripts/bench: alternating, medians and spreads, ratios and goals."""

import argparse
import csv
import json
import os
import pathlib
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import hubs
import shapes
import small
import web
import workbook

HERE = pathlib.Path(__file__).resolve().parent


class Failed(Exception):
    pass


def run(*words, stdin=None, discards=False, codes=(0,), wrote=None):
    """Runs a command, which must end with one of these codes; gives seconds, peak memory in MB and
    its output, unless that goes nowhere. `wrote` gets the bytes that went to disks."""
    reader, writer = os.pipe()
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        with os.fdopen(reader) as measured:
            subprocess.run(
                [sys.executable, "-S", HERE / "measure.py", str(writer), *map(str, words)],
                stdin=stdin or subprocess.DEVNULL, stdout=subprocess.DEVNULL if discards else output,
                stderr=errors, pass_fds=[writer])
            os.close(writer)
            told = measured.read()
        seconds, peak, code, written = json.loads(told) if told else (0, 0, None, 0)
        if wrote is not None:
            wrote.append(written)
        output.seek(0)
        errors.seek(0)
        text = output.read(1 << 20).decode()
        if code not in codes:
            raise Failed(f"{' '.join(map(str, words))}: {errors.read().decode()[-2000:]}")
    return seconds, peak / 1024, text


def inside(*words):
    """What a program says that it took, by its own clock."""
    return json.loads(run(*words)[2])


class Table:
    """The rows of the result, each with its goal."""

    def __init__(self):
        self.rows = []

    def add(self, name, ours, beside, goal, *, unit="s", events=0, beside_name="limit", key=None):
        """`goal` is ('>=', x) for our rate over theirs, ('<=', x) for our time or size over theirs,
        ('<', x) for our own figure."""
        sign, bound = goal
        middle = statistics.median(ours)
        other = statistics.median(beside) if beside else None
        ratio = {">=": lambda: other / middle, "<=": lambda: middle / other, "<": lambda: middle}[sign]()
        self.rows.append({
            "key": key or name, "name": name, "unit": unit, "events": events,
            "ours": middle, "ours_spread": [min(ours), max(ours)], "beside_name": beside_name,
            "beside": other, "beside_spread": [min(beside), max(beside)] if beside else None,
            "ratio": ratio, "sign": sign, "goal": bound,
            "met": ratio >= bound if sign == ">=" else ratio <= bound})
        print(self.line(self.rows[-1]), file=sys.stderr)

    @staticmethod
    def figure(value, spread, row):
        if value is None:
            return ""
        if row["events"]:
            count = row["events"]
            return f"{count / value:,.0f}/s ({count / spread[1]:,.0f}–{count / spread[0]:,.0f})"
        scale, unit = (1000, "ms") if row["unit"] == "s" and value < 1 else (1, row["unit"])
        low, high = (f"{part * scale:,.3g}" for part in spread)
        return f"{value * scale:,.3g} {unit} ({low}–{high})"

    def line(self, row):
        sign = {">=": "≥", "<=": "≤", "<": "≤"}[row["sign"]]
        is_own = row["sign"] == "<"
        goal = self.figure(row["goal"], [row["goal"]] * 2, row).split(" (")[0] if is_own else row["goal"]
        ratio = "" if is_own else f"{row['ratio']:.2f}"
        beside = self.figure(row["beside"], row["beside_spread"], row)
        if beside:
            beside += f" {row['beside_name']}"
        ours = self.figure(row["ours"], row["ours_spread"], row)
        return (f"| {row['name']} | {ours} | {beside} | {ratio} | {sign} {goal} | "
                f"{'yes' if row['met'] else '**no**'} |")

    def markdown(self):
        head = ["| work | Stakebook | beside it | ratio | goal | met |", "|---|---|---|---|---|---|"]
        return "\n".join(head + [self.line(row) for row in self.rows])


class Bench:
    def __init__(self, given, folder):
        self.bin = pathlib.Path(given.bin)
        self.rounds = given.rounds
        self.folder = folder
        self.table = Table()
        # The seconds of what peers do too.
        self.imports, self.single = {}, []

    def path(self, name):
        return self.folder / name

    def stakebook(self, *words, **more):
        return run(self.bin / "stakebook", *words, **more)

    def inner(self, *words):
        return inside(self.bin / "StakebookBench", *words)

    def limit(self, *words):
        return inside(self.bin / "limit", *words)

    def workload(self, name, events, *words):
        with open(self.path(name), "w") as file:
            subprocess.run(
                [sys.executable, HERE / "workload.py", str(events), *map(str, words)], stdout=file,
                check=True)
        return self.path(name)

    def copy(self, source, target):
        """A copy of a ledger, with nothing beside it."""
        for suffix in ["", "-wal", "-shm", "-lock"]:
            self.path(target + suffix).unlink(missing_ok=True)
        shutil.copyfile(self.path(source), self.path(target))
        os.sync()
        return self.path(target)

    def fresh(self, name):
        for suffix in ["", "-wal", "-shm", "-lock"]:
            self.path(name + suffix).unlink(missing_ok=True)
        return self.path(name)

    def imported(self, ledger, file, **more):
        return self.stakebook("--ledger", ledger, "import", file, **more)

    def alternate(self, *works):
        """The works in turn, so that what disturbs the machine disturbs them alike."""
        results = [[] for _ in works]
        for _ in range(self.rounds):
            for result, work in zip(results, works):
                result.append(work())
        return results

    # ---- the measurements ----------------------------------------------------------------------

    def ledgers(self, events, ids):
        """Ledgers of one and of two times so many events, and their rows for the limit."""
        first = self.workload("first.jsonl", events, "--ids", ids, "--of", 2 * events)
        second = self.workload(
            "second.jsonl", events, "--first", events, "--of", 2 * events, "--ids", ids)
        both = self.fresh("both.db")
        self.stakebook("--ledger", both, "init")
        self.imported(both, first)
        self.copy("both.db", "base.db")
        self.imported(both, second)
        for name, start, end, chunk in [
                ("first", 1, events, 5000), ("second", events + 1, 2 * events, 5000),
                ("single", events + 1, events + 2000, 1)]:
            run(self.bin / "limit", "dump", both, self.path(name + ".rows"), start, end, chunk)
        with open(second) as lines, open(self.path("single.jsonl"), "w") as single:
            for _, line in zip(range(2000), lines):
                single.write(line)

    def bulk(self, events, ids, memory=None):
        peaks, wrote = [], []

        def ours():
            ledger = self.fresh("ours.db")
            self.stakebook("--ledger", ledger, "init")
            seconds, peak, _ = self.imported(ledger, self.path("first.jsonl"), wrote=wrote)
            peaks.append(peak)
            return seconds

        def theirs():
            return self.limit(
                "bulk", self.path("both.db"), self.path("first.rows"), self.fresh("limit.db")
            )["seconds"]

        mine, limit = self.alternate(ours, theirs)
        name = f"import of {events:,} events, {ids} ids, into an empty ledger"
        self.table.add(name, mine, limit, (">=", 0.8), events=events, key=f"import {ids}")
        self.imports[ids] = mine
        if memory:
            size = self.path("ours.db").stat().st_size
            self.table.add(
                "memory of that import", peaks, None, ("<", memory), unit="MB", key="import memory")
            self.table.add(
                "written to the disk by it", [part / 1e6 for part in wrote], [size / 1e6], ("<=", 4),
                unit="MB", beside_name="ledger", key="import written")
            self.table.add(
                "size of the ledger for each event", [size / events], None, ("<", 900), unit="B",
                key="event size")

    def ten_times(self, events):
        """Ten times so many events, written as they are read: only the memory counts."""
        words = [sys.executable, HERE / "workload.py", str(10 * events), "--ids", "ordered"]
        peaks = []
        for count in (events, 10 * events):
            words[2] = str(count)
            ledger = self.fresh("ours.db")
            self.stakebook("--ledger", ledger, "init")
            with subprocess.Popen(list(map(str, words)), stdout=subprocess.PIPE) as made:
                peaks.append(self.stakebook(
                    "--ledger", ledger, "import", "-", stdin=made.stdout, discards=True)[1])
        self.fresh("ours.db")
        self.table.add(
            f"memory of an import of {10 * events:,} events", peaks[1:], peaks[:1], ("<=", 1.15),
            unit="MB", beside_name=f"of {events:,}", key="import memory growth")

    def bulk_more(self, events):
        def ours():
            ledger = self.copy("base.db", "ours.db")
            return self.imported(ledger, self.path("second.jsonl"))[0]

        def theirs():
            ledger = self.copy("limit.db", "limit2.db")
            return self.limit(
                "bulk", self.path("both.db"), self.path("second.rows"), ledger)["seconds"]

        mine, limit = self.alternate(ours, theirs)
        self.table.add(
            f"import of {events:,} events into a ledger of {events:,}", mine, limit, (">=", 0.8),
            events=events, key="import more")

    def sheet(self, events):
        """A table through a mapping, beside the same events as JSONL; and an XLSX of as many rows."""
        rows = [["Date", "Who", "Whom", "Amount", "Note"]]
        pick = random.Random(20251028)
        for row in range(events):
            day = f"{pick.randint(1, 28):02}/{pick.randint(1, 12):02}/{pick.randint(2005, 2026)}"
            who = pick.randint(1, 999)
            rows.append([
                day, f"Company {who}", f"Company {who + 1}", f"{pick.randint(1, 9999):,}.5",
                f"row {row}"])
        with open(self.path("sheet.csv"), "w", newline="") as file:
            csv.writer(file).writerows(rows)
        workbook.write(self.path("sheet.xlsx"), rows)
        self.path("sheet.map.yaml").write_text(
            'name: sheet\ndates: day-first\ndecimals: point\ncurrency: USD\nscale: millions\n'
            'key: [Note]\npartnership: {parties: [Who, Whom]}\nevents:\n'
            '  - type: capital.committed\n    effective: "{Date}"\n    note: "{Note}"\n'
            '    fields: {commitment: "{key}", investor: "{Who}", issuer: "{Whom}", '
            'amount: "{Amount}"}\n')
        peaks = []

        def ours(file="sheet.csv"):
            ledger = self.fresh("sheet.db")
            self.stakebook("--ledger", ledger, "init")
            seconds, peak, _ = self.stakebook(
                "--ledger", ledger, "import", self.path(file), "--map", self.path("sheet.map.yaml"))
            if file.endswith("xlsx"):
                peaks.append(peak)
            return seconds

        ours()
        self.stakebook("--ledger", self.path("sheet.db"), "export", "-o", self.path("all.jsonl"))
        with open(self.path("all.jsonl")) as whole, open(self.path("sheet.jsonl"), "w") as said:
            for line in whole:
                event = json.loads(line)
                for name in ["seq", "version", "recorded_at", "salt", "content_hash", "leaf_hash"]:
                    event.pop(name, None)
                said.write(json.dumps(event) + "\n")

        def theirs():
            ledger = self.fresh("sheet.db")
            self.stakebook("--ledger", ledger, "init")
            return self.imported(ledger, self.path("sheet.jsonl"))[0]

        mine, limit, _ = self.alternate(ours, theirs, lambda: ours("sheet.xlsx"))
        self.table.add(
            f"{events:,} rows of CSV through a mapping", mine, limit, (">=", 0.7), events=events,
            beside_name="as JSONL", key="mapping")
        self.table.add(
            "memory of the same as XLSX", peaks, None, ("<", 400), unit="MB", key="XLSX memory")

    def durable(self, events):
        def ours():
            return self.inner(
                "append", self.copy("base.db", "ours.db"), self.path("single.jsonl"))["seconds"]

        def theirs():
            return self.limit(
                "durable", self.copy("limit.db", "limit2.db"), self.path("single.rows"))["seconds"]

        longest = []

        def tasks():
            told = self.inner(
                "tasks", self.copy("base.db", "ours.db"), self.path("single.jsonl"), 8)
            longest.append(told["longest"])
            return told["seconds"]

        def groups():
            return self.limit(
                "durable", self.copy("limit.db", "limit2.db"), self.path("single.rows"), 8)["seconds"]

        run(self.bin / "limit", "free-bulk", self.path("both.db"), self.path("first.rows"),
            self.fresh("free.db"))

        def free():
            return self.limit(
                "free-durable", self.path("both.db"), self.path("single.rows"),
                self.copy("free.db", "free2.db"))["seconds"]

        mine, limit, own, together, eight, apart = self.alternate(
            ours, theirs, free, tasks, groups, self.processes)
        self.single = mine
        seconds = [told[0] for told in apart]
        count = {"events": 2000}
        self.table.add("one durable append after the other", mine, limit, (">=", 0.8),
                       key="append", **count)
        self.table.add("the same, beside a schema of the limit's own", mine, own, (">=", 0.5),
                       beside_name="free limit", key="append free", **count)
        self.table.add("8 tasks of one process (group commit)", together, eight, (">=", 0.7),
                       beside_name="limit in groups of 8", key="tasks", **count)
        self.table.add("8 processes", seconds, mine, (">=", 0.9), beside_name="one process",
                       key="processes", **count)
        self.table.add("longest wait of a task", longest, None, ("<", 0.5), key="task wait")
        self.table.add("longest wait of a process", [told[1] for told in apart], None, ("<", 0.5),
                       key="process wait")

    def processes(self):
        """Eight processes at once, each with the streams of an eighth of the partnerships."""
        ledger = self.copy("base.db", "ours.db")
        shares = [[] for _ in range(8)]
        for line in open(self.path("single.jsonl")):
            shares[sum(map(ord, json.loads(line).get("stream", ""))) % 8].append(line)
        started = []
        for place, share in enumerate(shares):
            self.path(f"share{place}.jsonl").write_text("".join(share))
        for place in range(8):
            started.append(subprocess.Popen(
                [self.bin / "StakebookBench", "append", ledger, self.path(f"share{place}.jsonl")],
                stdout=subprocess.PIPE))
        told = [json.loads(process.communicate()[0]) for process in started]
        return max(part["seconds"] for part in told), max(part["longest"] for part in told)

    def whole(self, events):
        ledger = self.copy("base.db", "ours.db")
        plain = self.copy("base.db", "plain.db")
        again = """
            INSERT INTO event
            SELECT seq + 1, '00000000-0000-7000-8000-' || printf('%012d', seq), stream, version + 1,
              type, effective, effective_earliest, effective_latest, recorded_at, status, data,
              sources, actor, note, correlation_id, causation_id, salt, content_hash, leaf_hash
            FROM event ORDER BY seq DESC LIMIT 1"""

        def ours():
            return self.stakebook(
                "--ledger", ledger, "append", "stake.reported", "holder=entity-1",
                "issuer=entity-2", "percent=27%", "basis=outstanding", "-s", "partnership-1",
                "-e", "2025", "--source", "Annual report")[0]

        def theirs():
            return run("sqlite3", plain, again)[0]

        def version():
            return self.stakebook("--version")[0]

        def sqlite_version():
            return run("sqlite3", "--version")[0]

        sample = self.fresh("sample.db")
        self.stakebook("demo", "--fixtures", HERE.parent.parent / "Fixtures", "--ledger", sample)

        def one():
            return self.stakebook("--ledger", sample, "sql", "SELECT 1")[0]

        def sqlite_one():
            return run("sqlite3", "-readonly", sample, "SELECT 1")[0]

        def sample_state():
            return self.stakebook("--ledger", sample, "state", codes=(0, 1))[0]

        rounds, self.rounds = self.rounds, 20
        mine, shell = self.alternate(ours, theirs)
        start, shell_start, asked, shell_asked, states = self.alternate(
            version, sqlite_version, one, sqlite_one, sample_state)
        self.rounds = rounds
        self.table.add("one append as a whole process", mine, shell, ("<=", 2.2),
                       beside_name="sqlite3", key="append process")
        self.table.add("start-up, `stakebook --version`", start, shell_start, ("<=", 2.5),
                       beside_name="sqlite3", key="start-up")
        self.table.add("`sql 'SELECT 1'`, the sample ledger", asked, shell_asked, ("<=", 3),
                       beside_name="sqlite3", key="select 1")
        self.table.add("`state`, the sample ledger", states, None, ("<", 0.02), key="sample state")

    def keep(self, events):
        """What reads or computes the whole ledger."""
        base = self.path("base.db")
        script = self.path("rebuild.sql")
        script.write_text(run(self.bin / "StakebookBench", "rebuild-sql", events)[2])
        peaks = {"verify": [], "rebuild": [], "export": []}

        def measured(name, ledger=None):
            seconds, peak, _ = self.stakebook("--ledger", ledger or base, name, discards=True)
            peaks[name].append(peak)
            return seconds

        def shell_rebuild():
            with open(script) as text:
                return run(
                    "sqlite3", "-cmd", "PRAGMA cache_size = -65536", "-cmd",
                    "PRAGMA wal_autocheckpoint = 0", "-cmd", "PRAGMA secure_delete = ON",
                    self.copy("base.db", "plain.db"), stdin=text)[0]

        checked, limit = self.alternate(
            lambda: measured("verify"), lambda: self.limit("verify", base)["seconds"])
        rebuilt, shell = self.alternate(
            lambda: measured("rebuild", ledger=self.copy("base.db", "ours.db")), shell_rebuild)
        measured("export")
        self.table.add("verify", checked, limit, (">=", 0.5), events=events)
        self.table.add("rebuild", rebuilt, shell, (">=", 0.7), events=events,
                       beside_name="sqlite3")
        self.table.add("memory of rebuild", peaks["rebuild"], None, ("<", 100), unit="MB")
        self.table.add("memory of verify", peaks["verify"], None, ("<", 50), unit="MB")
        self.table.add("memory of export", peaks["export"], None, ("<", 50), unit="MB")

    def ask(self, events):
        """`sql` beside the shell with the same statement, whole processes; a small ledger's events
        count several times, so that it is rows that are measured."""
        base = self.path("base.db")
        copies = max(1, 1_000_000 // events)
        every = (f"(WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy "
                 f"WHERE n < {copies}) SELECT event.* FROM copy CROSS JOIN event)")
        count = copies * events
        peaks = []

        def ours(sql):
            seconds, peak, _ = self.stakebook(
                "--ledger", base, "sql", "--format", "csv", "--timeout", "none", sql, discards=True)
            peaks.append(peak)
            return seconds

        def theirs(sql):
            return run("sqlite3", "-readonly", "-csv", "-header", base, sql, discards=True)[0]

        for key, name, sql in [
                ("sql aggregate", f"`sql`: an aggregate over {count:,} events",
                 f"SELECT type, count(*), max(effective_latest) FROM {every} GROUP BY type"),
                ("sql stakes", f"`sql`: all current `stakes`, ledger of {events:,}",
                 "SELECT * FROM stakes"),
                ("sql rows", f"`sql`: {count:,} rows of six columns as CSV",
                 f"SELECT seq, id, stream, type, effective, recorded_at FROM {every}"),
                ("sql json rows", f"`sql`: {count:,} rows with their JSON as CSV",
                 f"SELECT seq, type, data, sources, note FROM {every}")]:
            mine, shell = self.alternate(lambda: ours(sql), lambda: theirs(sql))
            self.table.add(name, mine, shell, ("<=", 1.3), beside_name="sqlite3", key=key)
        self.table.add("memory of those rows", peaks, None, ("<", 50), unit="MB")

    def see(self, events):
        base = self.path("base.db")
        queries = self.path("snapshot.sql")
        queries.write_text(run(self.bin / "StakebookBench", "snapshot-sql")[2])

        def shell_snapshot():
            with open(queries) as text, open(os.devnull, "w") as nowhere:
                start = time.perf_counter()
                subprocess.run(["sqlite3", "-readonly", base], stdin=text, stdout=nowhere, check=True)
                return time.perf_counter() - start

        state, stakes = self.alternate(
            lambda: self.inner("state", base), lambda: self.inner("stakes", base)["seconds"])
        peaks = {"snapshot": [], "report": [], "check": []}

        def everything(name, *words, of=base):
            seconds, peak, _ = self.stakebook(
                "--ledger", of, name, *words, discards=True, codes=(0, 1))
            if of == base:
                peaks[name].append(peak)
            return seconds

        # Minutes in a large ledger, and then no noise to speak of.
        rounds, self.rounds = self.rounds, self.rounds if events < 100_000 else 1
        works = [("snapshot",), ("report", "--format", "html"), ("check",)]
        tenth = small.ledger(self, "tenth", events // 10)
        snapshot, page, check, *less = self.alternate(
            *(lambda work=work: everything(*work) for work in works),
            *(lambda work=work: everything(*work, of=tenth) for work in works))
        # The shell takes hours for a million.
        shell = self.alternate(shell_snapshot)[0] if events <= 100_000 else None
        self.rounds = rounds
        of_one = f"of one partnership, ledger of {events:,}"
        self.table.add(f"whole state with every view {of_one}", [told["state"] for told in state],
                       None, ("<", 0.001), key="state")
        self.table.add(f"events {of_one}", [told["events"] for told in state], None, ("<", 0.001),
                       key="events of one")
        self.table.add(f"`stakes` of all, ledger of {events:,}", stakes, None, ("<", 0.5),
                       key="stakes")
        if shell:
            self.table.add("snapshot of everything, whole process", snapshot, shell, ("<=", 2.5),
                           beside_name="sqlite3", key="snapshot")
        self.table.add("page of everything, beside that snapshot", page, snapshot, ("<=", 4),
                       beside_name="snapshot", key="page")
        # The goals are of a million; ten times the events take at most 10 to the power of 1.1.
        for what, name, took, few, goal in [
                ("snapshot", "snapshot", snapshot, less[0], 25), ("page", "report", page, less[1], 45),
                ("`check`", "check", check, less[2], 10)]:
            self.table.add(f"{what} of everything, ledger of {events:,}", took, None,
                           ("<", goal * events / 1_000_000), key=f"whole {name}")
            self.table.add("the same beside a tenth of the events", took, few, ("<=", 12.6),
                           beside_name=f"of {events // 10:,}", key=f"growth {name}")
            self.table.add(f"memory of that {what}", peaks[name], None, ("<", 200), unit="MB",
                           key=f"memory {name}")

    def beside_peers(self, peers):
        """What peers do too, as rows with goals."""
        for peer, work, ours, goal, key in [
                ("eventsourcing", "one save for each stream", self.imports.get("ordered"), 1, "import"),
                ("PostgreSQL", "COPY", self.imports.get("ordered"), 0.5, "copy"),
                ("eventsourcing", "one durable save after the other", self.single, 1, "append")]:
            for told in peers:
                if ours and told["peer"] == peer and work in told["work"]:
                    doing = "one durable append" if key == "append" else "import, ordered ids,"
                    self.table.add(f"{doing} beside {peer}", ours, [told["seconds"]], (">=", goal),
                                   events=told["events"], beside_name=told["work"],
                                   key=f"{peer} {key}")

    def size(self):
        stripped = self.path("stripped")
        subprocess.run(["strip", "-o", stripped, self.bin / "stakebook"], check=True)
        return stripped.stat().st_size / 1e6

    def peers(self, events):
        """What a user would pick instead; each is left out with a word where it cannot be had."""
        told = subprocess.run(
            [sys.executable, HERE / "peers.py", self.folder, str(events)], stdout=subprocess.PIPE,
            check=True)
        return json.loads(told.stdout)


def machine():
    model = "an unknown processor"
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    swift = run("swift", "--version")[2].splitlines()[0].split("(")[0].strip()
    sqlite = run("sqlite3", "--version")[2].split()[0]
    return (f"{os.cpu_count()} cores of {model}, {memory:.0f} GB; Linux {platform.release()}; "
            f"{swift}; SQLite {sqlite}; WAL, synchronous FULL")


def checked(rows, floors):
    """Ratios that have become half as good as what is written down."""
    worse = []
    for row in rows:
        floor = floors.get(row["key"])
        if floor is None:
            continue
        is_worse = row["ratio"] < floor / 2 if row["sign"] == ">=" else row["ratio"] > floor * 2
        if is_worse:
            worse.append(f"{row['name']}: ratio {row['ratio']:.2f}, was {floor:.2f}")
    return worse


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--bin", required=True, help=argparse.SUPPRESS)
    arguments.add_argument("--short", action="store_true", help="20,000 events, without peers")
    arguments.add_argument("--long", action="store_true", help="1,000,000 events; takes an hour")
    arguments.add_argument("--rounds", type=int, default=3, help="how often each is measured")
    arguments.add_argument("--no-peers", action="store_true", help="leave other tools out")
    arguments.add_argument("--json", help="write the figures to this file too")
    arguments.add_argument("--check", action="store_true", help="fail where a ratio has halved")
    arguments.add_argument("--dir", help="where to put the ledgers: a disk, not memory")
    arguments.add_argument("--only", help="the parts to be measured, such as bulk,durable,see")
    given = arguments.parse_args()
    events = 20_000 if given.short else 1_000_000 if given.long else 100_000
    parent = given.dir or HERE.parent.parent / ".build"
    with tempfile.TemporaryDirectory(prefix="bench-", dir=parent) as folder:
        bench = Bench(given, pathlib.Path(folder))
        parts = {
            "bulk": lambda: bench.bulk(events, "ordered", memory=150),
            "more": lambda: bench.bulk_more(events),
            "sheet": lambda: bench.sheet(events),
            "durable": lambda: bench.durable(events),
            "whole": lambda: bench.whole(events),
            "keep": lambda: bench.keep(events),
            "ask": lambda: bench.ask(events),
            "see": lambda: bench.see(events),
            "small": lambda: small.measure(bench, events),
            "shapes": lambda: shapes.measure(bench, events),
            "hubs": lambda: hubs.measure(bench, events),
            "web": lambda: web.measure(bench, events),
            "ten": lambda: bench.ten_times(events),
        }
        asked = given.only.split(",") if given.only else [
            part for part in parts
            if not (part == "web" and given.short or part == "ten" and not given.long)]
        for part in asked:
            if part not in parts:
                sys.exit(f"error: there is no part '{part}': {', '.join(parts)}")
        if not given.short and not given.long and "bulk" in asked:
            bench.ledgers(events, "random")
            bench.bulk(events, "random")
        bench.ledgers(events, "ordered")
        if not {"bulk", "more", "durable"}.isdisjoint(asked):
            # Others go on from the ledgers of this part.
            asked = ["bulk"] + [part for part in asked if part != "bulk"]
        for part in asked:
            parts[part]()
        size = bench.size()
        bench.table.add("size of the program, static and stripped", [size], None, ("<", 45), unit="MB",
                        key="size")
        peers = [] if given.short or given.no_peers else bench.peers(events)
        bench.beside_peers(peers)
    result = {
        "machine": machine(), "events": events, "rounds": given.rounds,
        "stripped_megabytes": size, "rows": bench.table.rows, "peers": peers}
    print(f"{result['machine']}; medians of {given.rounds} (least–most), {events:,} events; "
          f"`stakebook` static and stripped {size:.0f} MB.\n")
    print(bench.table.markdown())
    if peers:
        print("\n| peer | work | rate or time |\n|---|---|---|")
        for peer in peers:
            print(f"| {peer['peer']} | {peer['work']} | {peer['told']} |")
    if given.json:
        pathlib.Path(given.json).write_text(json.dumps(result, indent=1) + "\n")
    if given.check:
        worse = checked(bench.table.rows, json.loads((HERE / "floors.json").read_text()))
        for line in worse:
            print(f"error: {line}", file=sys.stderr)
        sys.exit(1 if worse else 0)


if __name__ == "__main__":
    try:
        main()
    except Failed as failure:
        sys.exit(f"error: {failure}")
