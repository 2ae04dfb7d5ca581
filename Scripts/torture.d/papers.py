"""Documents under kills: what was attached is there whole or not at all, and finds its way back."""

import hashlib
import json
import os
import pathlib
import stat
import subprocess

from ledger import Failure, Ledger, during, refused


def kills(base, folder, dice, wanted):
    """Kills `attach`, `open` and `export --documents` at random moments; the rest must hold."""
    ledger = base.copy(folder)
    whole = 0
    for number in range(wanted):
        seq = attachable(ledger)
        paper = ledger.folder / f"paper-{number}.bin"
        paper.write_bytes(dice.randbytes(dice.choice([0, 1, 4096, 400_000])) or b"%")
        ended = killed(ledger, dice, "attach", seq, paper, "--source", f"title=Paper {number}")
        found = [row for row in documents(ledger) if row["sha256"] == digest(paper)]
        if ended and not found:
            raise Failure("attach ended well, and the document is not there")
        whole += bool(found)
        target = ledger.folder / f"out-{number}"
        if found:
            written = killed(ledger, dice, "open", found[0]["event"], "--position",
                             found[0]["position"], "-o", target)
            # A file of that name is the whole document, or it is not there.
            if (written or target.exists()) and digest(target) != digest(paper):
                raise Failure("open left a part of a document under the name of all of it")
        killed(ledger, dice, "export", "--documents", ledger.folder / f"beside-{number}", "-o",
               ledger.folder / f"export-{number}.jsonl")
        partial = [path for path in ledger.folder.glob(f"beside-{number}/**/*") if path.is_file()]
        known = {row["sha256"] for row in documents(ledger)}
        for path in partial:
            name = path.name.split(".")[0]
            if name in known and digest(path) != name:
                raise Failure(f"export left a part of the document {name[:8]} under its name")
    ledger.must("verify")
    back(ledger, folder)
    return wanted * 3, whole


def back(ledger, folder):
    """All documents come back through an export, byte for byte."""
    kept, papers = ledger.folder / "whole.jsonl", ledger.folder / "whole"
    ledger.must("export", "-o", kept, "--documents", papers)
    other = Ledger(f"{folder}-back")
    other.must("init")
    other.must("import", "--restore", kept, "--documents", papers)
    other.must("verify")
    if documents(other) != documents(ledger):
        raise Failure("the documents of a restored ledger are others")
    for row in documents(other):
        out = other.folder / "out"
        other.must("open", row["event"], "--position", row["position"], "-o", out, "--replace")
        if digest(out) != row["sha256"]:
            raise Failure("a document came back with other bytes")


def strange_places(base, folder):
    """`open` and `--documents` onto what they must not write to: refused, and nothing is changed."""
    ledger = base.copy(folder)
    seq = attachable(ledger)
    paper = ledger.folder / "paper.bin"
    paper.write_bytes(b"a document\n" * 100)
    ledger.must("attach", seq, paper, "--source", "title=Paper")
    row = documents(ledger)[0]
    precious = ledger.folder / "precious"
    precious.write_text("what nobody may write to\n")
    (ledger.folder / "folder").mkdir()
    (ledger.folder / "link").symlink_to(precious)
    count = 0
    for place in [precious, "folder", "link", ledger.path, "nowhere/out", "precious/out"]:
        with during(f"open onto {pathlib.Path(place).name}"):
            refused(ledger.run("open", row["event"], "-o", ledger.folder / place), "open")
            count += 1
    for place in [precious, ledger.path]:
        with during(f"export --documents onto {pathlib.Path(place).name}"):
            refused(ledger.run("export", "-o", ledger.folder / "e.jsonl", "--documents", place),
                    "export")
            count += 1
    if precious.read_text() != "what nobody may write to\n" or not stat.S_ISREG(
            os.stat(precious).st_mode):
        raise Failure("a command wrote to what was there")
    ledger.must("verify")
    return count


def attachable(ledger):
    """A new event, to which a document may be attached."""
    done = ledger.append()
    if done.returncode != 0:
        raise Failure(f"an append after a kill fails: {done.stderr.strip()}")
    return done.stdout.split()[1]


def documents(ledger):
    told = ledger.must("documents", "--format", "jsonl", "--raw")
    return [json.loads(line) for line in told.splitlines()]


def digest(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


def killed(ledger, dice, *arguments):
    """Whether a command ended well before it was killed."""
    process = ledger.start(*arguments)
    try:
        process.communicate(timeout=dice.uniform(0.01, 0.25))
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
    return process.returncode == 0
