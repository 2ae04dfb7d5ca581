import Events
import Projections

/// Why a row of a view says what it says: the events and their sources, the arithmetic, the claims
/// that lost and why, and the findings that concern it.
public struct Explanation: Sendable {
  /// The view, and what the row is called in it.
  public let name: String
  /// Its figures as readers see them.
  let figures: [Figures.Figure]
  /// How its sums and quotients come about.
  private let lines: [Saying]
  /// The same, a line each, and what it is merged from.
  public var arithmetic: [String] { lines.map(\.plain) + claims.compactMap(\.term) }
  /// A claim about the fact, and whether it counts.
  public struct Claim: Sendable {
    /// seq of its event.
    public let event: Seq
    /// The fact it is about.
    public let key: String
    /// Its value as stated.
    public let value: String
    /// Why it does not count; nil when it does.
    public let whyNot: String?

    /// The field of a thing that is merged from several events.
    var field: String? { key.split(separator: "#").dropFirst().first.map(String.init) }

    /// Whether it is a field that counts.
    var isPart: Bool { field != nil && whyNot == nil && !value.isEmpty }

    /// A field that counts, and who says it.
    var term: String? { isPart ? field.map { "\($0) = \(value) [\(event)]" } : nil }
  }
  /// The claims about the facts that make up the row, those that count first.
  public let claims: [Claim]
  /// The findings that name one of its events.
  public let findings: [JSONObject]
  private let row: JSONObject
  private let events: [Seq: JSONObject]

  /// Explains rows of a view, from a reading of what bears on their events.
  static func explain(
    _ rows: [JSONObject], of view: View, _ reading: Reading
  ) throws -> [Explanation] {
    let context = try Context(reading, rows, of: view)
    return try rows.map { try Explanation($0, of: view, context, reading) }
  }

  /// What is read once for all rows.
  private struct Context {
    let clock: (asOf: Day, knownAt: Seq, publicBy: Day?)
    let claims: [JSONObject]
    let findings: [JSONObject]
    let arithmetic: Arithmetic

    init(_ reading: Reading, _ rows: [JSONObject], of view: View) throws {
      clock = try reading.clock()
      let events = Set(rows.flatMap(Snapshot.events))
      let keys = try reading.rows(named: "claims", of: events, columns: ["key"])
      claims = try reading.rows(named: "claims", keys: Set(keys.map { $0.text("key") }))
      findings = try reading.rows(named: "discrepancies")
      arithmetic = try Arithmetic(reading, of: view.name, claims: claims)
    }
  }

  private init(
    _ row: JSONObject, of view: View, _ context: Context, _ reading: Reading
  ) throws {
    self.row = row
    name = view.name(of: row)
    figures = Figures.of(row, view)
    let seqs = Set(Snapshot.events(of: row))
    let families = Set((view.uses.claims ?? []).map(\.rawValue))
    // One event may make claims about several facts: those that name none of the row's own parts
    // are another row's.
    let holder = view.name == "stakes" ? row["holder"]?.stringValue : nil
    let own = context.claims.filter { claim in
      let parts = claim.text("key").split { $0 == ":" || $0 == "/" }.map(String.init)
      return families.contains(claim.text("family")) && (holder.map(parts.contains) ?? true)
    }
    let keys = Set(
      own.filter { claim in claim["event"]?.integerValue.map(seqs.contains) ?? false }
        .map { $0.text("key") })
    let about = own.filter { keys.contains($0.text("key")) }
    claims =
      about.filter { $0["counts"] == .integer(1) }.map(Claim.init)
      + about.filter { $0["counts"] != .integer(1) }.map(Claim.init)
    lines = context.arithmetic.lines(for: row)
    findings = context.findings.filter { finding in
      !seqs.isDisjoint(with: Snapshot.events(of: finding))
    }
    events = try reading.described(seqs.union(claims.map(\.event)))
  }

  // MARK: - Showing

  /// How its sums and quotients come about in the words of a page, a line of HTML each; what says so leads to
  /// its event.
  package func arithmetic(in words: PageWords, _ links: PageLinks) -> [String] {
    lines.map { Self.html($0, words, links) }.filter { !$0.isEmpty }
  }

  /// The fields from which it is merged, each with its value and the event that says so.
  package var parts: [(field: String, value: String, event: Seq)] {
    claims.filter(\.isPart).map { ($0.field ?? "", $0.value, $0.event) }
  }

  /// What rows come to together, as ``arithmetic(in:_:)`` tells it; none where nothing of theirs is added.
  package static func sums(
    of explained: [Explanation], in words: PageWords, _ links: PageLinks
  ) -> [String] {
    guard let view = explained.first?.view, explained.count > 1,
      explained.allSatisfy({ $0.view == view })
    else { return [] }
    return Addition(explained.map(\.row), of: view).lines.map { html($0, words, links) }
  }

  private var view: String { String(name.prefix { $0 != "/" }) }

  private static func html(_ line: Saying, _ words: PageWords, _ links: PageLinks) -> String {
    line.phrase(words).html(in: words.language) { links.linked($0, to: $1) }
  }

  /// The explanation as text for a terminal.
  public func text(width: Int = 80) -> String {
    var text = "\(legible(name))\n"
    for figure in figures {
      text += folded("  \(figure.name.spaced): \(figure.text)", by: 4, width)
    }
    if !arithmetic.isEmpty {
      text += "\nHow it comes about\n"
      for line in arithmetic { text += folded("  \(line)", by: 4, width) }
    }
    let counting = Set(claims.filter { $0.whyNot == nil }.map(\.event)).union(
      Snapshot.events(of: row))
    text += "\nWho says so\n"
    for seq in counting.sorted() { text += told(seq, width) }
    let losing = losers(besides: counting)
    if !losing.isEmpty {
      text += "\nWhat else was said, and why it does not count\n"
      for (seq, why) in losing { text += told(seq, because: why, width) }
    }
    if !findings.isEmpty {
      text += "\nWhat disagrees\n"
      for finding in findings {
        text += folded("  \(finding.text("severity")): \(finding.text("sentence"))", by: 4, width)
      }
    }
    return text
  }

  /// Events none of whose claims count, each with the reasons.
  private func losers(besides counting: Set<Seq>) -> [(Seq, String)] {
    var reasons: [Seq: [String]] = [:]
    for claim in claims {
      guard let why = claim.whyNot, !counting.contains(claim.event) else { continue }
      if !reasons[claim.event, default: []].contains(why) {
        reasons[claim.event, default: []].append(why)
      }
    }
    return reasons.sorted { $0.key < $1.key }.map { ($0.key, $0.value.joined(separator: ", ")) }
  }

  private func told(_ seq: Seq, because why: String? = nil, _ width: Int) -> String {
    guard let event = events[seq] else { return "" }
    var headline = event.text("headline")
    let values = claims.filter { $0.event == seq && $0.field == nil }.map(\.value)
    if let value = values.first, values.count == 1, !value.isEmpty, !headline.contains(value),
      !(value.contains("?") && headline.contains("undisclosed"))
    {
      headline += ": \(value)"
    }
    let reason = why.map { " – \($0)" } ?? ""
    var text = folded(
      "  [\(seq)] \(event.text("effective")), \(event.text("status")): \(headline)\(reason)",
      by: 6, width)
    let sources = (event["sources"]?.arrayValue ?? []).compactMap(\.objectValue)
    if sources.isEmpty { text += "      no source\n" }
    for source in sources {
      let kind = source["via"] == nil ? source.text("kind") : "\(source.text("kind")) via press"
      let more = [source.text("publisher"), kind, source.text("published"), source.text("locator")]
        .filter { !$0.isEmpty }.joined(separator: ", ")
      text += folded(
        "      \(source.text("title"))\(more.isEmpty ? "" : " (\(more))")", by: 8, width)
      if !source.text("url").isEmpty { text += "        \(legible(source.text("url")))\n" }
      if !source.text("sha256").isEmpty {
        text += folded(
          "        \(source.text("file")) (SHA-256 \(source.text("sha256")))", by: 10, width)
      }
    }
    text += "      recorded \(event.text("recorded_at").prefix(10))\n"
    return text
  }

  /// The explanation as JSON: row, figures, arithmetic, claims, events, findings.
  public var json: JSON {
    [
      "row": .string(name), "values": .object(row),
      "arithmetic": .array(arithmetic.map(JSON.string)),
      "claims": .array(
        claims.map { claim in
          var object: JSONObject = [
            "event": .integer(claim.event), "key": .string(claim.key),
            "value": .string(claim.value), "counts": .bool(claim.whyNot == nil),
          ]
          object["why_not"] = claim.whyNot.map(JSON.string)
          return .object(object)
        }),
      "events": .object(
        JSONObject(events.sorted { $0.key < $1.key }.map { (String($0.key), .object($0.value)) })),
      "findings": .array(findings.map(JSON.object)),
    ]
  }
}

extension Explanation.Claim {
  fileprivate init(_ row: JSONObject) {
    event = row["event"]?.integerValue ?? 0
    key = row.text("key")
    value = row["value"].map(Figures.spelt) ?? ""
    whyNot = row["counts"] == .integer(1) ? nil : row.text("why_not")
  }
}
