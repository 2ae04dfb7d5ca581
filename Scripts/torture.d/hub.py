"""Many desks at one hub: desks, the server and connections are killed; nothing acknowledged is lost or
doubled, every copy is the same byte for byte, and an outbox loses no draft."""

import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import threading
import time
import uuid

from ledger import Failure, Ledger, names_of, one_line


def programs():
    """The folder of PostgreSQL's own programs; None where there are none."""
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"),
                   key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    other = shutil.which("initdb")
    return pathlib.Path(other).resolve().parent if other else None


class FileHub:
    """A hub in a file, which nothing can be killed of."""

    def __init__(self, folder):
        self.address = str(pathlib.Path(folder) / "hub.db")

    def end(self):
        pass


class Server:
    """A PostgreSQL of its own, by a user without rights, whose processes can be killed."""

    def __init__(self, folder, is_durable=True):
        # A killed process loses nothing of what the system has; only a power cut would.
        self.settings = [] if is_durable else ["-c", "fsync=off"]
        # A socket's path may not be long.
        self.folder = pathlib.Path(f"/tmp/stakebook-torture-{os.getpid()}-{uuid.uuid4().hex[:6]}")
        self.folder.mkdir(mode=0o755)
        self.programs = programs()
        self.other = []
        if os.getuid() == 0:
            self.other = ["runuser", "-u", "nobody", "--"]
            shutil.chown(self.folder, "nobody")
        self.do("initdb", "-D", self.folder / "data", "-A", "trust", "-U", "owner", "--no-sync")
        self.start()
        self.sql("CREATE DATABASE deals", "postgres")
        self.sql("CREATE ROLE desk LOGIN", "postgres")
        self.port = None

    def do(self, program, *arguments):
        subprocess.run([*self.other, str(self.programs / program), *map(str, arguments)],
                       cwd=self.folder, check=True, capture_output=True)

    def start(self):
        with open(self.folder / "log", "a") as log:
            self.process = subprocess.Popen(
                [*self.other, str(self.programs / "postgres"), "-D", str(self.folder / "data"), "-k",
                 str(self.folder), "-c", "listen_addresses=", "-c", "max_connections=60", *self.settings],
                cwd=self.folder, stdout=log, stderr=log)
        end = time.monotonic() + 60
        while subprocess.run([str(self.programs / "pg_isready"), "-q", "-h", str(self.folder)]).returncode:
            if time.monotonic() > end:
                raise Failure("the server does not start")
            time.sleep(0.05)

    def pid(self):
        return int((self.folder / "data/postmaster.pid").read_text().split()[0])

    def kill(self):
        """kill -9 of the server itself; its children notice and end."""
        os.kill(self.pid(), signal.SIGKILL)
        self.process.wait()
        # What is left of them holds the shared memory.
        time.sleep(0.2)
        end = time.monotonic() + 20
        while time.monotonic() < end:
            try:
                return self.start()
            except Failure:
                time.sleep(0.2)

    def sql(self, sql, database="deals"):
        done = subprocess.run(
            [str(self.programs / "psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", "-h", str(self.folder), "-U",
             "owner", "-d", database, "-c", sql], capture_output=True, text=True)
        if done.returncode:
            raise Failure(f"psql: {done.stderr.strip()}")
        return done.stdout.strip()

    def url(self, user, host=None):
        return f"postgresql://{user}@/deals?host={host or self.folder}"

    @property
    def address(self):
        return self.url("owner")

    def end(self):
        try:
            os.kill(self.pid(), signal.SIGINT)
            self.process.wait(timeout=20)
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)


class Proxy:
    """Stands between desks and the server, and cuts a connection at the message that is asked for."""

    def __init__(self, server):
        self.target = str(server.folder / ".s.PGSQL.5432")
        self.folder = server.folder / "proxy"
        self.folder.mkdir(exist_ok=True)
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(self.folder / ".s.PGSQL.5432"))
        self.listener.listen(64)
        self.cut_after = None
        self.to_server = True
        self.messages = 0
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                desk, _ = self.listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            try:
                server.connect(self.target)
            except OSError:
                desk.close()
                continue
            ends = (desk, server)
            self.messages = 0
            threading.Thread(target=self.pump, args=(desk, server, ends, True), daemon=True).start()
            threading.Thread(target=self.pump, args=(server, desk, ends, False), daemon=True).start()

    def pump(self, source, target, ends, to_server):
        try:
            while True:
                data = source.recv(1 << 20)
                if not data:
                    break
                if to_server == self.to_server:
                    self.messages += 1
                    if self.cut_after is not None and self.messages > self.cut_after:
                        break
                target.sendall(data)
        except OSError:
            pass
        for end in ends:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            end.close()


class Team:
    """A hub, and desks of it in folders of their own."""

    def __init__(self, folder, hub):
        self.folder = pathlib.Path(folder)
        self.hub = hub
        first = Ledger(self.folder / "first").create()
        first.must("hub", "create", hub.address)
        if isinstance(hub, Server):
            hub.sql("GRANT stakebook_redactor TO desk")
        self.first = first
        self.acknowledged = set(first.acknowledged)
        self.tried = set(self.acknowledged)

    def desk(self, name, url=None):
        desk = Ledger(self.folder / name)
        url = url or (self.hub.url("desk") if isinstance(self.hub, Server) else self.hub.address)
        desk.must("hub", "join", url)
        return desk

    def check(self, desks, waiting=()):
        """After everybody has synchronized: all that was acknowledged is there once, all copies are the
        same, and outboxes are empty."""
        # A backend that the server has not missed yet may still hold the head.
        for desk in desks:
            end = time.monotonic() + 60
            while True:
                done = one_line(desk.run("sync", timeout=90), "sync")
                if done.returncode == 0:
                    break
                if time.monotonic() > end or done.returncode not in (74, 75):
                    raise Failure(f"a desk does not get through: {done.stderr.strip()}")
                time.sleep(0.2)
        for desk in desks:
            desk.must("pull")
        exports = {desk.must("export") for desk in desks}
        if len(exports) != 1:
            raise Failure("the copies differ")
        one = desks[0]
        ids = [event["id"] for event in one.events()]
        if len(ids) != len(set(ids)):
            raise Failure("an event is there twice")
        lost = (self.acknowledged | set(waiting)) - set(ids)
        if lost:
            raise Failure(f"{len(lost)} of {len(self.acknowledged)} are lost: {sorted(lost)[:3]} …")
        strange = set(ids) - self.tried
        if strange:
            raise Failure(f"there and never tried: {sorted(strange)[:3]}")
        for desk in desks:
            desk.must("verify")
            desk.must("audit")
            if desk.must("outbox", "--format", "jsonl").strip():
                raise Failure("something is left in an outbox")
        one.must("hub", "status", "--verify")
        return len(ids)

    def append(self, desk, *options):
        """An append; what came of it, and the id."""
        name = names_of(1)[0]
        self.tried.add(name)
        done = one_line(desk.run(*desk.append_arguments(name), *options), "append")
        if done.returncode == 0:
            # Recorded or in the outbox: neither may be lost.
            self.acknowledged.add(name)
        elif done.returncode not in (74, 75, 76):
            raise Failure(f"append ended with {done.returncode}: {done.stderr.strip()}")
        return done


def racing(team, desks, seconds):
    """All desks push at once for so long."""
    end = time.monotonic() + seconds
    failures = []

    def work(desk):
        try:
            while time.monotonic() < end:
                team.append(desk)
        except Failure as failure:
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return team.check([team.first, *desks])


def killed_desks(team, desks, count, dice):
    """kill -9 of a desk in the middle of an append or a push."""
    for number in range(count):
        desk = desks[number % len(desks)]
        if number % 3 == 0:
            team.append(desk, "--offline")
            process = desk.start("push")
        else:
            name = names_of(1)[0]
            team.tried.add(name)
            process = desk.start(*desk.append_arguments(name))
        time.sleep(dice.random() * 0.08)
        process.kill()
        process.communicate()
    return team.check([team.first, *desks])


def killed_imports(team, desks, count, dice):
    """kill -9 of a large import, on its way to the hub and on its way into the outbox: all of it is there, or
    nothing is."""
    for number in range(count):
        desk = desks[number % len(desks)]
        names = names_of(1_500)
        team.tried.update(names)
        file = desk.folder / "many.jsonl"
        file.write_text(desk.lines(names))
        process = desk.start("import", file, *(["--offline"] if number % 2 else []))
        time.sleep(dice.random() * 0.6)
        process.kill()
        process.communicate()
        waiting = [json.loads(line) for line in desk.must("outbox", "--format", "jsonl").splitlines()]
        if any(batch["drafts"] != len(names) for batch in waiting):
            raise Failure("a part of an import waits in the outbox")
        if done := one_line(desk.run("push"), "push").returncode:
            raise Failure(f"the push after a killed import ended with {done}")
        there = len(desk.ids() & set(names))
        if there not in (0, len(names)):
            raise Failure(f"{there} of {len(names)} events of an import are there")
    return team.check([team.first, *desks])


def killed_server(team, desks, count, dice):
    """kill -9 of the server while desks append: what they cannot push waits, and comes later."""
    for _ in range(count):
        stop = threading.Event()
        failures = []

        def work(desk):
            try:
                while not stop.is_set():
                    team.append(desk)
            except Failure as failure:
                failures.append(failure)

        threads = [threading.Thread(target=work, args=(desk,)) for desk in desks]
        for thread in threads:
            thread.start()
        time.sleep(0.3 + dice.random() * 0.4)
        team.hub.kill()
        time.sleep(0.2)
        stop.set()
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]
    return team.check([team.first, *desks])


def cut_connections(team, messages):
    """The connection is cut at every message of an append and of a push, on the way there and back."""
    proxy = Proxy(team.hub)
    desk = team.desk("behind-a-proxy", team.hub.url("desk", proxy.folder))
    count = 0
    for to_server in (True, False):
        proxy.to_server = to_server
        for message in messages:
            proxy.cut_after = message
            team.append(desk)
            team.append(desk, "--offline")
            done = one_line(desk.run("push"), "push")
            if done.returncode not in (0, 74, 75):
                raise Failure(f"push ended with {done.returncode}: {done.stderr.strip()}")
            count += 1
            if done.returncode == 0 and proxy.messages <= message:
                break
    proxy.cut_after = None
    team.check([team.first, desk])
    proxy.listener.close()
    return count


def run(folder, dice, is_long):
    """All of it; gives what was done, a line each."""
    lines = []
    team = Team(f"{folder}/file", FileHub(folder))
    desks = [team.desk(f"desk-{number}") for number in range(3)]
    events = racing(team, desks, 20 if is_long else 1)
    killed_desks(team, desks, 60 if is_long else 3, dice)
    killed_imports(team, desks, 40 if is_long else 2, dice)
    lines.append(f"a file as the hub: {events} events of racing desks, none lost or doubled")
    if programs() is None:
        lines.append("PostgreSQL is not installed: its hub was not tried")
        return lines
    server = Server(folder, is_durable=is_long)
    try:
        team = Team(f"{folder}/server", server)
        desks = [team.desk(f"desk-{number}") for number in range(32 if is_long else 3)]
        events = racing(team, desks, 60 if is_long else 2)
        lines.append(f"PostgreSQL: {events} events of {len(desks)} racing desks, none lost or doubled")
        few = desks[:4]
        killed_desks(team, few, 120 if is_long else 6, dice)
        killed_imports(team, few, 80 if is_long else 2, dice)
        killed_server(team, few, 12 if is_long else 1, dice)
        cuts = cut_connections(team, range(60) if is_long else [0, 3, 5, 6, 7])
        lines.append(f"PostgreSQL: desks and server killed, connections cut at {cuts} messages: "
                     f"{len(team.acknowledged)} acknowledged events are all there")
    finally:
        server.end()
    return lines
