import Events

extension View {
  /// Where people meet the rows of a view, besides SQL. What is nil they do not, and ``reason`` says why.
  public struct Uses: Sendable {
    /// Whether snapshots hold it.
    public var isState = false
    /// Its place among the views that `diff` compares.
    public var comparison: Int?
    /// The chapter of reports in which it is told.
    public var topic: Topic?
    /// The claims that `why` shows behind a row; empty where only its events are shown.
    public var claims: Set<ClaimFamily>?
    /// Why it is not met everywhere; empty where it is.
    public var reason = ""

    /// Everywhere.
    static func everywhere(
      _ comparison: Int, _ topic: Topic, claims: Set<ClaimFamily>
    ) -> Uses {
      Uses(isState: true, comparison: comparison, topic: topic, claims: claims)
    }

    /// In snapshots, and in some other places.
    static func state(
      comparison: Int? = nil, topic: Topic? = nil, claims: Set<ClaimFamily>? = nil,
      otherwise reason: String
    ) -> Uses {
      Uses(isState: true, comparison: comparison, topic: topic, claims: claims, reason: reason)
    }

    /// In SQL alone.
    static func query(otherwise reason: String) -> Uses { Uses(reason: reason) }
  }

  /// The chapters of reports, in their order.
  public enum Topic: String, CaseIterable, Sendable {
    case stakes, valuations, capital, purchases, commitments, payments, debts, totals, rounds
    case rights, options, offices, conditions
    case revenueShares = "revenue-shares"
    case warrants, agreements, disputes, exposures, contradictions, timeline, notes

    /// The views that it is told from.
    public var views: [View] { Projections.publicViews.filter { $0.uses.topic == self } }
  }
}
