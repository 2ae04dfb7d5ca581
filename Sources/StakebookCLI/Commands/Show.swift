import ArgumentParser
import Stakebook

struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows one event whole.")

  enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

  @Argument(help: "The event's id or seq.")
  var event: String

  @Option(help: "text or json (the line that export writes).")
  var format = Format.text

  @OptionGroup var ledger: LedgerOption

  func run() throws {
    try ledger.use { ledger in
      let event = try ledger.event(event)
      let line = try event.line
      guard format == .text else { return print(line.canonical) }
      for (name, value) in line.objectValue ?? [:] { Self.show(name, value, indent: "") }
      if event.data == nil { print("erased") }
      if let by = try ledger.withdrawal(of: event.seq) { print("withdrawn by seq \(by)") }
    }
  }

  private static func show(_ name: String, _ value: JSON, indent: String) {
    switch value {
    case .object(let object):
      if let text = object["text"]?.stringValue, object["certainty"] != nil || object.count < 5 {
        return print("\(indent)\(name): \(legible(text))")
      }
      print("\(indent)\(name):")
      for (name, value) in object { show(name, value, indent: indent + "  ") }
    case .array(let items):
      if items.allSatisfy({ $0.stringValue != nil }) {
        let texts = items.compactMap(\.stringValue)
        return print("\(indent)\(name): \(legible(texts.joined(separator: "; ")))")
      }
      for item in items { show(name, item, indent: indent) }
    case .string(let text): print("\(indent)\(name): \(legible(text))")
    default: print("\(indent)\(name): \(value.canonical)")
    }
  }
}
