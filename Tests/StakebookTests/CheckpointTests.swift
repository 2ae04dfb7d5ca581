import Foundation
import GRDB
import Stakebook
import TestSupport
import Testing

/// A checkpoint commits to every event before it, and nothing that changes one goes unnoticed.
struct CheckpointTests {
  private static func key() throws -> SigningKey { try SigningKey(name: "example.com/log") }

  private static func codes(
    _ trust: TrustLedger, _ commitment: Commitment? = nil
  ) throws -> [String] {
    try trust.use {
      try $0.verify(against: commitment, seen: trust.seen).failures.map(\.code.rawValue)
    }
  }

  @Test func `a checkpoint holds as the ledger grows, and every proof from it`() throws {
    try TrustLedger.with(12) { trust in
      let key = try Self.key()
      let first = try trust.use { try $0.proofs().checkpoint(with: key) }
      #expect(first.checkpoint.size == 12)
      for slug in ["one-more", "two-more", "three-more"] { try trust.register(slug) }
      try trust.use { ledger in
        let newer = try ledger.proofs().checkpoint(with: key)
        try ConsistencyProof(
          ledger.proofs().consistency(from: first.checkpoint, to: newer).text
        ).check(first.checkpoint)
        for seq in Int64(1)...15 {
          let proof = try ledger.proofs().inclusion(of: seq, in: newer)
          try InclusionProof(proof.text).check()
          #expect(proof.leaf.contains("\"seq\":\(seq),"))
        }
        for seq in Int64(1)...12 { try ledger.proofs().inclusion(of: seq, in: first).check() }
        #expect(throws: Rejection.self) { try ledger.proofs().inclusion(of: 13, in: first) }
        #expect(throws: Rejection.self) {
          try ledger.proofs().consistency(from: newer.checkpoint, to: first)
        }
      }
    }
  }

  @Test func `a ledger put back to an older state is a rollback`() throws {
    try TrustLedger.with(12) { trust in
      let key = try Self.key()
      let old = try Data(contentsOf: URL(filePath: trust.path))
      try trust.register("one-more")
      try trust.use { _ = try $0.proofs(seen: trust.seen).checkpoint(with: key) }
      #expect(try Self.codes(trust) == [])
      try old.write(to: URL(filePath: trust.path))
      #expect(try Self.codes(trust) == ["rollback"])
      try trust.use { ledger in
        do {
          _ = try ledger.proofs(seen: trust.seen).checkpoint(with: key)
          Issue.record("it signed another story")
        } catch let rejection as Rejection { #expect(rejection.code == .rollback) }
      }
      try trust.register("another")
      #expect(try Self.codes(trust) == ["fork"])
    }
  }

  @Test func `the tiles of a pack tell which event was forged`() throws {
    try TrustLedger.with { trust in
      let folder = trust.folder.appending(path: "pack").path
      try trust.use { ledger in
        let key = try Self.key()
        try ledger.proofs().write(
          Pack(ledger.proofs().checkpoint(with: key), key: key.verifier), to: folder)
      }
      let commitment = try Commitment(folder)
      #expect(try Self.codes(trust, commitment) == [])
      try trust.tamper { database in
        for seq: Int64 in [40, 77] { try TrustLedger.forge(seq, database) }
      }
      try trust.use { ledger in
        let (verification, failures) = try ledger.verify(against: commitment)
        #expect(verification.findings == [])
        #expect(verification.firstUncommitted == 40)
        #expect(failures.map(\.code.rawValue) == ["fork"])
        #expect(failures[0].message.contains("seq 40 is the first"))
      }
    }
  }

  @Test func `a pack holds the tree of its checkpoint, its entries and its events`() throws {
    try TrustLedger.with { trust in
      let key = try Self.key()
      for number in 1...240 { try trust.register("entity-\(number)") }
      let folder = trust.folder.appending(path: "pack")
      let earlier = try trust.use { try $0.proofs().checkpoint(with: key) }
      for number in 241...250 { try trust.register("entity-\(number)") }
      try trust.use { ledger in
        var pack = try Pack(ledger.proofs().checkpoint(with: key), key: key.verifier)
        pack.earlier = [earlier]
        pack.events = [7]
        try ledger.proofs().write(pack, to: folder.path)
      }
      let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        .filter { !folder.appending(path: $0).hasDirectoryPath }
      #expect(
        Set(files).isSuperset(of: [
          "checkpoint", "key", "events.jsonl", "tile/0/000", "tile/0/001.p/85", "tile/1/000.p/1",
          "tile/entries/000", "tile/entries/001.p/85", "checkpoints/331",
          "proofs/331-341.consistency", "proofs/7.tlog-proof",
        ]))
      let whole = try Data(contentsOf: folder.appending(path: "tile/0/000"))
      var tree = MerkleFrontier()
      for place in 0..<256 { tree.add(Array(whole[(place * 32)..<(place * 32 + 32)])) }
      #expect(try Data(contentsOf: folder.appending(path: "tile/1/000.p/1")) == Data(tree.root))
      var bundle = try Data(contentsOf: folder.appending(path: "tile/entries/000"))[...]
      for place in 0..<256 {
        let count = Int(bundle.removeFirst()) << 8 | Int(bundle.removeFirst())
        let entry = Array(bundle.prefix(count))
        bundle = bundle.dropFirst(count)
        #expect(
          MerkleTree.leaf(entry) == Array(whole[(place * 32)..<(place * 32 + 32)]))
      }
      #expect(bundle.isEmpty)
    }
  }

  @Test func `tiles that were changed are not believed`() throws {
    try TrustLedger.with(12) { trust in
      let folder = trust.folder.appending(path: "pack")
      try trust.use { ledger in
        let key = try Self.key()
        try ledger.proofs().write(
          Pack(ledger.proofs().checkpoint(with: key), key: key.verifier), to: folder.path)
      }
      let tile = folder.appending(path: "tile/0/000.p/12")
      var bytes = try Data(contentsOf: tile)
      bytes[100] ^= 1
      try bytes.write(to: tile)
      #expect(throws: Rejection.self) { try Commitment(folder.path) }
    }
  }

  @Test func `a checkpoint of another ledger is refused unless it is expected`() throws {
    try TrustLedger.with(2) { trust in
      try trust.use { ledger in
        let other = try ledger.proofs().checkpoint(origin: "example.com/log", with: Self.key())
          .checkpoint
        #expect(throws: Rejection.self) { try ledger.proofs().requireOrigin(other, expected: nil) }
        try ledger.proofs().requireOrigin(other, expected: "example.com/log")
      }
    }
  }

  private static let tamperings = Dice.count("STAKEBOOK_TAMPERINGS", orElse: 200)

  /// One way to change the log; gives the first seq that is not as it was.
  private static func tamper(_ kind: Int, _ seq: Int64, _ other: Int64, _ database: Database)
    throws -> Int64
  {
    let columns = [
      "data", "sources", "note", "effective", "status", "stream", "id", "recorded_at", "salt",
      "content_hash", "leaf_hash", "type",
    ]
    switch kind {
    case 0:  // a byte of one column
      let column = columns[Int(other) % columns.count]
      let isBlob = ["salt", "content_hash", "leaf_hash"].contains(column)
      let end =
        isBlob
        ? "iif(substr(\(column), -1) = x'00', x'01', x'00')"
        : "iif(substr(\(column), -1) = '0', '1', '0')"
      let cast = isBlob ? "BLOB" : "TEXT"
      try database.execute(
        sql: """
          UPDATE OR IGNORE event
          SET \(column) = CAST(substr(\(column), 1, length(\(column)) - 1) || \(end) AS \(cast))
          WHERE seq = ?
          """, arguments: [seq])
      return seq
    case 1:  // a row taken away
      try database.execute(sql: "DELETE FROM event WHERE seq = ?", arguments: [seq])
      return seq
    case 2:  // two rows in each other's place
      for (from, to) in [(seq, Int64(1) << 40), (other, seq), (Int64(1) << 40, other)] {
        try database.execute(
          sql: "UPDATE event SET seq = ? WHERE seq = ?", arguments: [to, from])
      }
      return min(seq, other)
    case 3:  // the tail cut off
      try database.execute(sql: "DELETE FROM event WHERE seq >= ?", arguments: [seq])
      return seq
    case 4:  // the hashes of another event
      try database.execute(
        sql: """
          UPDATE event
          SET (content_hash, leaf_hash) = (
            SELECT content_hash, leaf_hash FROM event AS other WHERE other.seq = ?
          )
          WHERE seq = ?
          """, arguments: [other, seq])
      return seq
    case 5:  // forged with a hash that fits
      try TrustLedger.forge(seq, database)
      return seq
    default:  // anything that SQLite can hold in a column
      let table = try String.fetchOne(
        database, sql: "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = 'event'")
      try database.execute(sql: StoredForms.loosen)
      let (column, form) = StoredForms.all[(kind - 6) % StoredForms.all.count]
      try database.execute(
        sql: "UPDATE OR IGNORE event SET \(column) = \(form) WHERE seq = ?", arguments: [seq])
      try database.execute(sql: "PRAGMA writable_schema = ON")
      try database.execute(sql: StoredForms.tighten, arguments: [table])
      try database.execute(sql: "PRAGMA writable_schema = RESET")
      return seq
    }
  }

  /// The log as it is stored: the storage class and the bytes of every column.
  private static func stored(_ database: Database) throws -> [Row] {
    let columns = try String.fetchAll(database, sql: "SELECT name FROM pragma_table_info('event')")
    let forms = columns.map { "typeof(\($0)), hex(CAST(\($0) AS BLOB))" }
    return try Row.fetchAll(
      database, sql: "SELECT \(forms.joined(separator: ", ")) FROM event ORDER BY seq")
  }

  @Test func `every random tampering is found, at the first event that it touched`() throws {
    try TrustLedger.with(40) { trust in
      let folder = trust.folder.appending(path: "pack").path
      try trust.use { ledger in
        let key = try Self.key()
        try ledger.proofs().write(
          Pack(ledger.proofs().checkpoint(with: key), key: key.verifier), to: folder)
      }
      let commitment = try Commitment(folder)
      let original = try Data(contentsOf: URL(filePath: trust.path))
      var dice = Dice()
      for number in 0..<Self.tamperings {
        let seq = Int64.random(in: 1...40, using: &dice)
        let other = (seq + Int64.random(in: 0..<39, using: &dice)) % 40 + 1
        // Every other one is of the many ways to hold something else in a column.
        let kind = number.isMultiple(of: 2) ? number / 2 % 6 : 6 + number / 2
        try original.write(to: URL(filePath: trust.path))
        var first: Int64 = 0
        var changed = false
        try trust.tamper { database in
          let before = try Self.stored(database)
          first = try Self.tamper(kind, seq, other, database)
          changed = try Self.stored(database) != before
        }
        guard changed else { continue }
        try trust.use { ledger in
          let (verification, failures) = try ledger.verify(against: commitment)
          let place = verification.findings.compactMap(\.seq).first
          let found = [place, verification.firstUncommitted].compactMap { $0 }.min()
          let context = "kind \(kind), seq \(seq), other \(other)"
          if kind == 3 {
            #expect(failures.map(\.code.rawValue) == ["rollback"], "\(context)")
            #expect(failures[0].message.contains("seq \(first) is the first"), "\(context)")
          } else {
            // A row that is missing is told at the next one, or by the size where it was the last.
            #expect(
              found == first || (kind == 1 && (found == first + 1 || first == 40)), "\(context)")
            #expect(!verification.findings.isEmpty || !failures.isEmpty, "\(context)")
          }
        }
      }
    }
  }
}
