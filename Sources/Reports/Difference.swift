import Events
import Projections

/// What two snapshots tell otherwise, row by row, with the events responsible.
///
/// Histories and what merely repeats other views are left out. A row whose figures are the same is
/// the same, whichever event says so now.
public struct Difference: Sendable {
  /// A row that came, went or changed.
  public struct Change: Sendable {
    /// What became of the row.
    public enum Kind: String, Sendable { case added, removed, changed }
    /// Its view.
    public let view: String
    /// Its key, with slashes.
    public let row: String
    /// What became of it.
    public let kind: Kind
    /// What it tells, before and after; for a row that came or went one of them is empty.
    public let figures: [(name: String, before: String, after: String)]
    /// seqs of the events that made the change; empty where only time passed.
    public let events: [Seq]
  }

  /// The changes, in the order of the views.
  public let changes: [Change]
  private let before: Snapshot
  private let after: Snapshot
  /// What is told of the events responsible, where the snapshots do not tell it.
  private let told: [Seq: JSONObject]

  /// The views that are compared, in the order in which they are shown.
  static let views = Projections.publicViews.filter { $0.uses.comparison != nil }
    .sorted { ($0.uses.comparison ?? 0) < ($1.uses.comparison ?? 0) }

  /// Compares the state before with the state after.
  public init(from before: Snapshot, to after: Snapshot) {
    self.init(from: before, to: after, Self.changes(before, after), told: [:])
  }

  private init(
    from before: Snapshot, to after: Snapshot, _ changes: [Change], told: [Seq: JSONObject]
  ) {
    self.before = before
    self.after = after
    self.changes = changes
    self.told = told
  }

  private static func changes(_ before: Snapshot, _ after: Snapshot) -> [Change] {
    views.flatMap { changes(in: $0, before, after) }
  }

  /// What a reading tells of the views that are compared, for ``init(from:to:eventsIn:)``.
  public static func rows(_ reading: Reading) throws -> Snapshot {
    try Snapshot(SnapshotReading(reading), only: views.map(\.name))
  }

  /// Compares rows of two readings; this one knows the events of both.
  public init(from before: Snapshot, to after: Snapshot, eventsIn reading: Reading) throws {
    let changes = try Self.withEnds(Self.changes(before, after), reading)
    let responsible = Set(changes.flatMap(\.events))
    self.init(
      from: before, to: after, changes, told: try reading.described(responsible))
  }

  /// The same with what stands in no row of either: what took an event back, and what ended a stake, as far
  /// as the reading knows it.
  public func withEnds(_ reading: Reading) throws -> Difference {
    let changes = try Self.withEnds(self.changes, reading)
    let more = Set(changes.flatMap(\.events)).subtracting(self.changes.flatMap(\.events))
    let described = more.isEmpty ? [:] : try reading.described(more)
    return Difference(
      from: before, to: after, changes, told: told.merging(described) { $1 })
  }

  private static func withEnds(_ changes: [Change], _ reading: Reading) throws -> [Change] {
    let retractions = try reading.retractions(of: Set(changes.flatMap(\.events)))
    let areGone = changes.contains { stake(of: $0) != nil }
    let ends = Dictionary(grouping: areGone ? try reading.endsOfStakes() : []) {
      [$0.holder, $0.issuer]
    }
    return changes.map { change in
      var events = Set(change.events)
      events.formUnion(change.events.compactMap { retractions[$0] })
      if let gone = stake(of: change) {
        for end in ends[[gone.holder, gone.issuer]] ?? []
        where gone.basis == nil || ["", gone.basis].contains(end.basis) { events.insert(end.event) }
      }
      return Change(
        view: change.view, row: change.row, kind: change.kind, figures: change.figures,
        events: events.sorted())
    }
  }

  /// The stake, where a row of one or of its value is gone; no basis: on every one.
  private static func stake(
    of change: Change
  ) -> (holder: String, issuer: String, basis: String?)? {
    let key = change.row.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard change.kind == .removed, key.count > 2 else { return nil }
    switch change.view {
    case "stakes": return (key[0], key[1], key[2])
    case "valuations": return key[2].isEmpty ? nil : (key[2], key[1], nil)
    default: return nil
    }
  }

  private static func changes(
    in view: View, _ before: Snapshot, _ after: Snapshot
  ) -> [Change] {
    let old = before.rows(view.name)
    let new = after.rows(view.name)
    var byName: [String: JSONObject] = [:]
    for row in old { byName[row.text("row")] = row }
    var changes: [Change] = []
    for row in new {
      if let change = change(in: view, from: byName.removeValue(forKey: row.text("row")), to: row) {
        changes.append(change)
      }
    }
    let gone = old.filter { byName[$0.text("row")] != nil }
    changes += gone.compactMap { change(in: view, from: $0, to: nil) }
    // Of some partnerships, entities are there to be called by name: one more is no news.
    let isNaming = view.name == "entities" && !after.partnerships.isEmpty
    return isNaming ? changes.filter { $0.kind == .changed } : changes
  }

  private static func change(
    in view: View, from old: JSONObject?, to new: JSONObject?
  ) -> Change? {
    let before = old.map { Figures.of($0, view) } ?? []
    let after = new.map { Figures.of($0, view) } ?? []
    var figures: [(name: String, before: String, after: String)] = []
    for name in Figures.names(before, after) {
      let (was, is_) = (Figures.value(name, in: before), Figures.value(name, in: after))
      if was != is_ { figures.append((name, was, is_)) }
    }
    guard !figures.isEmpty, let row = new ?? old else { return nil }
    let oldEvents = Set(old.map(Snapshot.events) ?? [])
    let newEvents = Set(new.map(Snapshot.events) ?? [])
    return Change(
      view: view.name, row: String(row.text("row").dropFirst(view.name.count + 1)),
      kind: old == nil ? .added : new == nil ? .removed : .changed, figures: figures,
      events: oldEvents.symmetricDifference(newEvents).sorted())
  }

  /// What differs, as text for a terminal.
  public func text(width: Int = 80) -> String {
    var text = ""
    var view = ""
    for change in changes {
      if change.view != view {
        view = change.view
        text += "\(text.isEmpty ? "" : "\n")\(view.spaced)\n"
      }
      let mark = change.kind == .added ? "+" : change.kind == .removed ? "-" : "~"
      let events = change.events.map(String.init).joined(separator: ", ")
      let why = events.isEmpty ? " [as time passed]" : " [\(events)]"
      text += folded("\(mark) \(change.row)\(why)", by: 2, width)
      text += change.kind == .changed ? changed(change, width) : whole(change, width)
    }
    let responsible = Set(changes.flatMap(\.events)).sorted()
    guard !responsible.isEmpty else { return text }
    text += "\n"
    for seq in responsible {
      guard let event = told[seq] ?? after.event(seq) ?? before.event(seq) else { continue }
      let day = event.text("effective")
      text += folded(
        "[\(seq)] \(day), \(event.text("status")): \(event.text("headline"))", by: 6, width)
    }
    return text
  }

  private func changed(_ change: Change, _ width: Int) -> String {
    change.figures.map { figure in
      let before = figure.before.isEmpty ? "–" : figure.before
      let after = figure.after.isEmpty ? "–" : figure.after
      return folded("    \(figure.name.spaced): \(before) → \(after)", by: 6, width)
    }.joined()
  }

  /// A row that came or went, in a sentence: without what its name says, and without zeros.
  private func whole(_ change: Change, _ width: Int) -> String {
    let key = Set(Projections.view(named: change.view)?.key ?? [])
    let told = change.figures.compactMap { figure -> String? in
      let text = figure.before + figure.after
      guard !key.contains(figure.name), text != "0", !text.hasSuffix(" 0") else { return nil }
      return figure.name == "sentence" ? text : "\(figure.name.spaced) \(text)"
    }
    return folded("    \(told.joined(separator: "; "))", by: 4, width)
  }

  /// The rows of a view that came, went or changed, by their names, as they were and as they are.
  package func rows(of view: String) -> (before: [String: JSONObject], after: [String: JSONObject])
  {
    let names = Set(changes.filter { $0.view == view }.map { "\(view)/\($0.row)" })
    func named(_ snapshot: Snapshot) -> [String: JSONObject] {
      let rows = snapshot.rows(view).filter { names.contains($0.text("row")) }
      return Dictionary(
        rows.map { (String($0.text("row").dropFirst(view.count + 1)), $0) },
        uniquingKeysWith: { $1 })
    }
    return (named(before), named(after))
  }

  /// The columns of ``cells``.
  public static let columns = ["change", "view", "row", "figure", "before", "after", "events"]

  /// A row for each figure that differs.
  public var cells: [[Cell]] {
    changes.flatMap { change in
      change.figures.map { figure in
        [
          .text(change.kind.rawValue), .text(change.view), .text(change.row), .text(figure.name),
          .text(figure.before), .text(figure.after),
          .text(change.events.map(String.init).joined(separator: ", ")),
        ]
      }
    }
  }
}
