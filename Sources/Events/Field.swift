/// What may stand in a field.
public indirect enum FieldType: Sendable {
  /// The slug of a thing of that kind.
  case slug(Noun)
  /// The id of an event already recorded.
  case event
  /// See ``Money``.
  case money
  /// See ``Percent``.
  case percent
  /// See ``Quantity``.
  case quantity
  /// See ``Period``.
  case period
  /// See ``PartialDate``.
  case date
  /// See ``ExchangeRate``.
  case rate
  /// See ``Price``.
  case price
  /// See ``Identifier``.
  case identifier
  /// A whole number from 0 on.
  case count
  /// A condition, or one of its states: `agi`, `agi:declared`, `agi:verified`.
  case conditionState
  /// Free text, not empty.
  case text
  /// A web address.
  case url
  /// A date about a document, kept as text.
  case day
  /// A SHA-256 in hex.
  case digest
  /// True or false.
  case flag
  /// One of these words.
  case choice([String])
  /// An object with these fields.
  case object([Field])
  /// A list of these, without repetition.
  case list(FieldType)

  /// One word of a ``Choice``.
  public static func choice<Words: Choice>(_ words: Words.Type) -> FieldType {
    .choice(words.allCases.map(\.rawValue))
  }
}

/// A field of an event: its name, what may stand in it, and what it means.
public struct Field: Sendable {
  /// The stored name, in snake_case.
  public let name: String
  /// What may stand in it.
  public let type: FieldType
  /// Whether it must be there.
  public let isRequired: Bool
  /// Whether null may stand in it, and removes the term.
  public let isRemovable: Bool
  /// What it means, as a phrase without a full stop.
  public let meaning: String

  /// A field that must be there.
  public static func required(_ name: String, _ type: FieldType, _ meaning: String) -> Field {
    Field(name: name, type: type, isRequired: true, isRemovable: false, meaning: meaning)
  }

  /// A field that may be left out.
  public static func optional(_ name: String, _ type: FieldType, _ meaning: String) -> Field {
    Field(name: name, type: type, isRequired: false, isRemovable: false, meaning: meaning)
  }

  /// This field in an amendment: left out when it does not change, null when it is removed.
  var amendable: Field {
    let parts: FieldType
    if case .object(let fields) = type {
      parts = .object(fields.map(\.amendable))
    } else {
      parts = type
    }
    return Field(
      name: name, type: parts, isRequired: false, isRemovable: true, meaning: meaning)
  }
}

extension FieldType {
  /// What may be written, in a line, for people.
  public var grammar: String {
    switch self {
    case .slug(let noun): "\(noun.rawValue) (slug)"
    case .event: "event id"
    case .money: Money.grammar
    case .percent: Percent.grammar
    case .quantity: Quantity.grammar
    case .period: Period.grammar
    case .date: PartialDate.grammar
    case .rate: ExchangeRate.grammar
    case .price: Price.grammar
    case .identifier: Identifier.grammar
    case .count: "a whole number"
    case .conditionState: "agi, agi:declared, agi:verified"
    case .text: "text"
    case .url: "https://…"
    case .day: "2025-10-28"
    case .digest: "64 hex digits"
    case .flag: "true, false"
    case .choice(let words): words.joined(separator: ", ")
    case .object(let fields): "{" + fields.map(\.name).joined(separator: ", ") + "}"
    case .list(let element): "list of " + element.grammar
    }
  }

  /// The short name of the kind of value.
  public var name: String {
    switch self {
    case .slug(let noun): noun.rawValue
    case .event: "event"
    case .money: "money"
    case .percent: "percent"
    case .quantity: "quantity"
    case .period: "period"
    case .date: "date"
    case .rate: "rate"
    case .price: "price"
    case .identifier: "identifier"
    case .count: "count"
    case .conditionState: "condition state"
    case .text: "text"
    case .url: "address"
    case .day: "day"
    case .digest: "digest"
    case .flag: "flag"
    case .choice: "word"
    case .object: "object"
    case .list(let element): "list of \(element.name)"
    }
  }

  /// A value of this kind, as JSON that passes the check.
  public var example: JSON {
    switch self {
    case .slug(let noun): .string(noun.example)
    case .event: .string("0198c3a0-0000-7000-8000-000000000001")
    case .money: "about USD 135bn"
    case .percent: "about 27%"
    case .quantity: "6 GW"
    case .period: "7 years"
    case .date: "2032"
    case .rate: "1.0823"
    case .price: "USD 19.42 a share"
    case .identifier: "cik:789019"
    case .count: 2
    case .conditionState: "agi"
    case .text: "in your own words"
    case .url: "https://example.org/page"
    case .day: "2025-10-28"
    case .digest: .string(String(repeating: "0", count: 64))
    case .flag: true
    case .choice(let words): .string(words.first ?? "")
    case .object(let fields):
      .object(
        JSONObject(fields.filter(\.isRequired).map { ($0.name, $0.type.example) }))
    case .list(let element): .array([element.example])
    }
  }
}

extension Field {
  /// The field with an example, as it is written on the command line.
  var assignment: String {
    switch type {
    case .list(.object(let parts)), .object(let parts):
      return parts.filter(\.isRequired).map { "\(name).\($0.assignment)" }
        .joined(separator: " ")
    case .list(let element):
      return "\(name)=\(element.example.stringValue ?? "")"
    default:
      // Every code is as good as any other, but one is not priced in itself.
      if case .choice = type, let code = ["base": "EUR", "quote": "USD"][name] {
        return "\(name)=\(code)"
      }
      let isOther = [
        "issuer", "buyer", "payer", "grantor", "declarer", "successor", "to", "writer", "borrower",
      ]
      let example: JSON =
        if case .slug(.entity) = type, isOther.contains(name) { "openai-group" } else {
          type.example
        }
      let text = example.stringValue ?? example.canonical
      return text.contains(" ") ? "\(name)=\"\(text)\"" : "\(name)=\(text)"
    }
  }
}
