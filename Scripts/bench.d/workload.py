"""A seeded workload of partnership events as JSONL: the same lines for the same arguments.

    workload.py EVENTS [--first N] [--ids ordered|random] [--partnerships N] > events.jsonl

A thousand partnerships (one for every hundred events where there are fewer than 100,000), all
common types, 2 % corrections, about 150 to 400 bytes of stored data an event. `--first N` leaves
out the first N events, so that a second file continues the first one.
"""

import argparse
import json
import random
import sys
import uuid

WORDS = (
    "supply delivery capacity licence models chips research cloud region notice consent review "
    "threshold milestone quarter schedule annex party affiliate customer training inference"
).split()


class Workload:
    def __init__(self, events, ids, partnerships=None):
        self.random = random.Random(20251028)
        self.events = events
        self.ids = ids
        self.partnerships = partnerships or max(2, min(1000, events // 100))
        self.made = 0
        self.things = {}

    def id(self):
        if self.ids == "random":
            return str(uuid.UUID(int=self.random.getrandbits(128), version=4))
        # Version 7: milliseconds first, a counter within, so that ids come in their order.
        milliseconds = 1_700_000_000_000 + self.made // 4
        value = milliseconds << 80 | 7 << 76 | (self.made % 4) << 64
        return str(uuid.UUID(int=value | 2 << 62 | self.random.getrandbits(62)))

    def words(self, count):
        return " ".join(self.random.choice(WORDS) for _ in range(count))

    def money(self, most=900):
        form = self.random.choice(["USD {}m", "about USD {}m", "USD {}.5m", "up to USD {}m"])
        return form.format(self.random.randint(1, most))

    def day(self):
        pick = self.random.randint
        return f"{pick(2005, 2026):04}-{pick(1, 12):02}-{pick(1, 28):02}"

    def line(self, type, data, stream, effective, **more):
        event = {"id": self.id(), "type": type, "effective": effective, "data": data, **more}
        if stream:
            event["stream"] = stream
        source = {
            "title": f"{self.random.choice(['Report', 'Filing', 'Notice'])} "
            f"{self.random.randint(1, 9999)}: {self.words(2)}",
            "kind": self.random.choice(["filing", "company", "press", "press"]),
        }
        if self.random.random() < 0.5:
            source["published"] = effective
        event["sources"] = [source]
        event["status"] = self.random.choice(["confirmed", "reported", "reported", "estimated"])
        self.made += 1
        return event

    def __iter__(self):
        count = self.partnerships
        for place in range(count + 1):
            name = f"Entity {place} {self.words(3)}"
            data = {
                "entity": f"entity-{place}", "name": name, "kind": "company",
                "jurisdiction": "US-DE",
            }
            yield self.line("entity.registered", data, None, "2000-01-01")
        for place in range(count):
            data = {"name": f"Partnership {place} {self.words(4)}", "parties": self.parties(place)}
            yield self.line("partnership.formed", data, f"partnership-{place}", "2001-01-01")
        while True:
            place = self.random.randrange(count)
            event = self.fact(place)
            yield event
            if self.random.random() < 1 / 47:
                again = dict(event, id=self.id())
                again["sources"] = [{"title": f"Correction: {self.words(4)}", "kind": "filing"}]
                self.made += 1
                yield again
                data = {
                    "event": event["id"], "replacement": again["id"],
                    "reason": f"a figure was misread: {self.words(8)}",
                }
                yield self.line(
                    "event.corrected", data, event["stream"], event["effective"])

    def parties(self, place):
        return [f"entity-{place}", f"entity-{place + 1}"]

    def thing(self, place, kind):
        """A slug of that kind in the partnership: mostly one that is known, or None."""
        known = self.things.setdefault((place, kind), [])
        if not known or (len(known) < 12 and self.random.random() < 0.2):
            return None
        return self.random.choice(known)

    def new(self, place, kind):
        known = self.things.setdefault((place, kind), [])
        known.append(f"{kind}-{place}-{len(known)}")
        return known[-1]

    def fact(self, place):
        one, other = self.parties(place)
        kind = self.random.choices(
            ["stake", "funded", "purchase", "valuation", "right", "revenue", "note", "round",
             "agreement", "condition", "warrant", "total"],
            [30, 14, 12, 8, 10, 8, 4, 3, 3, 3, 3, 2])[0]
        type, data = getattr(self, kind)(place, one, other)
        return self.line(type, data, f"partnership-{place}", self.day())

    def stake(self, place, one, other):
        data = {
            "holder": one, "issuer": other,
            "percent": self.random.choice(["about {}%", "{}%", "{}.5%"]).format(
                self.random.randint(1, 60)),
            "basis": self.random.choice(["outstanding", "as_converted", "voting"]),
        }
        if self.random.random() < 0.4:
            data["value"] = self.money()
        return "stake.reported", data

    def funded(self, place, one, other):
        slug = self.thing(place, "commitment")
        if slug is None:
            data = {
                "commitment": self.new(place, "commitment"), "investor": one, "issuer": other,
                "amount": self.money(), "instrument": self.words(3),
            }
            return "capital.committed", data
        data = {"investor": one, "issuer": other, "amount": self.money(40), "commitment": slug}
        return "capital.funded", dict(data, form="cash")

    def purchase(self, place, one, other):
        slug = self.thing(place, "purchase")
        if slug is None:
            data = {
                "commitment": self.new(place, "purchase"), "buyer": other, "supplier": one,
                "subject": self.words(5), "amount": self.money(), "term": "2026..2032",
            }
            return "purchase.committed", data
        return "purchase.drawn", {"commitment": slug, "amount": self.money(30)}

    def valuation(self, place, one, other):
        data = {
            "subject": "company", "issuer": other, "amount": self.money(9000),
            "basis": self.random.choice(["pre_money", "post_money", "headline"]),
        }
        return "valuation.reported", data

    def right(self, place, one, other):
        slug = self.thing(place, "right")
        if slug is None:
            data = {
                "right": self.new(place, "right"), "grantor": other, "grantee": one,
                "kind": self.random.choice(["exclusivity", "ip_licence", "board_seat"]),
                "scope": [self.words(3), self.words(4)], "ends": {"on": "2032"},
            }
            return "right.granted", data
        if self.random.random() < 0.5:
            return "right.affirmed", {"right": slug}
        return "right.amended", {
            "right": slug, "scope": [self.words(3), self.words(4)],
            "ends": {"on": str(self.random.randint(2027, 2040))},
        }

    def revenue(self, place, one, other):
        slug = self.thing(place, "revenue")
        if slug is None:
            data = {
                "share": self.new(place, "revenue"), "payer": other, "payee": one,
                "share_rate": f"{self.random.randint(1, 30)}%", "base": "revenue",
                "cap": self.money(9000), "ends": {"on": "2032"},
            }
            return "revenue_share.agreed", data
        return "revenue_share.paid", {"share": slug, "amount": self.money(20)}

    def note(self, place, one, other):
        return "note.recorded", {"text": self.words(self.random.randint(18, 36))}

    def round(self, place, one, other):
        slug = self.thing(place, "round")
        if slug is None:
            data = {
                "round": self.new(place, "round"), "issuer": other, "kind": "primary",
                "raised": self.money(), "post_money": self.money(9000),
            }
            return "round.closed", data
        return "round.joined", {"round": slug, "investor": one, "amount": self.money(90)}

    def agreement(self, place, one, other):
        slug = self.thing(place, "agreement")
        if slug is None:
            data = {
                "agreement": self.new(place, "agreement"), "kind": "definitive",
                "parties": [one, other], "binding": True, "summary": self.words(14),
            }
            return "agreement.signed", data
        return "agreement.amended", {"agreement": slug, "summary": self.words(18)}

    def condition(self, place, one, other):
        slug = self.thing(place, "condition")
        if slug is None:
            data = {
                "condition": self.new(place, "condition"), "criterion": self.words(14),
                "declarer": other, "verifier": one,
            }
            return "condition.defined", data
        return "condition.declared", {"condition": slug}

    def warrant(self, place, one, other):
        slug = self.thing(place, "warrant")
        if slug is None:
            data = {
                "warrant": self.new(place, "warrant"), "holder": one, "issuer": other,
                "units": f"{self.random.randint(10, 160)}m shares", "strike": "USD 0.01",
                "expires": "2032",
            }
            return "warrant.issued", data
        return "warrant.vested", {"warrant": slug, "units": "1m shares"}

    def total(self, place, one, other):
        return "total.reported", {
            "measure": "capital.funded", "from": one, "to": other, "amount": self.money(9000)}


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("events", type=int)
    arguments.add_argument("--first", type=int, default=0)
    arguments.add_argument("--of", type=int, help="how many events the whole workload has")
    arguments.add_argument("--ids", choices=["ordered", "random"], default="ordered")
    arguments.add_argument("--partnerships", type=int, help="how many there are")
    given = arguments.parse_args()
    write = sys.stdout.write
    workload = Workload(given.of or given.events, given.ids, given.partnerships)
    for place, event in enumerate(workload):
        if place >= given.first + given.events:
            break
        if place >= given.first:
            write(json.dumps(event, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
