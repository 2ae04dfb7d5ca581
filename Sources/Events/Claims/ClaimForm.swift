/// A claim that a type declares, with all that its rows need of the type's fields: what the SQL of
/// a rebuild is made of, and what an append reads an event by.
package struct ClaimForm: Sendable {
  /// The claim as it is declared.
  package let claim: Claim
  /// The number of its first row among those of an event.
  package let firstItem: Int
  /// The fields of an element, where the claim is one for each of a list; else none.
  package let elements: [Field]
  /// The fields of which the first that is there gives the claim's value: the required measure, else
  /// every optional one; none for an act.
  package let measured: [Field]
  /// The terms, where each is a claim of its own.
  package let leaves: [Leaf]

  /// How many rows a claim may have in one event: the longest list.
  private static let mostRows = 131_072

  init(_ claim: Claim, at place: Int, of fields: [Field]) {
    // An event's rows have 20 bits of a claim's id.
    precondition(place < 8, "a type makes at most eight claims")
    self.claim = claim
    firstItem = place * Self.mostRows
    switch claim {
    case .fact:
      (elements, measured, leaves) = ([], Self.measured(fields), [])
    case .act:
      (elements, measured, leaves) = ([], [], [])
    case .each(_, let list, _):
      guard case .list(.object(let elements))? = fields.first(where: { $0.name == list })?.type
      else { preconditionFailure("'\(list)' is not a list of objects") }
      self.elements = elements
      (measured, leaves) = (Self.measured(elements), [])
    case .terms(_, let part):
      (elements, measured) = ([], [])
      leaves = Leaf.all(of: fields.filter { $0.name != part.fieldName })
    }
  }

  private static func measured(_ fields: [Field]) -> [Field] {
    let all = fields.filter { $0.type.members != nil }
    let required = all.filter(\.isRequired)
    return required.isEmpty ? all : Array(required.prefix(1))
  }
}

extension KeyPart {
  fileprivate var fieldName: String? {
    if case .field(let name) = self { name } else { nil }
  }
}

/// One field of a thing's terms, by its path.
package struct Leaf: Sendable {
  /// The names that lead to it.
  package let names: [String]
  /// What kind of value it is.
  package let kind: String

  /// The names with dots between.
  package var path: String { names.joined(separator: ".") }
  /// The path of the object in which it stands; its own where it stands in none.
  package var parent: String {
    names.count == 1 ? names[0] : names.dropLast().joined(separator: ".")
  }

  static func all(of fields: [Field], under parent: [String] = []) -> [Leaf] {
    fields.flatMap { field -> [Leaf] in
      let names = parent + [field.name]
      if case .object(let parts) = field.type { return all(of: parts, under: names) }
      return [Leaf(names: names, kind: field.type.name)]
    }
  }
}

/// The members of a stored measure.
package struct MeasureMembers: Sendable {
  /// What it is counted in.
  package let unit: String?
  /// How sure it is.
  package let certainty: String?
  /// The value itself, a whole number.
  package let point: String?
  /// The least and the most that it can mean.
  package let interval: (low: String, high: String)?
}

extension FieldType {
  /// What a measure has in its stored form; nil for what is none.
  package var members: MeasureMembers? {
    let interval = (low: "low", high: "high")
    return switch self {
    case .money:
      MeasureMembers(
        unit: "currency", certainty: "certainty", point: "minor", interval: interval)
    case .percent:
      MeasureMembers(unit: nil, certainty: "certainty", point: "ppb", interval: interval)
    case .quantity:
      MeasureMembers(unit: "unit", certainty: "certainty", point: "milli", interval: interval)
    case .rate:
      MeasureMembers(unit: nil, certainty: nil, point: "ppb", interval: nil)
    default:
      nil
    }
  }
}
