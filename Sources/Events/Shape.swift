/// The one description of a kind of event: its fields, what must hold between them, and which
/// facts it makes claims about.
public struct Shape: Sendable {
  /// The heading under which the catalogue lists it.
  public let family: String
  /// One line: what it records.
  public let summary: String
  /// In which stream it stands.
  public let stream: StreamRule
  /// What a line of the timeline says: `{field}` is the field's text, and what stands between
  /// brackets is left out where a field in it is absent.
  public let headline: String
  /// Its fields in the order in which they are shown.
  public let fields: [Field]
  /// What must hold between fields.
  public let rules: [FieldRule]
  /// Fields that follow from others where they are not said.
  let derived: [Derived]
  /// The facts it makes claims about.
  public let claims: [Claim]
  /// The field with the slug of what it begins, where that may have a `name` beside it.
  public let named: String?
  /// The claims with what their rows need of the fields.
  package let claimForms: [ClaimForm]

  /// A percent that follows from two quantities.
  struct Derived: Sendable {
    let field: String
    let part: String
    let whole: String

    init(_ field: String, part: String, of whole: String) {
      (self.field, self.part, self.whole) = (field, part, whole)
    }

    /// The data with the field in it.
    func added(to data: JSON) throws(Rejection) -> JSON {
      guard var object = data.objectValue, object[field] == nil,
        let part = object[part]?.objectValue?["text"]?.stringValue,
        let whole = object[whole]?.objectValue?["text"]?.stringValue
      else { return data }
      let unit = whole.split(separator: " ").last.map { " \($0)" } ?? ""
      let number = part.hasSuffix(unit) ? String(part.dropLast(unit.count)) : part
      object[field] = try Percent("\(number) of \(whole)").stored
      return .object(object)
    }
  }

  /// The description of a kind of event. Every type also carries an optional `agreement`, unless
  /// it is about another event or has a field of that name. With `isNamed` it begins something that has a
  /// slug, the first field, and may have a name.
  init(
    family: String, _ summary: String, stream: StreamRule = .partnership, headline: String,
    fields: [Field], rules: [FieldRule] = [], derived: [Derived] = [], claims: [Claim] = [],
    isNamed: Bool = false
  ) {
    self.family = family
    self.summary = summary
    self.stream = stream
    self.headline = headline
    self.rules = rules
    self.derived = derived
    self.claims = claims
    let isAboutFacts = !claims.isEmpty && !fields.contains { $0.name == "agreement" }
    let all = fields + (isNamed ? [Shape.name] : []) + (isAboutFacts ? [Shape.agreement] : [])
    named = isNamed ? fields.first?.name : nil
    self.fields = all
    claimForms = claims.enumerated().map { ClaimForm($1, at: $0, of: all) }
  }

  private static let name = Field.optional(
    "name", .text, "what people call it; reports show it in place of the slug")

  private static let agreement = Field.optional(
    "agreement", .slug(.agreement), "the agreement in which the fact stands")

  /// A command that can be pasted: the required fields with examples.
  public func exampleCommand(_ type: EventType) -> String {
    var parts = ["stakebook append \(type)"]
    let named = rules.flatMap { rule -> [String] in
      switch rule {
      case .exactlyOne(let names), .atLeastOne(let names): Array(names.prefix(1))
      case .onlyWhen, .barredUnless, .onlyWith: []
      }
    }
    for field in fields where field.isRequired || named.contains(field.name) {
      parts.append(field.assignment)
    }
    if stream == .partnership || stream == .opening { parts.append("-s microsoft-openai") }
    if stream != .any { parts.append("-e 2025-10-28") }
    parts.append("--source 'title=Annual report,kind=filing'")
    return parts.joined(separator: " \\\n  ")
  }

  /// What was said, without what only followed from fields that are said anew.
  public func withoutDerived(_ data: JSONObject, anew fields: JSONObject) -> JSONObject {
    var data = data
    for rule in derived where fields[rule.part] != nil || fields[rule.whole] != nil {
      var rest = data
      rest[rule.field] = nil
      if (try? rule.added(to: .object(rest))) == .object(data) { data = rest }
    }
    return data
  }

  /// The field of that name.
  public func field(_ name: String) -> Field? {
    fields.first { $0.name == name }
  }
}

/// In which stream an event may stand.
public enum StreamRule: Sendable, Equatable {
  /// Any partnership's stream that has begun.
  case partnership
  /// Begins a partnership's stream, or stands in it.
  case opening
  /// This reserved stream and no other.
  case reserved(String)
  /// Any stream that has begun.
  case any
}

/// What must hold between the fields of one event.
public enum FieldRule: Sendable {
  /// Just one of these is there.
  case exactlyOne([String])
  /// At least one of these is there.
  case atLeastOne([String])
  /// The field is there when the other has that value, and only then.
  case onlyWhen(field: String, other: String, equals: String)
  /// The field may be there only when the other has that value.
  case barredUnless(field: String, other: String, equals: String)
  /// The field may be there only beside the other.
  case onlyWith(field: String, other: String)
}

/// A fact that an event makes a claim about. Events whose keys are equal speak of one fact.
///
/// The key is `family:part/part`, an act adds `/act`, a term `#field`, the manner of a fact
/// `+word` for each of its fields that is there: a word as it is, a flag that is set by its name.
public enum Claim: Sendable {
  /// One fact, named by these parts, and by the manner in which it came.
  case fact(ClaimFamily, [KeyPart], manner: [String] = [])
  /// Something done to a thing, once: a right waived, a condition verified.
  case act(ClaimFamily, KeyPart, String)
  /// Each field stated is a claim of its own about the thing's terms, nested fields by their path.
  case terms(ClaimFamily, KeyPart)
  /// One fact for each element of a list; parts are looked up in the element, then in the event.
  case each(ClaimFamily, in: String, [KeyPart])

  /// What kind of fact it is about.
  public var family: ClaimFamily {
    switch self {
    case .fact(let family, _, _), .act(let family, _, _), .terms(let family, _),
      .each(let family, in: _, _):
      family
    }
  }
}

/// A part of a key.
public enum KeyPart: Sendable, ExpressibleByStringLiteral {
  /// The value of a field; a list sorted, a value by its text.
  case field(String)
  /// These words.
  case constant(String)
  /// The days that the event's effective date can mean.
  case effective
  /// The value of a field, or where it is absent the event's days.
  case fieldOrEffective(String)
  /// The event's stream.
  case stream

  /// The value of the field of that name.
  public init(stringLiteral name: String) { self = .field(name) }
}
