import Foundation
import Stakebook
import TestSupport
import Testing

@testable import Web

/// Objects of a list are written in rows of fields, which need no script.
@Suite(.serialized) struct RowFormTests {
  private static let begun = """
    stakebook append entity.registered entity=a name='A, Inc.' kind=company -e 2020 > /dev/null && \
    stakebook append entity.registered entity=b name=B kind=company -e 2020 > /dev/null && \
    stakebook append partnership.formed name=A-B parties=a parties=b -s a-b -e 2021 > /dev/null
    """
  private static let warrant = [
    ("stream", "a-b"), ("f.warrant", "w-1"), ("f.holder", "a"), ("f.issuer", "b"),
    ("f.units", "up to 160m shares"), ("effective", "2025-10-06"),
    ("f.tranches.1.units", "40m shares"), ("f.tranches.1.conditions", "first-gw"),
    ("f.tranches.2.units", "120m shares"), ("f.tranches.3.units", ""),
  ]

  private func send(
    _ server: RunningServer, _ path: String, _ fields: [(String, String)]
  ) async throws -> RunningServer.Reply {
    try await server.ask(
      "POST \(path) HTTP/1.1",
      [
        "Cookie: \(server.cookie)", "Sec-Fetch-Site: same-origin",
        "Content-Type: application/x-www-form-urlencoded",
      ], body: String(Address.query(fields).dropFirst()))
  }

  private func with(_ name: String, _ value: String) -> [(String, String)] {
    Self.warrant.filter { $0.0 != name } + [(name, value)]
  }

  @Test func `each object has a row of fields, an empty one stands below, and a button adds one`()
    async throws
  {
    let server = try RunningServer(script: Self.begun, options: ["--write"])
    let types = Catalogue.types.filter { type in
      type.shape.fields.contains { if case .list(.object) = $0.type { true } else { false } }
    }
    #expect(types.count > 3)
    for type in types {
      let form = try await server.get("/new/\(type.type.text)").body
      #expect(form.contains(/name="f\.[a-z]+\.1\.[a-z]+"/), "\(type.type.text)")
      #expect(!form.contains("JSON"), "\(type.type.text)")
    }
    let more = try await send(
      server, "/new/warrant.issued?lang=de", Self.warrant + [("do", "add.tranches")])
    #expect(more.status == 200)
    #expect(more.body.contains("name=\"f.tranches.4.units\""))
    #expect(!more.body.contains("name=\"f.tranches.5.units\""))
    // What was written is still there.
    #expect(more.body.contains(/name="f\.tranches\.2\.units" value="120m shares"/))
    #expect(more.body.contains("first-gw</textarea>"))
    #expect(more.body.contains("Zeile hinzufügen"))
    // Whoever presses Enter does not press it.
    let first = more.body.firstMatch(of: /(?s)<form class="entry".*?(<button[^>]*>)/)?.output.1
    #expect(first == "<button hidden>")
    let end = try await send(
      server, "/new/warrant.issued",
      [("f.tranches.40.units", ""), ("f.tranches.900000.units", "1"), ("do", "add.tranches")])
    #expect(!end.body.contains("f.tranches.41.") && !end.body.contains("add.tranches"))
  }

  @Test func `rows are kept as a list of objects, and corrected as rows`() async throws {
    let server = try RunningServer(script: Self.begun, options: ["--write"])
    let preview = try await send(
      server, "/new/warrant.issued", Self.warrant + [("do", "preview")])
    #expect(preview.status == 200)
    #expect(preview.body.contains("name=\"f.tranches.2.units\" value=\"120m shares\""))
    let kept = try await send(server, "/new/warrant.issued", Self.warrant + [("do", "append")])
    #expect(kept.header("Location") == "/event/4?kept=1")
    let said = try await server.get("/event/4.json").body
    #expect(
      said.contains("40m shares") && said.contains("first-gw") && said.contains("120m shares"))
    let form = try await server.get("/event/4/correct").body
    #expect(form.contains(/name="f\.tranches\.2\.units" value="120m shares"/))
    #expect(form.contains("name=\"f.tranches.3.units\" value=\"\""))
    // The same rows say nothing otherwise; one row less does.
    let same = try await send(
      server, "/event/4/correct", Self.warrant + [("reason", "misread"), ("do", "preview")])
    #expect(same.status == 400)
    let less = with("f.tranches.2.units", "") + [("reason", "misread"), ("do", "append")]
    #expect(try await send(server, "/event/4/correct", less).status == 303)
    let corrected = try await server.get("/event/5.json").body
    #expect(corrected.contains("40m shares") && !corrected.contains("120m shares"))
    let confirmed = try await send(
      server, "/event/5/confirm", [("source.title", "Form 8-K"), ("do", "preview")])
    #expect(confirmed.body.contains("40m shares"))
    #expect(try Shell(in: server.folder).run("stakebook verify && stakebook audit").code == 0)
  }

  @Test func `what is wrong in a row stands beside the field of that row`() async throws {
    let server = try RunningServer(script: Self.begun, options: ["--write"])
    for (fields, path, sentence) in [
      (with("f.tranches.2.units", "lots"), "tranches.2.units", "lots"),
      (
        with("f.tranches.2.units", "") + [("f.tranches.2.conditions", "later")],
        "tranches.2.units", "fehlt"
      ),
      (with("f.tranches.1.conditions", "x:y"), "tranches.1.conditions", "x:y"),
      (with("f.holder", "aa"), "holder", "„aa“ ist noch nicht erfasst"),
    ] {
      let reply = try await send(
        server, "/new/warrant.issued?lang=de", fields + [("do", "preview")])
      #expect(reply.status == 400, "\(path)")
      #expect(reply.body.contains("href=\"#f.\(path)\"") || sentence == "fehlt", "\(path)")
      #expect(reply.body.contains("id=\"f.\(path)-told\""), "\(path)")
      #expect(reply.body.contains(sentence), "\(path)")
      #expect(reply.body.contains("value=\"120m shares\"") || path == "tranches.2.units")
    }
    // An entity in a row that nobody knows is told in its row, and names are as good as slugs.
    let stakes = [
      ("stream", "a-b"), ("f.from", "a"), ("f.to", "b"), ("f.form", "conversion"),
      ("effective", "2025"), ("f.stakes.1.holder", "A, Inc."), ("f.stakes.1.percent", "27%"),
      ("f.stakes.1.basis", "as_converted"), ("f.stakes.2.holder", "zz"),
      ("f.stakes.2.percent", "26%"), ("f.stakes.2.basis", "as_converted"), ("do", "preview"),
    ]
    let unknown = try await send(server, "/new/restructuring.completed", stakes)
    #expect(unknown.status == 400 && unknown.body.contains("id=\"f.stakes.2.holder-told\""))
    #expect(unknown.body.contains("name=\"f.stakes.1.holder\" value=\"a\""))
    let checked = try await server.get(
      "/checked.json?type=warrant.issued&field=f.tranches.7.units&value=lots")
    #expect(checked.body.contains("fault"))
  }
}
