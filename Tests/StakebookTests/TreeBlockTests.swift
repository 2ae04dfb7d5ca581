import GRDB
import Stakebook
import Testing

/// The root over the log is known without reading all of it.
struct TreeBlockTests {
  private static func notes(_ numbers: ClosedRange<Int>) -> [Draft] {
    numbers.map { number in
      Draft(
        type: "note.recorded", stream: "microsoft-openai", effective: "2024",
        data: ["text": .string("note \(number)")])
    }
  }

  /// A ledger of so many events, the last one and those about the end of a block appended alone.
  private static func with(_ count: Int, _ body: (TrustLedger) throws -> Void) throws {
    try TrustLedger.with(20) { trust in
      try trust.write { ledger in
        try ledger.append(notes(21...1022))
        for number in 1023...1026 { try ledger.append(notes(number...number)) }
        try ledger.append(notes(1027...count - 1))
        try ledger.append(notes(count...count))
      }
      try body(trust)
    }
  }

  @Test func `at every size the root and what is erased are those that every leaf gives`() throws {
    try Self.with(2060) { trust in
      try trust.write { ledger in
        for seq in [21, 1024, 1025, 2050] { try ledger.redact("\(seq)", reason: "by law") }
        #expect(try ledger.audit() == [])
      }
      try trust.use(.reading) { ledger in
        let head = try ledger.head()
        try ledger.read { reading in
          for size in [0, 1, 20, 21, 1023, 1024, 1025, 1026, 2047, 2048, 2049, 2060, head] {
            let (root, erased) = try reading.logState(upTo: size)
            let (own, ownErased) = try reading.tree.state(of: size)
            #expect(root == own, "\(size)")
            #expect(erased == ownErased, "\(size)")
          }
        }
      }
    }
  }

  @Test func `a stored root that was changed misleads no check, and an audit finds it`() throws {
    try Self.with(1030) { trust in
      let clock = Clock(asOf: try Day("2025-01-01"), knownAt: 1028)
      func snapshot() throws -> Snapshot {
        try trust.use(.reading) { try $0.snapshot(clock: clock) }
      }
      func check(_ snapshot: Snapshot) throws {
        var rest = Array((snapshot.text + "\n").utf8)
        let file = try SnapshotComparison {
          defer { rest = [] }
          return rest
        }
        _ = try trust.use(.reading) { try $0.check(file) }
      }
      let sound = try snapshot()
      try trust.tamper { try $0.execute(sql: "UPDATE x_tree_block SET root = zeroblob(32)") }
      let misled = try snapshot()
      #expect(misled.root != sound.root)
      try check(sound)
      #expect { try check(misled) } throws: { ($0 as? Rejection)?.code == .fork }
      try trust.write { ledger in
        #expect(try ledger.audit().map(\.table) == ["x_tree_block", "x_tree_block"])
        try ledger.rebuild()
      }
      #expect(try snapshot().root == sound.root)
    }
  }

  @Test(arguments: [
    "UPDATE x_tree_block SET root = substr(root, 1, 31)",
    "UPDATE x_tree_block SET root = CAST(root || x'00' AS BLOB)",
    "DELETE FROM x_tree_block WHERE place = 0", "UPDATE x_tree_block SET place = place - 1",
  ])
  func `a stored root that is none is told, with what mends it`(_ change: String) throws {
    try Self.with(2060) { trust in
      try trust.tamper { database in
        try database.execute(sql: "PRAGMA ignore_check_constraints = ON; \(change)")
      }
      try trust.use(.reading) { ledger in
        let rejection = #expect(throws: Rejection.self) {
          try ledger.read { _ = try $0.logState(upTo: 2055) }
        }
        #expect(rejection?.code == .damagedLedger)
        #expect(rejection?.hint?.contains("rebuild") == true)
      }
    }
  }
}
