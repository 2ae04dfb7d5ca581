import Foundation
import Stakebook
import TestSupport
import Testing

@testable import Projections
@testable import Reports

/// In every kind of what is summed or converted, a sum may be too great: its row is named, and everything
/// else stays readable.
struct GreatestKindsTests {
  /// The greatest amount that may be written, in yen, and how many of them are more than the greatest sum.
  private static let greatest: Money = "JPY 9007199254740991"
  private static let count = 230
  private static let low = "2000000000000000000"

  /// A ledger for all tests: it is long.
  private static let shared = Result { try filled() }
  private let desk: Desk

  init() throws { desk = try Self.shared.get() }

  /// A ledger in which each kind has a sum that is too great, and beside it a promise of 100.
  private static func filled() throws -> Desk {
    let desk = try Desk()
    func commit(
      _ commitment: CommitmentID, _ investor: EntityID, _ issuer: EntityID,
      _ amount: Money = Self.greatest, partOf: CommitmentID? = nil
    ) -> Draft {
      desk.draft(
        CapitalCommitted(
          commitment: commitment, investor: investor, issuer: issuer, amount: amount,
          partOf: partOf), "2018")
    }
    var drafts = [
      desk.draft(FXRateRecorded(base: "JPY", quote: "IDR", fxRate: "110"), "2018"),
      commit("drawn", "alpha", "beta"), commit("cut", "alpha", "gamma"),
      commit("raised", "alpha", "delta"), commit("whole", "beta", "gamma"),
      commit("abroad", "beta", "alpha", "IDR 100"), commit("small", "gamma", "beta", "JPY 100"),
      desk.draft(
        CapitalFunded(
          investor: "beta", issuer: "alpha", amount: Self.greatest, commitment: "abroad"), "2019"),
      desk.draft(
        PaymentPromised(
          payment: "fee", payer: "gamma", payee: "delta", amount: "JPY 100", category: .upfront),
        "2018"),
      desk.draft(
        DebtIssued(
          debt: "loan", lender: "alpha", borrower: "beta", principal: Self.greatest,
          available: "2018"), "2018"),
      desk.draft(
        RevenueShareAgreed(share: "royalty", payer: "alpha", payee: "beta", shareRate: "5%"),
        "2018"),
      desk.draft(
        WarrantIssued(warrant: "option", holder: "alpha", issuer: "beta", units: "10 shares"),
        "2018"),
    ]
    for place in 0..<Self.count {
      let month = "2019-\(Self.two(place / 28 + 1))"
      let day = try PartialDate("\(month)-\(Self.two(place % 28 + 1))")
      drafts += [
        desk.draft(
          CapitalFunded(
            investor: "alpha", issuer: "beta", amount: Self.greatest, commitment: "drawn"), day),
        desk.draft(
          CommitmentReduced(commitment: "cut", amount: Self.greatest, reason: .cancelled), day),
        desk.draft(CommitmentIncreased(commitment: "raised", amount: Self.greatest), day),
        commit(
          try CommitmentID("part-\(place)"), "beta", "gamma", "up to JPY 9007199254740991",
          partOf: "whole"),
        desk.draft(
          PurchaseCommitted(
            commitment: try CommitmentID("order-\(place)"), buyer: "alpha", supplier: "beta",
            subject: "chips", amount: Self.greatest), "2018"),
        desk.draft(
          PaymentPromised(
            payment: try PaymentID("fee-\(place)"), payer: "alpha", payee: "beta",
            amount: Self.greatest, category: .upfront), "2018"),
        desk.draft(
          PaymentMade(payment: "fee", payer: "gamma", payee: "delta", amount: Self.greatest), day),
        desk.draft(
          PaymentMade(payer: "beta", payee: "alpha", amount: Self.greatest, category: .upfront),
          day),
        desk.draft(DebtDrawn(debt: "loan", amount: Self.greatest), day),
        desk.draft(
          DebtIssued(
            debt: try DebtID("note-\(place)"), lender: "gamma", borrower: "alpha",
            principal: Self.greatest), "2018"),
        desk.draft(RevenueSharePaid(share: "royalty", amount: Self.greatest), day),
        desk.draft(WarrantVested(warrant: "option", units: "9007199254740 shares"), day),
      ]
    }
    try desk.ledger.append(drafts)
    return desk
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  @Test func `each such row is named by a finding, and no other`() throws {
    #expect(
      try desk.ask(
        """
        SELECT details ->> 'row', severity, sentence LIKE '%' || (details ->> 'row') || '%'
        FROM discrepancies
        WHERE rule = 'sum-too-great'
        ORDER BY 1
        """) == [
          "capital/alpha/beta/JPY error 1", "capital/alpha/delta/JPY error 1",
          "capital/alpha/gamma/JPY error 1", "capital/beta/alpha/IDR error 1",
          "capital/beta/gamma/JPY error 1", "commitments/abroad error 1", "commitments/cut error 1",
          "commitments/drawn error 1", "commitments/raised error 1", "commitments/whole error 1",
          "debts/loan error 1", "exposures/alpha/beta/owes_payments//JPY error 1",
          "payments//beta/alpha/upfront/JPY error 1",
          "payments/fee/gamma/delta/upfront/JPY error 1",
          "purchases/alpha/beta/JPY error 1", "revenue_shares/royalty error 1",
          "warrants/option error 1",
        ])
  }

  @Test func `of such a sum only that it is more is told, and what is beside it stays exact`()
    throws
  {
    let low = Self.low
    func amounts(_ name: String, _ view: String, _ condition: String) throws -> [String] {
      try desk.ask(
        "SELECT \(name)_minor, \(name)_low_minor, \(name)_high_minor FROM \(view) WHERE \(condition)"
      )
    }
    for (name, view, condition) in [
      ("funded", "capital", "investor = 'alpha' AND issuer = 'beta'"),
      ("drawn", "commitments", "commitment = 'drawn'"),
      ("reduced", "commitments", "commitment = 'cut'"),
      ("increased", "commitments", "commitment = 'raised'"),
      ("outstanding", "commitments", "commitment = 'raised'"),
      ("drawn", "commitments", "commitment = 'abroad'"),
      ("committed", "purchases", "buyer = 'alpha'"),
      ("paid", "payments", "payment = 'fee'"),
      ("paid", "payments", "payment = ''"),
      ("amount", "exposures", "kind = 'owes_payments'"),
      ("drawn", "debts", "debt = 'loan'"), ("outstanding", "debts", "debt = 'loan'"),
      ("paid", "revenue_shares", "share = 'royalty'"),
    ] {
      #expect(try amounts(name, view, condition) == ["- \(low) -"], "\(name) \(view) \(condition)")
    }
    // What was only promised "up to" is a ceiling that nobody can tell.
    #expect(
      try amounts("outstanding", "commitments", "commitment = 'whole'") == [
        "\(9_007_199_254_740_991) 0 -"
      ])
    #expect(try desk.ask("SELECT vested_milli FROM warrants") == ["-"])
    for commitment in ["drawn", "cut", "abroad"] {
      #expect(
        try amounts("outstanding", "commitments", "commitment = '\(commitment)'") == ["- 0 0"])
    }
    #expect(try amounts("outstanding", "capital", "investor = 'gamma'") == ["100 100 100"])
  }

  @Test func `every view, saved query and page stays readable`() throws {
    #expect(try !desk.everything().isEmpty)
    let words = ["currency=IDR", "entity=alpha", "since=1", "slug=drawn"]
    for query in SavedQuery.builtIn {
      let names = Set(query.parameters.map(\.name))
      let own = words.filter { names.contains(String($0.prefix { $0 != "=" })) }
      #expect(throws: Never.self, "\(query.name)") {
        _ = try desk.ledger.answer(query.name, own, .today)
      }
    }
    let owed = try desk.ledger.answer("owed", ["currency=IDR"], .today)
    #expect(
      owed.last?.hasPrefix("total | - | in IDR | committed | IDR 20,000tn or more") == true,
      "\(owed.suffix(3))")
    for (name, words, start) in [
      ("who-owes-whom", [], "alpha | gamma | debt | JPY 2,000,000tn or more"),
      ("who-owes-whom", [], "alpha | beta | payments | JPY 2,000,000tn or more"),
      ("exposure", ["currency=IDR"], "alpha | gamma | total | - | IDR 20,000tn or more"),
      ("invested-funded", [], "alpha | beta | JPY 9,007,199,254,740,991 | JPY 2,000,000tn or more"),
    ] {
      let rows = try desk.ledger.answer(name, words, .today)
      #expect(rows.contains { $0.hasPrefix(start) }, "\(name): \(rows.prefix(12))")
    }
    // What a finding names, `why` finds, but for exposures, which repeat other rows.
    for row in try desk.ask(
      "SELECT details ->> 'row' FROM discrepancies WHERE rule = 'sum-too-great'")
    where !row.hasPrefix("exposures/") {
      #expect(try desk.ledger.explain([row]).count == 1, "\(row)")
    }
    let snapshot = try desk.ledger.snapshot()
    try TextReport.write(snapshot) { _ in }
    try MarkdownReport.write(snapshot) { _ in }
    try HTMLReport.write(snapshot) { _ in }
  }
}
