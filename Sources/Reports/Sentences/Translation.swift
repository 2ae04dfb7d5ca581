import Events
import Projections

/// A sentence in French and German. The English one belongs to the rule, the family of facts or the
/// event type; its values are these.
///
/// Names of any gender, number and first letter are put in: so things are nouns without articles, and
/// what happens to them is a noun too. French drops the vowel of *de* by itself.
struct Translation: Sendable {
  let french: String
  let german: String

  init(_ french: String, _ german: String) {
    self.french = french
    self.german = german
  }

  /// All of them, by what they translate: `rule.unsourced`, `fact.stake`, `type.stake.reported`.
  static let all = rules.merging(facts) { first, _ in first }.merging(headlines) { first, _ in first
  }

  /// The English ones, by the same names.
  static let english: [String: Template] = Dictionary(
    uniqueKeysWithValues: DiscrepancyRule.all.map { ("rule.\($0.name)", $0.sentence) }
      + (FactFamily.all + [.act, .term]).map { ("fact.\($0.name)", $0.template) }
      + Catalogue.types.map { ("type.\($0.type)", $0.shape.template) })

  private static let templates: [Language: [String: Template]] = [
    .english: english, .french: all.mapValues { Template($0.french) },
    .german: all.mapValues { Template($0.german) },
  ]

  /// The sentence of that name in a language; nil where there is none of that name.
  static func template(of name: String, in language: Language) -> Template? {
    templates[language]?[name]
  }
}
