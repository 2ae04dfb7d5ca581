import Foundation
import Stakebook
import Testing

@testable import Reports

/// What charts promise those who read them, on paper and on a telephone.
struct ChartTests {
  @Test func `a text goes on in the next line, also a word that no line can hold`() {
    let word = String(repeating: "m", count: 60)
    let lines = TextMetrics.lines("of \(word) Ltd.", 120, size: 12, most: 20)
    #expect(lines.joined().filter { $0 != " " } == "of\(word)Ltd.")
    #expect(lines.allSatisfy { TextMetrics.width($0, size: 12) <= 120 })
    #expect(TextMetrics.lines("one two", 120, size: 12, most: 20) == ["one two"])
  }

  @Test func `each way of being bound has a line of its own`() {
    let kinds = StoredWords.all.filter { $0.hasPrefix("exposure.") }.map { $0.dropFirst(9) }
    #expect(Set(WebChart.kinds.map { $0[...] }) == Set(kinds))
    #expect(Set(WebChart.kinds.map(WebChart.style)).count == kinds.count)
  }

  @Test func `a chart is drawn for a page and for a telephone, and nothing in it is cut`() throws {
    for snapshot in [
      try FixtureSnapshots.everything(),
      try FixtureSnapshots.deal("astrazeneca-daiichi-sankyo", asOf: "2026-06-30"),
    ] {
      for language in Language.allCases {
        try Charts(snapshot, in: language).forEach { chart in
          let pictures = chart.svg(id: "c")
          #expect(pictures.matches(of: /<svg class="chart (wide|narrow)"/).count == 2)
          #expect(pictures.contains("viewBox=\"0 0 358 "), "\(chart.name)")
          #expect(!pictures.contains("…</text>"), "\(chart.name)")
          let ids = pictures.matches(of: /[ ]id="(.*?)"/).map { String($0.1) }
          #expect(Set(ids).count == ids.count, "\(chart.name)")
          // The pattern of a picture that is not shown is not drawn.
          for picture in pictures.components(separatedBy: "</svg>") {
            for used in picture.matches(of: /url\(#(.*?)\)/) {
              #expect(picture.contains("<pattern id=\"\(used.1)\""), "\(chart.name)")
            }
          }
        }
      }
    }
  }
}
