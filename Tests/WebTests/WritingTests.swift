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

  /// The mapping that a page suggests.
  static func mapping(in page: String) -> String {
    let found = page.firstMatch(of: /(?s)<textarea id="mapping"[^>]*>\n(.*?)<\/textarea>/)?.output.1
    return String(found ?? "").replacing("&quot;", with: "\"").replacing("&#39;", with: "'")
      .replacing("&gt;", with: ">").replacing("&lt;", with: "<").replacing("&amp;", with: "&")
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

  @Test func `several browsers and the command line append at once, and who is late is told so`()
    async throws
  {
    let server = try RunningServer(script: Self.begun, options: ["--write"])
    // Each is let in by itself, has seen the same state, and has its own form.
    let browsers = try await withThrowingTaskGroup(
      of: (number: Int, head: [String], said: [(String, String)]).self
    ) {
      group in
      for number in 0..<6 {
        group.addTask {
          let entrance = try await server.ask("GET /?token=\(server.token) HTTP/1.1", [])
          let cookie = entrance.header("Set-Cookie")?.prefix { $0 != ";" } ?? ""
          let head = [
            "Cookie: \(cookie)", "Sec-Fetch-Site: same-origin",
            "Content-Type: application/x-www-form-urlencoded",
          ]
          let said =
            Self.stake.map { $0.0 == "f.percent" ? ($0.0, "\(20 + number)%") : $0 }
            + [("id", UUID().uuidString.lowercased())]
          let preview = try await server.ask(
            "POST /new/stake.reported HTTP/1.1", head,
            body: String(Address.query(said + [("do", "preview")]).dropFirst()))
          let expect = preview.body.firstMatch(of: /name="expect" value="(\d+)"/)?.output.1 ?? ""
          return (number, head, said + [("expect", String(expect)), ("do", "append")])
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    let line = try Shell(in: server.folder).start(
      "for i in 1 2 3 4; do stakebook append entity.registered entity=e$i name=E$i kind=company -e 2022 > /dev/null || exit 1; done"
    )
    let replies = try await withThrowingTaskGroup(of: RunningServer.Reply.self) { group in
      for browser in browsers {
        group.addTask {
          try await server.ask(
            "POST /new/stake.reported HTTP/1.1", browser.head,
            body: String(Address.query(browser.said).dropFirst()))
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(try line.outcome().code == 0)
    // One was first; the others have their form again with what came between, and lost nothing they wrote.
    let late = replies.filter { $0.status == 409 }
    #expect(replies.filter { $0.status == 303 }.count == 1 && late.count == 5)
    for reply in late {
      #expect(reply.body.contains("version-conflict") && reply.body.contains("role=\"alert\""))
      #expect(reply.body.contains(/name="f.percent" value="2\d%"/))
    }
    // Sent again from that form each is kept, one after the other.
    for browser in browsers {
      let said = browser.said.filter { $0.0 != "expect" }
      let reply = try await server.ask(
        "POST /new/stake.reported HTTP/1.1", browser.head,
        body: String(Address.query(said).dropFirst()))
      #expect(reply.status == 303)
    }
    let counts = try Shell(in: server.folder).run(
      "stakebook sql 'SELECT stream, count(*) FROM events GROUP BY stream ORDER BY stream' --format csv && stakebook verify > /dev/null && stakebook audit > /dev/null"
    )
    #expect(counts.code == 0 && counts.output.hasSuffix("\na-b,7\nentities,6\n"))
  }

  @Test func `a field is checked while the rest is still written, in words of the reader`()
    async throws
  {
    let server = try RunningServer(script: Self.begun, options: ["--write"])
    func told(_ field: String, _ value: String, _ more: String = "") async throws -> String {
      try await server.get(
        "/checked.json?type=stake.reported&field=\(field)&value=\(Address.escaped(value))\(more)"
      ).body
    }
    #expect(try await told("f.percent", "about 27%").contains("26.5–27.5"))
    #expect(try await told("f.percent", "lots").contains("\"fault\""))
    #expect(try await told("f.value", "about USD 135bn", "&lang=de").contains("Mrd"))
    #expect(try await told("effective", "2025-Q3").contains("2025-07-01–2025-09-30"))
    #expect(try await told("effective", "03/04/2025").contains("\"fault\""))
    #expect(try await !told("f.holder", "a").contains("a."))
    #expect(try await told("f.holder", "zz").contains("zz"))
    #expect(
      try await server.get("/checked.json?type=stake.reported&field=f.x&value=1").status == 400)
    #expect(
      try await server.get("/new/stake.reported").body.contains("data-type=\"stake.reported\""))
  }

  @Test func `a ledger in whose place another was put is read and written from then on`()
    async throws
  {
    let server = try RunningServer(script: Self.begun, options: ["--write"])
    #expect(try await server.get("/").body.contains("A-B"))
    let fields = Self.stake + [("do", "append")]
    #expect(try await send(server, "/new/stake.reported", fields).status == 303)
    let moved = try Shell(in: server.folder).run(
      """
      set -e
      stakebook init -l other.db > /dev/null
      for name in x y z; do
        stakebook append entity.registered entity=$name name=$name kind=company -e 2020 -l other.db > /dev/null
      done
      stakebook append partnership.formed name=Other parties=x parties=y -s x-y -e 2021 -l other.db > /dev/null
      rm -f stakebook.db*; mv other.db stakebook.db; rm -f other.db*
      """)
    #expect(moved.code == 0, "\(moved.errors)")
    // As many events as before, on the same day.
    #expect(try await server.get("/").body.contains("Other"))
    let said = Self.stake.map {
      ["stream": ($0.0, "x-y"), "f.holder": ($0.0, "x"), "f.issuer": ($0.0, "y")][$0.0] ?? $0
    }
    let kept = try await send(server, "/new/stake.reported", said + [("do", "append")])
    #expect(kept.header("Location") == "/event/5?kept=1")
    #expect(try Shell(in: server.folder).run("stakebook verify").code == 0)
  }

  @Test func `a ledger that is served stands in its one file when nobody writes`() async throws {
    let server = try RunningServer(script: Self.begun, options: ["--write"])
    let fields = Self.stake + [("do", "append")]
    #expect(try await send(server, "/new/stake.reported", fields).status == 303)
    let side = server.folder.appending(path: "stakebook.db-wal").path
    var size: UInt64? = nil
    for _ in 0..<100 {
      size = (try? FileManager.default.attributesOfItem(atPath: side))?[.size] as? UInt64
      if (size ?? 0) == 0 { break }
      try await Task.sleep(for: .milliseconds(200))
    }
    #expect((size ?? 0) == 0)
    // So that another file can be put in its place, and meets nothing of this one.
    let moved = try Shell(in: server.folder).run(
      """
      set -e
      stakebook init -l other.db > /dev/null
      stakebook append entity.registered entity=o name=Other kind=company -e 2020 -l other.db > /dev/null
      cp stakebook.db copy.db; stakebook verify -l copy.db; mv other.db stakebook.db
      """)
    #expect(moved.code == 0 && moved.output.contains("verified"), "\(moved.errors)")
    #expect(try await server.get("/view/entities").body.contains("Other"))
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
    let mapping = Self.mapping(in: guessed.body)
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
