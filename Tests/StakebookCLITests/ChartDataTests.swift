import Foundation
import TestSupport
import Testing

/// What a chart is drawn from is what SQL answers, to the last digit.
struct ChartDataTests {
  /// Columns of a chart's CSV, and the query that answers the same.
  private static let pairs: [(chart: String, columns: String, query: String)] = [
    (
      "stakes-openai-group-as-converted", "event,low,percent,high",
      """
      SELECT event, percent_low_ppb, percent_ppb, percent_high_ppb FROM stake_history
      WHERE issuer = 'openai-group' AND basis = 'as_converted' AND excludes = ''
      """
    ),
    (
      "valuations-openai-group-USD", "event,low,value,high",
      """
      SELECT event, amount_low_minor, amount_minor, amount_high_minor FROM valuation_history
      WHERE issuer = 'openai-group' AND subject = 'company'
      UNION ALL
      SELECT event, amount_low_minor, amount_minor, amount_high_minor FROM implied_valuations
      """
    ),
    (
      "capital-USD", "committed_low,committed,committed_high,funded,outstanding",
      """
      SELECT committed_low_minor, committed_minor, committed_high_minor, funded_minor,
        outstanding_minor
      FROM capital
      WHERE currency = 'USD'
      """
    ),
    (
      "purchases-USD", "committed,drawn,outstanding",
      "SELECT committed_minor, drawn_minor, outstanding_minor FROM purchases WHERE currency = 'USD'"
    ),
    ("rights", "slug,at_the_latest,event", "SELECT right, ends_at_latest, event FROM rights"),
    ("exposures", "percent,amount", "SELECT percent_ppb, amount_minor FROM exposures"),
  ]

  @Test func `the data of each chart equal the views`() throws {
    try withTemporaryFolder { folder in
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: "Fixtures"), withDestinationURL: Package.fixtures)
      let shell = Shell(in: folder)
      let made = try shell.run(
        """
        stakebook init && stakebook import --restore Fixtures/microsoft-openai.jsonl \\
          Fixtures/ai-deals.jsonl && stakebook report --assets assets -o page.md
        """)
      #expect(made.code == 0)
      for pair in Self.pairs {
        let wanted = pair.columns.split(separator: ",").map(String.init)
        let drawn = try Self.rows(
          String(
            contentsOf: folder.appending(path: "assets/\(pair.chart).csv"), encoding: .utf8))
        let told = drawn.map { row in wanted.map { Self.exact(row[$0] ?? "", $0) } }
        let answer = try shell.run("stakebook sql --format csv \"\(pair.query)\"").output
        let lines = answer.split(separator: "\n").dropFirst()
          .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        #expect(!lines.isEmpty)
        #expect(Self.sorted(told) == Self.sorted(Array(lines)), "\(pair.chart)")
      }
      let events = try Self.rows(
        String(contentsOf: folder.appending(path: "assets/timeline.csv"), encoding: .utf8))
      let count = events.compactMap { Int($0["events"] ?? "") }.reduce(0, +)
      let answer = try shell.run(
        "stakebook sql --format csv \"SELECT count(*) FROM timeline WHERE stream <> 'entities'\"")
      #expect(answer.output == "count(*)\n\(count)\n")
      for name in try FileManager.default.contentsOfDirectory(
        atPath: folder.appending(path: "assets").path) where name.hasSuffix(".vl.json")
      {
        let text = try Data(contentsOf: folder.appending(path: "assets/\(name)"))
        let json = try JSONSerialization.jsonObject(with: text) as? [String: Any]
        let data = json?["data"] as? [String: Any]
        #expect(data?["url"] as? String == name.dropLast(8) + ".csv")
        let csv = try String(
          contentsOf: folder.appending(path: "assets/\(name.dropLast(8)).csv"), encoding: .utf8)
        let columns = Self.fields(csv.prefix { $0 != "\n" })
        let fields = Self.values(of: "field", in: json ?? [:])
        #expect(fields.isSubset(of: Self.values(of: "as", in: json ?? [:]).union(columns)))
        #expect(fields.count > 1)
      }
    }
  }

  /// The texts under a name, however deep.
  private static func values(of name: String, in json: Any) -> Set<String> {
    if let list = json as? [Any] {
      return list.reduce(into: []) { $0.formUnion(values(of: name, in: $1)) }
    }
    guard let object = json as? [String: Any] else { return [] }
    return object.reduce(into: []) { found, member in
      if member.key == name {
        found.formUnion((member.value as? [String]) ?? [member.value as? String ?? ""])
      } else {
        found.formUnion(values(of: name, in: member.value))
      }
    }
  }

  private static func sorted(_ rows: [[String]]) -> [[String]] {
    rows.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// A decimal as the whole number that a view has: parts per billion, or cents.
  private static func exact(_ text: String, _ column: String) -> String {
    guard !text.isEmpty, !["event", "slug", "at_the_latest"].contains(column) else { return text }
    let parts = text.split(separator: ".")
    let isShare = column == "percent" || (column == "low" || column == "high") && isPercent(text)
    let places = isShare ? 7 : 2
    let fraction = parts.count > 1 ? String(parts[1]) : ""
    let padded = fraction + String(repeating: "0", count: max(0, places - fraction.count))
    return String(Int64("\(parts[0])\(padded)") ?? -1)
  }

  /// The ends of shares and of amounts have the same name in two charts; no amount is so small.
  private static func isPercent(_ text: String) -> Bool { (Double(text) ?? 0) <= 100 }

  private static func rows(_ csv: String) throws -> [[String: String]] {
    let lines = csv.split(separator: "\n").map(fields)
    let header = lines.first ?? []
    return lines.dropFirst().map { Dictionary(zip(header, $0)) { first, _ in first } }
  }

  /// The fields of a line, some of which are in quotes.
  private static func fields(_ line: Substring) -> [String] {
    var fields = [""]
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: fields.append("")
      default: fields[fields.count - 1].append(character)
      }
    }
    return fields
  }
}
