import Foundation
import Stakebook
import TestSupport
import Testing

@testable import Web

/// Who is let in, and who is not.
@Suite(.serialized) struct GateTests {
  @Test func `without the token nobody sees anything, and with it a browser gets a cookie`()
    async throws
  {
    let server = try await RunningServer.shared.value
    for path in [
      "/", "/sql.json?q=SELECT+1", "/document/\(String(repeating: "a", count: 64))",
      "/upcoming.ics",
    ] {
      let reply = try await server.ask("GET \(path) HTTP/1.1", [])
      #expect(reply.status == 403, "\(path)")
      #expect(!reply.body.contains("OpenAI"))
    }
    #expect(try await server.ask("GET /?token=\(Secret.random()) HTTP/1.1", []).status == 403)
    let entrance = try await server.ask(
      "GET /owed?as_of=2026-01-01&token=\(server.token) HTTP/1.1", [])
    #expect(entrance.status == 303)
    #expect(entrance.header("Location") == "/owed?as_of=2026-01-01")
    let cookie = try #require(entrance.header("Set-Cookie"))
    #expect(cookie == "\(server.cookie); Path=/; HttpOnly; SameSite=Strict")
    #expect(
      try await server.ask("GET / HTTP/1.1", ["Authorization: Bearer \(server.token)"]).status
        == 200)
  }

  @Test(arguments: [
    "evil.example:80", "evil.example", "127.0.0.1", "127.0.0.1.evil.example:1", "", "localhost:1",
  ])
  func `a name that is not ours is answered with 421, whoever asks`(host: String) async throws {
    let server = try await RunningServer.shared.value
    let reply = try await server.ask("GET / HTTP/1.1", ["Cookie: \(server.cookie)"], host: host)
    #expect([400, 421].contains(reply.status))
    #expect(!reply.body.contains("OpenAI"))
  }

  @Test func `who names two hosts is let in by neither`() async throws {
    let server = try await RunningServer.shared.value
    for other in ["evil.example", "127.0.0.1:\(server.port)"] {
      let reply = try await server.ask(
        "GET / HTTP/1.1", ["Cookie: \(server.cookie)", "Host: \(other)"])
      #expect(reply.status == 421)
      #expect(!reply.body.contains("OpenAI"))
    }
  }

  @Test func `a request whose first line names a host is one to that host`() async throws {
    let server = try await RunningServer.shared.value
    let own = "127.0.0.1:\(server.port)"
    for address in [
      "http://evil.example/", "HTTP://evil.example/", "http://evil.example",
      "https://evil.example/",
      "http://evil.example?x=http://\(own)/", "http://\(own)@evil.example/",
      "http://evil.example@\(own)/", "http://127.0.0.1/", "ftp://evil.example/",
    ] {
      let reply = try await server.ask(
        "GET \(address) HTTP/1.1", ["Cookie: \(server.cookie)"])
      #expect([400, 421].contains(reply.status), "\(address) \(reply.status)")
      #expect(!reply.body.contains("OpenAI"))
    }
    let reply = try await server.ask(
      "GET http://\(own)/owed HTTP/1.1", ["Cookie: \(server.cookie)"])
    #expect(reply.status == 200)
  }

  @Test func `a token in an address never leads to another host`() async throws {
    let server = try await RunningServer.shared.value
    for path in ["//evil.example/", "/\\evil.example", "///evil.example"] {
      let reply = try await server.ask("GET \(path)?token=\(server.token) HTTP/1.1", [])
      let place = reply.header("Location") ?? "/"
      #expect(place.hasPrefix("/") && !place.hasPrefix("//") && !place.hasPrefix("/\\"), "\(place)")
    }
  }

  @Test func `the key of the calendar opens the calendar and nothing else`() async throws {
    let server = try await RunningServer.shared.value
    let key = Secret.key(of: server.token)
    let calendar = try await server.ask("GET /upcoming.ics?key=\(key) HTTP/1.1", [])
    #expect(calendar.status == 200)
    #expect(calendar.body.hasPrefix("BEGIN:VCALENDAR"))
    #expect(try await server.ask("GET /feed.atom?key=\(key) HTTP/1.1", []).body.contains("<feed"))
    #expect(try await server.ask("GET /owed?key=\(key) HTTP/1.1", []).status == 403)
    for path in ["/view/stakes.json", "/event/1.atom", "/index.ics", "/search.atom", "/diff.ics"] {
      #expect(try await server.ask("GET \(path)?key=\(key) HTTP/1.1", []).status == 403, "\(path)")
    }
  }

  @Test func `what looks like an option is none to a child process`() async throws {
    let server = try await RunningServer.shared.value
    let file = server.folder.appending(path: "written.txt").path
    let reply = try await server.ask(
      "GET /diff?as_of=2024-01-01..2020-01-01&about=--output=\(file) HTTP/1.1",
      ["Authorization: Bearer \(server.token)"])
    #expect([400, 404].contains(reply.status))
    #expect(!FileManager.default.fileExists(atPath: file))
  }

  @Test func `nothing is posted to a style sheet either`() async throws {
    let server = try await RunningServer.shared.value
    #expect(try await server.ask("POST /style.css HTTP/1.1", [], body: "a").status == 403)
  }

  @Test func `a server that does not write takes nothing`() async throws {
    let server = try await RunningServer.shared.value
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "NONSENSE"] {
      let reply = try await server.ask(
        "\(method) /event/1 HTTP/1.1",
        ["Authorization: Bearer \(server.token)", "Sec-Fetch-Site: same-origin"], body: "a=b")
      #expect([400, 403, 405].contains(reply.status), "\(method) \(reply.status)")
    }
  }

  @Test func `a kept token is its owner's alone`() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "token").path
      let token = try Secret.kept(in: file)
      #expect(try Secret.kept(in: file) == token)
      let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
      #expect(mode == 0o600)
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
      #expect(throws: Rejection.self) { try Secret.kept(in: file) }
    }
  }
}
