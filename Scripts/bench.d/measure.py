"""Runs a command from a process that is small itself: of one that a large process starts, the kernel
counts the large one's memory as its peak too.

    measure.py DESCRIPTOR COMMAND...

Writes the seconds, the peak in KiB, how it ended (as of wait) and the bytes that went to disks to the
descriptor.
"""

import json
import os
import subprocess
import sys
import time

start = time.perf_counter()
process = subprocess.Popen(sys.argv[2:])
_, status, usage = os.wait4(process.pid, 0)
told = [time.perf_counter() - start, usage.ru_maxrss, os.waitstatus_to_exitcode(status),
        usage.ru_oublock * 512]
os.write(int(sys.argv[1]), json.dumps(told).encode())
