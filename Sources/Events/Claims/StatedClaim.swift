/// A claim as an event makes it: which fact it is about, and what it says of it.
///
/// A class, as many are sorted.
package final class StatedClaim: Sendable {
  /// What kind of fact.
  package let family: ClaimFamily
  /// What its key ends with: an act, a term, a manner.
  package let aspect: String
  /// The parts of its key, one to four.
  package let parts: [String]
  /// Its number among the claims of its event.
  package let item: Int64
  /// What is said.
  package let measure: StatedMeasure

  /// The fact's name: `family:part/part` and the aspect.
  package let key: String

  init(
    family: ClaimFamily, aspect: String, parts: [String], item: Int64, measure: StatedMeasure
  ) {
    self.family = family
    self.aspect = aspect
    self.parts = parts
    self.item = item
    self.measure = measure
    key = "\(family.rawValue):\(parts.joined(separator: "/"))\(aspect)"
  }
}

/// What a claim says: the kind of value, as stated, in what, how sure, its point and interval.
package struct StatedMeasure: Sendable {
  /// A value as stated.
  package enum Value: Sendable {
    /// Nothing is said, or a term is removed.
    case none
    /// A text; objects and lists whole, as canonical JSON.
    case text(String)
    /// A whole number; a flag as 1 or 0.
    case integer(Int64)
    /// Any other number.
    case number(Double)

    init(_ json: JSON?) {
      self =
        switch json {
        case nil, .null?: .none
        case .bool(let flag)?: .integer(flag ? 1 : 0)
        case .integer(let number)?: .integer(number)
        case .number(let number)?: .number(number)
        case .string(let text)?: .text(text)
        case .array?, .object?: .text(json?.canonical ?? "")
        }
    }
  }

  /// The kind of value; empty where nothing is measured.
  package var kind = ""
  /// As stated.
  package var value = Value.none
  /// Currency or unit.
  package var unit: String?
  /// How sure it is.
  package var certainty: String?
  /// In the smallest unit.
  package var point: Int64?
  /// The least that it can mean.
  package var low: Int64?
  /// The most that it can mean.
  package var high: Int64?
}

extension Accepted {
  /// The claims that the event makes, in the order of its type; none where its content is erased.
  package var claims: [StatedClaim] {
    guard let data = data.objectValue else { return [] }
    guard let forms = try? Catalogue.shape(of: type.text).shape.claimForms else {
      preconditionFailure("an accepted event has a type of the catalogue")
    }
    return forms.flatMap { form in
      switch form.claim {
      case .fact(let family, let parts, let manner):
        return [
          claim(
            family, parts, of: [data],
            aspect: manner.map { Self.manner(data[$0], named: $0) }.joined(), at: form.firstItem,
            StatedMeasure(form.measured, in: data))
        ]
      case .act(let family, let part, let act):
        return [claim(family, [part], of: [data], aspect: "/\(act)", at: form.firstItem)]
      case .each(let family, let list, let parts):
        return (data[list]?.arrayValue ?? []).enumerated().compactMap { place, element in
          guard let element = element.objectValue else { return nil }
          return claim(
            family, parts, of: [element, data], within: form.elements, at: form.firstItem + place,
            StatedMeasure(form.measured, in: element))
        }
      case .terms(let family, let part):
        return form.leaves.enumerated().compactMap { place, leaf in
          guard let measure = StatedMeasure(leaf, in: data) else { return nil }
          return claim(
            family, [part], of: [data], aspect: "#\(leaf.path)", at: form.firstItem + place, measure
          )
        }
      }
    }
  }

  /// Parts are looked up in the first of the objects where its fields have them, else in the last.
  private func claim(
    _ family: ClaimFamily, _ parts: [KeyPart], of objects: [JSONObject],
    within elements: [Field] = [], aspect: String = "", at item: Int,
    _ measure: StatedMeasure = StatedMeasure()
  ) -> StatedClaim {
    let texts = parts.map { part in
      if case .field(let name) = part, elements.contains(where: { $0.name == name }) {
        return text(of: part, objects[0])
      }
      return text(of: part, objects[objects.count - 1])
    }
    return StatedClaim(
      family: family, aspect: aspect, parts: texts, item: Int64(item), measure: measure)
  }

  /// A part of a key; what is absent is the empty text.
  private func text(of part: KeyPart, _ data: JSONObject) -> String {
    switch part {
    case .constant(let text): return text
    case .stream: return stream.text
    case .effective:
      guard let earliest = effective.earliest else { return "?" }
      guard let latest = effective.latest, latest != earliest else { return earliest.description }
      return "\(earliest)..\(latest)"
    case .fieldOrEffective(let name):
      let said = text(of: .field(name), data)
      return said.isEmpty ? text(of: .effective, data) : said
    case .field(let name):
      switch data[name] {
      case .string(let text): return text
      case .array(let items):
        return items.compactMap(\.keyText)
          .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined(separator: ",")
      case .object(let object): return object["text"]?.keyText ?? ""
      default: return ""
      }
    }
  }

  /// What a field adds to a key by which a fact is told from another one of the same day.
  private static func manner(_ value: JSON?, named name: String) -> String {
    if case .bool(let flag)? = value { return flag ? "+\(name)" : "" }
    return value?.keyText.map { "+\($0)" } ?? ""
  }
}

extension StatedMeasure {
  /// The first measure that is there.
  fileprivate init(_ measured: [Field], in data: JSONObject) {
    for field in measured {
      guard let value = data[field.name] else { continue }
      kind = field.type.name
      guard let object = value.objectValue, let members = field.type.members else { return }
      self.value = Value(object["text"])
      unit = members.unit.flatMap { object[$0]?.stringValue }
      certainty = members.certainty.flatMap { object[$0]?.stringValue }
      point = members.point.flatMap { object[$0]?.integerValue }
      low = members.interval.flatMap { object[$0.low]?.integerValue }
      high = members.interval.flatMap { object[$0.high]?.integerValue }
      return
    }
    // One that is required is of its kind even where an old event has not got it.
    if measured.count == 1 { kind = measured[0].type.name }
  }

  /// A term, where it is said or removed; nil where the event does not speak of it.
  fileprivate init?(_ leaf: Leaf, in data: JSONObject) {
    var place: JSON? = .object(data)
    for name in leaf.names.dropLast() { place = place?.objectValue?[name] }
    guard let last = leaf.names.last, let said = place?.objectValue?[last] ?? place?.asRemoval
    else { return nil }
    kind = leaf.kind
    value = Value(said)
    guard let object = said.objectValue else { return }
    unit = object["currency"]?.stringValue ?? object["unit"]?.stringValue
    certainty = object["certainty"]?.stringValue
    point = ["minor", "ppb", "milli"].lazy.compactMap { object[$0]?.integerValue }.first
    low = object["low"]?.integerValue
    high = object["high"]?.integerValue
  }
}

extension JSON {
  /// How it stands in a key; nil for null.
  fileprivate var keyText: String? {
    switch self {
    case .null: nil
    case .string(let text): text
    case .bool(let flag): flag ? "1" : "0"
    case .integer, .number, .array, .object: canonical
    }
  }

  /// Null itself: an object that is removed takes the terms in it along.
  fileprivate var asRemoval: JSON? { if case .null = self { self } else { nil } }
}
