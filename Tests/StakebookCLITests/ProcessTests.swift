import Foundation
import TestSupport
import Testing

/// Several processes on one ledger, and one that is stopped halfway.
struct ProcessTests {
  private static func lines(_ prefix: String, _ count: Int) -> String {
    (1...count).map { place in
      #"{"type":"entity.registered","effective":"2019","data":{"entity":"\#(prefix)-\#(place)","#
        + #""name":"\#(prefix) \#(place)","kind":"company"}}"# + "\n"
    }.joined()
  }

  @Test func `two imports and a row of appends at once leave no gap and lose nothing`() throws {
    try withTemporaryFolder { folder in
      for name in ["a", "b"] {
        try Self.lines(name, 1000).write(
          to: folder.appending(path: "\(name).jsonl"), atomically: true, encoding: .utf8)
      }
      let shell = Shell(in: folder)
      #expect(try shell.run("stakebook init").code == 0)
      let append =
        "for n in $(seq 25); do stakebook append entity.registered entity=$0-$n name=$0-$n "
        + "kind=company -e 2019 || exit 1; done"
      let running = try [
        shell.start("stakebook import a.jsonl"), shell.start("stakebook import b.jsonl"),
        shell.start("set -- c; bash -c '\(append)' c"),
        shell.start("set -- d; bash -c '\(append)' d"),
      ]
      for outcome in try running.map({ try $0.outcome() }) {
        #expect(outcome.code == 0)
        #expect(outcome.errors == "")
      }
      let verified = try shell.run("stakebook verify && stakebook audit")
      #expect(verified.code == 0)
      #expect(verified.output.hasPrefix("verified 2050 events: all as they were written\n"))
    }
  }

  /// The import reads a pipe that stays open, so that it is surely under way.
  @Test func `an import that is killed halfway leaves the ledger as it was`() throws {
    try withTemporaryFolder { folder in
      try Self.lines("a", 300).write(
        to: folder.appending(path: "a.jsonl"), atomically: true, encoding: .utf8)
      let shell = Shell(in: folder)
      #expect(
        try shell.run(
          "stakebook init && stakebook append entity.registered entity=x name=X "
            + "kind=company -e 2019"
        ).code == 0)
      let before = try shell.run("stakebook export").output
      let running = try shell.start(
        "mkfifo pipe; exec 9<>pipe; cat a.jsonl >&9; exec stakebook import - <&9")
      // Under way once the writer lock is its own.
      let isUnderWay = try shell.run(
        "for i in $(seq 200); do flock -n stakebook.db-lock true || exit 0; sleep 0.05; done; exit 1"
      )
      #expect(isUnderWay.code == 0)
      running.kill()
      #expect(try running.outcome().code != 0)
      #expect(try shell.run("stakebook export").output == before)
      let after = try shell.run("stakebook import a.jsonl && stakebook verify && stakebook audit")
      #expect(after.code == 0)
      #expect(after.output.hasPrefix("imported 300 events, last seq 301\n"))
    }
  }

  /// bash lets what it starts in the background ignore the signal, so that `env` brings it back.
  @Test func `an import that is interrupted undoes what it began, and says so`() throws {
    try withTemporaryFolder { folder in
      try Self.lines("a", 300).write(
        to: folder.appending(path: "a.jsonl"), atomically: true, encoding: .utf8)
      let shell = Shell(in: folder)
      let outcome = try shell.run(
        """
        stakebook init
        mkfifo pipe; exec 9<>pipe; cat a.jsonl >&9
        env --default-signal=INT stakebook import - <&9 & import=$!
        for i in $(seq 200); do flock -n stakebook.db-lock true || break; sleep 0.05; done
        kill -INT $import; wait $import; echo "code $?"
        stakebook import a.jsonl
        """)
      #expect(
        outcome.output == "made stakebook.db\ncode 130\nimported 300 events, last seq 300\n")
      #expect(
        outcome.errors == "error: interrupted: nothing was recorded: what was begun is undone.\n")
    }
  }

  @Test func `an interrupted command leaves no file half made`() throws {
    try withTemporaryFolder { folder in
      let shell = Shell(in: folder)
      let outcome = try shell.run(
        """
        stakebook init
        env --default-signal=TERM stakebook sql --timeout 60 -o out.csv \
          'WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n' &
        query=$!
        for i in $(seq 200); do ls | grep -q out.csv && break; sleep 0.05; done
        kill -TERM $query; wait $query; echo "code $?"; ls out.csv*
        """)
      #expect(outcome.output == "made stakebook.db\ncode 143\n")
      #expect(outcome.errors.hasPrefix("error: interrupted: nothing was recorded.\n"))
    }
  }
}
