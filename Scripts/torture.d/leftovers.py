"""Interrupted commands: what they leave is named, and removed by the next one."""

import pathlib
import shutil
import signal
import subprocess
import time
import uuid

from ledger import Failure, one_line, plain

# The calls at which a draft is whole and about to take its place.
PLACING = "fsync,fdatasync,rename,renameat,renameat2,link,linkat"
SIGNALS = [signal.SIGTERM, signal.SIGINT, signal.SIGHUP]


def remove(path):
    shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


class Scene:
    """A ledger with a few thousand events in a folder with a temporary folder of its own."""

    def __init__(self, base, folder, count):
        self.top = pathlib.Path(folder)
        self.ledger = base.copy(self.top / "home")
        self.ledger.temporary = self.top / "tmp"
        self.ledger.temporary.mkdir()
        names = [str(uuid.uuid4()) for _ in range(count)]
        self.lines = self.top / "lines.jsonl"
        self.ledger.must("import", "-", text=self.ledger.lines(names))
        self.ledger.acknowledged |= set(names)
        self.key = self.top / "ledger.key"
        self.ledger.must("key", "generate", self.key)
        shutil.copy(self.ledger.path, self.top / "other.db")

    def commands(self):
        """By name, the command, what it makes in the ledger's folder, and the events that it appends;
        None: events of its own."""
        home, ledger = self.ledger.folder, self.ledger
        names = [str(uuid.uuid4()) for _ in range(200)]
        self.lines.write_text(ledger.lines(names))
        return {
            "backup": (["backup", home / "copy.db", "--replace"], "copy.db", []),
            "restore": (["restore", self.top / "other.db", "--replace", "-l", home / "restored.db"],
                        "restored.db", []),
            "export": (["export", "-o", home / "events.jsonl"], "events.jsonl", []),
            "snapshot": (["snapshot", "-o", home / "all.json"], "all.json", []),
            "report": (["report", "-o", home / "all.html"], "all.html", []),
            "init": (["init", "-l", home / "new.db"], "new.db", []),
            "pack": (["pack", home / "packed", "--key", self.key], "packed", []),
            "key generate": (["key", "generate", home / "second.key"], "second.key", []),
            "import": (["import", self.lines], None, names),
            "redact": (["redact", "1", "--reason", "by law"], None, None)}

    def standing(self):
        """What lies in the ledger's folder and the temporary one besides what belongs there."""
        known = {"ledger.db" + suffix for suffix in ("", "-wal", "-shm", "-lock")}
        found = [path for path in self.ledger.folder.iterdir() if path.name not in known]
        return sorted(found + list(self.ledger.temporary.iterdir()))

    def leftovers(self, made):
        """The same besides what the command makes when it is whole."""
        if made is None:
            return self.standing()
        results = [made + suffix for suffix in ("", "-lock", "-wal", "-shm")]
        return [path for path in self.standing()
                if path.name not in results and ".before-restore" not in path.name]

    def clear(self):
        for path in self.standing():
            remove(path)

    def settle(self, names):
        """Takes down what an interrupted command may have appended."""
        events = self.ledger.events()
        if names is None:
            self.ledger.acknowledged |= {event["id"] for event in events
                                         if event["type"].startswith("event.")}
        else:
            self.ledger.acknowledged |= {event["id"] for event in events} & set(names)

    def named(self, paths, what):
        """`doctor` names each of them that is still there."""
        done = self.ledger.run("doctor")
        # Who came in between may have removed it already.
        silent = [path for path in paths if path.exists() and path.name not in done.stdout]
        if silent:
            raise Failure(f"{what} left {', '.join(str(path.relative_to(self.top)) for path in silent)}"
                          f", and doctor says nothing of it")


def interrupt(scene, arguments, number, dice, longest, is_traced):
    """Runs a command and sends it that signal: at one of the calls that make its work durable, or
    at a random moment. Gives how it ended."""
    before = []
    if is_traced:
        inject = f"{PLACING}:signal={signal.Signals(number).name[3:]}:when={dice.randint(1, 3)}"
        before = ["strace", "-f", "-qq", "-o", scene.top / "trace", "-e", f"trace={PLACING}",
                  "-e", f"inject={inject}"]
    process = subprocess.Popen(
        [*map(str, before), *scene.ledger.command(*arguments)], env=scene.ledger.environment(),
        cwd="/", stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if not is_traced:
        time.sleep(dice.uniform(0, longest))
        process.send_signal(number)
    try:
        output, errors = process.communicate(timeout=120)
    except subprocess.TimeoutExpired as hanging:
        process.kill()
        process.communicate()
        told = f"`{arguments[0]}`, interrupted by {signal.Signals(number).name}"
        if is_traced:
            told += f" at one of its calls ({inject})"
        raise Failure(f"{told}, does not end") from hanging
    return subprocess.CompletedProcess(arguments, process.returncode, output, errors)


def how_long(scene, arguments):
    begin = time.monotonic()
    done = one_line(scene.ledger.run(*arguments), arguments[0])
    if done.returncode != 0:
        raise Failure(f"{arguments[0]}: {done.stderr.strip()}")
    return time.monotonic() - begin


def kills(base, folder, dice, rounds, count, is_traced, chosen=None):
    """kill -9 of every command that makes a file: doctor names what is left, and the next command of
    that kind removes it, if not one that writes to the ledger."""
    scene = Scene(base, folder, count)
    done_kills = with_leftovers = 0
    for command in scene.commands():
        if chosen and command not in chosen:
            continue
        arguments, made, names = scene.commands()[command]
        longest = how_long(scene, arguments)
        scene.settle(names)
        scene.clear()
        for number in range(rounds):
            arguments, made, names = scene.commands()[command]
            what = f"{command}, killed"
            interrupt(scene, arguments, signal.SIGKILL, dice, longest,
                      is_traced and number % 4 < 2)
            done_kills += 1
            left = scene.leftovers(made)
            with_leftovers += bool(left)
            scene.settle(names)
            scene.named(left, what)
            if number % 2:
                scene.ledger.append()
                scene.named(scene.leftovers(made), what)
            if made:
                for path in scene.ledger.folder.glob(f"{made}*"):
                    if ".new-" not in path.name:
                        remove(path)
            again, _, others = scene.commands()[command]
            done = one_line(scene.ledger.run(*again), f"{command} after one that was killed")
            if done.returncode != 0 and command != "redact":
                raise Failure(f"{command} after one that was killed: {done.stderr.strip()}")
            scene.settle(others)
            left = scene.leftovers(made)
            if left:
                raise Failure(f"{what}: the next one leaves "
                              f"{', '.join(str(path.relative_to(scene.top)) for path in left)}")
            scene.clear()
        scene.ledger.check()
    return done_kills, with_leftovers


def signals(base, folder, dice, rounds, count, is_traced, chosen=None):
    """SIGTERM, SIGINT and SIGHUP leave nothing; without rounds each command meets one of them."""
    scene = Scene(base, folder, count)
    sent = 0
    for place, command in enumerate(scene.commands()):
        if chosen and command not in chosen:
            continue
        arguments, made, names = scene.commands()[command]
        longest = how_long(scene, arguments)
        scene.settle(names)
        scene.clear()
        for number in SIGNALS * rounds or [SIGNALS[place % 3]]:
            arguments, made, names = scene.commands()[command]
            done = interrupt(scene, arguments, number, dice, longest,
                             is_traced and dice.random() < 0.6)
            what = f"{command}, ended by {signal.Signals(number).name}"
            # Before the program has begun its work the signal ends it as it ends any other.
            if done.returncode not in (0, 128 + number, -number):
                one_line(done, what)
            plain(done.stderr, what)
            scene.settle(names)
            left = scene.leftovers(made)
            if left:
                raise Failure(f"{what}, leaves "
                              f"{', '.join(str(path.relative_to(scene.top)) for path in left)}")
            scene.clear()
            sent += 1
    scene.ledger.check()
    return sent


def erased(base, folder, dice, rounds, count, is_traced):
    """After `redact` no file that an interrupted command left has what was erased, unless it is
    named."""
    scene = Scene(base, folder, count)
    for number in range(rounds):
        marker = f"marker{uuid.uuid4().hex}"
        name = str(uuid.uuid4())
        scene.ledger.must("append", "entity.registered", f"entity=e{name}", f"name={marker}",
                          "kind=company", "-e", "2020", "--id", name)
        scene.ledger.acknowledged.add(name)
        shutil.copy(scene.ledger.path, scene.top / "other.db")
        for command in ("backup", "restore", "export", "snapshot", "pack"):
            arguments, made, _ = scene.commands()[command]
            interrupt(scene, arguments, signal.SIGKILL, dice, 0.1, is_traced)
            # What was whole before it was killed is no leftover, but the user's own.
            for path in scene.ledger.folder.glob(f"{made}*"):
                if ".new-" not in path.name:
                    remove(path)
        done = scene.ledger.run("redact", name, "--reason", "by law")
        if done.returncode != 0:
            raise Failure(f"redact: {done.stderr.strip()}")
        scene.settle(None)
        told = done.stdout + done.stderr + scene.ledger.run("doctor").stdout
        for folder in (scene.ledger.folder, scene.ledger.temporary):
            for path in folder.rglob("*"):
                if not path.is_file() or marker.encode() not in path.read_bytes():
                    continue
                names = [path.name, *(parent.name for parent in path.relative_to(folder).parents)]
                if not any(part and part in told for part in names):
                    raise Failure(f"{path.relative_to(scene.top)} still has what was erased, and "
                                  "neither redact nor doctor names it")
        scene.ledger.check()
        scene.clear()
    return rounds
