import EventLog
import Events
import Testing
import Trust

/// Signed notes, keys, checkpoints and proofs are those of Go's note package and of C2SP.
struct NoteTests {
  /// The example of golang.org/x/mod/sumdb/note.
  private static let secret =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
  private static let verifier =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
  private static let text =
    "If you think cryptography is the answer to your problem,\n"
    + "then you don't know what your problem is.\n"
  private static let note =
    text
    + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdng"
    + "otpRZb6KE6RyyBwJnAM=\n"

  @Test func `the published key gives its public half and signs the published note`() throws {
    let key = try SigningKey(Self.secret)
    #expect(key.verifier.text == Self.verifier)
    #expect(key.secretText == Self.secret)
    try SignedNote(signing: Self.text, with: key).check(VerifierKey(Self.verifier))
  }

  @Test func `the published note holds under the published key`() throws {
    let note = try SignedNote(Self.note)
    #expect(note.text == Self.text)
    #expect(note.note == Self.note)
    try note.check(VerifierKey(Self.verifier))
  }

  @Test func `a note that was changed, or signed by another, does not hold`() throws {
    let key = try VerifierKey(Self.verifier)
    let changed = try SignedNote(Self.note.replacing("answer", with: "Answer"))
    #expect(throws: Rejection.self) { try changed.check(key) }
    let other = try SigningKey(name: "PeterNeumann").verifier
    #expect(throws: Rejection.self) { try SignedNote(Self.note).check(other) }
    let forged = try SignedNote(Self.note.replacing("x08go/ZJ", with: "x08go/ZK"))
    #expect(throws: Rejection.self) { try forged.check(key) }
  }

  @Test(arguments: [
    "", "\n", "\n\n", "text\n", "text\n\n", "text\n\nno signature\n", "text\n\n— a b\n",
    "text\n\n— a AAAA\n", "\n— PeterNeumann x08go/ZJkuBS\n", "a\tb\n\n— a AAAAAAAA\n",
    "text\n\n— a  AAAAAAAA\n", "text\n\n- a AAAAAAAA\n", "text\n\n— a+b AAAAAAAA\n",
    "text\n\n— a AAAAAAAA", "text\n\n— a AAAAAAA=\n— a AAAAAAAB=\n", "text\r\n\r\n— a AAAAAAAA\r\n",
  ])
  func `what is no note is refused`(_ text: String) {
    #expect(throws: Rejection.self) { try SignedNote(text) }
  }

  @Test(arguments: [
    "", "a", "a+b+c", "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "Peter+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T",
    "PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", secret,
  ])
  func `what is no verifier key is refused, and a secret one above all`(_ text: String) {
    #expect(throws: Rejection.self) { try VerifierKey(text) }
  }

  @Test func `the refusal of a key repeats nothing of it`() {
    let spoiled = Self.secret.replacing("c74f", with: "c74e")
    do {
      _ = try SigningKey(spoiled)
      Issue.record("it was taken")
    } catch {
      #expect(!error.description.contains("YEKFALV"))
    }
  }

  @Test(arguments: ["", "a b", "a+b", "a\nb", String(repeating: "a", count: 201), "a\u{202E}b"])
  func `a key's name is one that a signature line can carry`(_ name: String) {
    #expect(throws: Rejection.self) { try SigningKey(name: name) }
  }

  /// The example of c2sp.org/tlog-checkpoint.
  @Test func `a checkpoint is three lines, and lines of others behind them`() throws {
    let text =
      "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    let checkpoint = try Checkpoint(text)
    #expect(checkpoint.origin == "example.com/behind-the-sofa")
    #expect(checkpoint.size == 20_852_163)
    #expect(checkpoint.text == text)
    #expect(try Checkpoint(text + "of others\n") == checkpoint)
  }

  @Test(arguments: [
    "a\n1\n", "a\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
    "a\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
    "a\n+1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "a\n1\nCsUYapGG\n",
    "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
    "a\n99999999999999999999\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
  ])
  func `what is no checkpoint is refused`(_ text: String) {
    #expect(throws: Rejection.self) { try Checkpoint(text) }
  }

  @Test func `a proof is read as it was written, and fails when it was changed`() throws {
    let key = try SigningKey(name: "example.com/log")
    let leaves = ["a", "b", "c"].map { MerkleTree.leaf(Array($0.utf8)) }
    var tree = MerkleFrontier()
    for leaf in leaves { tree.add(leaf) }
    let checkpoint = try SignedCheckpoint(
      Checkpoint(origin: "example.com/log", size: 3, root: tree.root), with: key)
    let path = MerkleTree.inclusion(of: 1, in: 3) { range in
      var part = MerkleFrontier()
      for place in range { part.add(leaves[Int(place)]) }
      return part.root
    }
    let proof = InclusionProof(leaf: "b", index: 1, path: path, checkpoint: checkpoint)
    let read = try InclusionProof(proof.text)
    #expect(read == proof)
    try read.check()
    let lines = proof.text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.prefix(3) == ["c2sp.org/tlog-proof@v1", "extra Yg==", "index 1"])
    for (from, to) in [("index 1", "index 0"), ("extra Yg==", "extra Yw==")] {
      let other = try InclusionProof(proof.text.replacing(from, with: to))
      #expect(throws: Rejection.self) { try other.check() }
    }
  }
}
