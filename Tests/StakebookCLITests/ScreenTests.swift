import Foundation
import TestSupport
import Testing

/// No control of a stranger's text reaches a terminal, whatever command and format shows it; a pipe
/// gets the bytes as they are.
struct ScreenTests {
  private static let player = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "screen.py").path

  /// C0, DEL, C1 and what turns the direction of text, as JSON writes them.
  private static let hostile =
    #"A\u001b[2J\u0007\r\u007f\u0085\u009b31m\u061c\u200e\u202e\u2066b"#

  private static let facts = [
    #"{"type":"entity.registered","effective":"2019","data":{"entity":"alpha","name":"X","#
      + #""kind":"company"},"note":"X","actor":"X","sources":[{"title":"X","publisher":"X"}]}"#,
    #"{"type":"entity.registered","effective":"2019","data":{"entity":"beta","name":"X","#
      + #""kind":"company"},"sources":[{"title":"X"}]}"#,
    #"{"type":"partnership.formed","stream":"deal","effective":"2019","data":{"name":"X","#
      + #""parties":["alpha","beta"]},"sources":[{"title":"X"}]}"#,
    #"{"type":"stake.reported","stream":"deal","effective":"2020","data":{"holder":"alpha","#
      + #""issuer":"beta","percent":"27%","basis":"voting"},"note":"X","#
      + #""sources":[{"title":"X","locator":"X"}]}"#,
    #"{"type":"stake.reported","stream":"deal","effective":"2020","data":{"holder":"alpha","#
      + #""issuer":"beta","percent":"28%","basis":"voting"},"sources":[{"title":"X"}]}"#,
    #"{"type":"purchase.committed","stream":"deal","effective":"2020","data":{"commitment":"c","#
      + #""buyer":"alpha","supplier":"beta","amount":"USD 1","subject":"X"},"#
      + #""sources":[{"title":"X"}]}"#,
    #"{"type":"right.granted","stream":"deal","effective":"2020","data":{"right":"r","#
      + #""kind":"ip_licence","grantor":"alpha","grantee":"beta","scope":["X"]},"#
      + #""sources":[{"title":"X"}]}"#,
    #"{"type":"note.recorded","stream":"deal","effective":"2021","data":{"text":"X","#
      + #""finding":"conflicting-claims:stake/alpha/beta/voting/2020-01-01"},"#
      + #""sources":[{"title":"X"}]}"#,
  ]

  private static let formats = [
    "table", "box", "vertical", "json", "jsonl", "csv", "tsv", "markdown", "html",
  ]

  private static var commands: [String] {
    let rows = [
      "sql 'SELECT name, note FROM events, entities'", "log", "check --all",
      "export --table entities",
    ].flatMap { command in
      formats.compactMap { format -> String? in
        let isTable = command.hasPrefix("export") && ["table", "box", "vertical"].contains(format)
        return isTable ? nil : "stakebook \(command) --format \(format)"
      }
    }
    let wrong = #""$(printf 'x\033\302\233\342\200\256')""#
    return rows + [
      "= stakebook export", "= stakebook snapshot", "= stakebook state deal --format json",
      "= stakebook show 1 --format json", "= stakebook why stakes alpha --format json",
      "= stakebook diff --known-at 1..8 --format json",
      "= stakebook sql 'SELECT * FROM entities' --format json",
      "stakebook state deal", "? stakebook state", "stakebook state deal --rights",
      "stakebook show 1", "stakebook show 4", "stakebook why stakes alpha",
      "stakebook diff --known-at 1..8", "stakebook report", "stakebook report --format markdown",
      "stakebook report --format html", "stakebook report --locale fr",
      "stakebook report --template t.mustache", "stakebook export -o /dev/tty",
      "stakebook export -o /dev/stdout", "? stakebook correct -n 4 percent=29% --reason why",
      "stakebook show \(wrong)", "stakebook sql \"SELECT '\"\(wrong)\"'\"",
      "stakebook import \(wrong)", "stakebook \(wrong)", "stakebook log --\(wrong)",
      "stakebook append stake.reported \(wrong)=1 -s deal -e 2020",
      "stakebook state -l \(wrong)",
      "stakebook queries \(wrong)", "stakebook types \(wrong)", "stakebook views \(wrong)",
      "stakebook import hostile.jsonl", "stakebook import hostile.csv",
      "echo 'SELECT name FROM entities; SELECT '\(wrong)';' | stakebook shell",
      "STAKEBOOK_PAGER='sh -c cat' TERM=xterm stakebook export",
      "STAKEBOOK_PAGER='sh -c cat' TERM=xterm stakebook snapshot",
      "STAKEBOOK_PAGER=/nowhere TERM=xterm stakebook log --format jsonl 2> /dev/null",
    ]
  }

  @Test(.enabled(if: Shell.finds("python3")))
  func `no control of a stranger's text reaches a terminal from any command in any format`() throws
  {
    try withTemporaryFolder { folder in
      let lines = Self.facts.map { $0.replacing("X", with: Self.hostile) }
      for (name, text) in [
        ("facts.jsonl", lines.joined(separator: "\n")),
        ("hostile.jsonl", #"{"type":"\#(Self.hostile)","effective":"2019","data":{}}"#),
        ("hostile.csv", "type,effective,\u{9B}\u{202E}\n"),
        ("t.mustache", "{{#views.entities}}{{{name}}}{{/views.entities}}\n"),
        ("commands", Self.commands.joined(separator: "\n")),
      ] {
        try Data(text.utf8).write(to: folder.appending(path: name))
      }
      let outcome = try Shell(in: folder).run(
        """
        export TERM=dumb HOME="$PWD"
        stakebook init && stakebook import facts.jsonl || exit
        python3 '\(Self.player)' < commands
        """)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(outcome.output == "made stakebook.db\nimported 8 events, last seq 8\n")
    }
  }
}
