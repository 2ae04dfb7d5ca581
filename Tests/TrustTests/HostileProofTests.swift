import EventLog
import Events
import TestSupport
import Testing
import Trust

/// Keys, notes, checkpoints and proofs of strangers are taken or refused, and nothing falls over.
struct HostileProofTests {
  private static func files() throws -> [String] {
    let key = try SigningKey(name: "example.com/log")
    let leaves = (0..<9).map { MerkleTree.leaf([UInt8($0)]) }
    func root(_ range: Range<Int64>) -> [UInt8] {
      var tree = MerkleFrontier()
      for place in range { tree.add(leaves[Int(place)]) }
      return tree.root
    }
    let signed = try SignedCheckpoint(
      Checkpoint(origin: "example.com/log", size: 9, root: root(0..<9)), with: key)
    return [
      signed.note.note, key.secretText, key.verifier.text, signed.checkpoint.text,
      InclusionProof(
        leaf: "\u{5}", index: 5, path: MerkleTree.inclusion(of: 5, in: 9, root), checkpoint: signed
      ).text,
      ConsistencyProof(
        old: 6, path: MerkleTree.consistency(from: 6, to: 9, root), checkpoint: signed
      ).text,
    ]
  }

  @Test func `a file is refused, or is written down as it was read`() throws {
    var taken = 0
    for bytes in Mutations(of: try Self.files(), count: 6000) {
      let text = String(decoding: bytes, as: UTF8.self)
      func same(_ again: String?) {
        guard let again else { return }
        taken += 1
        #expect(Array(again.utf8) == Array(text.utf8))
      }
      same((try? SignedNote(text))?.note)
      same((try? InclusionProof(text))?.text)
      same((try? ConsistencyProof(text))?.text)
      same((try? SigningKey(text))?.secretText)
      same((try? VerifierKey(text))?.text)
      _ = try? Checkpoint(text)
    }
    #expect(taken > 500)
  }

  /// A path may be of any length, and an index and a size may be anything.
  @Test func `a proof is checked whatever its numbers are`() throws {
    var dice = Dice(seed: 1)
    let hash = MerkleTree.leaf([])
    for _ in 0..<5000 {
      let size = dice.pick([0, 1, 2, 7, 1 << 40, .max, Int64.random(in: 0...99, using: &dice)])
      let place = dice.pick([0, -1, size, size / 2, .max, .min])
      let path = Array(repeating: hash, count: Int.random(in: 0...70, using: &dice))
      #expect(
        !MerkleTree.holds(inclusion: path, of: hash, at: place, in: size, root: [])
          && !MerkleTree.holds(
            consistency: path, from: place, root: [0], to: size, root: [1])
      )
    }
  }
}
