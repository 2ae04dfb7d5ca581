/// How a fact is told in a sentence: by the parts of its key, one way for each family of facts.
package struct FactFamily: Sendable {
  /// The family's name, with which keys begin.
  package let name: String
  /// The fact in English.
  package let template: Template
  /// What the parts of the key are called in templates, and what they are.
  package let parts: [(name: String, kind: Template.Kind)]

  init(_ name: String, _ text: String, _ parts: [(String, Template.Kind)]) {
    self.name = name
    template = Template(text)
    self.parts = parts
  }

  /// Something done to a thing: the part of a key behind a slash.
  package static let act = FactFamily(
    "act", "that {thing} was {act}", [("thing", .name), ("act", .word("act"))])

  /// A term of a thing: the part of a key behind a hash.
  package static let term = FactFamily(
    "term", "the {term} of {thing}", [("thing", .name), ("term", .word("term"))])

  /// The families of facts that are no terms and no acts.
  package static let all = ClaimFamily.allCases.compactMap(\.sentence)
}
