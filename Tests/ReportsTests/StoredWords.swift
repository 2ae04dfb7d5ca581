import Events
import Projections

@testable import Reports

/// The words that the ledger stores and reports tell, by what they belong to.
enum StoredWords {
  static var all: Set<String> {
    choices.union(claimed).union(named).union(titles).union([
      // What views call things.
      "counts_as.committed", "counts_as.conditional", "counts_as.non_binding", "counts_as.whole",
      "counts_as.paid",
      "exposure.committed_capital", "exposure.licenses", "exposure.owes_debt",
      "exposure.owes_payments", "exposure.owes_purchases",
      "exposure.owns", "exposure.pays_royalty", "exposure.shares_cost", "exposure.shares_profit",
      "exposure.shares_revenue", "severity.error", "severity.warning",
      "condition.open", "status.open", "status.declared", "status.verified", "status.removed",
      "status.pending",
      "status.in_force", "status.waived", "status.expired", "status.ended", "status.closed",
      "status.signed", "status.exercised", "status.lapsed", "status.outstanding", "status.undrawn",
      "status.repaid", "status.converted", "status.ruled", "status.settled", "status.held",
      "status.left", "status.in_part_estimated", "status.in_part_rumoured", "thing.partnership",
      "thing.agreement",
      "thing.entity", "thing.debt", "thing.dispute", "thing.revenue_share", "thing.warrant",
      "thing.payment", "thing.commitment", "thing.condition", "thing.office", "unit.shares",
      "unit.units", "unit.share", "unit.unit",
      "act.amended", "term.name", "rule.earliest", "rule.latest",
      "occasion.due", "occasion.expires", "occasion.available", "occasion.matures",
      "occasion.opens", "occasion.closes", "occasion.starts", "occasion.ends",
      "occasion.exclusive_ends", "occasion.renews", "occasion.notice", "occasion.long_stop",
      "occasion.or_on", "occasion.decision", "occasion.overdue", "what.capital",
      "what.purchase", "what.payment", "what.debt", "what.loan",
      "what.option", "what.right", "what.revenue_share", "what.warrant",
      "what.agreement", "what.condition", "what.dispute",
    ])
  }

  /// What fields and envelopes hold.
  private static var choices: Set<String> {
    var words: Set<String> = []
    for type in Catalogue.types {
      for field in type.shape.fields {
        // Currencies are codes; whose value it is stands in the words of its row.
        let isTold = !["base", "quote", "subject"].contains(field.name)
        guard isTold, case .choice(let values) = field.type else { continue }
        words.formUnion(values.map { "\(field.name).\($0)" })
      }
    }
    words.formUnion(Status.allCases.map { "status.\($0.rawValue)" })
    words.formUnion(Source.Kind.allCases.map { "source.\($0.rawValue)" })
    return words
  }

  /// What claims are about: acts, and terms by their path.
  private static var claimed: Set<String> {
    func leaves(_ fields: [Field], _ parent: String) -> [String] {
      fields.flatMap { field -> [String] in
        if case .object(let parts) = field.type { return leaves(parts, "\(field.name).") }
        return [parent + field.name]
      }
    }
    var words: Set<String> = []
    for type in Catalogue.types {
      for claim in type.shape.claims {
        switch claim {
        case .act(_, _, let act): words.insert("act.\(act)")
        case .terms(_, .field(let thing)):
          let terms = leaves(type.shape.fields.filter { $0.name != thing }, "")
          words.formUnion(terms.map { "term.\($0)" })
        case .terms, .fact, .each: break
        }
      }
    }
    return words
  }

  /// Types and their families, rules, and lengths of time.
  private static var named: Set<String> {
    let types = Catalogue.types.map { String($0.type.description) }
    let lengths = ["year", "quarter", "month", "week", "day"]
    return Set(
      types.flatMap { ["type.\($0)", "family.\($0.prefix { $0 != "." })"] }
        + DiscrepancyRule.all.map { "rule.\($0.name)" }
        + lengths.flatMap { ["period.\($0)", "period.\($0)s"] })
  }

  /// The titles of tables that follow from what a view says of itself, and of their columns.
  private static var titles: Set<String> {
    let nothing =
      #"{"as_of":"2026-01-01","events":{},"format":"stakebook-snapshot/1","known_at":0,"views":{}}"#
    guard let snapshot = try? Snapshot(reading: Array(nothing.utf8)) else {
      preconditionFailure("a snapshot of nothing is not read")
    }
    let tables = ReportTables(SpooledRows(snapshot), Wording(.english))
    let all = Projections.publicViews.compactMap { tables.table(of: $0) }
    let shown = Projections.publicViews.flatMap { PageTable.keys(of: $0, PageWords(.english)) }
    return Set(all.flatMap { [$0.title] + $0.columns.map(\.title) } + shown)
      .filter { $0.contains(".") }
  }
}
