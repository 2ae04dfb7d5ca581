import ArgumentParser
import Foundation
import Stakebook

/// What may stand next on a command line, told to the shell: event types and fields from the
/// catalogue, names from the ledger that the line itself names.
///
/// Where there is no ledger, or it cannot be read, nothing is offered: a shell has no place for an
/// error.
struct Completion {
  private let words: [String]
  private let index: Int
  private let prefix: String

  private static func kind(_ offer: @escaping @Sendable (Completion) -> [String]) -> CompletionKind
  {
    .custom { words, index, prefix in
      offer(Completion(words: words, index: index, prefix: prefix))
    }
  }

  /// An event type.
  static var type: CompletionKind { .list(Catalogue.types.map { $0.type.text }) }
  /// A partnership's slug.
  static var partnership: CompletionKind { kind { $0.names("partnerships", "partnership") } }
  /// A public view.
  static var view: CompletionKind { .list(Projections.publicViews.map(\.name)) }
  /// A field of the event type on the line, or what may stand in it.
  static var field: CompletionKind { kind { $0.fields } }
  /// A field of the event that the line names, or what may stand in it.
  static var corrected: CompletionKind { kind { $0.fieldsOfEvent(behind: "correct") } }
  /// A view, and then a row of it: `stakes`, `microsoft`.
  static var figure: CompletionKind { kind { $0.figures } }
  /// An event's status.
  static var status: CompletionKind { .list(Status.allCases.map(\.rawValue)) }

  // MARK: - Fields

  private var fields: [String] {
    let shape = words.prefix(index).lazy.compactMap { try? Catalogue.shape(of: $0).shape }.first
    return shape.map { fields(of: $0) } ?? fieldsOfEvent(behind: "--like")
  }

  private func fieldsOfEvent(behind word: String) -> [String] {
    guard let place = words.firstIndex(of: word), place + 1 < index else { return [] }
    let type = read { try $0.event(words[place + 1]).type }
    return type.flatMap { try? Catalogue.shape(of: $0).shape }.map { fields(of: $0) } ?? []
  }

  /// `holder=`, or behind it `microsoft`. bash breaks words at `=` and `:` and wants what stands
  /// behind the break; the other shells want the whole word.
  private func fields(of shape: Shape) -> [String] {
    var name = prefix
    var isWhole = true
    if let sign = prefix.firstIndex(of: "=") {
      name = String(prefix[..<sign])
    } else if let sign = words.prefix(index + 1).suffix(2).lastIndex(of: "="), sign > 0 {
      name = words[sign - 1]
      isWhole = false
    } else {
      return Self.paths(of: shape.fields).map { $0 + "=" }
    }
    guard let type = Self.type(of: name[...], in: shape.fields) else { return [] }
    return type.words(slugs: slugs).map { isWhole ? "\(name)=\($0)" : $0 }
  }

  static func paths(of fields: [Field], under parent: String = "") -> [String] {
    fields.flatMap { field -> [String] in
      guard case .object(let parts) = field.type else { return [parent + field.name] }
      return paths(of: parts, under: parent + field.name + ".")
    }
  }

  private static func type(of path: Substring, in fields: [Field]) -> FieldType? {
    let parts = path.split(separator: ".", maxSplits: 1)
    guard let first = parts.first, let field = fields.first(where: { $0.name == first }) else {
      return nil
    }
    guard parts.count == 2 else { return field.type }
    guard case .object(let inner) = field.type else { return nil }
    return type(of: parts[1], in: inner)
  }

  // MARK: - The ledger

  private var figures: [String] {
    guard let place = words.firstIndex(of: "why") else { return [] }
    let said = words[(place + 1)..<max(place + 1, index)].filter { !$0.hasPrefix("-") }
    guard let view = said.first.flatMap(Projections.view(named:)) else {
      return Projections.publicViews.map(\.name)
    }
    return view.key.flatMap { names(view.name, $0) }
  }

  private func names(_ view: String, _ column: String) -> [String] {
    let rows = read { try $0.read { try $0.rows(named: view) } } ?? []
    return Set(rows.compactMap { $0[column]?.stringValue }).sorted()
  }

  private func slugs(of noun: Noun) -> [String] {
    read { try $0.read { try $0.slugs(of: noun) } } ?? []
  }

  private func read<Result>(_ body: (Ledger) throws -> Result) -> Result? {
    guard let ledger = try? Ledger.open(at: LedgerOption.path(ledgerOnTheLine)) else {
      return nil
    }
    defer { try? ledger.close() }
    return try? body(ledger)
  }

  private var ledgerOnTheLine: String? {
    for (place, word) in words.enumerated() {
      if word == "-l" || word == "--ledger", words.indices.contains(place + 1) {
        // bash breaks `--ledger=FILE`, too.
        let next = words[place + 1]
        return next == "=" && words.indices.contains(place + 2) ? words[place + 2] : next
      }
      if word.hasPrefix("--ledger=") { return String(word.dropFirst("--ledger=".count)) }
    }
    return nil
  }
}

extension FieldType {
  /// The words that may stand in it, where they can be listed.
  func words(slugs: (Noun) -> [String]) -> [String] {
    switch self {
    case .slug(let noun): slugs(noun)
    case .conditionState: slugs(.condition)
    case .choice(let words): words
    case .flag: ["true", "false"]
    case .list(let element): element.words(slugs: slugs)
    default: []
    }
  }
}
