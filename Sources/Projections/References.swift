import Events
import GRDB

/// Asks, inside the transaction that appends, whether what an event names is known.
///
/// It sees the earlier events of its own batch. Names are asked of the ledger itself, also where an
/// append is tried in a copy of a part. Entities and events must be known; rights,
/// conditions, agreements, commitments, rounds, shares and warrants are introduced by the first
/// event that names them, entities by their registration.
public final class References {
  /// A thing that this batch introduced.
  public struct Introduction: Sendable, Equatable {
    /// What kind of thing.
    public let noun: Noun
    /// Its slug.
    public let slug: String
  }

  /// What the batch has said so far.
  private struct State {
    var nouns: [String: Noun] = [:]
    var withdrawn: Set<EventID> = []
    var introductions: [Introduction] = []
    /// Whether what an erased event registered is no longer known.
    var hasErased = false
  }

  /// How many introductions are remembered.
  public static let mostIntroductions = 100

  private let allowsErasure: Bool
  private let isOfAnother: Bool
  private var state = State()
  private var settled = State()
  /// What the batch introduced, at most the first hundred.
  public var introductions: [Introduction] { state.introductions }

  /// Nothing seen yet. An `event.redacted` passes only where the erasure itself follows. Of a log that
  /// another one ordered (`isOfAnother`) an entity may be known from an event that was erased since.
  public init(allowsErasure: Bool = false, isOfAnother: Bool = false) {
    (self.allowsErasure, self.isOfAnother) = (allowsErasure, isOfAnother)
  }

  /// Keeps what was learned since the last time, or forgets it.
  public func settle(_ stays: Bool) {
    if stays { settled = state } else { state = settled }
  }

  /// Throws a `Rejection` for a name that is unknown or names something else.
  public func check(_ event: Accepted, _ database: Database) throws {
    if event.isErased { state.hasErased = true }
    do {
      for reference in event.references { try check(reference, of: event, database) }
      try checkTargets(of: event, database)
      try checkFinding(of: event)
    } catch var rejection as Rejection {
      if rejection.location == nil { rejection.location = event.location }
      throw rejection
    }
  }

  private func check(_ reference: Reference, of event: Accepted, _ database: Database) throws {
    let slug = reference.slug
    if let known = try noun(of: slug, database) {
      guard known == reference.noun else {
        throw Rejection(slug, is: known, not: reference.noun)
      }
      return
    }
    if reference.noun == .entity, !event.registers(slug), !state.hasErased, !isOfAnother {
      let near = try nearest(
        to: slug, among: String.fetchAll(database, sql: Self.slugs, arguments: ["entity"]))
      throw Rejection(
        .unknownEntity, "'\(slug)' is not registered",
        hint: near.map { "Did you mean '\($0)'?" } ?? "Register it: append entity.registered.")
    }
    if state.introductions.count < Self.mostIntroductions {
      state.introductions.append(Introduction(noun: reference.noun, slug: slug))
    }
    state.nouns[slug] = reference.noun
  }

  /// By slug what was introduced, the known slug of the same kind that is spelt almost alike: it may
  /// be what was meant.
  public static func near(
    _ introductions: [Introduction], _ database: Database
  ) throws -> [String: String] {
    var near: [String: String] = [:]
    let new = Set(introductions.map(\.slug))
    for (noun, introductions) in Dictionary(grouping: introductions, by: \.noun) {
      if noun == .entity {
        // Entities are registered one by one: what counts is what they are called.
        try near.merge(Likeness.near(introductions.map(\.slug), database)) { $1 }
        continue
      }
      var known = try String.fetchAll(database, sql: slugs, arguments: [noun.rawValue])
        .filter { !new.contains($0) }
        .map { (series: $0.withoutDigits, name: KnownName($0)) }
      for slug in introductions.map(\.slug) {
        let series = slug.withoutDigits
        near[slug] = nearest(
          to: slug, among: known.lazy.filter { $0.series != series }.map(\.name))
        known.append((series, KnownName(slug)))
      }
    }
    return near
  }

  private static let slugs = "SELECT slug FROM main.x_name AS name WHERE noun = ? LIMIT 10000"

  private func noun(of slug: String, _ database: Database) throws -> Noun? {
    if let noun = state.nouns[slug] { return noun }
    let statement = try database.cachedStatement(
      sql: "SELECT noun FROM main.x_name AS name WHERE slug = ?")
    guard let noun = try String.fetchOne(statement, arguments: [slug]) else { return nil }
    state.nouns[slug] = Noun(rawValue: noun)
    return state.nouns[slug]
  }

  private func checkTargets(of event: Accepted, _ database: Database) throws {
    guard !event.events.isEmpty else { return }
    guard event.type != EventRedacted.type || allowsErasure || event.kept != nil else {
      throw Rejection(
        .notAppendable, "event.redacted is recorded only together with the erasure itself",
        hint: "`stakebook redact` does both; `stakebook retract` takes an event back.")
    }
    let types = try event.events.map { try type(of: $0, database) }
    guard event.type != EventRedacted.type || !types[0].hasPrefix("event.") else {
      throw Rejection(
        .aboutEvents,
        "an event about events cannot be erased: what it says of them would be lost",
        hint: "Its reason is free text: keep persons out of it.")
    }
    guard Projection.withdrawing.contains(event.type.text), let target = event.events.first else {
      return
    }
    guard !types[0].hasPrefix("event.") else {
      throw Rejection(
        .aboutEvents, "an event about events cannot be withdrawn",
        hint: "Record the fact again.")
    }
    if event.type == EventCorrected.type, types.count == 2 {
      guard event.events[0] != event.events[1], types[0] == types[1] else {
        throw Rejection(
          .otherType, "a \(types[0]) cannot be replaced by this \(types[1])",
          hint: "The replacement is another event of the same type.")
      }
    }
    let isWithdrawn = try Bool.fetchOne(
      database,
      sql: """
        SELECT EXISTS (
          SELECT 1
          FROM x_withdrawal AS withdrawal
          JOIN event ON event.seq = withdrawal.event
          WHERE event.id = ?)
        """, arguments: [target.text])
    guard isWithdrawn != true, state.withdrawn.insert(target).inserted else {
      throw Rejection(
        .alreadyWithdrawn, "the event \(target) is already withdrawn",
        hint: "Record the fact again.")
    }
  }

  /// A finding that is not there now may have been, or may come; its rule must be one of ours. What
  /// an export restores was judged when it was said.
  private func checkFinding(of event: Accepted) throws(Rejection) {
    guard event.type == NoteRecorded.type, event.kept == nil,
      let finding = event.data.objectValue?["finding"]?.stringValue
    else { return }
    let rule = DiscrepancyRule.name(in: finding)
    try DiscrepancyRule.require(rule)
    guard finding.count > rule.count + 1 else {
      throw Rejection(
        .badFinding, "'\(finding)' is a rule and not one of its findings",
        hint: "The column `finding` of the view `discrepancies` names them.")
    }
  }

  private func type(of id: EventID, _ database: Database) throws -> String {
    let statement = try database.cachedStatement(sql: "SELECT type FROM event WHERE id = ?")
    if let type = try String.fetchOne(statement, arguments: [id.text]) { return type }
    let near = try nearest(
      to: id.text,
      among: String.fetchAll(
        database, sql: "SELECT id FROM main.event ORDER BY seq DESC LIMIT 10000"))
    throw Rejection(
      .unknownEvent, "there is no event \(id)",
      hint: near.map { "Did you mean \($0)?" } ?? "`stakebook log` shows the ids.")
  }
}

extension Accepted {
  fileprivate func registers(_ slug: String) -> Bool {
    type == EntityRegistered.type && data.objectValue?["entity"] == .string(slug)
  }
}

extension Rejection {
  /// `other-kind`: a slug stands for something else than what names it; `mending` is what to do then.
  package init(_ slug: String, is known: Noun, not named: Noun, mending: String? = nil) {
    self.init(
      .otherKind, "'\(slug)' is \(known.withArticle), not \(named.withArticle)",
      hint: "A slug names one thing in the whole ledger\(mending.map { ": \($0)" } ?? "").")
  }
}

extension Noun {
  /// The word with its article: `an entity`.
  fileprivate var withArticle: String {
    "aeiou".contains(rawValue.prefix(1)) ? "an \(rawValue)" : "a \(rawValue)"
  }
}

extension String {
  /// The slug without its digits: the same for all of a series.
  fileprivate var withoutDigits: [UInt8] { utf8.filter { !(0x30...0x39).contains($0) } }
}
