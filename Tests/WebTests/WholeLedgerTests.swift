import Foundation
import Stakebook
import TestSupport
import Testing

@testable import Web

/// What is asked of a whole ledger, which may take long.
struct WholeLedgerTests {
  /// What takes a moment to count.
  private static let slow = [
    "sql",
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 2000000) "
      + "SELECT count(*) AS n FROM c", "--format", "jsonl",
  ]

  @Test
  func
    `what takes long is asked once for all who wait, kept, and shown until what is new is taken in`()
    async throws
  {
    let folder = FileManager.default.temporaryDirectory.appending(path: "long-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(try Shell(in: folder).run("stakebook init").code == 0)
    let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appending(path: "stakebook").path
    let long = LongQuestions(
      Children(
        program: program, ledger: folder.appending(path: "stakebook.db").path, count: 1))
    func ask(_ words: [String], _ head: Seq, waiting: Double) async -> LongQuestions.Standing {
      await long.ask(
        words, of: LedgerState(file: 1, head: head, today: "2026-01-01"), waiting: waiting)
    }
    func found(_ standing: LongQuestions.Standing) -> (spool: Spool, isOld: Bool)? {
      if case .found(let found, let isOld) = standing { (found.output.spool, isOld) } else { nil }
    }
    #expect(!long.knows(Self.slow))
    guard case .asked = await ask(Self.slow, 1, waiting: 0) else {
      Issue.record("it is there before it was found")
      return
    }
    async let one = ask(Self.slow, 1, waiting: 100)
    async let other = ask(Self.slow, 1, waiting: 100)
    let (first, second) = (found(await one), found(await other))
    let spool = try #require(first?.spool)
    #expect(second?.spool === spool)
    #expect(String(decoding: spool.bytes(from: 0, most: 100), as: UTF8.self) == "{\"n\":2000000}\n")
    // Something is recorded: what was found before is shown, as such, until the new is there.
    let before = found(await ask(Self.slow, 2, waiting: 0))
    #expect(before?.spool === spool && before?.isOld == true)
    let after = found(await ask(Self.slow, 2, waiting: 100))
    #expect(after?.isOld == false && after?.spool !== spool)
    // What cannot be answered says why.
    guard case .failed(let why) = await ask(["sql", "SELEC"], 2, waiting: 100) else {
      Issue.record("nonsense has an answer")
      return
    }
    #expect(why.code != .timeout)
  }

  @Test func `of one partnership a page tells what the whole tells of it`() async throws {
    let server = try await RunningServer.shared.value
    for (path, sql) in [
      ("/upcoming", "SELECT DISTINCT thing FROM upcoming WHERE stream = 'microsoft-openai'"),
      ("/check", "SELECT DISTINCT finding FROM discrepancies WHERE stream = 'microsoft-openai'"),
    ] {
      let column = path == "/upcoming" ? "thing" : "finding"
      let asked = try await server.get("/sql.json?q=\(Address.escaped(sql))").body
      let wanted = Set(
        try JSON.read(asked).arrayValue?.compactMap { $0.objectValue?[column]?.stringValue } ?? [])
      #expect(wanted.count > 2)
      let narrow = try await server.get("\(path).json?about=microsoft-openai").body
      let rows = try JSON.read(narrow).arrayValue ?? []
      let told = Set(rows.compactMap { $0.objectValue?[column]?.stringValue })
      #expect(wanted.isSubset(of: told), "\(path)")
      #expect(try await server.get("\(path)?about=microsoft-openai").status == 200)
      #expect(
        try await server.get("\(path).csv?about=microsoft-openai").body
          .split(whereSeparator: \.isNewline).count == rows.count + 1)
      #expect(try await server.get("\(path)?about=nobody-knows").status == 404)
    }
  }

  @Test
  func
    `figures in contradictions lead to the events from which they come, counts to what they count`()
    async throws
  {
    let server = try await RunningServer.shared.value
    for path in ["/", "/check", "/partnership/microsoft-openai"] {
      var sentences = ""
      // A desk does not wait for them on a machine that has much to do.
      for _ in 0..<20 where sentences.isEmpty {
        sentences = try await server.get(path).body
          .matches(of: /(?s)<ul class="findings">.*?<\/ul>/).map(\.output).joined()
      }
      #expect(sentences.contains(/<a class="why" href="\/(event|sql)[\/?]/), "\(path)")
      // No share stands outside of a link.
      #expect(
        !sentences.replacing(/(?s)<a class="why".*?<\/a>/, with: "").contains("%"), "\(path)")
    }
    let deal = try await server.get("/partnership/microsoft-openai").body
    let count = try #require(
      deal.firstMatch(of: /href="#contradictions">[0-9]+ open contradictions/)?.output)
    #expect(deal.contains("<section aria-labelledby=\"contradictions\">"), "\(count)")
    #expect(deal.contains(/<a class="why" href="\/view\/events[^"]*">[0-9,]+ events<\/a>/))
  }

  @Test func `a question can be explained and charted, and an entity has its web drawn`()
    async throws
  {
    let server = try await RunningServer.shared.value
    let sql = "SELECT+holder,percent_ppb/1e7+AS+p+FROM+stakes+WHERE+issuer='openai-group'"
    let answer = try await server.get("/sql?q=\(sql)").body
    #expect(answer.contains(/(?s)<figure>.*<svg class="chart/))
    #expect(answer.contains("<input type=\"checkbox\" name=\"plan\" value=\"1\">"))
    let plan = try await server.get("/sql?plan=1&q=\(sql)").body
    // Each step stands under the one of which it is part.
    #expect(
      plan.contains(
        /(?s)<pre class="plan"[^>]*>(SCAN|SEARCH|MATERIALIZE|CO-ROUTINE).*?\n  +(SCAN|SEARCH)/))
    #expect(!plan.contains("<figure>"))
    let entity = try await server.get("/entity/openai-group").body
    #expect(entity.contains(/(?s)aria-labelledby="exposures".*<svg class="chart/))
  }
}
