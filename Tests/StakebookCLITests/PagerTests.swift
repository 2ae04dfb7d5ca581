import Foundation
import TestSupport
import Testing

/// What a terminal gets: a pager where the output does not fit, and nothing in its way.
///
/// A script in Python is the terminal: 80 columns, 24 lines. It types keys once their cue is
/// seen after the keys before, and the last ones again while nothing happens: an interrupt makes a
/// terminal forget what was typed.
struct PagerTests {
  private static let terminal = #"""
    import fcntl, os, pty, select, signal, struct, sys, termios, time
    command, *keys = sys.argv[1:]
    child, screen = pty.fork()
    if child == 0:
        # A test's children may ignore or block what a terminal's do not.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        os.execvp("bash", ["bash", "--norc", "-c", command])
    shown, typed, seen, last, idle, end = b"", 0, 0, 0, 0, time.time() + 60
    while time.time() < end:
        if typed < len(keys) and (keys[typed].encode() in shown[seen:] or typed < last):
            seen, last, idle = len(shown), typed + 2, 0
            os.write(screen, keys[typed + 1].encode().decode("unicode_escape").encode())
            typed += 2
        if not select.select([screen], [], [], 0.05)[0]:
            idle += 1
            if keys and typed == len(keys) and idle % 20 == 0: typed -= 2
            continue
        try: piece = os.read(screen, 65536)
        except OSError: break
        if not piece: break
        shown += piece
    sys.stdout.write(shown.decode().replace("\r\n", "\n"))
    """#

  /// What the terminal shows of a command; keys are pairs of a cue and what is typed after it.
  private func screen(_ command: String, keys: [String] = []) throws -> String {
    try withTemporaryFolder { folder in
      let shell = Shell(in: folder)
      try Self.terminal.write(
        to: folder.appending(path: "terminal.py"), atomically: true, encoding: .utf8)
      let made = try shell.run(
        "stakebook init && stakebook import --restore '\(Package.fixtures.path)/microsoft-openai.jsonl'"
      )
      #expect(made.code == 0)
      let words = ([command] + keys).map { "'\($0.replacing("'", with: #"'\''"#))'" }
      let outcome = try shell.run(
        "export TERM=xterm; python3 terminal.py \(words.joined(separator: " "))")
      #expect(outcome.errors == "")
      return outcome.output
    }
  }

  private static let long = "stakebook sql 'SELECT seq FROM event'"
  private static let short = "stakebook sql 'SELECT seq FROM event LIMIT 3'"

  @Test(.enabled(if: Shell.finds("python3")), arguments: ["STAKEBOOK_PAGER", "PAGER"])
  func `what does not fit goes through the pager of the environment`(variable: String) throws {
    let pager = "\(variable)=\"sed -n '1s/^/paged /p;$=;'\""
    #expect(try screen("\(pager) \(Self.long)") == "paged seq\n93\n")
    #expect(try screen("\(pager) \(Self.short)") == "seq\n───\n  1\n  2\n  3\n")
  }

  @Test(
    .enabled(if: Shell.finds("python3")),
    arguments: [
      "\(long) --no-pager", "TERM=dumb \(long)", "PAGER= \(long)", "PAGER=cat \(long)",
      "STAKEBOOK_PAGER= PAGER='sed s/^/paged/' \(long)",
    ])
  func `there is no pager where none is wanted`(command: String) throws {
    let shown = try screen(command)
    #expect(shown.hasPrefix("seq\n───\n  1\n"))
    #expect(shown.hasSuffix("\n 91\n"))
  }

  @Test(.enabled(if: Shell.finds("python3")))
  func `where standard output is no terminal there is no pager`() throws {
    #expect(try screen("PAGER='sed s/^/paged/' \(Self.long) | tail -1") == " 91\n")
  }

  @Test(.enabled(if: Shell.finds("python3")))
  func `a pager that does not exist loses nothing`() throws {
    let shown = try screen("PAGER=no-such-pager \(Self.long); echo \"code $?\"")
    #expect(shown.contains("no-such-pager"))
    #expect(shown.hasSuffix("\n 90\n 91\ncode 0\n"))
  }

  @Test(.enabled(if: Shell.finds("python3")))
  func `who quits early or presses Ctrl-C gets no error, and the terminal back`() throws {
    // It says its cue, and ends by the interrupt that the terminal sends to all; without exec the
    // interrupt may come to a shell that has begun a child which is not there yet.
    let pager = "PAGER='head -1; echo cue; exec sleep 60'"
    let state = "echo \"code $?\"; stty -a | grep -ow '[-]*echo'"
    #expect(
      try screen("\(pager) \(Self.long); \(state)", keys: ["cue", #"\x03"#])
        == "seq\ncue\n^Ccode 0\necho\n")
    #expect(try screen("PAGER='head -1' \(Self.long); \(state)") == "seq\ncode 0\necho\n")
  }

  @Test(.enabled(if: Shell.finds("python3") && Shell.finds("less")))
  func `less waits for its reader and leaves what it showed`() throws {
    let shown = try screen("\(Self.long); echo \"code $?\"", keys: [":", #"\x03"#, "", "q"])
    #expect(shown.contains("  1"))
    #expect(!shown.contains(" 91"))
    #expect(!shown.contains("error"))
    #expect(shown.hasSuffix("code 0\n"))
  }

  @Test(.enabled(if: Shell.finds("python3")))
  func `rows too wide for the terminal stand one below the other`() throws {
    let shown = try screen("stakebook sql 'SELECT * FROM stakes LIMIT 1' --no-pager")
    #expect(shown.hasPrefix("holder              microsoft\nissuer              openai-group\n"))
  }

  /// Neither the deadline nor the view of the ledger waits for the reader.
  @Test(.enabled(if: Shell.finds("python3")))
  func `what a query gave before its deadline is shown, then why it ended`() throws {
    let endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
    let shown = try screen(
      "PAGER='head -3' stakebook sql --timeout 1 '\(endless)' --format csv; echo \"code $?\"")
    #expect(shown.hasPrefix("x\n1\n2\nerror: timeout: "))
    #expect(shown.hasSuffix("code 65\n"))
  }
}
