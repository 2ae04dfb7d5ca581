"""Kills, faults, power cuts and strange places against the real program.

Each part prints a line with what it did; the first promise that is broken ends everything with
exit code 1 and the seed that repeats it.
"""

import argparse
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

import crowd
import disks
import faults
import hub
import leftovers
import moved
import names
import papers
import placing
import sidefiles
import waits
from ledger import Failure, Ledger, dice


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--short", action="store_true", help="a few minutes (the default)")
    parser.add_argument("--long", action="store_true",
                        help="1,000 kills, all kill points and faults, 200 power cuts")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--only", action="append", help="a part by its name; repeatable")
    return parser.parse_args()


def parts(base, is_long):
    """By name, what to do with a folder and dice; gives what to say of it."""
    step = 1 if is_long else 17
    calls = faults.WRITING + (faults.OTHER if is_long else [])

    def kills(folder, chance):
        done, events = crowd.kills(folder, chance, 1000 if is_long else 100)
        return f"{done} processes killed at random, {events} events acknowledged, none lost"

    def kill_points(folder, chance):
        count = faults.at_every_call(
            base, folder, calls, "signal=KILL", step, chance.randrange(step))
        return f"{count} kills, each at another system call of six commands"

    def errors(folder, chance):
        count = sum(
            faults.at_every_call(base, folder, faults.WRITING, f"error={error}", step,
                                 chance.randrange(step))
            for error in ("EIO", "ENOSPC"))
        return f"{count} failures of one system call (EIO, ENOSPC)"

    def errors_for_good(folder, chance):
        count = faults.for_good(base, folder, ["EIO", "ENOSPC"], chance, 300 if is_long else 20)
        return f"{count} commands for which every write failed from some call on"

    def writers(folder, chance):
        told = crowd.eight_writers(folder, 60 if is_long else 8)
        return (f"8 processes beside 2 slow readers: {told['events']} events, "
                f"{told['rate']:.0f} a second, median {told['median']:.2f} s, "
                f"longest {told['longest']:.2f} s from start to end of a process")

    def full(folder, chance):
        return f"{disks.full(folder, chance, 20 if is_long else 2)} disks filled"

    def cuts(folder, chance):
        return f"{disks.power_cuts(folder, chance, 200 if is_long else 5)} power cuts"

    return {"kills": kills, "kill-points": kill_points, "errors": errors,
            "errors-for-good": errors_for_good, "writers": writers, "full": full, "cuts": cuts,
            **places(base, is_long)}


def places(base, is_long):
    """The parts that attack where a ledger lies and what stands beside it."""
    can_trace, can_mount = why_no_trace() is None, why_no_mount() is None

    def placed(folder, chance):
        hot = placing.onto_hot(base, f"{folder}/hot", chance, 200 if is_long else 6)
        seconds = 30 if is_long else 1.5
        live = sum(placing.onto_live(base, f"{folder}/{command}", chance, seconds, command)
                   for command in ("backup", "restore"))
        itself = sum(placing.onto_itself(base, f"{folder}/itself-{number}")
                     for number in range(10 if is_long else 1))
        others = placing.others(base, f"{folder}/others", chance, 99 if is_long else 2)
        return (f"{hot} backups onto a full WAL, {live} ledgers replaced beside writers, {itself} "
                f"commands onto the ledger itself and {others} of others refused")

    def named(folder, chance):
        seconds = 30 if is_long else 1.2
        links = names.hard_links(base, f"{folder}/hard")
        racing = names.linked_beside_writers(base, folder, chance, 100 if is_long else 6)
        soft = names.symlinks(base, f"{folder}/soft", seconds)
        told = (f"{links} commands on two hard links, {racing} events beside a link that comes and "
                f"goes, {soft} by symlinks")
        if not can_mount:
            return f"{told}; bind mounts skipped, {why_no_mount()}"
        return f"{told}, {names.bind_mounts(base, f'{folder}/bind', seconds)} by bind mounts"

    def gone(folder, chance):
        slow = moved.slow_imports(base, f"{folder}/slow", chance, 30 if is_long else 1)
        stopped = moved.stopped(base, f"{folder}/stopped", chance, 500 if is_long else 10)
        told = f"{slow} slow imports and {stopped} stopped writers whose ledger went away"
        if not can_trace:
            return f"{told}; the moment before the lock skipped, {why_no_trace()}"
        held = moved.at_the_lock(base, f"{folder}/held", chance, 50 if is_long else 2)
        return f"{told}, and {held} held up at their lock"

    def side_files(folder, chance):
        readers = sidefiles.readers_write_nothing(base, f"{folder}/readers")
        met = sidefiles.obstacles(base, f"{folder}/met", chance, 99 if is_long else 1)
        met += sidefiles.at_new_places(base, f"{folder}/new", chance, 4 if is_long else 1)
        sealed = sealing(f"{folder}/sealed")
        return (f"{readers} readings that wrote nothing, {met} commands beside links, pipes, "
                f"folders, devices and files of others{sealed}")

    def sealing(folder):
        if os.geteuid() == 0 and not can_mount:
            return ""
        return f", {sidefiles.unwritable(base, folder, can_mount)} where nothing can be written"

    def waiting(folder, chance):
        asked = [0, 0.3, 2]
        count, longest = waits.for_a_writer(base, folder, asked)
        count += waits.for_strangers(base, folder, asked)
        odd = waits.strange_numbers(base, folder)
        return (f"{count} commands waited as long as asked, at most {longest:.2f} s more, the start "
                f"of the process included; {odd} odd numbers refused or over in a moment")

    def left(folder, chance):
        size = 20_000 if is_long else 600
        killed, had = leftovers.kills(base, f"{folder}/killed", chance, 100 if is_long else 2, size,
                                      can_trace)
        sent = leftovers.signals(base, f"{folder}/signals", chance, 30 if is_long else 0, size,
                                 can_trace)
        erased = leftovers.erased(base, f"{folder}/erased", chance, 30 if is_long else 2, size,
                                  can_trace)
        return (f"{killed} kills, {had} of which left something, all of it named and removed; {sent} "
                f"signals that left nothing; {erased} redactions after such kills")

    def documents(folder, chance):
        count, whole = papers.kills(base, f"{folder}/killed", chance, 200 if is_long else 6)
        odd = papers.strange_places(base, f"{folder}/odd")
        return (f"{count} commands with documents killed, {whole} documents kept whole and brought "
                f"back, {odd} places refused")

    def sharing(folder, chance):
        return "; ".join(hub.run(folder, chance, is_long))

    return {"documents": documents, "hub": sharing, "placing": placed, "names": named, "moved": gone,
            "side-files": side_files, "waits": waiting, "leftovers": left}


def why_no_trace():
    """Why no system call can be traced here, if so."""
    if not shutil.which("strace"):
        return "strace is not here"
    if subprocess.run(["strace", "-qq", "-o", os.devnull, "true"],
                      capture_output=True).returncode != 0:
        return "strace may not trace here"
    return None


def why_no_mount():
    """Why nothing can be mounted here, if so."""
    if os.geteuid() != 0:
        return "only root may mount"
    with tempfile.TemporaryDirectory() as folder:
        try:
            with disks.Mount(f"{folder}/m", "-t", "tmpfs", "tmpfs"):
                pass
        except (OSError, subprocess.CalledProcessError):
            return "nothing may be mounted here"
    return None


def why_not(name):
    """Why a part cannot be done here, if so."""
    if name in ("kill-points", "errors", "errors-for-good"):
        return why_no_trace()
    if name in ("full", "cuts"):
        reason = why_no_mount()
        if reason:
            return reason
    if name == "cuts" and not pathlib.Path("/dev/loop-control").exists():
        return "there is no loop device here"
    return None


def main():
    options = arguments()
    Ledger.program = os.path.abspath(options.program)
    seed = options.seed if options.seed is not None else random.randrange(1 << 32)
    form = "long" if options.long else "short"
    print(f"torture, {form} form, seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="stakebook-torture-") as folder:
        base = Ledger(f"{folder}/base").create()
        for _ in range(5):
            base.append()
        base.must("audit")
        for name, part in parts(base, options.long).items():
            if options.only and name not in options.only:
                continue
            reason = why_not(name)
            if reason:
                print(f"{name}: skipped, {reason}", flush=True)
                continue
            begin = time.monotonic()
            try:
                told = part(f"{folder}/{name}", dice(f"{seed} {name}"))
            except (Failure, subprocess.TimeoutExpired) as failure:
                print(f"{name}: FAILED: {failure}\n"
                      f"again: Scripts/torture --{form} --seed {seed} --only {name}", flush=True)
                return 1
            print(f"{name}: {told} ({time.monotonic() - begin:.0f} s)", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
