import Events
import GRDB

extension Projection {
  /// Every slug, what it names, and the event that introduced it.
  ///
  /// An entity is introduced by its registration, everything else by the first event that names
  /// it. The check of references and the suggestions read it.
  static let names = Projection(
    name: "names", version: 2,
    tables: [
      Table(
        name: "x_name",
        definition: """
          (
            slug TEXT NOT NULL PRIMARY KEY,
            noun TEXT NOT NULL,
            event INTEGER NOT NULL
          ) STRICT, WITHOUT ROWID
          """, indexes: [.init(name: "name_noun", definition: "(noun)")])
    ],
    fill: Catalogue.types.flatMap(introductions))

  /// Which stream names which slug: what leads from a partnership to whatever bears on it.
  ///
  /// Events about entities themselves are left out: they lie in one stream for all, and are found
  /// by their key.
  static let mentions = Projection(
    name: "mentions", version: 2,
    tables: [
      Table(
        name: "x_mention",
        definition: """
          (
            slug TEXT NOT NULL,
            stream TEXT NOT NULL,
            PRIMARY KEY (slug, stream)
          ) STRICT, WITHOUT ROWID
          """, indexes: [.init(name: "mention_stream", definition: "(stream)")]),
      // Which events name a condition without being about it: what they say rests on it.
      Table(
        name: "x_need",
        definition: """
          (
            condition TEXT NOT NULL,
            event INTEGER NOT NULL,
            PRIMARY KEY (condition, event)
          ) STRICT, WITHOUT ROWID
          """),
    ],
    fill: Catalogue.types.compactMap(mentioning) + Catalogue.types.flatMap(needing))

  private static func mentioning(_ type: any Event.Type) -> Fill? {
    let places = type.shape.fields.flatMap {
      slugs(in: $0.type, at: "$.\($0.name)", of: "event.data", depth: 0)
    }
    guard !places.isEmpty, !type.type.text.hasPrefix("entity.") else { return nil }
    let direct = places.filter(\.lists.isEmpty).map(\.value).joined(separator: ", ")
    var walks = places.filter { !$0.lists.isEmpty }.map { ($0.value, $0.lists) }
    if !direct.isEmpty {
      walks.append(("slug.value", ["json_each(json_array(\(direct))) AS slug"]))
    }
    let rows = walks.map { slug, lists in
      """
      SELECT \(slug), event.stream
      FROM event, \(lists.joined(separator: ", "))
      WHERE event.type = '\(type.type)'
      AND event.seq BETWEEN :first AND :last
      AND \(slug) IS NOT NULL
      """
    }
    return Fill(
      types: [type.type.text],
      sql: """
        INSERT OR IGNORE INTO x_mention (slug, stream)
        \(rows.joined(separator: "\nUNION ALL\n"))
        """, isAtHand: true)
  }

  private static func needing(_ type: any Event.Type) -> [Fill] {
    guard !type.type.text.hasPrefix("condition.") else { return [] }
    return type.shape.fields
      .flatMap { slugs(in: $0.type, at: "$.\($0.name)", of: "event.data", depth: 0) }
      .filter { $0.noun == .condition }
      .map { slug in
        Fill(
          types: [type.type.text],
          sql: """
            INSERT OR IGNORE INTO x_need (condition, event)
            SELECT \(slug.value), event.seq
            FROM event\(slug.lists.map { ", \($0)" }.joined())
            WHERE event.type = '\(type.type)'
            AND event.seq BETWEEN :first AND :last
            AND \(slug.value) IS NOT NULL
            """, isAtHand: true)
      }
  }

  private static func introductions(_ type: any Event.Type) -> [Fill] {
    let fields =
      type == EntityRegistered.self
      ? type.shape.fields.filter { $0.name == "entity" } : type.shape.fields
    return fields.flatMap { slugs(in: $0.type, at: "$.\($0.name)", of: "event.data", depth: 0) }
      .filter { $0.noun.isIntroducedByUse || type == EntityRegistered.self }
      .map { slug in
        Fill(
          types: [type.type.text],
          sql: """
            INSERT INTO x_name (slug, noun, event)
            SELECT \(slug.value), '\(slug.noun.rawValue)', event.seq
            FROM event\(slug.lists.map { ", \($0)" }.joined())
            WHERE event.type = '\(type.type)'
            AND event.seq BETWEEN :first AND :last
            AND \(slug.value) IS NOT NULL
            ORDER BY event.seq
            ON CONFLICT (slug) DO UPDATE
            SET noun = excluded.noun, event = excluded.event
            WHERE excluded.event < x_name.event
            """, isAtHand: true)
      }
  }

  /// Where a slug stands: its noun, the expression for it, and the lists to walk to it.
  private struct Place {
    let noun: Noun
    let value: String
    var lists: [String]
  }

  private static func slugs(
    in type: FieldType, at path: String, of data: String, depth: Int
  ) -> [Place] {
    switch type {
    case .slug(let noun):
      // A list of slugs gives each as SQL text already.
      let value = path == "$" ? data : "\(data) ->> '\(path)'"
      return [Place(noun: noun, value: value, lists: [])]
    case .conditionState:
      return [Place(noun: .condition, value: "\(data) ->> '\(path).condition'", lists: [])]
    case .object(let fields):
      return fields.flatMap {
        slugs(in: $0.type, at: "\(path).\($0.name)", of: data, depth: depth)
      }
    case .list(let element):
      let item = "item\(depth)"
      return slugs(in: element, at: "$", of: "\(item).value", depth: depth + 1).map { place in
        var place = place
        place.lists.insert("json_each(\(data), '\(path)') AS \(item)", at: 0)
        return place
      }
    default:
      return []
    }
  }
}

/// The names that events give to things: the last that counts, as reports have it. What entities and partnerships
/// are called is told elsewhere.
extension Reading {
  /// The name that a thing was given; nil: none.
  public func givenName(of slug: String) throws -> String? {
    try String.fetchOne(database, sql: "SELECT \(Self.given(to: "?"))", arguments: [slug])
  }

  /// All of them by their slugs. What gives names leads: few events do.
  public func givenNames() throws -> [String: String] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT slug, given
        FROM (
          SELECT claim_key.part1 AS slug, event.data ->> '$.name' AS given,
            row_number() OVER (
              PARTITION BY claim_key.part1 ORDER BY \(Self.lastFirst)
            ) AS place
          FROM x_clock AS clock
          CROSS JOIN event
          CROSS JOIN x_claim AS claim ON claim.id BETWEEN event.seq << \(Projection.itemBits)
            AND (event.seq << \(Projection.itemBits)) + \((1 << Projection.itemBits) - 1)
          CROSS JOIN x_claim_key AS claim_key ON claim_key.key = claim.key
          WHERE instr(event.data, '"name":')
          AND \(Self.naming)
        )
        WHERE place = 1
        """)
    return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
  }

  /// Through the claims about the thing: it may be named by another event than the first that speaks of it.
  private static func given(to slug: String) -> String {
    """
    (
      SELECT event.data ->> '$.name'
      FROM x_claim_key AS claim_key
      CROSS JOIN x_claim AS claim ON claim.key = claim_key.key
      CROSS JOIN event ON event.seq = claim.id >> \(Projection.itemBits)
      CROSS JOIN x_clock AS clock
      WHERE claim_key.part1 = \(slug)
      AND \(naming)
      ORDER BY \(lastFirst)
      LIMIT 1
    )
    """
  }

  private static let lastFirst = "claim.effective_earliest DESC, claim.id DESC"

  /// Whether an event gives a name to what its claim is about, and counts.
  private static let naming: String = {
    let naming = Catalogue.types.filter { $0.shape.named != nil }
    let families = Set(naming.flatMap { type in type.shape.claims.map { $0.family.rawValue } })
    func list(_ words: [String]) -> String { words.map { "'\($0)'" }.joined(separator: ", ") }
    return """
      claim_key.family IN (\(list(families.sorted())))
          AND claim.firm > 0
          AND \(Projection.isKnown("claim"))
          AND event.type IN (\(list(naming.map { $0.type.text })))
          AND event.data ->> '$.name' IS NOT NULL
      """
  }()
}
