import Events

/// The figures of a row as readers see them: an amount with its interval in one.
enum Figures {
  typealias Figure = (name: String, text: String)

  /// Columns that say where a figure comes from, or repeat in other words what another column says.
  private static let silent: Set<String> = [
    "row", "event", "events", "draw_events", "value_event", "stream", "effective_earliest",
    "effective_latest", "sources", "source", "certainty", "currency", "value_currency", "claims",
    "beaten", "row_count", "details",
  ]
  private static let ends = [
    "_low_minor", "_high_minor", "_ppb", "_low_ppb", "_high_ppb", "_milli",
  ]

  static func of(_ row: JSONObject) -> [Figure] {
    let hasStated = row["stated"] != nil
    return row.names.compactMap { name -> Figure? in
      guard !silent.contains(name), !ends.contains(where: { name.hasSuffix($0) }) else {
        return nil
      }
      guard name.hasSuffix("_minor") else {
        let text = row[name].map(spelt) ?? ""
        return text.isEmpty || text == "[]" ? nil : (name, text)
      }
      let base = String(name.dropLast("_minor".count))
      // What was stated says the same in its own words.
      if hasStated && base == "amount" || row["\(base)_stated"] != nil { return nil }
      return (base, Amounts.money(base, of: row))
    }
  }

  static func names(_ before: [Figure], _ after: [Figure]) -> [String] {
    let names = after.map(\.name)
    return names + before.map(\.name).filter { !names.contains($0) }
  }

  static func value(_ name: String, in figures: [Figure]) -> String {
    figures.first { $0.name == name }?.text ?? ""
  }

  /// A value in words: lists with commas, an object by its text.
  static func spelt(_ value: JSON) -> String {
    switch value {
    case .string(let text) where text.hasPrefix("[") || text.hasPrefix("{"):
      (try? JSON.read(text)).map(spelt) ?? text
    case .string(let text): text
    case .array(let items): items.map(spelt).joined(separator: ", ")
    case .object(let object):
      object["text"]?.stringValue
        ?? object.map { "\($0.name) \(spelt($0.value))" }
        .joined(separator: " ")
    default: value.canonical
    }
  }
}
