import Foundation
import TestSupport
import Testing

/// What a person at a terminal sees: `terminal.py` types and reads the screen.
struct TerminalTests {
  static let isPossible = Shell.finds("python3")

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

  /// How a shell is started, what stands in its prompt, and what it is told to load completions.
  static let shells = [
    ("bash", "bash --norc --noprofile -i", "$", "source <(stakebook completions bash)"),
    (
      "zsh", "env PS1=zsh: zsh -f -i", "zsh:",
      "autoload -Uz compinit && compinit -u -D; source <(stakebook completions zsh)"
    ),
    ("fish", "fish --no-config -i", "@", "stakebook completions fish | source"),
  ].filter { Shell.finds($0.0) }

  @Test(.enabled(if: isPossible), arguments: shells)
  func `a shell completes commands, types, fields, names and rows of the ledger on the line`(
    name: String, start: String, prompt: String, load: String
  ) throws {
    let (screen, isDone) = try Self.play(
      start,
      #"""
      < \#(prompt)
      > \#(load)\r
      < \#(prompt)
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

  /// The shell runs without libedit as well, but not all that is played here.
  static let isEdited =
    isPossible
    && ["libedit.so.2", "libedit.so.0", "libedit.dylib"].contains { (library: String) in
      dlopen(library, RTLD_NOW) != nil
    }

  @Test(.enabled(if: isEdited))
  func `a shell completes a view, draws a chart, and outlives a runaway query`() throws {
    let (screen, isDone) = try Self.play(
      "env LC_ALL=C.UTF-8 stakebook shell --timeout none",
      #"""
      = stakebook>
      > SELECT holder FROM sta\t
      < FROM stake
      > s\t
      < FROM stakes
      > LIM\t
      < FROM stakes LIMIT
      > 1;\r
      = stakebook>
      > .ch\t
      < .chart
      > SELECT stakes.hol\t
      < SELECT stakes.holder
      > , max(percent) FROM stakes GROUP BY 1\r
      < microsoft 49 █
      = stakebook>
      > WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n) SELECT count(*) FROM n;
      < FROM n;
      > \r
      ! \x03
      < error: interrupted: the query was interrupted.
      = stakebook>
      > SELECT 4+1 AS five;\r
      < five ──── 5
      = stakebook>
      > SELECT 'dropped',\r
      < ...>
      > \x03
      = stakebook>
      > .as-of yester\t\r
      = stakebook (as of yesterday)>
      > .known-at 3\r
      = stakebook (as of yesterday, known at 3)>
      > SELECT\r
      < ...>
      > max(event) AS last FROM events; SELECT 'later';\r
      < last ──── 3
      < later
      """#)
    #expect(isDone, "\(screen)")
  }

  @Test(.enabled(if: isEdited), arguments: ["", "1"])
  func `a shell shows a line that was typed in colours, unless NO_COLOR is set`(none: String) throws
  {
    let (screen, isDone) = try Self.play(
      "env LC_ALL=C.UTF-8 NO_COLOR=\(none) stakebook shell --timeout none",
      #"""
      = stakebook>
      > select 'from' AS five\r
      < ...>
      > FROM stakes LIMIT 1;\r
      < five ──── from
      """# + (none.isEmpty ? "\n* select AS FROM LIMIT" : ""))
    #expect(isDone, "\(screen)")
    #expect(screen.contains("stakebook> select 'from' AS five\n"), "\(screen)")
    #expect(screen.components(separatedBy: "FROM stakes LIMIT 1;").count == 2, "\(screen)")
  }

  @Test(.enabled(if: isEdited))
  func `a shell keeps its lines for the next one, and for nobody else`() throws {
    let (screen, isDone) = try Self.play(
      "bash --norc --noprofile -i",
      #"""
      = $
      > export XDG_STATE_HOME=$PWD/state\r
      = $
      > stakebook shell\r
      = stakebook>
      > SELECT 11\r
      < ...>
      > + 22;\r
      < 33
      = stakebook>
      > .quit\r
      = $
      > echo x; stat -c %a state/stakebook/history; cat state/stakebook/history\r
      < x 600 SELECT 11 + 22; .quit
      > stakebook shell\r
      = stakebook>
      > \x1b[A\x1b[A
      < SELECT 11 + 22;
      > \r
      < 33
      = stakebook>
      > \x04
      = $
      """#)
    #expect(isDone, "\(screen)")
  }

  @Test(.enabled(if: isPossible))
  func `a shell at a dumb terminal reads lines as they are`() throws {
    let (screen, isDone) = try Self.play(
      "env TERM=dumb stakebook shell --timeout none",
      #"""
      = stakebook>
      > .chart SELECT 'microsoft' AS holder, 49 AS percent UNION SELECT 'softbank', 11\r
      < microsoft 49 ####
      > SELECT 'dropped',\r
      < ...>
      > \x03
      = stakebook>
      > WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n) SELECT count(*) FROM n;\r
      ! \x03
      < error: interrupted
      > SELECT 4+1 AS five;\r
      < five
      """#)
    #expect(isDone, "\(screen)")
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

  @Test(.enabled(if: isPossible), arguments: ["", "1"])
  func `a fault is shown in colours at a terminal, unless NO_COLOR is set`(none: String) throws {
    try withTemporaryFolder { folder in
      let seen = try Shell(in: folder).run(
        """
        stakebook init && export TERM=xterm NO_COLOR=\(none)
        python3 -c 'import pty, sys; pty.spawn(sys.argv[1:])' \\
          stakebook sql "SELECT 'from', nosuch FROM stakes -- \u{1B}[7m"
        """)
      let shown =
        none.isEmpty
        ? "\u{1B}[1;34mSELECT\u{1B}[0m \u{1B}[32m'from'\u{1B}[0m, nosuch \u{1B}[1;34mFROM\u{1B}[0m stakes "
        : "  SELECT 'from', nosuch FROM stakes --"
      #expect(seen.output.contains(shown), "\(seen.output)")
      #expect(seen.output.contains("\u{1B}[1;31m^\u{1B}[0m") == none.isEmpty)
      #expect(!seen.output.contains("\u{1B}[7m"))
    }
  }
}
