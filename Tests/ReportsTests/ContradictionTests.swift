import Foundation
import Stakebook
import TestSupport
import Testing

/// What every rule says, in every language, as somebody read it and found it good.
struct ContradictionTests {
  private static let deal: StreamID = "deal"

  private static func draft(
    _ event: some Event, _ day: PartialDate, _ status: Status = .reported, isSourced: Bool = true
  ) -> Draft {
    var stream: StreamID? = deal
    if case .reserved = type(of: event).shape.stream { stream = nil }
    return Draft(
      event, stream: stream, effective: day, status: status,
      sources: isSourced ? [Source("A paper", kind: .press)] : [])
  }

  private static func stake(
    _ percent: Percent, _ basis: Basis, holder: EntityID = "alpha", excludes: [RoundID] = [],
    value: Money? = nil
  ) -> StakeReported {
    StakeReported(
      holder: holder, issuer: "beta", percent: percent, basis: basis, excludes: excludes,
      value: value)
  }

  private static func promise(
    _ commitment: CommitmentID, _ amount: Money, partOf: CommitmentID? = nil
  ) -> CapitalCommitted {
    CapitalCommitted(
      commitment: commitment, investor: "alpha", issuer: "beta", amount: amount, partOf: partOf)
  }

  /// Facts in which every rule finds something.
  private static var drafts: [Draft] {
    let licence = { (exclusive: Bool) in
      RightGranted(
        right: "licence", kind: .ipLicence, grantor: "beta", grantee: "alpha",
        exclusive: exclusive)
    }
    return [
      draft(EntityRegistered(entity: "alpha", name: "Alphabet", kind: .company), "2000"),
      draft(EntityRegistered(entity: "beta", name: "Écureuil", kind: .company), "2000"),
      draft(EntityRegistered(entity: "gamma", name: "Fonds Gamma", kind: .fund), "2000"),
      draft(PartnershipFormed(name: "Deal", parties: ["alpha", "beta"]), "2000"),
      draft(stake("60%", .asConverted, value: "USD 1bn"), "2020-01-01"),
      draft(stake("about 70%", .asConverted), "2020-01-01"),
      draft(stake("50%", .asConverted, holder: "gamma"), "2020-01-01"),
      draft(stake("40%", .profitShare, excludes: ["series-b", "series-c"]), "2020-01-01"),
      draft(stake("40%", .profitShare, excludes: ["series-b", "series-c"]), "2020-01-01", .denied),
      draft(
        ValuationReported(subject: .company, issuer: "beta", amount: "USD 3bn", basis: .headline),
        "2019-01-01"),
      draft(
        ValuationReported(
          subject: .stake, issuer: "beta", amount: "EUR 3m", basis: .fair, holder: "gamma"), "2021"),
      draft(
        ValuationReported(
          subject: .stake, issuer: "beta", amount: "EUR 4m", basis: .fair, holder: "gamma"), "2021"),
      draft(
        RoundClosed(
          round: "series-a", issuer: "beta", kind: .primary, raised: "USD 2bn",
          preMoney: "USD 8bn", postMoney: "USD 11bn"), "2020-02-01"),
      draft(promise("whole", "JPY 100"), "2020-01-01"),
      draft(promise("one", "JPY 120", partOf: "whole"), "2020-01-01"),
      draft(promise("loop", "EUR 1", partOf: "loop"), "2020-01-01"),
      draft(promise("ring", "EUR 1", partOf: "rung"), "2020-01-01"),
      draft(promise("rung", "EUR 1", partOf: "ring"), "2020-01-01"),
      draft(
        CommitmentReduced(commitment: "whole", amount: "JPY 40", reason: .cancelled), "2020-02"),
      draft(
        CapitalFunded(investor: "alpha", issuer: "beta", amount: "JPY 130", commitment: "one"),
        "2020-02-01"),
      draft(
        TotalReported(measure: .capitalFunded, from: "alpha", to: "beta", amount: "JPY 90"),
        "2020-03-01"),
      draft(
        PurchaseCommitted(
          commitment: "chips", buyer: "beta", supplier: "gamma", subject: "chips",
          amount: "USD 1m"), "2020-03-01"),
      draft(
        PurchaseCommitted(
          commitment: "power", buyer: "beta", supplier: "gamma", subject: "power",
          amount: "EUR 1m"), "2020-03-01", isSourced: false),
      draft(RightWaived(right: "refusal"), "2020-01-01"),
      draft(
        RightGranted(right: "seat", kind: .boardSeat, grantor: "beta", grantee: "alpha"), "2019"),
      draft(RightEnded(right: "seat"), "2020-02", .rumoured),
      draft(RightEnded(right: "licence"), "2019"),
      draft(licence(true), "2020-07-01"),
      draft(licence(false), "2020-07-01"),
      draft(RightAffirmed(right: "licence"), "2020-08", .denied),
      draft(RightAffirmed(right: "licence"), "2020-08"),
      draft(ConditionVerified(condition: "goal"), "2020-01-01"),
      draft(ConditionDeclared(condition: "goal"), "2020-02-01"),
      draft(PartnershipEnded(), "2020-06-01"),
      draft(FXRateRecorded(base: "EUR", quote: "DEM", fxRate: "1.95583"), "2020-01-01"),
      draft(FXRateRecorded(base: "USD", quote: "HRK", fxRate: "5.5"), "1985"),
    ]
  }

  private static let snapshot = Result {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "deal.db").path
      try Ledger.create(at: path)
      let ledger = try Ledger.open(at: path, for: .writing)
      try ledger.append(drafts)
      let snapshot = try ledger.snapshot(clock: try ledger.clock(asOf: "2022-01-01", knownAt: nil))
      try ledger.close()
      return snapshot
    }
  }

  @Test(arguments: Language.allCases)
  func `what each rule says is as it was`(_ language: Language) throws {
    let snapshot = try Self.snapshot.get()
    let rules = Set(snapshot.rows("discrepancies").compactMap { $0["rule"]?.stringValue })
    #expect(rules.count == 21)
    let template = try TemplateReport(
      "{{% CONTENT_TYPE:TEXT}}{{#contradictions}}{{rule}}: {{sentence}}\n{{/contradictions}}")
    let text = try template.text(snapshot, in: language)
    if language != .english {
      for row in snapshot.rows("discrepancies") {
        #expect(!text.contains(row["sentence"]?.stringValue ?? ""), "\(row)")
      }
    }
    try GoldenTests.compare(text, "contradictions.\(language.rawValue).txt")
  }
}
