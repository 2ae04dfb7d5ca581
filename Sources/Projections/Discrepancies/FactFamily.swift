import Events

/// How a fact is told in a sentence: by the parts of its key, one way for each family of facts.
package struct FactFamily: Sendable {
  /// The family's name, with which keys begin.
  package let name: String
  /// The fact in English.
  package let template: Template
  /// What the parts of the key are called in templates, and what they are.
  package let parts: [(name: String, kind: Template.Kind)]

  private init(
    _ family: ClaimFamily, _ text: String, _ parts: [(name: String, kind: Template.Kind)]
  ) {
    self.init(family.rawValue, text, parts)
  }

  private init(_ name: String, _ text: String, _ parts: [(String, Template.Kind)]) {
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
  package static let all = [
    FactFamily(
      .stake, "the stake of {holder} in {issuer}[ ({basis}[, without {excludes}])]",
      [
        ("holder", .entity), ("issuer", .entity), ("basis", .word("basis")), ("excludes", .names),
      ]),
    FactFamily(.commitment, "the commitment {commitment}", [("commitment", .name)]),
    FactFamily(.purchase, "the purchase commitment {commitment}", [("commitment", .name)]),
    FactFamily(
      .funding, "what {investor} paid to {issuer}[ under {commitment}]",
      [("investor", .entity), ("issuer", .entity), ("commitment", .name), ("day", .date)]),
    FactFamily(
      .reduction, "what was taken from {commitment}", [("commitment", .name), ("day", .date)]),
    FactFamily(
      .drawdown, "what was drawn on {commitment}", [("commitment", .name), ("day", .date)]),
    FactFamily(
      .valuation, "the value of [the stake of {holder} in ]{issuer}[ ({basis})]",
      [
        ("subject", .name), ("issuer", .entity), ("holder", .entity), ("basis", .word("basis")),
      ]),
    FactFamily(
      .roundMember, "the part that {investor} took in {round}",
      [("round", .name), ("investor", .entity)]),
    FactFamily(
      .total, "the total of {measure} from {from} to {to}",
      [("measure", .word("measure")), ("from", .entity), ("to", .entity)]),
    FactFamily(
      .fxRate, "the price of one {base} in {quote}",
      [("base", .name), ("quote", .name), ("day", .date)]),
    FactFamily(
      .revenuePayment, "what was paid under {share}", [("share", .name), ("day", .date)]),
    FactFamily(.warrant, "the warrant {warrant}", [("warrant", .name)]),
    FactFamily(
      .warrantVesting, "what vested of {warrant}", [("warrant", .name), ("day", .date)]),
    FactFamily(
      .warrantExercise, "what was exercised of {warrant}", [("warrant", .name), ("day", .date)]),
    FactFamily(
      .agreementAmendment, "the amendment of {agreement}",
      [("agreement", .name), ("day", .date)]),
    FactFamily(.partnership, "the partnership {partnership}", [("partnership", .name)]),
    FactFamily(
      .restructuring, "the restructuring of {from} into {to}",
      [("from", .entity), ("to", .entity)]),
  ]

  /// The fact as an object, from a row with the columns of its key.
  static func details(_ row: String) -> String {
    """
    json_object(
      'family', \(row).family, 'aspect', nullif(\(row).aspect, ''),
      'parts', json_array(\(row).part1, \(row).part2, \(row).part3, \(row).part4))
    """
  }

  /// The fact in English, from that object in another.
  static func sql(_ path: String, of object: String) -> String {
    let aspect = "\(object) ->> '$.\(path).aspect'"
    let thing = "(\(object) ->> '$.\(path).parts[0]')"
    func behindMark(_ name: String) -> String {
      switch name {
      case "thing": thing
      case "term": FactWords.term("substr(\(aspect), 2)")
      default: "substr(\(aspect), 2)"
      }
    }
    let families = all.map { family in
      let words = family.template.sql(of: object) { name, object in
        guard let place = family.parts.firstIndex(where: { $0.name == name }) else {
          preconditionFailure("the fact \(family.name) has no part '\(name)'")
        }
        let part = "nullif(\(object) ->> '$.\(path).parts[\(place)]', '')"
        switch family.parts[place].kind {
        case .word: return FactWords.measure(part)
        case .names: return "replace(\(part), ',', ', ')"
        default: return part
        }
      }
      return "WHEN '\(family.name)' THEN \(words)"
    }
    return """
      CASE
        WHEN \(aspect) LIKE '/%' THEN \(act.template.sql(of: object) { name, _ in behindMark(name) })
        WHEN \(aspect) LIKE '#%' THEN \(term.template.sql(of: object) { name, _ in behindMark(name) })
        ELSE CASE \(object) ->> '$.\(path).family'
          \(families.joined(separator: "\n    "))
        END
      END
      """
  }
}
