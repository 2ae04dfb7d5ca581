import EventLog
import Events
import Foundation
import Projections

/// How a name in a table came to mean an entity.
public struct NameDecision: Sendable, Equatable {
  /// Why.
  public enum Reason: String, Sendable {
    /// The mapping says so.
    case said
    /// The ledger knows it by that name or number.
    case known
    /// The ledger knows it by a name that is almost the same.
    case alike
    /// It is new to the ledger.
    case introduced
  }

  /// The name as written.
  public let name: String
  /// The entity's slug.
  public let entity: String
  /// Why it means that one.
  public let reason: Reason
  /// The name of the entity, where it is another; of what is new, one that it may be instead.
  public let other: NamedEntity?
}

/// Finds the entities and partnerships that names in a table mean, and introduces those that are new.
///
/// It sees the ledger as it was before the import, on a connection of its own, and what it introduced
/// itself. Identifiers count before names; an entity is known again by every name it ever had, however
/// it is written, and whatever legal form stands behind it.
final class NameBook {
  private let log: EventLog
  private let nouns: KnownNouns
  private let mapping: Mapping
  private let beginnings: Beginnings
  private let today: PartialDate
  private var byName: [String: String] = [:]
  /// By slug, the name under which an entity was introduced.
  private var introduced: [String: String] = [:]
  private var partnerships: [Set<String>: String]?
  /// The same by the parties' slugs in their order.
  private var byParties: [String: String] = [:]
  /// By their names in small letters.
  private var byDeal: [String: String] = [:]
  private var streams: Set<String> = []
  private var known: [(entity: NamedEntity, word: KnownName)]?
  /// The names that were introduced, at most the first thousand: what each new one is compared with.
  private var others: [KnownName] = []
  /// What was decided, in the order of the table.
  private(set) var decisions: [NameDecision] = []

  init(
    _ log: EventLog, _ nouns: KnownNouns, _ mapping: Mapping, _ beginnings: Beginnings,
    today: PartialDate
  ) {
    (self.log, self.nouns, self.mapping) = (log, nouns, mapping)
    (self.beginnings, self.today) = (beginnings, today)
  }

  // MARK: - Entities

  /// The entity that a name means, and its registration where it is new.
  func entity(
    _ name: String, identifier: String? = nil
  ) throws -> (slug: String, registration: Draft?) {
    if let slug = byName[name] { return (slug, nil) }
    let name = mapping.name(of: name)
    if let slug = byName[name] { return (slug, nil) }
    let decision = try decide(name, identifier)
    byName[name] = decision.entity
    decisions.append(decision)
    guard try isNew(decision.entity) else { return (decision.entity, nil) }
    introduced[decision.entity] = name
    if others.count < 1000 { others.append(KnownName(name)) }
    return (decision.entity, registration(of: decision.entity, as: name, identifier))
  }

  /// The entity that is named in all rows: by its slug, or like any other.
  func constant(_ name: String) throws -> (slug: String, registration: Draft?) {
    if mapping.entities[name] == nil, try nouns.noun(of: name) == .entity { return (name, nil) }
    return try entity(name)
  }

  private func isNew(_ slug: String) throws -> Bool {
    try introduced[slug] == nil && nouns.noun(of: slug) == nil
  }

  private func decide(_ name: String, _ identifier: String?) throws -> NameDecision {
    if let said = mapping.entities[name] {
      if let noun = try nouns.noun(of: said), noun != .entity {
        throw Rejection(
          said, is: noun, not: .entity,
          mending: "give '\(name.prefix(60))' another one in the mapping, under entities: names")
      }
      return NameDecision(name: name, entity: said, reason: .said, other: nil)
    }
    if let identifier {
      let numbered = try log.read { try Reading($0).entities(numbered: identifier) }
      if let found = numbered.first {
        return NameDecision(
          name: name, entity: found.entity, reason: .known,
          other: found.name == name ? nil : found)
      }
    }
    let called = try log.read { try Reading($0).entities(called: name) }
    if let found = called.first(where: { $0.name == name }) ?? called.first {
      return NameDecision(
        name: name, entity: found.entity, reason: found.name == name ? .known : .alike,
        other: found.name == name ? nil : found)
    }
    let slug = slugged(LegalForm.stripped(from: name))
    guard !slug.isEmpty else {
      throw Rejection(
        .badSlug, "no slug can be made of the name '\(name.prefix(60))'",
        hint: "Give it one in the mapping, under entities: names.")
    }
    if let earlier = introduced[slug] {
      return NameDecision(
        name: name, entity: slug, reason: .alike, other: NamedEntity(entity: slug, name: earlier))
    }
    switch try nouns.noun(of: slug) {
    case nil:
      return NameDecision(
        name: name, entity: slug, reason: .introduced, other: try near(name, slug))
    case .entity?:
      let other = try allKnown().first { $0.entity.entity == slug }?.entity
      return NameDecision(
        name: name, entity: slug, reason: .alike,
        other: other ?? NamedEntity(entity: slug, name: slug))
    default:
      return NameDecision(
        name: name, entity: try free(slug), reason: .introduced, other: try near(name, slug))
    }
  }

  /// A slug like that one which nothing has yet.
  private func free(_ slug: String) throws -> String {
    for number in 2..<1000 {
      let other = shortened("\(slug)-\(number)")
      if introduced[other] == nil, try nouns.noun(of: other) == nil { return other }
    }
    throw Rejection(
      .badSlug, "'\(slug)' and all slugs like it stand for other things",
      hint: "Give the name one in the mapping, under entities: names.")
  }

  private func allKnown() throws -> [(entity: NamedEntity, word: KnownName)] {
    if let known { return known }
    let names = try log.read { try Reading($0).entityNames() }
    let words = names.map { ($0, KnownName($0.name)) }
    known = words
    return words
  }

  /// A known entity, or one that was introduced before, that is spelt almost so.
  private func near(_ name: String, _ slug: String) throws -> NamedEntity? {
    let all = try allKnown()
    if let near = nearest(to: name, among: all.lazy.map(\.word)) {
      return all.first { $0.entity.name == near }?.entity
    }
    if let near = nearest(to: name, among: others) {
      return NamedEntity(entity: byName[near] ?? "", name: near)
    }
    let letters = Abbreviation(name)
    if let near = all.first(where: { letters.mayMean(Abbreviation($0.entity.name)) }) {
      return near.entity
    }
    return others.first { letters.mayMean(Abbreviation($0.name)) }.map {
      NamedEntity(entity: byName[$0.name] ?? "", name: $0.name)
    }
  }

  private func registration(of slug: String, as name: String, _ identifier: String?) -> Draft {
    // Where several names mean one, it is registered under the one that its slug was made of.
    let names = mapping.entities.filter { $0.value == slug }.keys.sorted()
    let proper = names.first { slugged(LegalForm.stripped(from: $0)) == slug } ?? name
    var data: JSONObject = [
      "entity": .string(slug), "name": .string(proper), "kind": .string(mapping.entityKind),
    ]
    if let identifier { data["ids"] = .array([.string(identifier)]) }
    return Draft(
      type: EntityRegistered.type.text, effective: beginnings.day(of: [name], else: today),
      data: .object(data))
  }

  // MARK: - Partnerships

  /// The partnership of these parties, and its beginning where it is new. `slug` is that which the
  /// mapping gives it.
  func partnership(
    of parties: [(slug: String, name: String)], slug said: String?
  ) throws -> (slug: String, beginning: Draft?) {
    let key = parties.map(\.slug).joined(separator: " ")
    if said == nil, let known = byParties[key] { return (known, nil) }
    let set = Set(parties.map(\.slug))
    try readPartnerships()
    if let said, streams.contains(said) { return (said, nil) }
    if said == nil, let known = partnerships?[set] {
      byParties[key] = known
      return (known, nil)
    }
    guard set.count > 1 else {
      throw Rejection(
        .badOrder, "a partnership needs two parties, and the row names one",
        hint: "Look at the cells of "
          + mapping.parties.compactMap(\.column).joined(separator: " and ") + ".")
    }
    var slug = said ?? shortened(parties.map(\.slug).joined(separator: "-"))
    if said == nil, streams.contains(slug) { slug = shortened(slug + "-2") }
    streams.insert(slug)
    if said == nil { partnerships?[set] = slug }
    return (
      slug,
      beginning(
        slug, parties.map(\.name).joined(separator: "–"), parties.map(\.slug),
        beginnings.day(of: parties.map(\.name), else: today))
    )
  }

  /// The partnership of that name; and where it is new what introduces it: its parties, which are those of
  /// all rows that name it, and its beginning.
  func partnership(called name: String) throws -> (slug: String, introductions: [Draft]) {
    try readPartnerships()
    let key = name.lowercased()
    let own = slugged(name)
    if let known = byDeal[key] { return (known, []) }
    if !own.isEmpty, streams.contains(own), !Reading.reserved.contains(own) {
      byDeal[key] = own
      return (own, [])
    }
    var introductions: [Draft] = []
    var parties: [(slug: String, name: String)] = []
    let deal = beginnings.deal(name)
    for member in deal?.parties ?? [] {
      // What cannot be a name is told of its own row.
      guard let found = try? party(member) else { continue }
      if let registration = found.registration { introductions.append(registration) }
      if !parties.contains(where: { $0.slug == found.slug }) {
        parties.append((found.slug, member.name))
      }
    }
    guard parties.count > 1 else {
      throw Rejection(
        .badOrder, "the partnership '\(name.prefix(60))' needs two parties, and its rows name one",
        hint: "Look at the cells of "
          + mapping.parties.compactMap(\.column).joined(separator: " and ") + ".")
    }
    let isFree = !own.isEmpty && !Reading.reserved.contains(own)
    var slug = isFree ? own : shortened(parties.map(\.slug).joined(separator: "-"))
    if streams.contains(slug) { slug = shortened(slug + "-2") }
    streams.insert(slug)
    byDeal[key] = slug
    introductions.append(
      beginning(
        slug, deal?.name ?? name, parties.map(\.slug), beginnings.day(ofDeal: name, else: today)))
    return (slug, introductions)
  }

  private func party(_ member: Beginnings.Deal.Member) throws -> (
    slug: String, registration: Draft?
  ) {
    let isConstant = mapping.parties.contains { $0.name == member.name }
    return try isConstant
      ? constant(member.name) : entity(member.name, identifier: member.identifier)
  }

  private func beginning(
    _ slug: String, _ name: String, _ parties: [String], _ day: String
  ) -> Draft {
    Draft(
      type: PartnershipFormed.type.text, stream: slug, effective: day,
      data: ["name": .string(name), "parties": .array(parties.map(JSON.string))])
  }

  private func readPartnerships() throws {
    guard partnerships == nil else { return }
    var found: [Set<String>: String] = [:]
    let (rows, all) = try log.read {
      let reading = Reading($0)
      return (try reading.rows(named: "partnerships"), try reading.streams())
    }
    for row in rows {
      let parties = (row["parties"]?.arrayValue ?? []).compactMap(\.stringValue)
      guard let slug = row["partnership"]?.stringValue else { continue }
      if let name = row["name"]?.stringValue { byDeal[name.singleSpaced.lowercased()] = slug }
      if found[Set(parties)] == nil { found[Set(parties)] = slug }
    }
    partnerships = found
    streams = Set(all)
  }
}
