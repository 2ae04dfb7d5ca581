/// The name under which a kind of event is stored: dotted, past tense, never renamed.
public struct EventType: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The stored text, such as `stake.reported`.
  public let text: String

  /// A type by its stored name; whether it is in the catalogue is asked elsewhere.
  public init(_ text: String) { self.text = text }

  /// A type by its stored name.
  public init(stringLiteral text: String) { self.text = text }

  /// The stored text.
  public var description: String { text }
}

/// One kind of thing that can be recorded, as a Swift value.
///
/// A conforming type is an initialiser with typed parameters and a ``shape``: the one description
/// from which the check, the command line, the documentation, the known names and the claims all
/// follow. A typed event goes through the same check as a line of JSON.
public protocol Event: Sendable {
  /// The stored name.
  static var type: EventType { get }
  /// Fields, rules and keys.
  static var shape: Shape { get }
  /// What was said, field by field, in the texts that people write.
  var payload: Payload { get }
}

/// What an event says: its fields by name, absent ones left out.
public struct Payload: Sendable, ExpressibleByDictionaryLiteral {
  /// The fields as the check reads them.
  public let json: JSON

  /// Fields by name; `nil` and empty lists are left out, ``Removed`` becomes null.
  public init(dictionaryLiteral fields: (String, (any PayloadValue)?)...) {
    self.init(fields)
  }

  /// Fields by name; `nil` and empty lists are left out, ``Removed`` becomes null.
  public init(_ fields: [(String, (any PayloadValue)?)]) {
    var members: [(String, JSON)] = []
    for (name, value) in fields {
      guard let said = value?.said, said != .array([]) else { continue }
      members.append((name, said))
    }
    json = .object(JSONObject(members))
  }

  private init(_ json: JSON) { self.json = json }

  /// These fields and others beside them.
  func adding(_ name: String, _ value: some PayloadValue) -> Payload {
    guard case .object(var object) = json else { return self }
    object[name] = value.said
    return Payload(.object(object))
  }
}

/// A value that can stand in a payload.
public protocol PayloadValue: Sendable {
  /// The value as a person writes it in JSON.
  var said: JSON { get }
}

/// The removal of a term in an amendment (RFC 7396).
public struct Removed: PayloadValue {
  /// A removal.
  public init() {}
  /// JSON null.
  public var said: JSON { .null }
}

extension String: PayloadValue {
  /// The text itself.
  public var said: JSON { .string(self) }
}

extension Bool: PayloadValue {
  /// The JSON boolean.
  public var said: JSON { .bool(self) }
}

extension Int: PayloadValue {
  /// The JSON number.
  public var said: JSON { .integer(Int64(self)) }
}

extension Array: PayloadValue where Element: PayloadValue {
  /// The JSON array.
  public var said: JSON { .array(map(\.said)) }
}

extension PayloadValue where Self: StatedValue {
  /// The text as stated.
  public var said: JSON { .string(text) }
}

extension Money: PayloadValue {}
extension Percent: PayloadValue {}
extension Quantity: PayloadValue {}
extension Period: PayloadValue {}
extension PartialDate: PayloadValue {}
extension ExchangeRate: PayloadValue {}
extension Price: PayloadValue {}
extension Identifier: PayloadValue {}

extension Slug: PayloadValue {
  /// The slug's text.
  public var said: JSON { .string(text) }
}

/// A fixed list of words, spelt as they are stored.
public protocol Choice: PayloadValue, RawRepresentable, CaseIterable where RawValue == String {}

extension Choice {
  /// The stored word.
  public var said: JSON { .string(rawValue) }
}

extension Payload: PayloadValue {
  /// The object itself.
  public var said: JSON { json }
}
