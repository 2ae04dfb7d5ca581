import Foundation
import Stakebook
import TestSupport
import Testing

@testable import Projections
@testable import Reports

/// Every figure at a glance computes from the rows that the page names beside it.
struct FirstPageTests {
  private static func snapshots() throws -> [Snapshot] {
    var all = [try FixtureSnapshots.everything(), try FixtureSnapshots.microsoftOpenAI()]
    all += try FixtureSnapshots.eachPartnership()
    for (deal, day) in [
      ("volkswagen-rivian", "2025-06-30"), ("volkswagen-rivian", "2026-06-30"),
      ("astrazeneca-daiichi-sankyo", "2022-06-30"), ("astrazeneca-daiichi-sankyo", "2026-06-30"),
      ("disney-comcast-hulu", "2021-12-31"), ("disney-comcast-hulu", "2024-09-01"),
      ("stellantis-leapmotor", "2023-12-31"), ("stellantis-leapmotor", "2026-06-30"),
    ] {
      all.append(try FixtureSnapshots.deal(deal, asOf: day))
    }
    return all
  }

  /// A figure of the page: its words, its marks, where its rows stand and what they are called.
  private struct Shown {
    let title: String
    let value: String
    let lines: [String]
    let events: [Seq]
    let topic: String
    let rows: [String]
    let count: Int
  }

  private static func shown(on page: String) -> [Shown] {
    let page = page.replacing(/<span class="d">(.*?)<\/span>/) { $0.1 }
    guard let glance = page.firstMatch(of: /<dl class="glance">((?:.|\n)*?)<\/dl>/)?.1 else {
      return []
    }
    return glance.split(separator: "</dd></div>").compactMap { text in
      func all(_ pattern: Regex<(Substring, Substring)>) -> [String] {
        text.matches(of: pattern).map { String($0.1).replacing("&amp;", with: "&") }
      }
      guard let title = all(/<dt>(.*?)<\/dt>/).first,
        let value = all(/<span class="figure[a-z ]*">(.*?)<\/span>/).first
      else { return nil }
      let counts = all(/(\d+) rows?/)
      return Shown(
        title: title, value: value,
        lines: all(/<span class="line(?: on)?">(.*?)<\/span>/).filter { !$0.hasPrefix("<a") },
        events: all(/href="#n(\d+)"/).compactMap(Seq.init),
        topic: all(/<a href="#([a-z-]+)">/).first ?? "",
        rows: all(/<\/summary>(.*?)<\/details>/).flatMap {
          $0.split(separator: "<br>").map(String.init)
        },
        count: counts.last.flatMap(Int.init) ?? 0)
    }
  }

  /// The sum of an amount over rows, each end added by itself; nil: none of them has it.
  private static func sum(_ name: String, _ rows: [JSONObject]) -> [Int64?]? {
    let told = rows.filter { $0["\(name)_low_minor"] != nil }
    guard !told.isEmpty else { return nil }
    func end(_ end: String) -> [Int64?] { told.map { $0["\(name)_\(end)"]?.integerValue } }
    let lows = end("low_minor").compactMap { $0 }
    let points = zip(end("minor"), lows).map { $0 ?? $1 }
    let highs = end("high_minor")
    return [
      points.reduce(0, +), lows.reduce(0, +),
      highs.contains(nil) ? nil : highs.compactMap { $0 }.reduce(0, +),
    ]
  }

  @Test func `every figure at a glance computes from the rows that the page names`() throws {
    let wording = Wording(.english)
    var kinds: [String: Int] = [:]
    for snapshot in try Self.snapshots() {
      let page = try written { try HTMLReport.write(snapshot, to: $0) }
      let names = try Wording(.english, namesOf: snapshot.spooled())
      func money(_ name: String, _ rows: [JSONObject]) -> String {
        guard let sum = Self.sum(name, rows) else { return wording(.noneRecorded) }
        return wording.money(sum[0], low: sum[1], high: sum[2], rows[0].text("currency"))
      }
      for one in Self.shown(on: page) {
        let about: Comment = "\(snapshot.header.partnerships): \(one.title)"
        #expect(page.contains("aria-labelledby=\"\(one.topic)\""), about)
        let view = try #require(
          Projections.publicViews.first {
            $0.uses.topic?.rawValue == one.topic
              && (one.rows.first?.hasPrefix("\($0.name)/") ?? (one.topic == "contradictions"))
          }, about)
        kinds[view.name, default: 0] += 1
        let rows = snapshot.rows(view.name)
        let named = rows.filter { one.rows.contains(view.name(of: $0)) }
        // The marks are those of the rows.
        let events = Set((named.isEmpty ? rows : named).flatMap(Snapshot.events))
        #expect(events.isSuperset(of: one.events), about)
        // The interval stands in a line of its own.
        let first = try #require(
          view.name == "discrepancies"
            ? rows.first : rows.first { view.name(of: $0) == one.rows[0] },
          about)
        let interval = one.lines.first.map { "\(one.value) (\($0))" } ?? one.value
        func expect(_ figure: String) {
          #expect(one.value == figure || interval == figure, "\(about): \(figure)")
        }
        if view.name == "discrepancies" {
          let open = rows.filter { $0["silenced_by"] == nil }
          expect(String(open.count))
          #expect(one.count == open.count, about)
          continue
        }
        #expect(named.count == one.rows.count && one.count == named.count, about)
        switch view.name {
        case "valuations":
          expect(names.stated(named[0].text("stated")))
          #expect(one.title.contains(names.name(named[0].text("issuer"))), about)
        case "stakes":
          expect(names.stated(first.text("stated")))
          // Of one company, on one basis, and each of the others is told.
          #expect(
            Set(named.map { ["issuer", "basis", "excludes"].map($0.text) }).count == 1, about)
          for other in named where view.name(of: other) != one.rows[0] {
            let holder = names.name(other.text("holder"))
            #expect(one.lines.contains { $0.hasPrefix("\(holder): ") }, about)
          }
        case "capital", "purchases":
          let came = view.name == "capital" ? "funded" : "drawn"
          #expect(named.count == 1, about)
          expect(names.range("committed", of: first))
          #expect(money("committed", named) == names.money("committed", of: first), about)
          for (name, text) in [
            (came, money(came, named)), ("outstanding", money("outstanding", named)),
          ] {
            #expect(one.lines.contains { $0.hasSuffix(text) }, "\(about), \(name): \(text)")
          }
        case "payments":
          let own = named.map(\.own)
          #expect(Set(named.map { ["payer", "payee", "currency"].map($0.text) }).count == 1, about)
          let owed = own.filter { $0.standing == "committed" }
          expect(owed.isEmpty ? one.value : money("outstanding", owed))
          let held = own.filter { $0.standing == "conditional" }
          #expect(
            held.isEmpty || one.lines.contains { $0.hasSuffix(money("outstanding", held)) }, about)
        case "debts":
          expect(money("outstanding", named))
          #expect(
            named.count
              == rows.filter { row in
                ["lender", "borrower", "currency"].allSatisfy { row.text($0) == first.text($0) }
              }.filter {
                !Amounts.isNothing("outstanding", of: $0) || !Amounts.isNothing("undrawn", of: $0)
              }.count)
        case "options":
          let open = named.filter { ["open", "pending"].contains($0.text("status")) }
          #expect(named.count == rows.count)
          expect("\(open.count) of \(rows.count)")
        case "rights":
          let inForce = named.filter { $0.text("status") == "in_force" }
          #expect(named.count == rows.count)
          expect("\(inForce.count) of \(rows.count)")
        default: Issue.record("nobody computes \(view.name)")
        }
      }
    }
    // Each kind of figure was met.
    #expect(
      Set(kinds.keys).isSuperset(of: [
        "valuations", "stakes", "capital", "purchases", "payments", "options", "rights",
        "discrepancies",
      ]), "\(kinds)")
  }

  /// A statement in words: what it says, its marks, and the names of its rows.
  private static func terms(on page: String) -> [(
    label: String, text: String, events: [Seq], rows: [String]
  )] {
    guard let terms = page.firstMatch(of: /<dl class="terms">((?:.|\n)*?)<\/dl>/)?.1 else {
      return []
    }
    return terms.split(separator: "</dd></div>").compactMap { text in
      guard let label = text.firstMatch(of: /<dt>(.*?)<\/dt>/)?.1,
        let told = text.firstMatch(of: /<dd><span>((?:.|\n)*?)<\/span>(?:<sup|\n)/)?.1
      else { return nil }
      return (
        String(label), String(told).replacing(/<[^>]*>/, with: ""),
        text.matches(of: /href="#n(\d+)"/).compactMap { Seq($0.1) },
        text.matches(of: /<\/summary>(.*?)<\/details>/).flatMap { found in
          found.1.split(separator: "<br>").map { String($0).replacing("&amp;", with: "&") }
        }
      )
    }
  }

  /// What payments come to, those that are due and those that conditions hold back.
  private static func sums(_ rows: [JSONObject]) -> [JSONObject] {
    ["committed", "conditional"].map { standing in
      let own = rows.filter { $0["payer"] != nil && $0.standing == standing }.map(\.own)
      var sum: JSONObject = ["currency": own.first?["currency"] ?? .null]
      for end in ["minor", "low_minor", "high_minor"] {
        let amounts = own.map {
          $0.integer("outstanding_\(end)")
            ?? (end == "minor" ? $0.integer("outstanding_low_minor") : nil)
        }
        if !amounts.contains(nil) {
          sum["sum_\(end)"] = .integer(amounts.compactMap(\.self).reduce(0, +))
        }
      }
      return sum
    }
  }

  @Test func `every figure of a key term stands in a row that it names`() throws {
    var labels: Set<String> = []
    for snapshot in try Self.snapshots() {
      let page = try written { try HTMLReport.write(snapshot, to: $0) }
      let names = try Wording(.english, namesOf: snapshot.spooled())
      for term in Self.terms(on: page) {
        labels.insert(term.label)
        let about: Comment = "\(snapshot.header.partnerships): \(term.label): \(term.text)"
        guard !term.rows.isEmpty else {
          let none = ["No open contradictions.", "none recorded.", "nothing.", "no end recorded."]
          #expect(none.contains(term.text), about)
          continue
        }
        let rows = term.rows.compactMap { name -> JSONObject? in
          let view = Projections.publicViews.first { name.hasPrefix("\($0.name)/") }
          return view.flatMap { view in
            snapshot.rows(view.name).first { view.name(of: $0) == name }
          }
        }
        #expect(rows.count == term.rows.count, about)
        #expect(Set(rows.flatMap(Snapshot.events)).isSuperset(of: term.events), about)
        let told =
          rows.flatMap { row in
            row.flatMap { name, value -> [String] in
              let money =
                name.hasSuffix("_low_minor")
                ? [names.money(String(name.dropLast(10)), of: row)] : []
              return money + [
                value.stringValue.map { names.stated($0, inSentence: true) } ?? value.canonical
              ]
            } + [names.sentence(of: row).text, names.headline(of: row).text]
          }.joined(separator: "\n") + Self.sums(rows).map { names.money("sum", of: $0) }.joined()
        for figure in term.text.matches(of: /(?:USD|EUR)\u{A0}[\d.,]+[a-z]*|[\d.]+\u{A0}%/) {
          // A rate of a tier is stored with its ends.
          let number = figure.output.replacing("\u{A0}", with: " ")
          let stored = number.hasSuffix(" %") ? number.dropLast(2) + "%" : number[...]
          #expect(
            told.contains(figure.output) || told.contains(stored), "\(about): \(figure.output)")
        }
      }
      if !snapshot.header.partnerships.isEmpty, !snapshot.rows("rights").isEmpty {
        #expect((3...9).contains(Self.terms(on: page).count))
      }
    }
    #expect(
      labels.isSuperset(of: [
        "Who owns what", "Still owed", "Revenue shares", "Rights in force", "What ends when",
        "Conditions not yet met", "Latest amendment", "Disputed",
      ]), "\(labels)")
  }

  private func line(
    _ type: String, _ year: Int, _ data: String, _ stream: String = "deal"
  ) -> String {
    """
    {"stream":"\(stream)","type":"\(type)","effective":"\(year)","status":"confirmed",\
    "data":{\(data)}}
    """
  }

  @Test func `a report of nothing that happened says so, and has no chapters`() throws {
    let acme = line(
      "entity.registered", 2019, #""entity":"acme","name":"Acme","kind":"company""#, "entities")
    let snapshot = try FixtureSnapshots.of(lines: [acme])
    let page = try written { try HTMLReport.write(snapshot, in: .english, to: $0) }
    #expect(page.contains("<p>No facts yet.</p>"))
    #expect(!page.contains("<h2"))
    let text = try written { try TextReport.write(snapshot, in: .english, to: $0) }
    #expect(text.hasSuffix("\n\nNo facts yet.\n"), "\(text)")
    let markdown = try written { try MarkdownReport.write(snapshot, in: .english, to: $0) }
    #expect(markdown.contains("\n\nNo facts yet.\n"))
    #expect(!markdown.contains("##"))
  }

  @Test func `what the first page leads to is there, also where little is known`() throws {
    let lines =
      ["one", "other"].map {
        line(
          "entity.registered", 2019, #""entity":"\#($0)","name":"\#($0)","kind":"company""#,
          "entities")
      } + [
        line("partnership.formed", 2020, #""name":"One and other","parties":["one","other"]"#),
        line(
          "debt.issued", 2021,
          #""debt":"note","lender":"one","borrower":"other","principal":"EUR 5m""#),
      ]
    let page = try written {
      try HTMLReport.write(FixtureSnapshots.of(lines: lines), in: .english, to: $0)
    }
    let places = page.matches(of: /[ ]id="(.*?)"/).map(\.1)
    let links = page.matches(of: /href="#(.*?)"/).map(\.1)
    #expect(links.count > 5)
    #expect(Set(links).subtracting(places) == [])
  }

  @Test func `a right that is called what it is is named once, and seats are counted`() throws {
    let parties = #""grantor":"one","grantee":"other""#
    let lines =
      ["one", "other"].map {
        line(
          "entity.registered", 2019, #""entity":"\#($0)","name":"\#($0)","kind":"company""#,
          "entities")
      } + [
        line("partnership.formed", 2020, #""name":"One and other","parties":["one","other"]"#),
        line(
          "right.granted", 2020,
          #""right":"r-1","kind":"anti_dilution","name":"Anti-dilution",\#(parties)"#),
        line(
          "right.granted", 2020,
          #""right":"r-2","kind":"board_seat","seats":3,"of_seats":12,\#(parties)"#),
        line(
          "stake.reported", 2021,
          #""holder":"one","issuer":"other","percent":"under 20%","basis":"voting""#),
        line(
          "agreement.signed", 2020,
          #""agreement":"a-1","kind":"mou","binding":false,"parties":["one"],"governing_law":"IN""#),
      ]
    let text = try written {
      try TextReport.write(FixtureSnapshots.of(lines: lines), in: .english, to: $0)
    }.replacing("\n", with: " ")
    #expect(text.contains("from one to other: anti-dilution, board seat (3 of 12)"), "\(text)")
    #expect(text.contains("governing law: IN"), "\(text)")
    #expect(text.contains("Share of one in other: under 20"), "\(text)")
  }

  @Test func `a remark is no change, and a joint venture comes before shares in its parents`()
    throws
  {
    var lines = ["one", "other", "joint", "third"].map {
      line(
        "entity.registered", 2019, #""entity":"\#($0)","name":"\#($0)","kind":"company""#,
        "entities")
    }
    lines.append(
      line("partnership.formed", 2020, #""name":"One and other","parties":["one","other"]"#))
    for (holder, issuer, percent) in [
      ("third", "one", 9), ("other", "one", 8), ("joint", "one", 1), ("one", "joint", 50),
      ("other", "joint", 50),
    ] {
      lines.append(
        line(
          "stake.reported", 2021,
          #""holder":"\#(holder)","issuer":"\#(issuer)","percent":"\#(percent)%","basis":"voting""#)
      )
    }
    lines.append(line("note.recorded", 2022, #""text":"A remark.""#))
    let text = try written {
      try TextReport.write(FixtureSnapshots.of(lines: lines), in: .english, to: $0)
    }.replacing("\n", with: " ").replacing("\u{A0}", with: " ")
    #expect(text.contains("one holds 50 % of joint (voting, 2021)"), "\(text)")
    #expect(text.contains("Last change, 2021:"), "\(text)")
  }

  @Test
  func `the first page answers who owns, what is owed, what ends, what changed, what is disputed`()
    throws
  {
    let snapshot = try FixtureSnapshots.microsoftOpenAI()
    for text in [
      try written { try TextReport.write(snapshot, in: .english, to: $0) }
        .replacing("\n  ", with: " ").replacing("\n", with: " "),
      try written { try MarkdownReport.write(snapshot, in: .english, to: $0) }
        .replacing("\u{A0}", with: " ").replacing("\\", with: ""),
    ] {
      let first = text.prefix(5000)
      for answer in [
        "Microsoft Corporation and OpenAI Group PBC have been partners since 2019-07-22.",
        "Microsoft Corporation about 27 % (2026-03-31)",
        "Purchases: USD 250bn from OpenAI Group PBC",
        "until 2032", "Last change, 2026-05-22:", "2026-04-27: Definitive 2025 is amended",
        "8 open contradictions, 1 of them an error. One source affirms and another denies",
        "and 5 more",
      ] {
        #expect(first.contains(answer), "\(answer)\n\(first)")
      }
    }
  }
}
