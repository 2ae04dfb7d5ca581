import ArgumentParser
import Stakebook

struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows one event whole.",
    discussion: """
      EXAMPLES
        stakebook show 12
        stakebook show 12 --format json
      """)

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
      guard format == .text else { return try say(line.canonical) }
      for (name, value) in line.objectValue ?? [:] { try Self.show(name, value, indent: "") }
      if event.data == nil { try say("erased") }
      if let by = try ledger.withdrawal(of: event.seq) { try say("withdrawn by seq \(by)") }
    }
  }

  private static func show(_ name: String, _ value: JSON, indent: String) throws {
    switch value {
    case .object(let object):
      if let text = object["text"]?.stringValue, object["certainty"] != nil || object.count < 5 {
        return try say("\(indent)\(name): \(legible(text))")
      }
      try say("\(indent)\(name):")
      for (name, value) in object { try show(name, value, indent: indent + "  ") }
    case .array(let items):
      if items.allSatisfy({ $0.stringValue != nil }) {
        let texts = items.compactMap(\.stringValue)
        return try say("\(indent)\(name): \(legible(texts.joined(separator: "; ")))")
      }
      for item in items { try show(name, item, indent: indent) }
    case .string(let text): try say("\(indent)\(name): \(legible(text))")
    default: try say("\(indent)\(name): \(value.canonical)")
    }
  }
}
