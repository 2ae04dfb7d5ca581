import Events

extension Snapshot {
  /// Rights and conditions alone, as text for a terminal of this many columns.
  ///
  /// For each right who granted it to whom, what it covers and what not, where it stands, what ends
  /// it and when at the latest.
  public func rights(width: Int = 80) throws -> String {
    let rights = rows("rights")
    let tables = ReportTables(spooled(), Wording(.english))
    var text = try heading(tables)
    if !rights.isEmpty { text += "\nRights\n" }
    for (place, right) in rights.enumerated() {
      text += (place == 0 ? "" : "\n") + described(right, tables, width)
    }
    var hasConditions = false
    try tables.forEachSection(of: .conditions) { section in
      hasConditions = true
      text += try table(section, of: tables, width: width)
    }
    if rights.isEmpty, !hasConditions { text += "\nNo rights and no conditions.\n" }
    return text
  }

  private func described(_ right: JSONObject, _ tables: ReportTables, _ width: Int) -> String {
    let ends = tables.wording.ends(
      right, "ends_on", "ends_when", rule: right.text("ends_rule"))
    let parties = [right.text("grantor"), right.text("grantee")].map { $0.isEmpty ? "?" : $0 }
    let kind = right.text("kind").spaced.prefixed(", ")
    let isToBegin = right.text("status") == "pending"
    let title = "\(right.text("right"))\(kind): \(parties.joined(separator: " → "))"
    let lines = [
      ("status", Self.standing(right)),
      ("begins", isToBegin ? tables.wording.date(right.text("starts_on")) : ""),
      ("waits for", isToBegin ? tables.beginning(ofRight: right) : ""),
      ("exclusive", Self.exclusivity(right, tables.wording)), ("ends", ends),
      ("at the latest", tables.atLatest(right)), ("covers", Self.items(right, "scope")),
      ("products", Self.items(right, "product")), ("territory", Self.items(right, "territory")),
      ("seats", Self.seats(right)),
      ("leaves out", Self.items(right, "exclusions")), ("except", Self.items(right, "exceptions")),
      ("limits", Self.limits(right)), ("replaced by", right.text("replaced_by")),
    ]
    return folded(title, by: 2, width)
      + lines.filter { !$0.1.isEmpty }.map { name, value in
        let mark = "  \(name)" + String(repeating: " ", count: max(1, 15 - name.count))
        return folded(value, after: mark, by: mark.count, width)
      }.joined()
  }

  private static func standing(_ right: JSONObject) -> String {
    let granted = right.text("granted")
    let since = granted.isEmpty ? "no grant is recorded" : "granted \(granted)"
    return [
      right.text("status").spaced, right.text("told_as"), since,
      right.text("confirmed_on").prefixed("affirmed "),
    ].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  private static func exclusivity(_ right: JSONObject, _ wording: Wording) -> String {
    let ends = wording.ends(right, "exclusive_ends_on", "exclusive_ends_when", rule: nil)
    return switch right["exclusive"] {
    case .integer(1): "yes" + ends.prefixed(", ")
    case .integer(0): "no" + ends.prefixed(", it was ")
    default: ""
    }
  }

  private static func items(_ right: JSONObject, _ name: String) -> String {
    (right[name]?.arrayValue ?? []).compactMap(\.stringValue).joined(separator: "; ")
  }

  private static func seats(_ right: JSONObject) -> String {
    guard let seats = right["seats"]?.integerValue else { return "" }
    return "\(seats)" + (right["of_seats"]?.integerValue.map { " of \($0)" } ?? "")
  }

  private static func limits(_ right: JSONObject) -> String {
    (right["constraints"]?.arrayValue ?? []).compactMap { $0.objectValue?.text("text") }
      .joined(separator: "; ")
  }
}
