"""`serve` beside Datasette on the same ledger, asked by wrk. Left out with a word where either is missing."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import urllib.parse

import small

CLIENTS = 8
# What an index leads to: of a view that is computed Datasette answers a few in a second.
QUESTION = ("SELECT event, type, effective, status, recorded_at FROM events "
            "WHERE stream = 'partnership-7' ORDER BY event LIMIT 50")
# Each request asks for something else: what lies in memory is of no use.
OTHERS = """
local count, thread = 0, 0
function setup(t) thread = thread + 1; t:set("own", thread) end
function request()
  count = count + 1
  return wrk.format("GET", string.format("{path}", (count * 2 + own * 7919) % {most} + 1))
end
"""


class Server:
    """A process that serves at a port, until it is ended."""

    def __init__(self, words, port, headers=()):
        self.port, self.headers = port, [part for header in headers for part in ("-H", header)]
        self.process = subprocess.Popen(
            [str(word) for word in words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def ready(self, path):
        for _ in range(300):
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.process.args[0]} ended")
            told = subprocess.run(
                ["curl", "-s", "-o", os.devnull, "-w", "%{http_code}", *self.headers, self.url(path)],
                stdout=subprocess.PIPE, text=True)
            if told.stdout == "200":
                return self
            time.sleep(0.2)
        raise RuntimeError(f"{path} is answered with {told.stdout}")

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def wrk(self, path, seconds, script=None):
        """Requests a second, the time in which 99 of 100 are answered, and how many were asked."""
        told = subprocess.run(
            ["wrk", "-t2", f"-c{CLIENTS}", f"-d{seconds}s", "--timeout", "60s", "--latency",
             *self.headers, *(["-s", script] if script else []), self.url(path)],
            stdout=subprocess.PIPE, text=True, check=True).stdout
        if "Non-2xx" in told or "Socket errors" in told or "\n  0 requests" in told:
            raise RuntimeError(f"{path}: {told}")
        late, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)\b", told).groups()
        scale = {"us": 1e-6, "ms": 1e-3, "s": 1}[unit]
        rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told).group(1))
        return rate, float(late) * scale, int(re.search(r"(\d+) requests in", told).group(1))

    def memory(self):
        text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", text).group(1)) / 1024

    def end(self):
        self.process.terminate()
        self.process.wait()


def datasette(bench):
    """The one that is installed, or one in an environment of its own."""
    if shutil.which("datasette"):
        return ["datasette"]
    python = bench.path("datasette") / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", bench.path("datasette")], check=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "datasette"], check=True, timeout=300)
    return [python, "-m", "datasette"]


def tools():
    if shutil.which("wrk") is None and shutil.which("apt-get") and os.getuid() == 0:
        subprocess.run(["apt-get", "install", "-y", "-qq", "wrk"], timeout=300,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
    for name in ["wrk", "curl"]:
        if shutil.which(name) is None:
            raise RuntimeError(f"{name} is not installed")


def measure(bench, events):
    try:
        tools()
        compare(bench, events)
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        print(f"web: left out: {str(error)[:300]}", file=sys.stderr)


def compare(bench, events, path=None):
    ledger = path or small.ledger(bench, "web", events)
    token = "a" * 64
    kept = bench.path("token")
    kept.write_text(token)
    kept.chmod(0o600)
    ours = Server([bench.bin / "stakebook", "serve", ledger, "--port", 8471, "--token-file", kept],
                  8471, [f"Authorization: Bearer {token}"])
    theirs = Server([*datasette(bench), "serve", ledger, "--port", 8472, "--setting",
                     "sql_time_limit_ms", "10000"], 8472)
    partnerships = max(2, events // 100)
    page = f"/partnership/partnership-{partnerships // 2}"
    others = bench.path("others.lua")
    others.write_text(OTHERS.replace("{path}", "/partnership/partnership-%d")
                      .replace("{most}", str(partnerships - 1)))
    asked = urllib.parse.quote(QUESTION)
    question = f"/sql.json?q={asked}"
    database = ledger.stem
    try:
        ours.ready(page)
        theirs.ready(f"/{database}/event/{events // 2}")
        ours.ready(question)

        def rate(server, path):
            return 1 / server.wrk(path, 5)[0]

        mine, other = bench.alternate(
            lambda: rate(ours, question),
            lambda: rate(theirs, f"/{database}.json?sql={asked}&_shape=array"))
        count = {"events": 1, "beside_name": "Datasette"}
        bench.table.add(f"`serve`: JSON of a query, ledger of {events:,}", mine, other, (">=", 3),
                        key="web query", **count)
        mine, other = bench.alternate(
            lambda: rate(ours, page), lambda: rate(theirs, f"/{database}/event/{events // 2}"))
        bench.table.add("`serve`: page of a partnership, beside the page of a row", mine, other,
                        (">=", 3), key="web page", **count)
        late, apart = bench.alternate(
            lambda: ours.wrk(page, 5)[1], lambda: ours.wrk("/", 10, others)[1])
        bench.table.add(f"that page, 99 of 100, {CLIENTS} clients", late, None, ("<", 0.08),
                        key="web page p99")
        bench.table.add("the same, each of another partnership", apart, None, ("<", 0.08),
                        key="web pages p99")
        before, number = ours.memory(), 0
        while number < 100_000:
            number += ours.wrk(page, 10)[2]
        bench.table.add(f"memory of `serve` after {number:,} requests", [ours.memory()], [before],
                        ("<=", 1.1), unit="MB", beside_name="before", key="web memory")
    finally:
        ours.end()
        theirs.end()
