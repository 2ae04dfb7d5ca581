import Foundation
import TestSupport
import Testing

/// What a person at a terminal sees: `terminal.py` types and reads the screen.
struct TerminalTests {
  static let isPossible = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .contains { FileManager.default.isExecutableFile(atPath: "\($0)/python3") }

  private static let player = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "terminal.py").path

  /// Plays the steps in a folder with a ledger of the fixtures; gives the screen and whether all
  /// that was waited for came.
  static func play(_ command: String, _ steps: String) throws -> (screen: String, isDone: Bool) {
    try withTemporaryFolder { folder in
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: "Fixtures"), withDestinationURL: Package.fixtures)
      try Data((steps + "\n").utf8).write(to: folder.appending(path: "steps"))
      let played = try Shell(in: folder).run(
        """
        export HOME="$PWD"
        stakebook init && stakebook import --restore Fixtures/microsoft-openai.jsonl || exit
        python3 '\(player)' \(command) < steps
        """)
      return (played.output + played.errors, played.code == 0)
    }
  }

  @Test(.enabled(if: isPossible))
  func `bash completes commands, types, fields, names and rows of the ledger on the line`() throws {
    let (screen, isDone) = try Self.play(
      "bash --norc --noprofile -i",
      #"""
      < $
      > source <(stakebook completions bash)\r
      < $
      > stakebook app\t
      < stakebook append
      > stake.r\t
      < stake.reported
      > hol\t
      < holder=
      > micr\t
      < holder=microsoft
      > issuer=openai-gr\t
      < issuer=openai-group
      > basis=as_c\t
      < basis=as_converted
      > -s micr\t
      < -s microsoft-openai
      > --status conf\t
      < --status confirmed
      > \x15
      > stakebook why stak\t
      < stakebook why stake
      > s micr\t
      < stakes microsoft
      > \x15
      > stakebook append stake.reported -l missing.db holder=m\t\t-
      < holder=m-
      """#)
    #expect(isDone, "\(screen)")
    #expect(!screen.contains("no-ledger"), "\(screen)")
  }

  @Test func `completions are printed for the shells, and for no other`() throws {
    try withTemporaryFolder { folder in
      let shell = Shell(in: folder)
      for (name, mark) in [("zsh", "#compdef stakebook"), ("fish", "complete -c 'stakebook'")] {
        let printed = try shell.run("stakebook completions \(name)")
        #expect(printed.output.contains(mark))
      }
      let refused = try shell.run("stakebook completions csh")
      #expect(refused.code == 64)
    }
  }
}
