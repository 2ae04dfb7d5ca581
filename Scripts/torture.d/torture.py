"""Kills, faults and power cuts against the real program.

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
    step = 1 if is_long else 9
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
            "errors-for-good": errors_for_good, "writers": writers, "full": full, "cuts": cuts}


def why_not(name):
    """Why a part cannot be done here, if so."""
    if name in ("kill-points", "errors", "errors-for-good"):
        if not shutil.which("strace"):
            return "strace is not here"
        if subprocess.run(["strace", "-qq", "-o", os.devnull, "true"],
                          capture_output=True).returncode != 0:
            return "strace may not trace here"
    if name in ("full", "cuts"):
        if os.geteuid() != 0:
            return "only root may mount"
        with tempfile.TemporaryDirectory() as folder:
            try:
                with disks.Mount(f"{folder}/m", "-t", "tmpfs", "tmpfs"):
                    pass
            except subprocess.CalledProcessError:
                return "nothing may be mounted here"
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
