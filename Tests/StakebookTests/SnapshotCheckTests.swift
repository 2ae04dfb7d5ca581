import Foundation
import Stakebook
import TestSupport
import Testing

/// A file that was changed anywhere does not follow from the ledger, and is refused in our words.
struct SnapshotCheckTests {
  /// The refusal of a file that is compared with a snapshot; nil where it is the same.
  private static func refusal(
    _ bytes: [UInt8], _ snapshot: Snapshot, chunk: Int = 1000
  ) throws -> Rejection? {
    var rest = bytes[...]
    do {
      var file = try SnapshotComparison {
        defer { rest = rest.dropFirst(chunk) }
        return Array(rest.prefix(chunk))
      }
      try file.compare(with: snapshot)
      return nil
    } catch let rejection as Rejection {
      return rejection
    }
  }

  private static func snapshot() throws -> (Snapshot, [UInt8]) {
    var snapshot: Snapshot?
    try TrustLedger.with { trust in
      snapshot = try trust.use(.reading) { try $0.snapshot(clock: SnapshotTests.clock) }
    }
    let made = try #require(snapshot)
    return (made, Array((made.text + "\n").utf8))
  }

  @Test func `a file is the same in chunks of any size`() throws {
    let (snapshot, bytes) = try Self.snapshot()
    for chunk in [1, 7, 4096, bytes.count] {
      #expect(try Self.refusal(bytes, snapshot, chunk: chunk) == nil)
    }
  }

  private static let codes: Set = [
    "verification-failed", "not-a-snapshot", "json-syntax", "json-utf8", "json-duplicate-name",
    "json-number", "json-control",
  ]

  @Test func `whatever byte is changed, taken out or put in, the file does not follow`() throws {
    let (snapshot, bytes) = try Self.snapshot()
    var dice = Dice(seed: 7)
    for turn in 0..<120 {
      // Half of them in what the file says of itself.
      let most = turn.isMultiple(of: 2) ? 600 : bytes.count
      let place = Int.random(in: 0..<most, using: &dice)
      var spoilt = bytes
      switch turn % 3 {
      case 0: spoilt[place] = spoilt[place] == 0x31 ? 0x32 : 0x31
      case 1: spoilt.remove(at: place)
      default: spoilt.insert(UInt8(ascii: "0"), at: place)
      }
      guard spoilt != bytes else { continue }
      let code = try Self.refusal(spoilt, snapshot)?.code.rawValue ?? "none"
      #expect(Self.codes.contains(code), "turn \(turn), byte \(place): \(code)")
    }
  }

  @Test func `a file that ends early is told to be cut, wherever it ends`() throws {
    let (snapshot, bytes) = try Self.snapshot()
    var dice = Dice(seed: 8)
    for _ in 0..<60 {
      let cut = Int.random(in: 0..<bytes.count, using: &dice)
      let refusal = try Self.refusal(Array(bytes[..<cut]), snapshot)
      #expect(
        refusal?.code == .jsonSyntax || refusal?.message.contains("not whole") == true, "\(cut)")
    }
  }

  @Test func `a ledger checks what it gave, and refuses it once it knows less or tells otherwise`()
    throws
  {
    try TrustLedger.with(30) { trust in
      let text = try trust.use(.reading) { try $0.snapshot().text } + "\n"
      func code() throws -> String? {
        var rest = Array(text.utf8)
        do {
          try trust.use(.reading) { ledger in
            try ledger.check(
              SnapshotComparison {
                defer { rest = [] }
                return rest
              })
          }
          return nil
        } catch let rejection as Rejection {
          return rejection.code.rawValue
        }
      }
      #expect(try code() == nil)
      try trust.register("later")
      #expect(try code() == nil)
      try trust.tamper { try TrustLedger.forge(7, $0) }
      #expect(try code() == "fork")
    }
  }
}
