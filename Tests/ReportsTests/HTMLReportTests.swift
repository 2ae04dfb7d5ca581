import Crypto
import Foundation
import Stakebook
import Testing

@testable import Reports

/// The page: self-contained, strict, and whole for those who do not see it.
struct HTMLReportTests {
  private static func page(_ snapshot: Snapshot, _ language: Language = .english) throws -> String {
    try written { try HTMLReport.write(snapshot, in: language, to: $0) }
  }

  @Test func `the policy allows the one style sheet by its hash, and nothing else`() throws {
    let page = try Self.page(try FixtureSnapshots.microsoftOpenAI())
    let styles = page.matches(of: /<style>((?:.|\n)*?)<\/style>/)
    #expect(styles.count == 1)
    let text = String(styles.first?.1 ?? "")
    let hash = Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString()
    #expect(Stylesheet.hash == hash, "the styles are others: write this hash beside them")
    #expect(
      page.contains(
        "content=\"default-src 'none'; style-src 'sha256-\(hash)'; base-uri 'none'; "
          + "form-action 'none'\""))
    #expect(!page.contains(" style=\""))
  }

  @Test func `the page runs nothing and asks nobody`() throws {
    let page = try Self.page(try FixtureSnapshots.everything())
    for tag in ["script", "link", "img", "iframe", "object", "embed", "form", "base", "use"] {
      #expect(page.firstMatch(of: try Regex("<\(tag)[ />]")) == nil, "\(tag)")
    }
    #expect(page.firstMatch(of: /\son\w+=/) == nil)
    #expect(page.firstMatch(of: /@import|javascript:|srcset|xlink/) == nil)
    for match in page.matches(of: /url\(([^)]*)\)/) { #expect(match.1.hasPrefix("#")) }
    for match in page.matches(of: /href="([^"]*)"/) {
      #expect(match.1.hasPrefix("#") || match.1.hasPrefix("https://"))
    }
  }

  @Test(arguments: Language.allCases)
  func `every mark leads to its note, and every note to each of its marks`(
    _ language: Language
  ) throws {
    let page = try Self.page(try FixtureSnapshots.everything(), language)
    let ids = page.matches(of: /\sid="([^"]*)"/).map { String($0.1) }
    #expect(Set(ids).count == ids.count)
    let targets = page.matches(of: /href="#([^"]*)"/).map { String($0.1) }
    #expect(targets.count > 500)
    #expect(Set(targets).isSubset(of: ids))
    let marks = ids.filter { $0.firstMatch(of: /^r\d+-\d+$/) != nil }
    #expect(Set(marks).isSubset(of: targets))
    #expect(page.contains("<html lang=\"\(language.rawValue)\">"))
  }

  @Test func `a mark leads to a note, in its order, whatever events a file has left out`() throws {
    let whole = try FixtureSnapshots.microsoftOpenAI()
    var document = whole.document
    var told = try #require(document["why"]?.objectValue)
    let seqs = told.compactMap { Seq($0.name) }.sorted()
    for seq in [seqs[0], seqs[5], seqs[seqs.count - 1]] { told[String(seq)] = nil }
    document["why"] = .object(told)
    let page = try Self.page(Snapshot(reading: Array(JSON.object(document).canonical.utf8)))
    let marks = Set(page.matches(of: /href="#n(\d+)"/).compactMap { Seq($0.1) })
    let notes = page.matches(of: /<li id="n(\d+)"/).compactMap { Seq($0.1) }
    #expect(marks.isSuperset(of: [seqs[5]]))
    #expect(notes == marks.sorted())
  }

  @Test func `tables have heads with a scope, and pictures a title and a description`() throws {
    let page = try Self.page(try FixtureSnapshots.everything())
    #expect(page.firstMatch(of: /<th(?![^>]*scope=)[ >]/) == nil)
    let tables = page.matches(of: /<table[ >]/).count
    #expect(page.matches(of: /<caption/).count == tables)
    let pictures = page.matches(of: /<svg[^>]*role="img"/).count
    // Each chart for a page and for a telephone.
    #expect(pictures == 2 * 11)
    #expect(
      page.matches(of: /<svg[^>]*>\n<title id="[^"]+">[^<]+<\/title>\n<desc id="[^"]+">[^<]+/).count
        == pictures)
    #expect(page.matches(of: /<details>/).count * 2 == pictures)
    for part in ["<header>", "<nav aria-label", "<main id=\"content\">", "<footer>"] {
      #expect(page.contains(part))
    }
    #expect(page.contains("<a class=\"skip\" href=\"#content\">"))
  }

  @Test func `clocks, the log's size and its root stand in the footer`() throws {
    let snapshot = try FixtureSnapshots.everything()
    let page = try Self.page(snapshot)
    let footer = page.components(separatedBy: "<footer>").last ?? ""
    #expect(footer.contains("--as-of 2026-05-31 --known-at 169"))
    #expect(footer.contains(try #require(snapshot.root)))
  }

  @Test func `what is of a later day stands in the timeline as still to come`() throws {
    let lines = ["alpha", "beta"].map {
      #"{"type":"entity.registered","effective":"2000","data":{"entity":"\#($0)","name":"\#($0)","kind":"company"}}"#
    }
    let formed = { (stream: String, day: String) in
      #"{"type":"partnership.formed","stream":"\#(stream)","effective":"\#(day)","status":"confirmed","data":{"name":"\#(stream)","parties":["alpha","beta"]}}"#
    }
    let snapshot = try FixtureSnapshots.of(
      lines: lines + [formed("ab", "2001"), formed("ba", "2900")])
    let page = try Self.page(snapshot)
    #expect(page.contains(/[Bb]a begins: alpha and beta<\/span> <em>pending<\/em>/))
    #expect(page.contains(/ab begins: alpha and beta<\/span><sup/))
    let text = try written { try TextReport.write(snapshot, in: .french, to: $0) }
    #expect(text.contains("(à venir)") && !text.contains("2001 (à venir)"))
  }

  @Test func `an empty ledger has a page too`() throws {
    let page = try Self.page(try FixtureSnapshots.of(lines: []))
    #expect(page.contains("No facts yet."))
  }
}
