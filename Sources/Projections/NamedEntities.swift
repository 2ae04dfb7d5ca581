import Events
import GRDB

// What a name in somebody's table may mean: the entities that are or were called so, with or without
// the letters of a legal form, or that have the number it stands beside.

/// An entity that a name or a number may mean.
public struct NamedEntity: Sendable, Equatable {
  /// Its slug.
  public let entity: String
  /// What it is or was called.
  public let name: String

  /// An entity under one of its names.
  public init(entity: String, name: String) { (self.entity, self.name) = (entity, name) }
}

extension Reading {
  /// The entities that were ever called so, however it is written, and whatever legal form stands
  /// behind the name.
  public func entities(called name: String) throws -> [NamedEntity] {
    let bare = Likeness.form(LegalForm.stripped(from: name))
    guard !bare.isEmpty else { return [] }
    let forms = try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT DISTINCT likeness.entity, likeness.form, event.data ->> 'name' AS name
          FROM x_likeness AS likeness
          JOIN event ON event.seq = likeness.event
          WHERE likeness.form >= ? AND likeness.form < ?
          ORDER BY likeness.entity, likeness.event DESC
          LIMIT 1000
          """), arguments: ["name:\(bare)", "name:\(bare)\u{10FFFF}"])
    var seen: Set<String> = []
    return forms.compactMap { row in
      let rest = (row["form"] as String).dropFirst("name:".count + bare.count)
      guard rest.isEmpty || LegalForm.forms.contains(String(rest)),
        seen.insert(row["entity"]).inserted
      else { return nil }
      return NamedEntity(entity: row["entity"], name: row["name"] ?? "")
    }
  }

  /// The entities with that number in a register: `lei:…`, `cik:789019`.
  public func entities(numbered identifier: String) throws -> [NamedEntity] {
    try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT DISTINCT likeness.entity, event.data ->> 'name' AS name
          FROM x_likeness AS likeness
          JOIN event ON event.seq = likeness.event
          WHERE likeness.form = ?
          ORDER BY likeness.entity
          """), arguments: ["id:\(identifier)"]
    ).map { NamedEntity(entity: $0["entity"], name: $0["name"] ?? "") }
  }

  /// What entities were registered as, at most the first ten thousand.
  public func entityNames() throws -> [NamedEntity] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT data ->> 'entity' AS entity, data ->> 'name' AS name
        FROM event
        WHERE type = '\(EntityRegistered.type)'
        AND data IS NOT NULL
        ORDER BY seq
        LIMIT 10000
        """
    ).map { NamedEntity(entity: $0["entity"] ?? "", name: $0["name"] ?? "") }
  }

  /// What all slugs stand for; nil where there are more than so many.
  public func nouns(most: Int) throws -> [String: Noun]? {
    let rows = try Row.fetchAll(
      database, sql: "SELECT slug, noun FROM x_name AS name LIMIT ?", arguments: [most + 1])
    guard rows.count <= most else { return nil }
    return Dictionary(
      rows.compactMap { row in Noun(rawValue: row["noun"]).map { (row["slug"], $0) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// The first seqs of what belongs together among the events with ids from one to another; those that
  /// are withdrawn are left out. Reads those events alone.
  public func correlations(
    from first: EventID, through last: EventID
  ) throws -> [(seq: Seq, id: String)] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT min(seq) AS seq, correlation_id
        FROM event
        WHERE id BETWEEN ? AND ?
        AND correlation_id IS NOT NULL
        AND seq NOT IN (SELECT event FROM x_withdrawal)
        GROUP BY correlation_id
        ORDER BY 1
        """, arguments: [first.text, last.text]
    ).map { ($0["seq"], $0["correlation_id"]) }
  }
}

extension Reading {
  /// The event that says now what this one said: itself, or what replaced it in the end; nil where it
  /// was retracted.
  public func current(of seq: Seq) throws -> Seq? {
    var current = seq
    while let withdrawal = try withdrawal(of: current) {
      let replacement = try Seq.fetchOne(
        database.cachedStatement(
          sql: """
            SELECT replacement.seq
            FROM event AS correction
            JOIN event AS replacement ON replacement.id = correction.data ->> 'replacement'
            WHERE correction.seq = ?
            """), arguments: [withdrawal])
      guard let replacement else { return nil }
      current = replacement
    }
    return current
  }
}

/// The letters behind a company's name that tell its legal form.
public enum LegalForm {
  /// As they are looked for in the forms of names.
  fileprivate static let forms: Set<String> = Set(words.map(Likeness.form))

  /// A name without what tells its legal form.
  public static func stripped(from name: String) -> String {
    var words = name.split { $0.isWhitespace || $0 == "," }
    while words.count > 1 {
      // Forms of several words, the longest first.
      let length = (1...4).reversed().first { length in
        length < words.count
          && forms.contains(Likeness.form(words.suffix(length).joined(separator: " ")))
      }
      guard let length else { break }
      words.removeLast(length)
    }
    return words.joined(separator: " ")
  }

  /// Common ones of Europe, America and Asia (ISO 20275 has all).
  private static let words = [
    "Inc", "Incorporated", "Corp", "Corporation", "Co", "Company", "LLC", "LP", "LLP", "Ltd",
    "Limited", "PLC", "PBC", "AG", "SE", "GmbH", "GmbH & Co KG", "KG", "KGaA", "SA", "SAS", "SARL",
    "SpA", "Srl", "NV", "BV", "AB", "ASA", "A/S", "Oy", "Oyj", "KK", "Kabushiki Kaisha",
    "Co Ltd", "Pte Ltd", "Pty Ltd", "Pvt Ltd", "Company Limited",
  ]
}
