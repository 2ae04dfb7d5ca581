import Foundation
import Stakebook
import TestSupport
import Testing

@testable import Web

/// What people try who mean no good: nothing is let in, nothing is lost.
@Suite(.serialized) struct AttackTests {
  private static let evil = #"<script>alert(1)</script>"'><img src=x onerror=alert(1)>{{x}}"#

  @Test func `no text of a ledger becomes part of a page, whichever field it stands in`()
    async throws
  {
    let text = "\"$EVIL\""
    let script = """
      EVIL='\(Self.evil.replacing("'", with: "'\\''"))'
      set -e
      say() { stakebook append "$@" --note \(text) --actor \(text) --source "title=$EVIL" > /dev/null 2>&1; }
      say entity.registered entity=a name=\(text) kind=company jurisdiction=\(text) -e 2020
      say entity.registered entity=b name=B kind=company -e 2020
      say partnership.formed name=\(text) parties=a parties=b -s a-b -e 2021 || \
      say partnership.formed name=\(text) parties=a parties=b summary=\(text) -s a-b -e 2021
      say stake.reported holder=a issuer=b percent=27% basis=as_converted -s a-b -e 2022
      say stake.reported holder=a issuer=b percent=28% basis=as_converted -s a-b -e 2022
      say note.recorded text=\(text) -s a-b -e 2022
      """
    let server = try RunningServer(script: script.replacing(" jurisdiction=\(text)", with: ""))
    for path in [
      "/", "/partnership/a-b", "/entity/a", "/event/1", "/event/3", "/event/6", "/check",
      "/view/entities",
      "/view/notes", "/view/events", "/search?q=script", "/why/stakes/a/b/as_converted",
      "/diff?as_of=2020-01-01..2023-01-01",
      "/sql?q=SELECT+*+FROM+entities", "/sql?q=SELECT+name,+1+FROM+entities",
    ] {
      let page = try await server.get(path)
      #expect(page.status == 200, "\(path)")
      #expect(!page.body.contains("<script>") && !page.body.contains("<img"), "\(path)")
    }
  }

  @Test func `no text of a ledger is a formula in a file for spreadsheets`() async throws {
    let server = try RunningServer(
      script: """
        for sign in = + - @; do
          stakebook append entity.registered "entity=a$((i=i+1))" "name=${sign}SUM(1)" kind=company -e 2020 \
            > /dev/null || exit 1
        done
        """)
    for path in [
      "/view/entities.csv", "/sql.csv?q=SELECT+name+FROM+entities",
      "/diff.csv?as_of=2019-01-01..2021-01-01",
    ] {
      let file = try await server.get(path)
      #expect(file.header("Content-Disposition")?.hasPrefix("attachment") == true, "\(path)")
      #expect(file.body.contains("SUM(1)"), "\(path)")
      #expect(!file.body.contains(/(^|[,"\n])[=+@-]SUM/), "\(path)")
    }
  }

  @Test func `what is no form is the fault of who sends it`() async throws {
    let server = try RunningServer(script: "true", options: ["--write"])
    for type in [
      "text/plain", "application/json", "multipart/form-data", "multipart/form-data; boundary=",
      "text/html; charset=x",
    ] {
      let reply = try await server.ask(
        "POST /new/stake.reported HTTP/1.1",
        ["Cookie: \(server.cookie)", "Sec-Fetch-Site: same-origin", "Content-Type: \(type)"],
        body: #"{"do": "append"}"#)
      #expect(reply.status == 400, "\(type)")
    }
    #expect(
      try await server.get("/sql.json?q=SELECT+count(*)+AS+n+FROM+events").body.contains(#""n":0"#))
  }

  @Test func `no text of a request becomes part of a page or of a header`() async throws {
    let server = try await RunningServer.shared.value
    let evil = Address.escaped(Self.evil)
    for path in [
      "/search?q=\(evil)", "/sql?q=\(evil)", "/sql?q=SELECT+%27\(evil)%27", "/view/\(evil)",
      "/partnership/\(evil)",
      "/entity/\(evil)", "/event/\(evil)", "/why/\(evil)", "/\(evil)", "/?as_of=\(evil)",
      "/?lang=\(evil)",
      "/view/stakes?holder=\(evil)", "/view/stakes?sort=\(evil)", "/view/stakes?\(evil)=1",
      "/diff?with=\(evil)&as_of=2020",
      "/diff?about=\(evil)&with=2020&as_of=2021", "/sql?saved=\(evil)", "/types/\(evil)",
      "/document/\(evil)",
      "/sql?q=SELECT+:a&p_a=\(evil)", "/owed?x=\(evil)",
      "/sql.csv?q=SELECT+1&saved=x%0d%0aSet-Cookie:+a=b",
    ] {
      let page = try await server.get(path)
      #expect(page.status > 0 && page.status < 500, "\(path) \(page.status)")
      #expect(!page.body.contains("<script>") && !page.body.contains("<img"), "\(path)")
      #expect(page.header("Set-Cookie") == nil)
    }
    let split = try await server.ask(
      "GET /?token=\(server.token)&a=%0d%0aSet-Cookie:%20x=y HTTP/1.1", [])
    #expect(!split.head.contains("\r\nSet-Cookie: x=y"))
  }

  @Test(arguments: [
    "/../../etc/passwd", "/document/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd",
    "/..%2f..%2fetc%2fpasswd",
    "/style.css/../../x", "/document/%00", "/view/stakes%00.csv", "//etc/passwd",
    "/queries/../stakebook.db",
    "/stakebook.db", "/.git/config", "/view/event", "/view/sqlite_master",
  ])
  func `a path leads to a page or nowhere, and to no file`(path: String) async throws {
    let server = try await RunningServer.shared.value
    let reply = try await server.get(path)
    #expect([400, 404].contains(reply.status), "\(reply.status)")
    #expect(!reply.body.contains("root:") && !reply.body.contains("SQLite format"))
  }

  @Test func `what is too large or no request is refused, and the server goes on`() async throws {
    let server = try RunningServer(script: "true", options: ["--write"])
    let cookie = "Cookie: \(server.cookie)"
    let long = String(repeating: "a", count: 100_000)
    for text in [
      "GET /\(long) HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\nX: \(long)\r\n\r\n",
      "GET / HTTP/1.1\r\n" + (0..<300).map { "X\($0): 1\r\n" }.joined() + "\r\n",
      "\u{0}\u{1}\u{2}\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nHost: 127.0.0.1:\(server.port)\r\n\r\n",
      "POST /import HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\nConnection: close\r\n\(cookie)\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 99999999999\r\n\r\n",
      "POST /import HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\nConnection: close\r\n\(cookie)\r\nSec-Fetch-Site: same-origin\r\nContent-Length: -1\r\n\r\n",
    ] {
      let reply = try await server.reply(to: text, ending: true)
      #expect(
        reply.status == 0 || (400..<500).contains(reply.status),
        "\(text.prefix(60)) \(reply.status)")
    }
    #expect(try await server.get("/").status == 200)
  }

  @Test
  func
    `slow and broken clients hold nothing, and a hundred read beside a writer that loses nothing`()
    async throws
  {
    let server = try RunningServer(
      script: "stakebook append entity.registered entity=a name=A kind=company -e 2020 > /dev/null")
    // They begin a request, and say no more while others ask and write.
    let slow = try (0..<50).map { _ in try Connection(server.port) }
    for connection in slow {
      connection.send("GET / HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n")
    }
    let writer = try Shell(in: server.folder).start(
      "for i in 1 2 3 4 5 6 7 8; do stakebook append entity.registered entity=e$i name=E$i kind=company -e 2020 > /dev/null || exit 1; done"
    )
    let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<100 {
        group.addTask { try await server.get(number % 2 == 0 ? "/event/1" : "/entity/a").status }
      }
      return try await group.reduce(into: [Int]()) { $0.append($1) }
    }
    #expect(statuses.filter { $0 == 200 }.count + statuses.filter { $0 == 503 }.count == 100)
    #expect(statuses.filter { $0 == 200 }.count > 60)
    #expect(try writer.outcome().code == 0)
    #expect(
      try await server.get("/sql.json?q=SELECT+count(*)+AS+n+FROM+events").body.contains(#""n":9"#))
    #expect(try Shell(in: server.folder).run("stakebook verify").code == 0)
    withExtendedLifetime(slow) {}
  }

  @Test(arguments: ["TERM", "INT"])
  func `a signal ends it, whatever it is at`(signal: String) throws {
    try withTemporaryFolder { folder in
      let outcome = try Shell(in: folder).run(
        """
        set -m
        stakebook init > /dev/null
        # Where the tests run in the background an interrupt would be ignored.
        env --default-signal=INT,TERM stakebook serve --socket s > out 2>&1 & server=$!
        for i in $(seq 100); do [ -S s ] && break; sleep 0.05; done
        stat -c %a s
        kill -\(signal) $server; wait $server; echo "code $?"
        [ -e s ] || echo gone
        """)
      #expect(outcome.output == "600\ncode 0\ngone\n")
    }
  }
}
