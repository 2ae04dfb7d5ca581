import Foundation
import Stakebook
import TestSupport
import Testing

@testable import Web

/// What pages write: nothing before it was seen, nothing twice, nothing over somebody else's.
@Suite(.serialized) struct WritingTests {
  private static let begun = """
    stakebook append entity.registered entity=a name=A kind=company -e 2020 > /dev/null && \
    stakebook append entity.registered entity=b name=B kind=company -e 2020 > /dev/null && \
    stakebook append partnership.formed name=A-B parties=a parties=b -s a-b -e 2021 > /dev/null
    """

  private static let stake: [(String, String)] = [
    ("stream", "a-b"), ("f.holder", "a"), ("f.issuer", "b"), ("f.percent", "about 27%"),
    ("f.basis", "as_converted"), ("effective", "2025-10-28"), ("source.title", "Form 10-Q"),
  ]

  /// Sends a form as a page of the server would.
  private func send(
    _ server: RunningServer, _ path: String, _ fields: [(String, String)],
    site: String = "same-origin"
  ) async throws -> RunningServer.Reply {
    try await server.ask(
      "POST \(path) HTTP/1.1",
      [
        "Cookie: \(server.cookie)", "Sec-Fetch-Site: \(site)",
        "Content-Type: application/x-www-form-urlencoded",
      ], body: String(Address.query(fields).dropFirst()))
  }

  private func head(_ server: RunningServer) async throws -> String {
    try await server.get("/sql.json?q=SELECT+max(event)+AS+n+FROM+events").body
  }

  @Test func `a fact is shown before it is kept, kept once, corrected, and never over another's`()
    async throws
  {
    let server = try RunningServer(script: Self.begun, options: ["--write"])
    let form = try await server.get("/new/stake.reported?stream=a-b")
    #expect(form.body.contains("name=\"f.percent\"") && form.body.contains("value=\"a-b\""))
    let id = try #require(form.body.firstMatch(of: /name="id" value="([0-9a-f-]{36})"/)?.output.1)
    let said = Self.stake + [("id", String(id))]
    let preview = try await send(server, "/new/stake.reported", said + [("do", "preview")])
    #expect(preview.status == 200)
    #expect(preview.body.contains("about 27%") && preview.body.contains("class=\"added\""))
    #expect(try await head(server).contains(#""n":3"#))
    let expect = try #require(preview.body.firstMatch(of: /name="expect" value="(\d+)"/)?.output.1)
    let kept = try await send(
      server, "/new/stake.reported", said + [("expect", String(expect)), ("do", "append")])
    #expect(kept.header("Location") == "/event/4?kept=1")
    // The same form sent again is the same fact.
    let again = try await send(server, "/new/stake.reported", said + [("do", "append")])
    #expect(again.header("Location") == "/event/4?kept=1")
    // Another fact from a form that was made before is told of what came between.
    let stale = try await send(
      server, "/new/stake.reported",
      Self.stake.map { $0.0 == "f.percent" ? ($0.0, "26%") : $0 } + [
        ("expect", String(expect)), ("do", "append"),
      ])
    #expect(stale.status == 409)
    #expect(stale.body.contains("version-conflict") && stale.body.contains("value=\"26%\""))
    #expect(try await head(server).contains(#""n":4"#))
    let wrong = try await send(
      server, "/new/stake.reported", Self.stake + [("f.percent", "lots"), ("do", "preview")])
    #expect(wrong.status == 400)
    let correct = try await server.get("/event/4/correct")
    #expect(correct.body.contains("value=\"about 27%\""))
    let fields = Self.stake.filter { $0.0 != "source.title" }.map {
      $0.0 == "f.percent" ? ($0.0, "about 25%") : $0
    }
    let seen = try await send(
      server, "/event/4/correct",
      fields + [("reason", "misread"), ("status", "reported"), ("do", "preview")])
    #expect(seen.body.contains("<del>") && seen.body.contains("about 25%"))
    let corrected = try await send(
      server, "/event/4/correct",
      fields + [("reason", "misread"), ("status", "reported"), ("do", "append")])
    #expect(corrected.header("Location") == "/event/5?kept=1")
    #expect(try await server.get("/event/4").body.contains("/event/6"))
    let confirmed = try await send(
      server, "/event/5/confirm", [("source.title", "Annual report"), ("do", "append")])
    #expect(confirmed.status == 303)
    #expect(try Shell(in: server.folder).run("stakebook verify && stakebook audit").code == 0)
  }

  @Test func `a document is attached, and given back as something to save`() async throws {
    let server = try RunningServer(script: Self.begun, options: ["--write"])
    let boundary = "x0x0"
    func part(_ name: String, _ value: String, file: String? = nil) -> String {
      "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\(file.map { "; filename=\"\($0)\"" } ?? "")\r\n\r\n\(value)\r\n"
    }
    let evil = "<script>alert(1)</script>"
    let body =
      part("source.title", "Contract") + part("do", "append")
      + part("file", evil, file: "../../a\"; x=\u{2028}.html") + "--\(boundary)--\r\n"
    let reply = try await server.ask(
      "POST /event/3/attach HTTP/1.1",
      [
        "Cookie: \(server.cookie)", "Sec-Fetch-Site: same-origin",
        "Content-Type: multipart/form-data; boundary=\(boundary)",
      ], body: body)
    #expect(reply.header("Location") == "/event/4?kept=1")
    let link = try #require(
      try await server.get("/event/4").links.first { $0.hasPrefix("/document/") })
    let document = try await server.get(link)
    #expect(document.body == evil)
    #expect(document.header("Content-Type") == "application/octet-stream")
    #expect(document.header("Content-Disposition")?.hasPrefix("attachment; filename=") == true)
    #expect(try Shell(in: server.folder).run("stakebook verify").code == 0)
  }

  @Test func `a sheet is read, mapped, tried, and only then imported`() async throws {
    let server = try RunningServer(script: "true", options: ["--write"])
    let sheet = try String(
      contentsOf: Package.fixtures.appending(path: "spreadsheets/deals.csv"), encoding: .utf8)
    let boundary = "x0x0"
    let body =
      "--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"deals.csv\"\r\n\r\n\(sheet)\r\n--\(boundary)\r\nContent-Disposition: form-data; name=\"do\"\r\n\r\nguess\r\n--\(boundary)--\r\n"
    let guessed = try await server.ask(
      "POST /import HTTP/1.1",
      [
        "Cookie: \(server.cookie)", "Sec-Fetch-Site: same-origin",
        "Content-Type: multipart/form-data; boundary=\(boundary)",
      ], body: body)
    let key = try #require(
      guessed.body.firstMatch(of: /name="stash" value="([0-9a-f]+)"/)?.output.1)
    let text = try #require(
      guessed.body.firstMatch(of: /(?s)<textarea id="mapping"[^>]*>\n(.*?)<\/textarea>/)?.output.1)
    let mapping = text.replacing("&quot;", with: "\"").replacing("&#39;", with: "'").replacing(
      "&gt;", with: ">"
    )
    .replacing("&lt;", with: "<").replacing("&amp;", with: "&")
    #expect(!mapping.contains(FileManager.default.temporaryDirectory.path + "/stakebook-web"))
    let fields = [("stash", String(key)), ("mapping", String(mapping))]
    let tried = try await send(server, "/import", fields + [("do", "try")])
    #expect(tried.status == 200, "\(tried.body.suffix(1500))")
    #expect(try await head(server).contains(#""n":null"#))
    let seal = try #require(
      tried.body.firstMatch(of: /name="tried" value="([0-9a-f]+)"/)?.output.1)
    // What was not tried is tried now, and not imported: nothing, or another mapping.
    _ = try await send(server, "/import", fields + [("do", "import")])
    _ = try await send(
      server, "/import",
      [
        ("stash", String(key)), ("mapping", mapping + "# more\n"), ("do", "import"),
        ("tried", String(seal)),
      ])
    #expect(try await head(server).contains(#""n":null"#))
    let done = try await send(
      server, "/import", fields + [("do", "import"), ("tried", String(seal))])
    #expect(done.status == 200)
    #expect(try await !head(server).contains(#""n":null"#))
  }

  @Test func `no other site writes, and nobody without the token`() async throws {
    let server = try RunningServer(script: Self.begun, options: ["--write"])
    let fields = Self.stake + [("do", "append")]
    for site in ["cross-site", "same-site", "none"] {
      #expect(
        try await send(server, "/new/stake.reported", fields, site: site).status == 403, "\(site)")
    }
    let body = String(Address.query(fields).dropFirst())
    let form = "Content-Type: application/x-www-form-urlencoded"
    for headers in [
      ["Cookie: \(server.cookie)"], ["Cookie: \(server.cookie)", "Origin: null"],
      ["Cookie: \(server.cookie)", "Origin: http://evil.example"],
      ["Cookie: \(server.cookie)", "Origin: http://127.0.0.1:1"],
      ["Cookie: \(server.cookie)", "Origin: https://127.0.0.1:\(server.port)"],
      ["Origin: http://127.0.0.1:\(server.port)"], ["Sec-Fetch-Site: same-origin"],
    ] {
      let reply = try await server.ask(
        "POST /new/stake.reported HTTP/1.1", headers + [form], body: body)
      #expect(reply.status == 403, "\(headers)")
    }
    #expect(try await head(server).contains(#""n":3"#))
    let own = ["Cookie: \(server.cookie)", "Origin: http://127.0.0.1:\(server.port)", form]
    #expect(
      try await server.ask("POST /new/stake.reported HTTP/1.1", own, body: body).status == 303)
  }
}
