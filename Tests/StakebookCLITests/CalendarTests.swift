import Foundation
import TestSupport
import Testing

/// What comes due is read by a calendar's library, what was recorded by a reader of feeds.
struct CalendarTests {
  /// `Scripts/test` puts them there from PyPI, where it may.
  private static let packages = Package.root.appending(path: ".build/python").path
  private static let areThere: Bool = {
    FileManager.default.fileExists(atPath: "\(packages)/icalendar")
      && FileManager.default.fileExists(atPath: "\(packages)/feedparser")
      && Shell.finds("python3")
  }()

  private static func withDeal(_ body: (Shell) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: "Fixtures"), withDestinationURL: Package.fixtures)
      let shell = Shell(in: folder)
      let made = try shell.run(
        "stakebook init && stakebook import --restore Fixtures/volkswagen-rivian.jsonl")
      #expect(made.code == 0)
      try body(shell)
    }
  }

  /// What python prints of a script, with the libraries.
  private static func python(_ script: String, _ shell: Shell) throws -> String {
    let run = try shell.run("PYTHONPATH='\(packages)' python3 -c '\(script)'")
    #expect(run.errors == "")
    return run.output
  }

  private static let days = """
    import icalendar
    calendar = icalendar.Calendar.from_ical(open("deals.ics", "rb").read())
    for event in calendar.walk("VEVENT"):
        print(event["UID"], event.decoded("DTSTART"), len(event.subcomponents))
    """

  @Test(.enabled(if: areThere, "needs icalendar and feedparser from PyPI"))
  func `a calendar's library reads each day once, and a day that moves keeps its name`() throws {
    try Self.withDeal { shell in
      #expect(
        try shell.run("stakebook calendar --as-of 2026-06-30 --alarm 2w -o deals.ics").code == 0)
      let before = try Self.python(Self.days, shell).split(separator: "\n")
      let rows = try shell.run(
        """
        stakebook sql --as-of 2026-06-30 --format csv --no-headers \\
          "SELECT count(*) FROM upcoming, x_clock AS clock WHERE overdue OR day_latest >= clock.as_of"
        """)
      #expect("\(before.count)\n" == rows.output)
      #expect(before.allSatisfy { $0.hasSuffix(" 1") })
      #expect(Set(before.compactMap { $0.split(separator: " ").first }).count == before.count)
      let name = "payment.rv-tech-extra-2029.due.volkswagen-rivian@stakebook"
      #expect(before.contains("\(name) 2029-12-31 1"))
      let moved = try shell.run(
        """
        stakebook append payment.promised payment=rv-tech-extra-2029 payer=volkswagen payee=rv-tech \\
          amount="USD 100m" category=expense due=2030-03 -s volkswagen-rivian -e 2026-06-01 &&
        stakebook calendar --as-of 2026-06-30 -o deals.ics
        """)
      #expect(moved.code == 0)
      let after = try Self.python(Self.days, shell).split(separator: "\n")
      #expect(after.contains("\(name) 2030-03-31 0"))
      #expect(after.count == before.count)
    }
  }

  @Test func `lines are folded at 75 bytes, and end as the standard says`() throws {
    try Self.withDeal { shell in
      let text = try shell.run("stakebook calendar --as-of 2026-06-30").output
      let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
      #expect(lines.last == "" && lines.count > 50)
      #expect(lines.allSatisfy { $0.utf8.count <= 75 && !$0.contains("\n") })
    }
  }

  @Test(.enabled(if: areThere, "needs icalendar and feedparser from PyPI"))
  func `a reader of feeds reads every event once, the latest first`() throws {
    try Self.withDeal { shell in
      let note =
        #"stakebook append note.recorded text="a < b & \"c\"" -s volkswagen-rivian -e 2026-06-01"#
      #expect(try shell.run("\(note) && stakebook feed --last 100 -o changes.atom").code == 0)
      let read = try Self.python(
        """
        import feedparser
        feed = feedparser.parse("changes.atom")
        print(bool(feed.bozo), len(feed.entries), len({entry.id for entry in feed.entries}))
        print(feed.entries[0].title)
        """, shell)
      #expect(read == "False 60 60\na < b & \"c\"\n")
      let since = try shell.run("stakebook feed --since 58 | grep -c '<entry>'")
      #expect(since.output == "2\n")
    }
  }

  @Test(arguments: ["x", "7", "-1d", "1h"])
  func `an alarm that is no length is refused`(alarm: String) throws {
    try Self.withDeal { shell in
      let refused = try shell.run("stakebook calendar --alarm=\(alarm)")
      #expect(refused.code == 64 && refused.errors.hasPrefix("error: bad-usage"))
    }
  }
}
