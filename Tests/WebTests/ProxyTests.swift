import Foundation
import Stakebook
import TestSupport
import Testing

@testable import Web

/// Behind a proxy: it says who asks, and nobody else is anybody.
struct ProxyTests {
  private static let script = """
    stakebook append entity.registered entity=a name=A kind=company -e 2020 > /dev/null && \
    stakebook append entity.registered entity=b name=B kind=company -e 2020 > /dev/null && \
    stakebook append partnership.formed name=A-B parties=a parties=b -s a-b -e 2021 > /dev/null
    """
  private static let host = "deals.example.org"
  private static let form = "Content-Type: application/x-www-form-urlencoded"
  private static let fromHere = ["Origin: https://\(host)", "Sec-Fetch-Site: same-origin", form]

  private static func server() throws -> RunningServer {
    try RunningServer(
      script: script,
      options: [
        "--write", "--socket", "s", "--trust-proxy", "X-Forwarded-User", "--allow-host", host,
      ])
  }

  private func ask(
    _ server: RunningServer, _ line: String, user: String?, host: String = host,
    _ headers: [String] = [], body: [(String, String)] = []
  ) async throws -> RunningServer.Reply {
    try await server.ask(
      line + " HTTP/1.1", (user.map { ["X-Forwarded-User: \($0)"] } ?? []) + headers, host: host,
      body: String(Address.query(body).dropFirst()))
  }

  @Test func `whom the proxy names is let in, under the name that was allowed and no other`()
    async throws
  {
    let server = try Self.server()
    #expect(try await ask(server, "GET /", user: "ann").status == 200)
    for user in [nil, "", String(repeating: "a", count: 201)] {
      #expect(try await ask(server, "GET /", user: user).status == 403)
    }
    // Who came with a name already is not the one whom the proxy names.
    #expect(try await ask(server, "GET /", user: "ann", ["X-Forwarded-User: boss"]).status == 403)
    #expect(try await ask(server, "GET /", user: nil, ["X-Forwarded-User : boss"]).status != 200)
    // What lets others in lets nobody in here.
    #expect(
      try await ask(server, "GET /", user: nil, ["Authorization: Bearer \(server.token)"]).status
        == 403)
    for other in ["evil.example", "deals.example.org:81", "sub.deals.example.org"] {
      #expect(try await ask(server, "GET /", user: "ann", host: other).status == 421, "\(other)")
    }
    for headers in [
      ["Origin: https://evil.example"], ["Sec-Fetch-Site: cross-site"], [],
      ["Authorization: Bearer \(server.token)"],
    ] {
      let reply = try await ask(
        server, "POST /event/1/confirm", user: "ann", headers + [Self.form],
        body: [("do", "append")])
      #expect(reply.status == 403, "\(headers)")
    }
  }

  @Test
  func `what is written for a hub bears the name by which it knows us, and no other is promised`()
    throws
  {
    try withTemporaryFolder { folder in
      let shell = Shell(in: folder)
      let made = try shell.run(
        "stakebook init > /dev/null && stakebook hub create \"$PWD/hub.db\" > /dev/null")
      #expect(made.code == 0, "\(made.errors)")
      let served = try shell.run(
        "timeout 20 stakebook serve --write --socket s --trust-proxy X-Forwarded-User")
      #expect(served.code != 0 && served.errors.contains("bad-actor"), "\(served.errors)")
      let imported = try shell.run(
        """
        echo '{"type":"entity.registered","effective":"2020","data":{"entity":"a","name":"A","kind":"company"}}' \
          | stakebook import - --actor somebody-else
        """)
      #expect(imported.code != 0 && imported.errors.contains("bad-actor"), "\(imported.errors)")
      #expect(
        try shell.run("stakebook sql 'SELECT count(*) AS n FROM events' --format jsonl").output
          == "{\"n\":0}\n")
    }
  }

  @Test func `a proxy is trusted at a socket only`() throws {
    try withTemporaryFolder { folder in
      let outcome = try Shell(in: folder).run(
        "stakebook init > /dev/null; stakebook serve --port 0 --trust-proxy X-Forwarded-User")
      #expect(outcome.code == 64)
      #expect(outcome.errors.contains("--socket"))
    }
  }

  @Test func `facts, corrections, documents and sheets are of whom the proxy names`() async throws {
    let server = try Self.server()
    func sent(_ path: String, by user: String, _ fields: [(String, String)]) async throws {
      let reply = try await ask(
        server, "POST \(path)", user: user, Self.fromHere, body: fields + [("do", "append")])
      #expect(reply.status == 303, "\(path) \(reply.status)")
    }
    // Whom the form names is no matter.
    try await sent(
      "/new/stake.reported", by: "ann",
      [
        ("stream", "a-b"), ("f.holder", "a"), ("f.issuer", "b"), ("f.percent", "27%"),
        ("f.basis", "as_converted"), ("effective", "2025-10-28"), ("actor", "mallory"),
      ])
    try await sent(
      "/event/4/correct", by: "bob",
      [
        ("f.holder", "a"), ("f.issuer", "b"), ("f.percent", "26%"), ("f.basis", "as_converted"),
        ("effective", "2025-10-28"), ("status", "reported"), ("reason", "misread"),
      ])
    try await sent("/event/5/confirm", by: "cyd", [("source.title", "Annual report")])
    let mark = "x0x0"
    func file(_ name: String, _ text: String, _ fields: [(String, String)]) -> String {
      let parts = fields.map {
        "--\(mark)\r\nContent-Disposition: form-data; name=\"\($0.0)\"\r\n\r\n\($0.1)\r\n"
      }
      return parts.joined()
        + "--\(mark)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n\r\n"
        + "\(text)\r\n--\(mark)--\r\n"
    }
    func upload(_ path: String, by user: String, _ body: String) async throws -> RunningServer.Reply
    {
      try await server.ask(
        "POST \(path) HTTP/1.1",
        [
          "X-Forwarded-User: \(user)", "Origin: https://\(Self.host)",
          "Content-Type: multipart/form-data; boundary=\(mark)",
        ], host: Self.host, body: body)
    }
    let attached = try await upload(
      "/event/7/attach", by: "dee",
      file("a.txt", "Annual report", [("source.title", "Annual report"), ("do", "append")]))
    #expect(attached.status == 303)
    let sheet = try String(
      contentsOf: Package.fixtures.appending(path: "spreadsheets/deals.csv"), encoding: .utf8)
    let guessed = try await upload(
      "/import", by: "eve", file("deals.csv", sheet, [("do", "guess")]))
    let key = try #require(
      guessed.body.firstMatch(of: /name="stash" value="([0-9a-f]+)"/)?.output.1)
    let mapping = WritingTests.mapping(in: guessed.body)
    let fields = [("stash", String(key)), ("mapping", mapping)]
    let tried = try await ask(
      server, "POST /import", user: "eve", Self.fromHere, body: fields + [("do", "try")])
    let seal = try #require(
      tried.body.firstMatch(of: /name="tried" value="([0-9a-f]+)"/)?.output.1)
    let done = try await ask(
      server, "POST /import", user: "eve", Self.fromHere,
      body: fields + [("tried", String(seal)), ("do", "import")])
    #expect(done.status == 200)
    let told = try Shell(in: server.folder).run(
      """
      stakebook sql "SELECT actor, min(event), max(event) FROM events GROUP BY actor ORDER BY 2" --format csv
      """
    ).output.split(separator: "\n").dropFirst().map(String.init)
    // Each revision is two events: what is said now, and that it is said otherwise.
    #expect(told.prefix(5) == [",1,3", "ann,4,4", "bob,5,6", "cyd,7,8", "dee,9,10"])
    #expect(told.last?.hasPrefix("eve,11,") == true && told.count == 6)
  }
}
