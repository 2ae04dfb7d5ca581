"""Full disks and power cuts, on file systems of their own; root only."""

import fcntl
import os
import pathlib
import struct
import subprocess
import time
import uuid

from crowd import Crowd
from ledger import Failure, Ledger, one_line

# EXT4_IOC_SHUTDOWN of Linux's fs/ext4: the file system stops as it would without power. 2: what is
# in its journal's memory is lost, too.
SHUTDOWN = 0x8004587D
NO_LOG_FLUSH = 2


class Mount:
    """A file system that is mounted as long as the block runs."""

    def __init__(self, folder, *arguments):
        self.folder = pathlib.Path(folder)
        self.arguments = arguments

    def __enter__(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["mount", *self.arguments, str(self.folder)], check=True,
                       capture_output=True)
        return self.folder

    def __exit__(self, *_):
        for _ in range(50):
            if subprocess.run(["umount", str(self.folder)], capture_output=True).returncode == 0:
                return
            time.sleep(0.1)
        subprocess.run(["umount", "-l", str(self.folder)], capture_output=True)
        raise Failure(f"{self.folder} is still in use: what follows would not be of that disk")


def full(folder, dice, rounds):
    """Appends and imports until a small disk is full; with room again, everything goes on."""
    count = 0
    for number in range(rounds):
        size = dice.randint(1200, 3000)
        with Mount(f"{folder}/full-{number}", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs") as disk:
            ledger = Ledger(disk / "ledger").create()
            tried = set()
            while True:
                names = [str(uuid.uuid4()) for _ in range(dice.choice([1, 30, 200]))]
                tried |= set(names)
                done = ledger.run("import", "-", text=ledger.lines(names))
                one_line(done, "an import on a full disk")
                if done.returncode != 0:
                    break
                ledger.acknowledged |= set(names)
            if len(done.stderr.strip().splitlines()) != 1:
                raise Failure(f"a full disk is not told in one line: {done.stderr!r}")
            subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
            ledger.check(maybe=tried)
            count += 1
    return count


def power_cuts(folder, dice, rounds):
    """Cuts the power of an ext4 file system while four processes write to a ledger on it."""
    image = pathlib.Path(folder) / "disk.img"
    image.parent.mkdir(parents=True, exist_ok=True)
    with open(image, "wb") as file:
        file.truncate(64 << 20)
    subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], check=True, capture_output=True)
    mount = Mount(f"{folder}/disk", "-o", "loop", str(image))
    with mount as disk:
        ledger = Ledger(disk / "ledger").create()
        subprocess.run(["sync", "-f", str(disk)], check=True)
    for number in range(rounds):
        with mount as disk:
            crowd = Crowd(ledger)
            threads = crowd.start(crowd.appends, crowd.appends, crowd.imports, crowd.appends)
            time.sleep(dice.uniform(0.05, 0.6))
            handle = os.open(disk, os.O_RDONLY)
            with crowd.lock:
                crowd.is_cut = True
            # Linux lets an fdatasync that is under way while the file system stops end well, though
            # nothing reached the disk: its process may speak of an event that no disk has.
            fcntl.ioctl(handle, SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
            os.close(handle)
            crowd.end(threads)
        with mount as disk:
            try:
                ledger.check(maybe=crowd.tried)
            except Failure as failure:
                raise Failure(f"power cut {number + 1}: {failure}") from failure
    image.unlink()
    return rounds
