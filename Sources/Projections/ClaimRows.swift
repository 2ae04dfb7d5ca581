import Events

/// The SQL that makes the rows of one claim from the events of one type.
struct ClaimRows {
  private let type: any Event.Type
  private let family: String
  private let parts: [String]
  private let aspect: String
  private let item: String
  private let lists: String
  private let condition: String
  private let measure: Measure

  init(_ form: ClaimForm, of type: any Event.Type) {
    self.type = type
    let fields = type.shape.fields
    let firstItem = form.firstItem
    let event = Place(data: "event.data", fields: fields)
    switch form.claim {
    case .fact(let family, let keyParts, let manner):
      self.family = family.rawValue
      parts = keyParts.map { event.text($0) }
      aspect = manner.isEmpty ? "''" : manner.map(event.manner).joined(separator: " || ")
      item = "\(firstItem)"
      lists = ""
      condition = ""
      measure = Measure(of: form.measured, in: "event.data")
    case .act(let family, let part, let act):
      self.family = family.rawValue
      parts = [event.text(part)]
      aspect = "'/\(act)'"
      item = "\(firstItem)"
      lists = ""
      condition = ""
      measure = .none
    case .each(let family, let list, let keyParts):
      self.family = family.rawValue
      let element = Place(data: "element.value", fields: form.elements)
      parts = keyParts.map { part in
        if case .field(let name) = part, form.elements.contains(where: { $0.name == name }) {
          return element.text(part)
        }
        return event.text(part)
      }
      aspect = "''"
      item = "\(firstItem) + element.key"
      lists = ", json_each(event.data, '$.\(list)') AS element"
      condition = ""
      measure = Measure(of: form.measured, in: "element.value")
    case .terms(let family, let part):
      self.family = family.rawValue
      parts = [event.text(part)]
      aspect = "'#' || leaf.path"
      item = "\(firstItem) + leaf.item"
      lists = ", (\(Leaf.values(form.leaves))) AS leaf"
      condition = """

        AND (
          json_type(event.data, '$.' || leaf.path) IS NOT NULL
          OR json_type(event.data, '$.' || leaf.parent) = 'null'
        )
        """
      measure = .leaf
    }
  }

  private var rows: String {
    """
    FROM event\(lists)
    WHERE event.type = '\(type.type)'
    AND event.seq BETWEEN :first AND :last
    AND event.data IS NOT NULL\(condition)
    """
  }

  private var partColumns: String {
    (parts + Array(repeating: "''", count: 4 - parts.count)).joined(separator: ", ")
  }

  private var key: String {
    "'\(family):' || " + parts.joined(separator: " || '/' || ") + " || \(aspect)"
  }

  /// Puts the keys in that are new.
  var insertKeys: String {
    """
    INSERT OR IGNORE INTO x_claim_key (key, family, aspect, part1, part2, part3, part4)
    SELECT \(key), '\(family)', \(aspect), \(partColumns)
    \(rows)
    ORDER BY 1
    """
  }

  /// Puts the claims in.
  var insertClaims: String {
    """
    INSERT INTO x_claim (
      key, firm, effective_earliest, dated, id, effective_latest, rank, breadth, withdrawn_by,
      measure, value, unit, certainty, point, low, high
    )
    SELECT \(key),
      CASE
        WHEN event.status = 'denied' THEN 0
        WHEN \(measure.certainty) = 'undisclosed' THEN 1
        WHEN event.status IN ('estimated', 'rumoured') THEN 2
        ELSE 3
      END,
      coalesce(event.effective_earliest, '?'),
      substr(event.effective, 1, 2) <> '..',
      (event.seq << \(Projection.itemBits)) + \(item),
      coalesce(event.effective_latest, '?'),
      \(Projection.rank(of: "event.status")) + coalesce(
        (
          SELECT min(\(Projection.sourceRank("source.value")))
          FROM json_each(event.sources) AS source
        ), 5),
      \(Projection.breadth),
      NULL,
      \(measure.name), \(measure.value), \(measure.unit), \(measure.certainty),
      \(measure.point), \(measure.low), \(measure.high)
    \(rows)
    ORDER BY 1
    """
  }
}

/// An object in SQL, and the fields that may stand in it.
private struct Place {
  let data: String
  let fields: [Field]

  /// A key's part as text; what is absent is the empty text.
  func text(_ part: KeyPart) -> String {
    switch part {
    case .constant(let text):
      return "'\(text)'"
    case .stream:
      return "event.stream"
    case .effective:
      return """
        CASE
          WHEN event.effective_earliest IS NULL THEN '?'
          WHEN event.effective_earliest = event.effective_latest THEN event.effective_earliest
          ELSE event.effective_earliest || '..' || event.effective_latest
        END
        """
    case .fieldOrEffective(let name):
      return "coalesce(nullif(\(text(.field(name))), ''), \(text(.effective)))"
    case .field(let name):
      guard let field = fields.first(where: { $0.name == name }) else {
        preconditionFailure("no field '\(name)' for a key")
      }
      switch field.type {
      case .slug, .choice, .text:
        return "coalesce(\(data) ->> '$.\(name)', '')"
      case .list:
        return """
          coalesce((
            SELECT group_concat(part.value, ',')
            FROM (
              SELECT value FROM json_each(\(data), '$.\(name)') ORDER BY value
            ) AS part
          ), '')
          """
      default:
        return "coalesce(\(data) ->> '$.\(name).text', '')"
      }
    }
  }
}

extension Place {
  /// What a field adds to a key by which a fact is told from another one of the same day.
  func manner(_ name: String) -> String {
    let isFlag = fields.contains { field in
      if case .flag = field.type { field.name == name } else { false }
    }
    return isFlag
      ? "iif(coalesce(\(data) ->> '$.\(name)', 0), '+\(name)', '')"
      : "coalesce('+' || (\(data) ->> '$.\(name)'), '')"
  }
}

/// The value of a claim: what kind it is, as stated, its unit, its point and interval.
private struct Measure {
  let name: String
  let value: String
  let unit: String
  let certainty: String
  let point: String
  let low: String
  let high: String

  static let none = Measure(
    name: "''", value: "NULL", unit: "NULL", certainty: "NULL", point: "NULL", low: "NULL",
    high: "NULL")

  /// A term: objects and lists whole as JSON, a word as it is, a removal as NULL.
  static let leaf = Measure(
    name: "leaf.kind",
    value: "json_extract(event.data, '$.' || leaf.path)",
    unit: firstOf(["currency", "unit"], at: "leaf.path"),
    certainty: firstOf(["certainty"], at: "leaf.path"),
    point: firstOf(["minor", "ppb", "milli"], at: "leaf.path"),
    low: firstOf(["low"], at: "leaf.path"),
    high: firstOf(["high"], at: "leaf.path"))

  private init(
    name: String, value: String, unit: String, certainty: String, point: String, low: String,
    high: String
  ) {
    self.name = name
    self.value = value
    self.unit = unit
    self.certainty = certainty
    self.point = point
    self.low = low
    self.high = high
  }

  private static func firstOf(_ names: [String], at path: String) -> String {
    let values = names.map { "json_extract(event.data, '$.' || \(path) || '.\($0)')" }
    return values.count == 1 ? values[0] : "coalesce(\(values.joined(separator: ", ")))"
  }

  /// The first of these measures that is there, and all its members from that one.
  init(of used: [Field], in data: String) {
    guard !used.isEmpty else {
      self = .none
      return
    }
    func either(_ names: (MeasureMembers) -> String?) -> String {
      let values = used.map { field in
        let name = field.type.members.flatMap(names)
        return (
          field: field.name, value: name.map { "\(data) ->> '$.\(field.name).\($0)'" } ?? "NULL"
        )
      }
      if values.count == 1 { return values[0].value }
      let cases = values.map { "WHEN \(data) -> '$.\($0.field)' IS NOT NULL THEN \($0.value)" }
      return "CASE \(cases.joined(separator: " ")) END"
    }
    let names = used.map { "WHEN \(data) -> '$.\($0.name)' IS NOT NULL THEN '\($0.type.name)'" }
    name =
      used.count == 1
      ? "'\(used[0].type.name)'" : "CASE \(names.joined(separator: " ")) ELSE '' END"
    value = either { _ in "text" }
    unit = either(\.unit)
    certainty = either(\.certainty)
    point = either(\.point)
    low = either(\.interval?.low)
    high = either(\.interval?.high)
  }
}

extension Leaf {
  fileprivate static func values(_ leaves: [Leaf]) -> String {
    let rows = leaves.enumerated().map { item, leaf in
      "SELECT \(item) AS item, '\(leaf.path)' AS path, '\(leaf.parent)' AS parent, '\(leaf.kind)' AS kind"
    }
    return rows.joined(separator: "\nUNION ALL ")
  }
}
