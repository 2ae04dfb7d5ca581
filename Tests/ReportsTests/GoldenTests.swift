import Foundation
import Stakebook
import TestSupport
import Testing

/// Reports of the sample facts as somebody looked at them and found them good.
///
/// `STAKEBOOK_WRITE_GOLDEN=1 swift test --filter GoldenTests` writes them anew; then read the diff.
struct GoldenTests {
  private static let folder = Package.fixtures.appending(path: "golden")
  private static let isWriting =
    ProcessInfo.processInfo.environment["STAKEBOOK_WRITE_GOLDEN"] == "1"

  static func compare(_ text: String, _ name: String) throws {
    let file = folder.appending(path: name)
    if isWriting {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    expectSame(text, golden, "\(name) is another; look at it, then write it anew")
  }

  @Test(arguments: Language.allCases)
  func `Markdown and text of Microsoft and OpenAI are as they were`(_ language: Language) throws {
    let snapshot = try FixtureSnapshots.microsoftOpenAI()
    let name = "microsoft-openai.\(language.rawValue)"
    try Self.compare(
      written { try MarkdownReport.write(snapshot, in: language, to: $0) }, "\(name).md")
    let text = try written { try TextReport.write(snapshot, in: language, to: $0) }
    try Self.compare(text, "\(name).txt")
    let widest = text.split(separator: "\n").map { displayWidth(String($0)) }.max() ?? 0
    #expect(widest <= 80)
  }

  @Test(arguments: [
    ("volkswagen-rivian", "2026-06-30"), ("astrazeneca-daiichi-sankyo", "2026-06-30"),
    ("disney-comcast-hulu", "2024-09-01"), ("disney-comcast-hulu", "2026-06-30"),
    ("stellantis-leapmotor", "2026-06-30"),
  ])
  func `the four deals are told as they were`(deal: String, day: String) throws {
    let snapshot = try FixtureSnapshots.deal(deal, asOf: day)
    try Self.compare(
      written { try TextReport.write(snapshot, in: .english, to: $0) }, "\(deal)-\(day).txt")
  }

  @Test func `the rows of all sample facts are as they were`() throws {
    let snapshot = try FixtureSnapshots.everything()
    let lines = Projections.publicViews.flatMap { view in
      snapshot.rows(view.name).map { JSON.object($0).canonical + "\n" }
    }
    #expect(lines.count > 300)
    try Self.compare(lines.joined(), "rows.jsonl")
  }

  @Test func `the charts of all sample facts are as they were`() throws {
    var count = 0
    try Charts(FixtureSnapshots.everything()).forEach { chart in
      count += 1
      try Self.compare(chart.file, "\(chart.name).svg")
    }
    #expect(count == 11)
  }

  @Test func `the same snapshot gives the same page, to the byte`() throws {
    let snapshot = try FixtureSnapshots.everything()
    let again = try Snapshot(reading: Array(snapshot.text.utf8))
    let pages = try [snapshot, again].map { one in
      try written { try HTMLReport.write(one, to: $0) }
    }
    #expect(pages[0] == pages[1])
  }
}
