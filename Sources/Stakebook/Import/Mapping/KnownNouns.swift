import EventLog
import Events
import Projections

/// What slugs stand for: in the ledger as it was before an import, and in what the import adds.
///
/// A slug stands for one thing in the whole ledger. An append refuses what names another with the first
/// such event; asked before, all of them are told, with their rows.
final class KnownNouns {
  private let log: EventLog
  private var nouns: [String: Noun]
  /// Whether those are all of the ledger's.
  private let isWhole: Bool

  /// The most that are held at once; of a larger ledger each is asked for.
  private static let most = 100_000

  /// Those of a ledger.
  init(_ log: EventLog) throws {
    self.log = log
    let known = try log.read { try Reading($0).nouns(most: Self.most) }
    nouns = known ?? [:]
    isWhole = known != nil
  }

  /// What a slug stands for; nil where it is new.
  func noun(of slug: String) throws -> Noun? {
    if let noun = nouns[slug] { return noun }
    guard !isWhole, let noun = try log.read({ try Reading($0).noun(of: slug) }) else { return nil }
    nouns[slug] = noun
    return noun
  }

  /// Throws `other-kind` where something that an event names is another thing. What is new is that from
  /// now on.
  func take(_ references: [Reference]) throws {
    for reference in references {
      guard let known = try noun(of: reference.slug) else { continue }
      guard known == reference.noun else {
        throw Rejection(
          reference.slug, is: known, not: reference.noun, mending: "say in the mapping another one")
      }
    }
    for reference in references { nouns[reference.slug] = reference.noun }
  }
}
