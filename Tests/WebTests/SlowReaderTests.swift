import Foundation
import Stakebook
import Synchronization
import TestSupport
import Testing

@testable import Web

/// Who asks and does not read: is cut off, and holds nothing.
@Suite(.serialized) struct SlowReaderTests {
  @Test func `a reader that takes nothing of its answer is cut off, and what waited for it goes`()
    async throws
  {
    try await served {
      $0.readerSeconds = 1
    } asking: { connection in
      try await Self.until { Self.spools() == 0 }
      let rest = await Task.detached { connection.rest().count }.value
      #expect(rest < 40_000_000)
    }
  }

  @Test func `a reader that takes a little now and then has its time for the whole, and no more`()
    async throws
  {
    try await served {
      // It is never still for long: what ends it is the time for the whole.
      ($0.readerSeconds, $0.readerBytes) = (2, 1 << 30)
    } asking: { connection in
      var taken = 0
      try await Self.until {
        taken += connection.some(100_000)
        return Self.spools() == 0
      }
      #expect(taken < 40_000_000)
    }
  }

  /// Asks a server for much, and does something once the answer lies ready.
  private func served(
    _ set: (inout WebSettings) -> Void,
    asking body: @Sendable (Connection) async throws -> Void
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "slow-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(try Shell(in: folder).run("stakebook init").code == 0)
    let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appending(path: "stakebook").path
    var settings = WebSettings(
      ledger: folder.appending(path: "stakebook.db").path, program: program,
      token: Secret.random())
    settings.port = 0
    set(&settings)
    let (settled, server) = (settings, try WebServer(settings))
    let (ready, tell) = AsyncStream.makeStream(of: String.self)
    let running = Task { try await server.run { tell.yield($0) } }
    let address = await ready.first { _ in true }
    let port = try #require(address.flatMap(URLComponents.init(string:))?.port)
    let sql =
      "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c WHERE x<40) "
      + "SELECT hex(zeroblob(500000)) FROM c"
    let connection = try Connection(port, room: 4096)
    let lookout = Lookout()
    connection.send(
      "GET /sql.csv?q=\(Address.escaped(sql)) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n"
        + "Authorization: Bearer \(settled.token)\r\n\r\n")
    // It has its answer in a file without a name, until that is given up.
    try await Self.until { lookout.hasSeen }
    try await body(connection)
    running.cancel()
    server.end()
    _ = await running.result
  }

  /// Whether such a file was there, seen by a thread of its own: it may be gone again before one of the
  /// tests' threads, which may all be busy, has looked.
  private final class Lookout: Sendable {
    private let state = Mutex(false)
    var hasSeen: Bool { state.withLock { $0 } }

    init() {
      Thread.detachNewThread { [weak self] in
        while let self, !self.hasSeen {
          if SlowReaderTests.spools() > 0 { self.state.withLock { $0 = true } }
          usleep(20_000)
        }
      }
    }
  }

  /// Waits for what comes for certain, or never.
  private static func until(_ isTrue: () -> Bool) async throws {
    for _ in 0..<2400 where !isTrue() { try await Task.sleep(for: .milliseconds(50)) }
    #expect(isTrue())
  }

  /// How many files without a name this process holds that are as large as the answer.
  private static func spools() -> Int {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    return names.filter { name in
      var found = stat()
      return stat("/proc/self/fd/\(name)", &found) == 0 && found.st_nlink == 0
        && found.st_size > 30_000_000
    }.count
  }
}
