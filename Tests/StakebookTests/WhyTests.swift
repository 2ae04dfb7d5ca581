import Foundation
import Stakebook
import TestSupport
import Testing

/// Every figure explains itself, and what changed between two readings is told with its events.
struct WhyTests {
  private static func explained(
    _ words: String..., asOf: String? = nil, knownAt: String? = nil
  ) throws -> [Explanation] {
    try SampleLedger.whole.explain(words, asOf: asOf, knownAt: knownAt)
  }

  @Test func `a row has a name of its own in every view and on every clock`() throws {
    for day in ["2019-12-31", "2023-06-30", "2025-10-28", "2026-06-30"] {
      for (view, names) in try SampleLedger.whole.rowNames(asOf: day) {
        #expect(Set(names).count == names.count, "\(view) on \(day)")
      }
    }
  }

  @Test func `a stake names who says it, who lost and why`() throws {
    let explained = try Self.explained("stakes", "microsoft", "as_converted", asOf: "2025-10-31")
    #expect(
      explained.map(\.name) == [
        "stakes/microsoft/openai-group/as_converted/",
        "stakes/microsoft/openai-group/as_converted/openai-2024-10,openai-2025-03",
      ])
    let claims = explained[0].claims
    #expect(claims.filter { $0.whyNot == nil }.map(\.value) == ["about 27%"])
    #expect(
      Set(claims.compactMap(\.whyNot)) == ["weaker source", "earlier", "holds only later"])
    #expect(explained[0].findings.isEmpty == false)
    #expect(explained[0].text().contains("Microsoft Form 10-Q, subsequent events, note R26"))
  }

  @Test func `the name that JSON prints explains the same row`() throws {
    let name = "capital/microsoft/openai-group/USD"
    #expect(try Self.explained(name).map(\.name) == [name])
    #expect(try Self.explained("capital", "openai-group", "microsoft").map(\.name) == [name])
  }

  @Test func `a sum lists its addends, each with its event`() throws {
    let lines = try Self.explained(
      "capital/microsoft/openai-group/USD", asOf: "2025-09-30"
    ).flatMap(\.arithmetic)
    #expect(
      lines == [
        "committed = USD 1bn (microsoft-openai-2019) [4] + about USD 2bn "
          + "(microsoft-openai-2021) [8] + USD 10bn (microsoft-openai-2023) [11] "
          + "= USD 13bn (12.5–13.5)",
        "funded = USD 11.6bn (2025-09-30) [105] = USD 11.6bn",
        "outstanding = USD 13bn (12.5–13.5) − USD 11.6bn = USD 1.4bn (0.9–1.9)",
      ])
  }

  @Test func `a quotient shows what was divided`() throws {
    let lines = try Self.explained("implied_valuations", "microsoft", asOf: "2025-10-31")
      .flatMap(\.arithmetic)
    let quotient = "value = about USD 135bn ÷ about 27% = USD 500bn (489–511)"
    #expect(!lines.isEmpty && lines.allSatisfy { $0.hasPrefix(quotient) })
  }

  @Test func `a right tells for each field which event says it`() throws {
    let before = try Self.explained("rights", "ip-licence", knownAt: "2026-03-01")
    #expect(before[0].arithmetic.contains("exclusive = 1 [120]"))
    let after = try Self.explained("rights", "ip-licence", asOf: "2026-05-01")
    #expect(after[0].arithmetic.contains("exclusive = 0 [162]"))
  }

  @Test(
    arguments: [
      (["stake", "microsoft"], "unknown-view", "Did you mean 'stakes'?"),
      (["rights", "ip-license"], "unknown-row", "Did you mean 'ip-licence'?"),
      (
        ["stakes", "nobody-at-all-here"], "unknown-row",
        "`stakebook sql \"SELECT * FROM stakes\"` shows what there is."
      ), (["stakes"], "many-rows", nil),
      (
        ["commitments", "microsoft-openai-2012"], "unknown-row",
        "Did you mean 'microsoft-openai-2019'?"
      ),
      (["capital", "microsoft", "open-ai-group"], "unknown-row", "Did you mean 'openai-group'?"),
    ] as [([String], String, String?)])
  func `a row that is not there is refused, and the nearest name is offered`(
    _ words: [String], _ code: String, _ hint: String?
  ) {
    let rejection = #expect(throws: Rejection.self) {
      try SampleLedger.whole.explain(words, asOf: nil, knownAt: nil)
    }
    #expect(rejection?.code.rawValue == code)
    if let hint { #expect(rejection?.hint == hint) }
  }
}

/// What changed, per row, with the events responsible.
struct DifferenceTests {
  private static func changes(
    _ view: String, from: (asOf: String?, knownAt: String?), to: (asOf: String?, knownAt: String?)
  ) throws -> [Difference.Change] {
    try SampleLedger.whole.difference(from: from, to: to).changes.filter { $0.view == view }
  }

  private static func told(_ change: Difference.Change) -> [String] {
    change.figures.map { "\($0.name): \($0.before) → \($0.after)" }
  }

  @Test func `the same reading differs in nothing`() throws {
    let reading = (asOf: "2025-10-28" as String?, knownAt: "2025-12-31" as String?)
    #expect(try SampleLedger.whole.difference(from: reading, to: reading).changes.isEmpty)
  }

  @Test func `a row that came is told with its event`() throws {
    let changes = try Self.changes(
      "purchases", from: ("2025-10-27", nil), to: ("2025-10-28", nil))
    #expect(changes.map(\.row).contains("openai-group/microsoft/USD"))
    let change = changes.first { $0.row == "openai-group/microsoft/USD" }
    #expect(change?.kind == .added)
    #expect(change?.events == [103])
  }

  @Test func `a figure that changed is told before and after`() throws {
    let changes = try Self.changes("capital", from: (nil, "2026-03-01"), to: (nil, "2026-05-01"))
    let change = changes.first { $0.row == "microsoft/openai-group/USD" }
    #expect(change?.kind == .changed)
    #expect(
      change.map(Self.told) == [
        "funded: USD 11.6bn → USD 11.8bn",
        "outstanding: USD 1.4bn (0.9–1.9) → USD 1.2bn (0.7–1.7)",
      ])
    #expect(change?.events == [105, 167])
  }

  @Test func `the way back turns every change around`() throws {
    let there = try SampleLedger.whole.difference(from: ("2025-10-27", nil), to: (nil, nil))
    let back = try SampleLedger.whole.difference(from: (nil, nil), to: ("2025-10-27", nil))
    func signs(_ difference: Difference, _ added: Difference.Change.Kind) -> Set<String> {
      Set(difference.changes.filter { $0.kind == added }.map { "\($0.view)/\($0.row)" })
    }
    #expect(!signs(there, .added).isEmpty)
    #expect(signs(there, .added) == signs(back, .removed))
    #expect(signs(there, .changed) == signs(back, .changed))
  }

  @Test func `a dry run tells what it would change, and nothing is written`() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "ledger.db").path
      try Ledger.create(at: path)
      let ledger = try Ledger.open(at: path, for: .writing)
      _ = try ledger.importFiles(
        [Package.fixtures.appending(path: "microsoft-openai.jsonl").path], restoring: true)
      let head = try ledger.head()
      var terms = AppendTerms()
      terms.isDryRun = true
      let retracted = try ledger.retract("4", reason: "a trial", terms)
      let rows = retracted.difference?.changes.map { "\($0.view)/\($0.row)" } ?? []
      #expect(rows.contains("commitments/microsoft-openai-2019"))
      #expect(try ledger.head() == head)
      #expect(try ledger.audit() == [])
      try ledger.close()
    }
  }
}

/// What is gone is told with what took it away.
struct EndedDifferenceTests {
  private static let stream: StreamID = "alpha-beta"

  private func with(_ body: (Ledger) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "ledger.db").path
      try Ledger.create(at: path)
      let ledger = try Ledger.open(at: path, for: .writing)
      defer { try? ledger.close() }
      for entity: EntityID in ["alpha", "beta"] {
        try ledger.append(
          EntityRegistered(entity: entity, name: entity.text, kind: .company), effective: "2000")
      }
      try ledger.append(
        PartnershipFormed(name: "A–B", parties: ["alpha", "beta"]), stream: Self.stream,
        effective: "2000")
      try ledger.append(
        StakeReported(holder: "alpha", issuer: "beta", percent: "20%", basis: .voting),
        stream: Self.stream, effective: "2020-01-01")
      try ledger.append(
        ValuationReported(
          subject: .stake, issuer: "beta", amount: "USD 5m", basis: .fair, holder: "alpha"),
        stream: Self.stream, effective: "2020-01-01")
      try body(ledger)
    }
  }

  @Test(arguments: [[], ["alpha-beta"]])
  func `a stake that ended is told with its end`(_ partnerships: [String]) throws {
    try with { ledger in
      try ledger.append(
        StakeEnded(holder: "alpha", issuer: "beta", basis: .voting), stream: Self.stream,
        effective: "2021-06-01")
      let difference = try ledger.difference(
        from: try ledger.clock(asOf: "2021-05-31", knownAt: nil),
        to: try ledger.clock(asOf: "2021-06-01", knownAt: nil),
        partnerships: partnerships)
      #expect(
        difference.changes.filter { $0.view != "discrepancies" }.map {
          "\($0.kind) \($0.view) \($0.events)"
        } == [
          "removed stakes [4, 6]", "removed valuations [5, 6]",
        ])
      #expect(difference.text().contains("[6] 2021-06-01, reported: alpha no longer holds"))
    }
  }

  @Test(arguments: [[], ["alpha-beta"]])
  func `what was taken back is told with the retraction`(_ partnerships: [String]) throws {
    try with { ledger in
      let last = try #require(try ledger.retract("4", reason: "misread").receipts.first?.seq)
      for isForward in [true, false] {
        let clocks = [
          try ledger.clock(asOf: nil, knownAt: String(last - 1)),
          try ledger.clock(asOf: nil, knownAt: String(last)),
        ]
        let difference = try ledger.difference(
          from: clocks[isForward ? 0 : 1], to: clocks[isForward ? 1 : 0],
          partnerships: partnerships)
        #expect(
          difference.changes.filter { $0.view == "stakes" }.map(\.events) == [[4, last]])
        #expect(difference.text().contains("[\(last)]"))
      }
    }
  }

  @Test func `a trial of the whole ledger tells the end of a stake, too`() throws {
    try withTemporaryFolder { folder in
      try with { ledger in
        // With a rate all may change, so that nothing less than everything is compared.
        let file = folder.appending(path: "more.jsonl")
        try """
        {"type":"fx_rate.recorded","effective":"2021","data":{"base":"EUR","quote":"USD","fx_rate":"1.1"}}
        {"type":"stake.ended","stream":"alpha-beta","effective":"2021","data":{"holder":"alpha",\
        "issuer":"beta","basis":"voting"}}
        """.write(to: file, atomically: true, encoding: .utf8)
        var trial = AppendTerms()
        trial.isDryRun = true
        let told = try ledger.importFiles([file.path], trial).difference
        #expect(told?.changes.filter { $0.view == "stakes" }.map(\.events) == [[4, 7]])
      }
    }
  }
}
