import Foundation
import Stakebook
import TestSupport
import Testing

/// A file that was changed anywhere does not follow from the ledger, and is refused in our words.
struct SnapshotCheckTests {
  /// The code with which a file is refused; nil where it follows from the ledger.
  private static func refusal(_ bytes: [UInt8], _ ledger: Ledger, chunk: Int = 1000) throws
    -> Rejection?
  {
    var rest = bytes[...]
    do {
      try ledger.check(
        SnapshotComparison {
          defer { rest = rest.dropFirst(chunk) }
          return Array(rest.prefix(chunk))
        })
      return nil
    } catch let rejection as Rejection {
      return rejection
    }
  }

  private static let codes: Set = [
    "verification-failed", "other-version", "not-a-snapshot", "fork", "rollback",
    "unknown-partnership", "json-syntax", "json-utf8", "json-duplicate-name", "json-number",
    "json-control",
  ]

  @Test func `a file is the same in chunks of any size`() throws {
    try TrustLedger.with { trust in
      try trust.use(.reading) { ledger in
        let bytes = Array((try ledger.snapshot(clock: SnapshotTests.clock).text + "\n").utf8)
        for chunk in [1, 7, 4096, bytes.count] {
          #expect(try Self.refusal(bytes, ledger, chunk: chunk) == nil)
        }
      }
    }
  }

  @Test func `whatever byte is changed, taken out or put in, the file does not follow`() throws {
    try TrustLedger.with(30) { trust in
      try trust.use(.reading) { ledger in
        let bytes = Array(
          (try ledger.snapshot(clock: Clock(asOf: try Day("2025-12-01"), knownAt: 20)).text + "\n")
            .utf8)
        var dice = Dice(seed: 7)
        for turn in 0..<300 {
          var spoilt = bytes
          // Half of them in what the file says of itself.
          let place = Int.random(
            in: 0..<(turn.isMultiple(of: 2) ? 600 : bytes.count), using: &dice)
          switch turn % 3 {
          case 0: spoilt[place] = spoilt[place] == 0x31 ? 0x32 : 0x31
          case 1: spoilt.remove(at: place)
          default: spoilt.insert(UInt8(ascii: "0"), at: place)
          }
          guard spoilt != bytes else { continue }
          let refusal = try Self.refusal(spoilt, ledger)
          let code = refusal?.code ?? "none"
          #expect(Self.codes.contains(code), "turn \(turn), byte \(place): \(code)")
        }
      }
    }
  }

  @Test func `a file that ends early is told to be cut, wherever it ends`() throws {
    try TrustLedger.with(30) { trust in
      try trust.use(.reading) { ledger in
        let bytes = Array(
          (try ledger.snapshot(clock: Clock(asOf: try Day("2025-12-01"), knownAt: 20)).text + "\n")
            .utf8)
        var dice = Dice(seed: 8)
        for _ in 0..<100 {
          let cut = Int.random(in: 0..<bytes.count, using: &dice)
          let refusal = try Self.refusal(Array(bytes[..<cut]), ledger)
          #expect(
            refusal?.code == "json-syntax" || refusal?.message.contains("not whole") == true,
            "\(cut)")
        }
      }
    }
  }
}
