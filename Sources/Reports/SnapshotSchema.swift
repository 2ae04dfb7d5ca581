import Events
import Projections

/// The JSON Schema (2020-12) of the form, made from the columns of the views.
///
/// It refuses what the form does not name, so that a spoiled file does not pass. A later Stakebook
/// may add columns: its schema also takes the files of an earlier one.
public enum SnapshotSchema {
  /// The schema as text, indented.
  public static var text: String { JSON.object(document).indented + "\n" }

  static var document: JSONObject {
    [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:stakebook:snapshot:2",
      "title": "Stakebook snapshot",
      "description": .string(description),
      "type": "object",
      "additionalProperties": false,
      "required": names(["as_of", "format", "known_at", "log", "projections", "views", "why"]),
      "properties": .object(properties),
      "$defs": .object(definitions),
    ]
  }

  private static let description = """
    The state of a ledger of partnerships at one reading of its clocks. Canonical JSON \
    (RFC 8785) and a newline: the same log and clocks give the same bytes. A column that is NULL \
    is absent.
    """

  private static var properties: JSONObject {
    var properties: JSONObject = [:]
    properties["as_of"] = told("The day that the state is of.", reference("day"))
    properties["checkpoint"] = checkpoint
    properties["format"] = ["const": .string(Snapshot.format)]
    properties["known_at"] = told("The last event that is known.", count)
    properties["log"] = log
    properties["partnerships"] = told(
      "The partnerships that it is of; absent for the whole ledger.",
      ["type": "array", "items": reference("slug"), "minItems": 1, "uniqueItems": true])
    properties["projections"] = told(
      "The version of each computation behind the rows.",
      ["type": "object", "additionalProperties": ["type": "integer", "minimum": 1]])
    properties["public_by"] = told(
      "The day by which a source was published that counts; absent where all do.",
      reference("day"))
    properties["views"] = closed(
      "The rows of every view, each with its name under 'row'.",
      Snapshot.viewsInOrder.map { ($0.name, list(of: row(of: $0))) }, optional: [])
    properties["why"] = told(
      "The events that the rows name, by seq, each with its sources.",
      [
        "type": "object", "propertyNames": ["pattern": "^[1-9][0-9]*$"],
        "additionalProperties": reference("event"),
      ])
    return properties
  }

  private static var definitions: JSONObject {
    var definitions: JSONObject = [:]
    definitions["day"] = text("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    definitions["event"] = event
    definitions["hash"] = text("^[A-Za-z0-9+/]{43}=$")
    definitions["seq"] = ["type": "integer", "minimum": 1]
    definitions["seqs"] = list(of: reference("seq"))
    definitions["slug"] = text("^[a-z0-9]+(-[a-z0-9]+)*$")
    definitions["source"] = source
    return definitions
  }

  // MARK: - Parts

  private static let anyText: JSON = ["type": "string"]
  private static let count: JSON = ["type": "integer", "minimum": 0]

  private static func text(_ pattern: String) -> JSON {
    ["type": "string", "pattern": .string(pattern)]
  }

  private static func list(of items: JSON) -> JSON { ["type": "array", "items": items] }

  private static func reference(_ name: String) -> JSON { ["$ref": .string("#/$defs/\(name)")] }

  private static var log: JSON {
    closed(
      "The log up to the last event known; equal roots are equal logs.",
      [
        ("erased", told("Events whose content was erased by law.", reference("seqs"))),
        ("root", told("Merkle root (RFC 6962), base64.", reference("hash"))),
        ("size", told("How many events.", count)),
      ], optional: [])
  }

  private static var checkpoint: JSON {
    closed(
      "A signed checkpoint of the log, or of a longer one that begins with it.",
      [
        (
          "consistency",
          told(
            "What leads from the root to the checkpoint's (RFC 6962, 2.1.2).",
            list(of: reference("hash")))
        ),
        ("note", told("C2SP tlog-checkpoint.", anyText)),
      ], optional: [])
  }

  private static func row(of view: View) -> JSON {
    let columns = view.exactColumns.map { ($0.name, told($0.meaning, value(of: $0))) }
    let name = told("The row's name, as 'why' and 'diff' tell it.", text("^\(view.name)/"))
    return closed(
      "One row for each \(view.summary).", columns + [("row", name)],
      optional: Set(columns.map(\.0)))
  }

  private static func value(of column: View.Column) -> JSON {
    switch column.kind {
    case .events: reference("seqs")
    case .amounts: ["type": "object", "additionalProperties": ["type": "integer"]]
    case .json: ["type": ["array", "object"]]
    default: column.isWhole ? ["type": "integer"] : anyText
    }
  }

  private static var event: JSON {
    closed(
      "An event that a row names.",
      [
        (
          "details",
          told("The values that its headline names; none when erased.", ["type": "object"])
        ),
        ("effective", told("When it holds, as stated.", anyText)),
        ("headline", told("What it says, in a line.", anyText)),
        ("id", text("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")),
        ("note", told("Why it was recorded.", anyText)),
        ("recorded_at", text("^[0-9-]{10}T[0-9:]{8}\\.[0-9]{6}Z$")),
        ("sources", list(of: reference("source"))),
        ("status", ["enum": names(Status.allCases.map(\.rawValue))]),
        ("stream", reference("slug")),
        ("type", text("^[a-z_]+\\.[a-z_]+$")),
      ], optional: ["details", "note", "sources"])
  }

  private static var source: JSON {
    let columns = Projections.view(named: "sources")?.exactColumns ?? []
    let told = columns.filter { !["event", "position", "bytes"].contains($0.name) }
      .map { ($0.name, Self.told($0.meaning, anyText)) }
    return closed(
      "A source of an event.", told, optional: Set(told.map(\.0)).subtracting(["title"]))
  }

  /// An object of these members and no others.
  private static func closed(
    _ description: String, _ members: [(String, JSON)], optional: Set<String>
  ) -> JSON {
    told(
      description,
      [
        "type": "object", "additionalProperties": false,
        "required": names(members.map(\.0).filter { !optional.contains($0) }.sorted()),
        "properties": .object(JSONObject(members)),
      ])
  }

  private static func told(_ description: String, _ schema: JSON) -> JSON {
    var told: JSONObject = ["description": .string(description)]
    for (name, value) in schema.objectValue ?? [:] { told[name] = value }
    return .object(told)
  }

  private static func names(_ names: [String]) -> JSON { .array(names.map(JSON.string)) }
}

extension JSON {
  /// The text in lines, for reading.
  fileprivate var indented: String { indented(by: 0) }

  private func indented(by depth: Int) -> String {
    let end = "\n" + String(repeating: " ", count: depth)
    switch self {
    case .object(let object) where !object.isEmpty:
      let members = object.map { name, value in
        "\(end)  \(JSON.string(name).canonical): \(value.indented(by: depth + 2))"
      }
      return "{" + members.joined(separator: ",") + end + "}"
    case .array(let items) where items.contains { $0.objectValue != nil }:
      let lines = items.map { "\(end)  \($0.indented(by: depth + 2))" }
      return "[" + lines.joined(separator: ",") + end + "]"
    default: return canonical
    }
  }
}
