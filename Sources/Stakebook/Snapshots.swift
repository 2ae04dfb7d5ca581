import EventLog
import Events
import Projections
import Reports
import Trust

extension Ledger {
  /// The state as one document, held in memory.
  ///
  /// Partnerships are named by their slugs or names, or by an entity, which means all of which it is a
  /// party. A checkpoint is put into it when it covers the log. Throws `unknown-partnership` with the
  /// nearest name; `rollback`, `fork` and `checkpoint-too-old` where the checkpoint does not fit.
  public func snapshot(
    partnerships: [String] = [], clock: Clock = .today, checkpoint: SignedCheckpoint? = nil
  ) throws -> Snapshot {
    try withSnapshot(partnerships: partnerships, clock: clock, checkpoint: checkpoint) {
      try Snapshot($0)
    }
  }

  /// The same while the ledger is read, row by row and in little memory, whatever its size.
  ///
  /// What is given to the body is of no use after it.
  public func withSnapshot<Result>(
    partnerships: [String] = [], clock: Clock = .today, checkpoint: SignedCheckpoint? = nil,
    _ body: (SnapshotReading) throws -> Result
  ) throws -> Result {
    try reading(partnerships, clock) { reading, partnerships in
      let known = try reading.clock().knownAt
      let tree = try reading.tree
      // What is put beside a commitment is read from every leaf, as a check reads it.
      let state = try checkpoint == nil ? reading.logState(upTo: known) : tree.state(of: known)
      return try body(
        SnapshotReading(
          reading, partnerships: partnerships, log: SnapshotHeader.Log(size: known, state),
          checkpoint: try checkpoint.map { try tree.cover(of: known, by: $0) }))
    }
  }

  /// The state for showing and comparing: without the log's root, which takes a pass over the log.
  package func state(
    partnerships: [String] = [], clock: Clock = .today
  ) throws -> Snapshot {
    try reading(partnerships, clock) { try Snapshot($0, partnerships: $1) }
  }

  /// The same while the ledger is read; of the rows alone, or of the events behind them, too.
  package func withState<Result>(
    partnerships: [String] = [], clock: Clock = .today, showsEvents: Bool = true,
    _ body: (SnapshotReading) throws -> Result
  ) throws -> Result {
    try reading(partnerships, clock) {
      try body(SnapshotReading($0, partnerships: $1, showsEvents: showsEvents))
    }
  }

  /// The rows of a view of one partnership, by its slug or name, or of all of which an entity is a party:
  /// what they cost does not grow with the ledger.
  package func rows(of view: View, partnership: String, clock: Clock) throws -> [JSONObject] {
    try reading([partnership], clock) { reading, partnerships in
      var seen: Set<String> = []
      return try partnerships.flatMap { try reading.rows(of: view, partnership: $0) }
        .filter { seen.insert(view.name(of: $0)).inserted }
    }
  }

  /// What the state tells otherwise under another clock, or in another ledger.
  ///
  /// Between two readings of the same day only that is read that bears on the events between them,
  /// where these are few.
  public func difference(
    from clock: Clock, to other: Clock, in ledger: Ledger? = nil, partnerships: [String] = []
  ) throws -> Difference {
    if ledger == nil, partnerships.isEmpty, let seeds = try between(clock, other) {
      // The events of both are known to the later one.
      let isForward = clock.knownAt ?? .max <= other.knownAt ?? .max
      return try read(isForward ? clock : other, .around(seeds)) { reading in
        let early = try Difference.rows(reading)
        let later = try reading.moved(to: isForward ? other : clock)
        let late = try Difference.rows(later)
        return try Difference(
          from: isForward ? early : late, to: isForward ? late : early, eventsIn: later)
      }
    }
    let difference = Difference(
      from: try state(partnerships: partnerships, clock: clock),
      to: try (ledger ?? self).state(partnerships: partnerships, clock: other))
    guard ledger == nil else { return difference }
    let later = clock.knownAt ?? .max <= other.knownAt ?? .max ? other : clock
    return try read(later) { try difference.withEnds($0) }
  }

  /// The events that one clock knows and the other does not; nil where it is not by them alone that
  /// their readings differ, or where they are many.
  private func between(_ clock: Clock, _ other: Clock) throws -> Reading.Seeds? {
    guard clock.asOf == other.asOf, clock.publicBy == other.publicBy else { return nil }
    return try read { reading in
      let head = try reading.head()
      let known = [clock, other].map { min($0.knownAt ?? head, head) }.sorted()
      guard known[0] < known[1] else { return Reading.Seeds() }
      let events = known[0] + 1...known[1]
      guard events.count <= Self.fewEvents, try reading.isBounded(events) else { return nil }
      return Reading.Seeds(events: Array(events))
    }
  }

  /// Of how many events what bears on them is sought; of more everything is read.
  static var fewEvents: Int { 500 }

  /// Reads some partnerships, by their slugs or names, or all those of an entity.
  private func reading<Result>(
    _ partnerships: [String], _ clock: Clock, _ body: (Reading, [String]) throws -> Result
  ) throws -> Result {
    var isKnown = true
    let extent =
      partnerships.isEmpty ? Reading.Extent.wholeState : .partnerships(partnerships)
    let result: Result? = try read(clock, extent) { reading in
      isKnown = try partnerships.allSatisfy { try reading.hasPartnership($0) }
      return isKnown ? try body(reading, partnerships) : nil
    }
    if let result { return result }
    let meant = try read(clock) { reading in
      try partnerships.reduce(into: [String]()) { all, name in
        for slug in try reading.partnerships(called: name) where !all.contains(slug) {
          all.append(slug)
        }
      }
    }
    return try reading(meant, clock, body)
  }
}

// MARK: - Checking

extension Ledger {
  /// Throws unless a snapshot's file follows from this ledger, byte for byte.
  ///
  /// Throws `rollback` where the file knows more events than there are, `fork` where it knows
  /// others, `other-version` where it was computed by other rules, `verification-failed` with the
  /// first row that differs, and what ``SnapshotComparison/init(_:)`` throws. Gives what the file
  /// says of itself.
  @discardableResult
  public func check(_ file: SnapshotComparison) throws -> SnapshotHeader {
    let header = file.header
    guard header.format == Snapshot.format, let log = header.log else {
      throw Rejection(
        .otherVersion, "the file is of the form \(header.format), which does not name its log",
        hint: "What it tells can be read and compared, but not checked.")
    }
    let head = try head()
    guard header.knownAt <= head else {
      throw Rejection(
        .rollback,
        "the snapshot knows \(header.knownAt) events, the ledger has \(head): seq \(head + 1) is "
          + "the first that is missing", hint: "Check it against a copy that has them.")
    }
    guard let day = try? Day(header.asOf) else {
      throw Rejection(.notASnapshot, "'\(header.asOf.prefix(40))' is no day")
    }
    let publicBy = header.publicBy.flatMap { try? Day($0) }
    guard publicBy?.description == header.publicBy else {
      throw Rejection(.notASnapshot, "'\(header.publicBy?.prefix(40) ?? "")' is no day")
    }
    let clock = Clock(asOf: day, knownAt: header.knownAt, publicBy: publicBy)
    var file = file
    try reading(header.partnerships, clock) { reading, partnerships in
      let tree = try reading.tree
      let own = SnapshotHeader.Log(
        size: header.knownAt, try tree.state(of: header.knownAt))
      try Self.require(log, own)
      let rows = try SnapshotReading(
        reading, partnerships: partnerships, log: own,
        checkpoint: try header.checkpoint.map {
          try tree.cover(of: header.knownAt, by: SignedCheckpoint($0.note))
        })
      try Self.require(header.projections, rows.header.projections)
      try file.compare(with: rows)
    }
    return header
  }

  private static func require(_ log: SnapshotHeader.Log, _ own: SnapshotHeader.Log) throws {
    guard log.size == own.size, log.root == own.root else {
      throw Rejection(
        .fork, "the first \(own.size) events of this ledger are not those of the snapshot",
        hint: "It is of another ledger, or one of the two was changed: `stakebook verify` looks at "
          + "the ledger.")
    }
    if let seq = own.erased.first(where: { !log.erased.contains($0) }) {
      throw Rejection(
        .verificationFailed,
        "the content of seq \(seq) was erased after the snapshot was made: what it tells of it "
          + "cannot be checked any more", hint: "A new snapshot tells what is left.")
    }
    if let seq = log.erased.first(where: { !own.erased.contains($0) }) {
      throw Rejection(
        .verificationFailed, "the content of seq \(seq) is erased in the snapshot and not here",
        hint: "This ledger is a copy from before: erase it here too.")
    }
  }

  private static func require(_ made: [String: Int64], _ own: [String: Int64]) throws {
    guard let name = Set(made.keys).union(own.keys).sorted().first(where: { made[$0] != own[$0] })
    else { return }
    func spelt(_ version: Int64?) -> String { version.map { "version \($0)" } ?? "none" }
    throw Rejection(
      .otherVersion,
      "the snapshot was computed by another version of Stakebook: of \(name.prefix(60)) it has "
        + "\(spelt(made[name])), this program \(spelt(own[name]))",
      hint: "Check it with that version.")
  }
}

extension SnapshotHeader.Log {
  /// What a snapshot says of so many first events.
  fileprivate init(size: Int64, _ state: (root: [UInt8], erased: [Seq])) {
    self.init(size: size, root: state.root.base64, erased: state.erased)
  }
}

extension LogTree {
  /// The checkpoint with what leads to it from the root of the first events.
  func cover(of known: Seq, by signed: SignedCheckpoint) throws -> SnapshotHeader.Cover {
    try require(signed.checkpoint)
    guard known <= signed.checkpoint.size else {
      throw Rejection(
        .checkpointTooOld,
        "the checkpoint commits to \(signed.checkpoint.size) events, the snapshot knows \(known)",
        hint: "Sign a new one, or write --known-at \(signed.checkpoint.size).")
    }
    return SnapshotHeader.Cover(
      note: signed.note.note,
      consistency: try consistency(from: known, to: signed.checkpoint.size).map(\.base64))
  }
}
