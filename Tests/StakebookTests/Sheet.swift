import Foundation
import Stakebook
import TestSupport

/// A table, a mapping and a ledger in a folder of their own.
struct Sheet {
  let folder: URL
  let ledger: Ledger

  /// Runs the body with an empty ledger.
  static func with<Result>(_ body: (Sheet) throws -> Result) throws -> Result {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "ledger.db").path
      try Ledger.create(at: path)
      let ledger = try Ledger.open(at: path, for: .writing)
      defer { try? ledger.close() }
      return try body(Sheet(folder: folder, ledger: ledger))
    }
  }

  /// The described spreadsheet, and others, in many forms.
  static func fixture(_ name: String) -> String {
    Package.fixtures.appending(path: "spreadsheets/\(name)").path
  }

  /// Writes a file into the folder.
  func file(_ name: String, _ text: String) throws -> String {
    let file = folder.appending(path: name)
    try Data(text.utf8).write(to: file)
    return file.path
  }

  /// Writes the mapping that the guide guesses.
  func guided(_ file: String) throws -> String {
    let text = try Guide(file, name: "deals", TableTerms()).text(for: ledger)
    return try self.file("deals.map.yaml", text)
  }

  /// Imports a table under a mapping.
  @discardableResult
  func take(_ table: String, _ mapping: String, updates: Bool = false) throws -> ImportReport {
    var asked = TableImport(table, try Mapping(file: mapping))
    asked.updates = updates
    return try ledger.importTable(asked)
  }

  /// What the ledger holds besides entities and partnerships: type, day, fields.
  func facts() throws -> [String] {
    var facts: [String] = []
    try ledger.forEachEvent { event in
      guard !["entity.registered", "partnership.formed"].contains(event.type) else { return }
      facts.append("\(event.stream) \(event.type) \(event.effective) \(event.data ?? "")")
    }
    return facts
  }

  /// A mapping of one kind of event, with these lines before.
  static func mapping(_ lines: String) -> String {
    """
    name: deals
    \(lines)
    key: [Id]
    partnership: {parties: [Who, Whom]}
    events:
      - type: capital.committed
        when: Amount
        effective: "{Date}"
        fields: {commitment: "{Id}", investor: "{Who}", issuer: "{Whom}", amount: "{Amount}"}
      - type: stake.reported
        when: Share
        effective: "{Date}"
        fields: {holder: "{Who}", issuer: "{Whom}", percent: "{Share}", basis: unstated}

    """
  }
}
