import Foundation
import Stakebook
import TestSupport
import Testing

@testable import Reports

/// Contradictions that say alike are told in one sentence and a list; nothing of them is lost.
struct AlikeFindingsTests {
  /// A finding as a snapshot has it.
  private static func finding(
    _ rule: String, _ event: Seq, _ severity: String = "warning", hasDetails: Bool = true
  ) -> JSONObject {
    var row: JSONObject = [
      "rule": .string(rule), "severity": .string(severity), "sentence": .string("Told \(event)."),
      "events": .array([.integer(event)]),
    ]
    if hasDetails {
      row["details"] = [
        "event": .integer(event), "type": "stake.reported", "effective": "2025",
      ]
    }
    return row
  }

  /// What is told of these, in one line each.
  private static func told(
    _ rows: [JSONObject], in language: Language = .english
  ) -> [String] {
    let wording = Wording(language)
    var alike = AlikeFindings(wording)
    var lines: [String] = []
    for row in rows.map(Optional.some) + [nil] {
      alike.next(row) { told in
        switch told {
        case .alone(let row): lines.append("alone: \(wording.sentence(of: row).text)")
        case .together(let shared, _): lines.append("together: \(shared.text)")
        case .one(let row): lines.append("one: \(wording.own(row).text)")
        case .end: lines.append("end")
        }
      }
    }
    return lines
  }

  @Test func `of several alike what they share is told once, and each adds its own`() {
    #expect(
      Self.told([Self.finding("unsourced", 7), Self.finding("unsourced", 8)]) == [
        "together: These events have no source:", "one: 7 (stake reported, 2025)",
        "one: 8 (stake reported, 2025)", "end",
      ])
    #expect(
      Self.told([Self.finding("unsourced", 7)]) == [
        "alone: Event 7 (stake reported, 2025) has no source."
      ])
  }

  @Test func `another rule or weight is not alike, nor is one whose rule has no such words`() {
    let rows = [
      Self.finding("unsourced", 7), Self.finding("unsourced", 8, "error"),
      Self.finding("post-money", 9), Self.finding("post-money", 10),
    ]
    #expect(Self.told(rows).allSatisfy { $0.hasPrefix("alone: ") })
    #expect(Self.told([]).isEmpty)
  }

  @Test func `what an older file does not say apart is told whole`() {
    let old = Self.finding("unsourced", 7, hasDetails: false)
    #expect(
      Self.told([old, old]) == [
        "together: These events have no source:", "one: Told 7.", "one: Told 7.", "end",
      ])
  }

  @Test(arguments: Language.allCases)
  func `a sentence about several names the values that the sentence about one does`(
    language: Language
  ) throws {
    let sentences = language == .english ? Wording.englishSentences : language.file.sentences
    let together = sentences.filter { $0.key.hasPrefix("together.") }
    #expect(together.count > 10)
    for (key, template) in together {
      let one = try #require(sentences["finding." + key.dropFirst("together.".count)])
      #expect(template.names.subtracting(["alike"]) == one.names, "\(language) \(key)")
    }
  }

  @Test(arguments: Language.allCases)
  func `each finding of the samples stands in every form of a report, with its events`(
    language: Language
  ) throws {
    let snapshot = try FixtureSnapshots.everything()
    let names = try Wording(language, namesOf: snapshot.spooled())
    let stale = snapshot.rows("discrepancies").filter { $0.text("rule") == "stale-stake" }
    #expect(stale.count > 5)
    let shared = try #require(names.shared(by: "stale-stake")).text
    let text = try written { try TextReport.write(snapshot, in: language, to: $0) }
    let markdown = try written { try MarkdownReport.write(snapshot, in: language, to: $0) }
    let page = try written { try HTMLReport.write(snapshot, in: language, to: $0) }
    func plain(_ text: String) -> String {
      text.map { $0.isWhitespace ? " " : String($0) }.joined()
        .split(separator: " ").joined(separator: " ")
    }
    for form in [plain(text), plain(markdown)] {
      #expect(form.components(separatedBy: plain(shared)).count == 2)
    }
    #expect(page.components(separatedBy: "<ul>\n<li><span>").count > 2)
    for finding in stale {
      let own = plain(names.own(finding).text)
      let events = Snapshot.events(of: finding)
      #expect(plain(text).contains(own + " [\(events.map(String.init).joined(separator: ", "))]"))
      #expect(plain(markdown).contains("  - ".trimmingCharacters(in: .whitespaces)))
      #expect(events.allSatisfy { markdown.contains("[^\($0)]") && page.contains("\"#n\($0)\"") })
    }
  }
}
