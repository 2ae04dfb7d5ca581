import Foundation
import TestSupport
import Testing

/// Others check what a ledger proves, with programs that know nothing of it.
struct IndependentTests {
  /// Both are on Debian 12; a machine without them cannot run the independent program.
  private static let areThere = ["python3", "openssl"].allSatisfy(Shell.finds)

  private static let program = Package.root.appending(path: "Scripts/verify-independently").path

  private static let packed = """
    stakebook init && stakebook import --restore Fixtures/microsoft-openai.jsonl &&
    stakebook key generate key --name example.com/deals &&
    stakebook checkpoint --key key --origin example.com/deals -o first.checkpoint &&
    for n in $(seq 200); do
      echo "{\\"type\\":\\"entity.registered\\",\\"effective\\":\\"2019\\",\\"data\\":{\\"entity\\":\\"e-$n\\",\\"name\\":\\"N\\",\\"kind\\":\\"company\\"}}"
    done | stakebook import - &&
    stakebook redact 40 --reason "by law" &&
    stakebook pack pack --key key --origin example.com/deals --since first.checkpoint \\
      --prove 7 --prove 292
    """

  @Test(.enabled(if: areThere))
  func `python and openssl verify the signature, the root, the tiles and every proof`() throws {
    try withTemporaryFolder { folder in
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: "Fixtures"), withDestinationURL: Package.fixtures)
      let shell = Shell(in: folder)
      #expect(try shell.run(Self.packed).code == 0)
      let checked = try shell.run("'\(Self.program)' pack")
      #expect(checked.errors == "")
      #expect(
        checked.output == """
          signature and root hold over 292 events, 1 of them erased
          tiles of 2 levels and 292 entries hold
          292.tlog-proof holds
          7.tlog-proof holds
          91-292.consistency holds

          """)
      for spoil in [
        "sed -i 's/confirmed/reported/' pack/events.jsonl", "sed -i 2d pack/events.jsonl",
        "sed -i '2s/.*/291/' pack/checkpoint", "printf x | dd of=pack/tile/0/000 conv=notrunc",
        "sed -i 's/^index 6/index 7/' pack/proofs/7.tlog-proof",
        "sed -i '3,4d' pack/proofs/91-292.consistency",
      ] {
        let spoilt = try shell.run("cp -r pack spare && \(spoil) && '\(Self.program)' pack")
        #expect(spoilt.code != 0, "\(spoil)")
        #expect(try shell.run("rm -r pack && mv spare pack").code == 0)
      }
    }
  }
}
