"""Small questions of a large ledger beside the same of a small one: they should take as long."""


def ledger(bench, name, events):
    """A ledger of partnerships with a hundred events each: only their number grows."""
    file = bench.workload(name + ".jsonl", events, "--partnerships", max(2, events // 100))
    path = bench.fresh(name + ".db")
    bench.stakebook("--ledger", path, "init")
    bench.imported(path, file)
    file.unlink()
    return path


def questions(events):
    """What is asked, by its name, of a ledger of so many events; the middle one of its partnerships."""
    place = max(2, events // 100) // 2
    stream, one, other = f"partnership-{place}", f"entity-{place}", f"entity-{place + 1}"
    return {
        "`show SEQ`": ["show", events // 2],
        "`log PARTNERSHIP`": ["log", stream],
        "`log --last 5`": ["log", "--last", 5],
        "`log --type TYPE --last 5`": ["log", "--type", "stake.reported", "--last", 5],
        "`state PARTNERSHIP`": ["state", stream],
        "`why` of a stake": ["why", "stakes", one, other, "voting"],
        "`diff` of ten events": ["diff", "--known-at", f"{events - 10}..{events}"],
        "`append -n`": [
            "append", "-n", "stake.reported", f"holder={one}", f"issuer={other}", "percent=27%",
            "basis=voting", "-s", stream, "-e", "2025", "--source", "Annual report"],
    }


def measure(bench, events):
    few = min(10_000, events // 10)
    ledgers = [(ledger(bench, "few", few), few), (ledger(bench, "many", events), events)]
    peaks = [[], []]

    def asked(place, name):
        path, count = ledgers[place]
        seconds, peak, _ = bench.stakebook(
            *questions(count)[name], "--ledger", path, discards=True, codes=(0, 1))
        peaks[place].append(peak)
        return seconds

    for name in questions(few):
        small, large = bench.alternate(lambda: asked(0, name), lambda: asked(1, name))
        bench.table.add(
            f"{name}, ledger of {events:,}", large, small, ("<=", 1.2),
            beside_name=f"of {few:,}", key=f"small {name}")
        if name.startswith("`state"):
            bench.table.add("the same, its time", large, None, ("<", 0.06), key="state process")
    bench.table.add(
        "most memory of these", [max(peaks[1])], [max(peaks[0])], ("<=", 1.2), unit="MB",
        beside_name=f"of {few:,}", key="small memory")
    for path, _ in ledgers:
        path.unlink()
