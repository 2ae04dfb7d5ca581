import Events
import Projections

/// The figures of a row as readers see them: an amount with its interval in one.
enum Figures {
  typealias Figure = (name: String, text: String)

  static func of(_ row: JSONObject, _ view: View) -> [Figure] {
    view.exactColumns.compactMap { column -> Figure? in
      guard let name = column.figure,
        // Of an amount without a point there may be its ends.
        let value = row[column.name] ?? row["\(name)_low_minor"]
      else { return nil }
      // What was stated says the same in its own words.
      if let stated = column.stated, row[stated] != nil { return nil }
      let text =
        switch (column.kind, value) {
        case (.minor(let currency), _):
          Amounts.money(
            name, of: row, currency: currency,
            digits: view.name == "implied_valuations" ? Amounts.quotientDigits : nil)
        case (.milli(let unit), .integer(let milli)):
          milli == 0 ? "" : Amounts.quantity(milli, unit: row[unit]?.stringValue ?? "")
        case (.amounts, .object(let amounts)):
          amounts.compactMap { currency, minor in
            minor.integerValue.flatMap { FigureText.money($0, currency) }
          }.joined(separator: ", ")
        default: spelt(value)
        }
      return text.isEmpty || text == "[]" ? nil : (name, text)
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
