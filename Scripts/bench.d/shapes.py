"""Ledgers of one shape, taken to extremes, as JSONL: things, claims, hub, key.

    shapes.py SHAPE COUNT > events.jsonl

`things` has COUNT things of each kind in one partnership, each with what may follow upon it; `claims`
one thing of each kind of which COUNT events speak; `hub` one entity that has COUNT partnerships; `key` one stake
of which COUNT events speak. What reads one of them should take twice as long for twice as many.
"""

import datetime
import json
import sys
import uuid

WHAT = {
    "things": "things of each kind in one deal", "claims": "claims about each of a few things",
    "hub": "partnerships of one entity",
}
START = datetime.date(2005, 1, 1)


def event(place, type, stream, day, **data):
    line = {
        "id": str(uuid.UUID(int=place + 1, version=4)), "type": type, "effective": day, "data": data,
        "sources": [{"title": f"Filing {place}", "kind": "filing"}], "status": "confirmed",
    }
    return line if stream is None else line | {"stream": stream}


def day(place):
    return str(START + datetime.timedelta(days=place % 7000))


def amount(place, most=997):
    return f"USD {place % most + 1}m"


def thing(place, turn=None):
    """All that is told of one thing of each kind, as types with data; `turn` numbers who says so."""
    at = place if turn is None else turn
    one, other, word = "holder", "issuer", f"t{place}"
    begin = [
        ("agreement.signed", dict(
            agreement=f"agreement-{word}", kind="definitive", parties=[one, other], binding=True,
            term="2020..2031")),
        ("condition.defined", dict(condition=f"condition-{word}", criterion="a threshold is met")),
        ("capital.committed", dict(
            commitment=f"capital-{word}", investor=one, issuer=other, amount="USD 5bn",
            conditions=[f"condition-{word}"], due="2030", agreement=f"agreement-{word}")
            | (dict(part_of=f"capital-t{place - 1}") if place % 10 else {})),
        ("purchase.committed", dict(
            commitment=f"purchase-{word}", buyer=other, supplier=one, subject="capacity",
            amount="USD 5bn", term="2026..2032")),
        ("payment.promised", dict(
            payment=f"payment-{word}", payer=one, payee=other, amount="USD 5bn",
            category="sales_milestone", due="2029")),
        ("debt.issued", dict(
            debt=f"debt-{word}", lender=one, borrower=other, principal="USD 5bn", kind="loan",
            maturity="2030")),
        ("option.granted", dict(
            option=f"option-{word}", writer=other, holder=one, kind="call", percent="27%",
            window={"from": "2026", "to": "2031"})),
        ("right.granted", dict(
            right=f"right-{word}", grantor=other, grantee=one, kind="exclusivity",
            ends={"on": "2032"})),
        ("revenue_share.agreed", dict(
            share=f"share-{word}", payer=other, payee=one, share_rate="10%", base="revenue",
            cap="USD 900bn")),
        ("warrant.issued", dict(
            warrant=f"warrant-{word}", holder=one, issuer=other, units="900000m shares",
            strike="USD 0.01", expires="2032")),
        ("dispute.opened", dict(
            dispute=f"dispute-{word}", parties=[one, other], subject="a fee")),
        ("round.signed", dict(
            round=f"round-{word}", issuer=other, kind="primary", raised=amount(place))),
    ]
    follow = [
        ("agreement.amended", dict(agreement=f"agreement-{word}", summary=f"change {at}")),
        ("condition.declared", dict(condition=f"condition-{word}")),
        ("capital.funded", dict(
            investor=one, issuer=other, commitment=f"capital-{word}", amount=amount(at),
            **(dict(cumulative=True) if at % 5 == 4 else {}))),
        ("purchase.drawn", dict(commitment=f"purchase-{word}", amount=amount(at))),
        ("payment.made", dict(
            payer=one, payee=other, payment=f"payment-{word}", amount=amount(at))),
        ("debt.drawn", dict(debt=f"debt-{word}", amount=amount(at))),
        ("debt.repaid", dict(debt=f"debt-{word}", amount=amount(at, 7))),
        ("option.amended", dict(
            option=f"option-{word}", window={"to": str(2031 + at % 9)})),
        ("right.amended", dict(right=f"right-{word}", ends={"on": str(2032 + at % 9)})),
        ("revenue_share.paid", dict(share=f"share-{word}", amount=amount(at))),
        ("warrant.vested", dict(warrant=f"warrant-{word}", units="1m shares")),
        ("dispute.ruled", dict(dispute=f"dispute-{word}", outcome=f"ruling {at}")),
        ("round.joined", dict(round=f"round-{word}", investor=one, amount=amount(at))),
        ("stake.reported", dict(
            holder=one, issuer=other, percent=f"{at % 40 + 1}%", basis="outstanding",
            value=amount(at))),
        ("valuation.reported", dict(
            subject="company", issuer=other, amount=amount(at), basis="post_money")),
        ("total.reported", dict(
            measure="capital.funded", **{"from": one, "to": other}, amount=amount(at))),
        ("office.taken", dict(
            entity=other, person=f"person-{word}", office="director", nominated_by=one)),
        ("capital.funded", dict(
            investor=one, issuer=other, amount=f"EUR {at % 97 + 1}m")),
        ("fx_rate.recorded", dict(base="EUR", quote="USD", fx_rate=f"1.{at % 90 + 10}")),
    ]
    return begin, follow


def entity(slug, kind="company"):
    return ("entity.registered", None, "2000-01-01", dict(entity=slug, name=slug.title(), kind=kind))


def formed(slug, one, other):
    return ("partnership.formed", slug, "2001-01-01", dict(name=slug, parties=[one, other]))


def deal(count, is_wide):
    yield from [entity("holder"), entity("issuer"), formed("deal", "holder", "issuer")]
    for place in range(count):
        person = f"person-t{place if is_wide else 0}"
        if is_wide or place == 0:
            yield entity(person, "person")
        begin, follow = thing(place) if is_wide else thing(0, place)
        for type, data in (begin if is_wide or place == 0 else []):
            yield type, "deal", "2004-01-01", data
        for type, data in follow:
            yield type, None if type == "fx_rate.recorded" else "deal", day(place), data


def hub(count):
    yield entity("hub")
    for place in range(count):
        yield entity(f"spoke-{place}")
        yield formed(f"deal-{place}", "hub", f"spoke-{place}")
        for type, data in (
            ("stake.reported", dict(
                holder="hub", issuer=f"spoke-{place}", percent=f"{place % 40 + 1}%",
                basis="outstanding")),
            ("capital.committed", dict(
                commitment=f"capital-{place}", investor="hub", issuer=f"spoke-{place}",
                amount="USD 5bn")),
            ("capital.funded", dict(
                investor="hub", issuer=f"spoke-{place}", commitment=f"capital-{place}",
                amount=amount(place))),
        ):
            yield type, f"deal-{place}", day(place), data


def key(count):
    yield from [entity("holder"), entity("issuer"), formed("deal", "holder", "issuer")]
    for place in range(count):
        yield "stake.reported", "deal", day(place), dict(
            holder="holder", issuer="issuer", percent=f"{place % 40 + 1}%", basis="outstanding")


def lines(shape, count):
    told = {"key": lambda: key(count), "hub": lambda: hub(count), "things": lambda: deal(count, True),
            "claims": lambda: deal(count, False)}[shape]()
    return [event(place, type, stream, day, **data)
            for place, (type, stream, day, data) in enumerate(told)]


def ledger(bench, shape, count):
    path, file = bench.fresh(f"{shape}-{count}.db"), bench.path(f"{shape}-{count}.jsonl")
    with open(file, "w") as text:
        for line in lines(shape, count):
            text.write(json.dumps(line, separators=(",", ":")) + "\n")
    bench.stakebook("--ledger", path, "init")
    bench.imported(path, file)
    file.unlink()
    return path


def measure(bench, events):
    measure_growth(bench, events)
    if events >= 100_000:
        measure_extremes(bench)


def measure_extremes(bench):
    """The state of a deal, in seconds, where there is very much of one sort."""
    for shape, count, what, deal, goal in [
            ("hub", 5000, "5,000 partnerships of one entity", "deal-1", 0.1),
            # Thirty-two for each thing of each kind.
            ("things", 3125, "100,000 events in one deal", "deal", 1),
            ("key", 10_000, "10,000 claims about one stake", "deal", 0.5)]:
        path = ledger(bench, shape, count)
        (took,) = bench.alternate(lambda: bench.stakebook(
            "state", deal, "--ledger", path, discards=True, codes=(0, 1))[0])
        bench.table.add(f"`state`, ledger of {what}", took, None, ("<", goal), key=f"most {shape}")
        path.unlink()


def measure_growth(bench, events):
    """The state of a deal and `check` beside the same of half as much: within 2 to the power of 1.1."""
    most = min(1600, events // 100)
    for shape, count, deal in [
            ("things", most, "deal"), ("claims", 4 * most, "deal"), ("hub", 4 * most, "deal-1")]:
        ledgers = [ledger(bench, shape, size) for size in (count // 2, count)]

        def asked(path, *words):
            return bench.stakebook(*words, "--ledger", path, discards=True, codes=(0, 1))[0]

        for words in (["state", deal], ["check"]):
            half, whole = bench.alternate(
                lambda: asked(ledgers[0], *words), lambda: asked(ledgers[1], *words))
            bench.table.add(
                f"`{words[0]}`, ledger of {count:,} {WHAT[shape]}", whole, half, ("<=", 2.14),
                beside_name=f"of {count // 2:,}", key=f"{shape} {words[0]}")
        for path in ledgers:
            path.unlink()


if __name__ == "__main__":
    for line in lines(sys.argv[1], int(sys.argv[2])):
        print(json.dumps(line, separators=(",", ":")))
