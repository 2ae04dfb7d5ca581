import Events
import Foundation
import GRDB

extension Projection {
  /// By what entities may be mistaken for each other: how their names look, and their identifiers.
  static let likenesses = Projection(
    name: "likenesses", version: 3,
    tables: [
      Table(
        name: "x_likeness",
        definition: """
          (
            entity TEXT NOT NULL,
            event INTEGER NOT NULL,
            form TEXT NOT NULL,
            PRIMARY KEY (entity, event, form)
          ) STRICT, WITHOUT ROWID
          """, indexes: [.init(name: "likeness_form", definition: "(form)")])
    ],
    compute: Computation(
      types: [EntityRegistered.type.text, EntityRenamed.type.text], run: Likeness.add))
}

/// The form of a name or identifier, which is that of all that are written or look like it.
enum Likeness {
  /// Stores the forms of what these events call entities.
  static func add(_ range: ClosedRange<Seq>, _ database: Database) throws {
    let rows = try Row.fetchCursor(
      database.cachedStatement(
        sql: """
          SELECT seq, data ->> 'entity' AS entity, data ->> 'name' AS name, data ->> 'lei' AS lei,
            data -> 'ids' AS ids
          FROM event
          WHERE seq BETWEEN ? AND ?
          AND type IN ('\(EntityRegistered.type)', '\(EntityRenamed.type)')
          AND data IS NOT NULL
          """), arguments: [range.lowerBound, range.upperBound])
    while let row = try rows.next() {
      guard let entity = row["entity"] as String? else { continue }
      let forms = [
        (row["name"] as String?).map { "name:\(form($0))" },
        (row["lei"] as String?).map { "id:lei:\($0.uppercased())" },
      ]
      let ids = try (row["ids"] as String?).map { try JSON.read($0).arrayValue ?? [] } ?? []
      let numbers = ids.compactMap { $0.objectValue?["text"]?.stringValue }.map { "id:\($0)" }
      for form in forms.compactMap({ $0 }) + numbers where form != "name:" {
        try database.cachedStatement(
          sql: "INSERT OR IGNORE INTO x_likeness (entity, event, form) VALUES (?, ?, ?)"
        ).execute(arguments: [entity, row["seq"] as Seq, form])
      }
    }
  }

  /// Letters and digits alone, small, without marks, and one of those that look alike.
  static func form(_ name: String) -> String {
    // Most names are ASCII, of which the same comes out without a look at what Unicode says.
    guard name.utf8.contains(where: { $0 >= 0x80 }) else {
      return String(decoding: name.utf8.compactMap(ascii), as: UTF8.self)
    }
    return formOfAny(name)
  }

  private static func ascii(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0"): UInt8(ascii: "o")
    case UInt8(ascii: "1"), UInt8(ascii: "i"), UInt8(ascii: "I"): UInt8(ascii: "l")
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "2")...UInt8(ascii: "9"): byte
    default: nil
    }
  }

  /// The same for whatever is written.
  static func formOfAny(_ name: String) -> String {
    let plain = name.decomposedStringWithCompatibilityMapping.unicodeScalars.map {
      capitals[$0] ?? $0
    }
    let small = String(String.UnicodeScalarView(plain)).lowercased().unicodeScalars.filter {
      $0.properties.isAlphabetic || $0.properties.numericType != nil
    }
    return String(String.UnicodeScalarView(small.map { letters[$0] ?? $0 }))
  }

  /// Greek capitals that look like Latin ones, and not like their small letters (Unicode TS #39).
  private static let capitals = pairs("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "abezhikmnoptyx")

  /// Small letters that look like Latin ones; a small l, a capital i and a one look alike.
  private static let letters =
    pairs("авекмнорстухѕјԁһԛԝ", "abekmhopctyxsjdhqw")
    .merging(pairs("αεκνορτυχγ", "aekvoptuxy")) { $1 }
    .merging(pairs("01ıiіι", "olllll")) { $1 }

  private static func pairs(_ ones: String, _ others: String) -> [Unicode.Scalar: Unicode.Scalar] {
    Dictionary(uniqueKeysWithValues: zip(ones.unicodeScalars, others.unicodeScalars))
  }

  /// By slug of those that were just registered, an entity that looks like it.
  static func near(_ entities: [String], _ database: Database) throws -> [String: String] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT other.entity
        FROM x_likeness AS mine
        JOIN x_likeness AS other ON other.form = mine.form AND other.entity <> mine.entity
        WHERE mine.entity = ?
        ORDER BY other.entity
        LIMIT 1
        """)
    return try entities.reduce(into: [:]) { near, entity in
      near[entity] = try String.fetchOne(statement, arguments: [entity])
    }
  }
}
