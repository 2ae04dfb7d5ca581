import Foundation
import Stakebook
import Testing

@testable import Reports

/// Names, notes and sources that want to be more than text come out as text.
struct HostileReportTests {
  private static let script = "<script>alert(1)</script><img src=x onerror=alert(2)>"
  private static let entity = "&lt;b&gt; &#x3C;i> \"quoted' {{known_at}} [x](javascript:y) | `c`"
  private static let turned = "safe \\u202Egnp.exe\\u202C \\u0007\\u001B[31m"
  private static let long = String(repeating: "endless", count: 1429)

  private static func line(_ type: String, _ data: String, _ more: String = "") -> String {
    """
    {"stream":"hostile","type":"\(type)","effective":"2024-01-01","status":"confirmed",\
    "data":\(data)\(more)}
    """
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\"", with: "\\\"") + "\""
  }

  private static func snapshot() throws -> Snapshot {
    let sources = """
      ,"sources":[{"title":\(quoted(script)),"publisher":\(quoted(entity)),\
      "url":"https://example.com/\\"><script>x</script>","kind":"press"}]
      """
    var lines = [("one", script), ("two", entity), ("three", turned), ("four", long)].map {
      """
      {"stream":"entities","type":"entity.registered","effective":"2024","status":"confirmed",\
      "data":{"entity":"\($0)","name":\(quoted($1)),"kind":"company"}}
      """
    }
    lines.append(
      line("partnership.formed", "{\"name\":\(quoted(script)),\"parties\":[\"one\",\"two\"]}"))
    for holder in ["two", "three", "four"] {
      lines.append(
        line(
          "stake.reported",
          "{\"holder\":\"\(holder)\",\"issuer\":\"one\",\"percent\":\"10%\",\"basis\":\"voting\"}",
          sources))
    }
    for text in [script, entity, turned, long] {
      lines.append(line("note.recorded", "{\"text\":\(quoted(text))}"))
    }
    return try FixtureSnapshots.of(lines: lines)
  }

  @Test func `on a page nothing of it runs, and all of it can be read`() throws {
    let snapshot = try Self.snapshot()
    let page = try written { try HTMLReport.write(snapshot, to: $0) }
    var pictures = ""
    try Charts(snapshot).forEach { pictures += $0.file }
    for text in [page, pictures] {
      #expect(text.firstMatch(of: /<script|<img|<b>|<i>|\u{202E}|\u{7}|\u{1B}/) == nil)
    }
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    #expect(page.contains("&amp;lt;b&amp;gt;"))
    #expect(page.contains("\\u{202E}gnp.exe"))
    #expect(page.contains("(10,003 characters)"))
    #expect(page.firstMatch(of: /href="(?!#|https:\/\/)/) == nil)
    #expect(page.firstMatch(of: /endless[^<]{9000}/) != nil, "a note is told whole")
    #expect(pictures.firstMatch(of: /endless[^<]{200}/) == nil)
  }

  @Test func `in Markdown and text nothing of it is markup or moves the cursor`() throws {
    let snapshot = try Self.snapshot()
    let markdown = try written { try MarkdownReport.write(snapshot, to: $0) }
    #expect(markdown.firstMatch(of: /<script|<img|[^\\]\]\(javascript|\u{202E}|\u{1B}/) == nil)
    #expect(markdown.contains("&lt;script&gt;"))
    let text = try written { try TextReport.write(snapshot, to: $0) }
    #expect(text.firstMatch(of: /\u{202E}|\u{7}|\u{1B}/) == nil)
    #expect(text.contains("\\u{202E}gnp.exe"))
  }

  @Test func `a template escapes it, and takes names in it for text`() throws {
    let template = try TemplateReport(
      "{{#notes}}{{text}}\n{{/notes}}{{#charts}}{{{svg}}}{{/charts}}")
    let text = try template.text(try Self.snapshot())
    #expect(text.firstMatch(of: /<script|<img|\u{202E}/) == nil)
    #expect(text.contains("{{known_at}}"))
  }

  @Test func `tables guard against formulas and are whole`() throws {
    var tables: [String: String] = [:]
    try TableFiles.forEach(of: try Self.snapshot()) { name, table in
      var bytes: [UInt8] = []
      try table { $0(&bytes) }
      tables[name] = String(decoding: bytes, as: UTF8.self)
    }
    let notes = try #require(tables["notes"])
    #expect(notes.contains(Self.long))
    #expect(!notes.contains("\u{1B}"))
    #expect(tables["sources"]?.contains("https://example.com") == true)
  }

  @Test func `a snapshot's file that names an issuer like a path makes no path of it`() {
    #expect(Chart.safe("stakes-../../etc/passwd\"><x") == "stakes-------etc-passwd---x")
  }
}
