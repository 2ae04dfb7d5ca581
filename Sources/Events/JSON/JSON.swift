/// A JSON value as the ledger keeps it: exact integers, and text that is compared byte by byte.
public enum JSON: Equatable, Sendable {
  case null
  case bool(Bool)
  /// A whole number within ±(2^53−1).
  case integer(Int64)
  /// Any other number; never NaN or infinite.
  case number(Double)
  case string(String)
  case array([JSON])
  case object(JSONObject)

  /// The largest whole number that every JSON reader keeps exactly: 2^53 − 1.
  public static let mostInteger: Int64 = 9_007_199_254_740_991

  /// Equal as JSON: text byte by byte, objects whatever the order of their members.
  public static func == (left: JSON, right: JSON) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.integer(let left), .integer(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.string(let left), .string(let right)): left.hasBytes(of: right)
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)): left == right
    default: false
    }
  }
}

/// The members of a JSON object in the order in which they were given; names are unique as bytes.
public struct JSONObject: Equatable, Sendable {
  private var members: [(name: String, value: JSON)]

  /// No members.
  public init() { members = [] }

  /// These members; a name given twice is a mistake of the caller.
  public init(_ members: [(String, JSON)]) {
    self.init()
    for (name, value) in members {
      precondition(self[name] == nil, "the name '\(name)' stands twice")
      self.members.append((name, value))
    }
  }

  /// Members whose names are already known to be unique.
  package init(unique members: [(name: String, value: JSON)]) { self.members = members }

  /// The value of that name, compared byte by byte.
  public subscript(name: String) -> JSON? {
    get { members.first { $0.name.hasBytes(of: name) }?.value }
    set {
      let place = members.firstIndex { $0.name.hasBytes(of: name) }
      switch (place, newValue) {
      case (let place?, let value?): members[place].value = value
      case (let place?, nil): members.remove(at: place)
      case (nil, let value?): members.append((name, value))
      case (nil, nil): break
      }
    }
  }

  /// Whether there is no member.
  public var isEmpty: Bool { members.isEmpty }
  /// How many members there are.
  public var count: Int { members.count }
  /// The names in order.
  public var names: [String] { members.map(\.name) }

  /// Equal whatever the order of the members.
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.count == right.count && left.members.allSatisfy { right[$0.name] == $0.value }
  }
}

extension JSONObject: Sequence {
  /// Walks the members in order.
  public func makeIterator() -> IndexingIterator<[(name: String, value: JSON)]> {
    members.makeIterator()
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// These members.
  public init(dictionaryLiteral members: (String, JSON)...) { self.init(members) }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// Text.
  public init(stringLiteral text: String) { self = .string(text) }
  /// A whole number.
  public init(integerLiteral number: Int64) { self = .integer(number) }
  /// True or false.
  public init(booleanLiteral flag: Bool) { self = .bool(flag) }
  /// A list.
  public init(arrayLiteral items: JSON...) { self = .array(items) }
  /// An object.
  public init(dictionaryLiteral members: (String, JSON)...) { self = .object(JSONObject(members)) }
}

extension JSON {
  /// The text, if it is one.
  public var stringValue: String? { if case .string(let text) = self { text } else { nil } }
  /// The whole number, if it is one.
  public var integerValue: Int64? { if case .integer(let number) = self { number } else { nil } }
  /// The items, if it is a list.
  public var arrayValue: [JSON]? { if case .array(let items) = self { items } else { nil } }
  /// The members, if it is an object.
  public var objectValue: JSONObject? {
    if case .object(let object) = self { object } else { nil }
  }
}

extension String {
  /// Equal byte by byte, where `==` would also take for equal what Unicode holds to be the same.
  fileprivate func hasBytes(of other: String) -> Bool {
    // Most names differ in length, and what is unequal for `==` has other bytes too.
    utf8.count == other.utf8.count && self == other && utf8.elementsEqual(other.utf8)
  }
}
