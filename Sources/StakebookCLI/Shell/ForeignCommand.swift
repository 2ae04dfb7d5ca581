import Stakebook

/// What people type who come from `sqlite3`, `psql`, `duckdb` or `mysql`: it does the same here, or says
/// by what name that goes here.
enum ForeignCommand {
  /// The line in the words of this shell; nil where it is none of those, and may be SQL.
  ///
  /// Throws `unknown-command` where there is no such thing here, with what there is instead.
  static func translated(_ line: String) throws(Rejection) -> String? {
    let words = line.split { $0.isWhitespace || $0 == ";" }.map(String.init)
    guard let first = words.first else { return nil }
    let rest = words.dropFirst().joined(separator: " ")
    switch first.lowercased() {
    case ".tables", "\\dt", "\\dv", "\\l": return ".views"
    case "\\d", "\\d+": return rest.isEmpty ? ".views" : ".schema \(rest)"
    case ".mode": return (".format " + (modes[rest] ?? rest)).trimmingCharacters(in: .whitespaces)
    case ".header": return ".headers \(rest)".trimmingCharacters(in: .whitespaces)
    case "\\i", "\\ir": return ".read \(rest)"
    case "\\timing": return ".timer \(rest.isEmpty ? "on" : rest)"
    case "help", "\\?", "\\h", ".?", "?": return ".help"
    case "quit", "exit", "\\q", "bye": return ".quit"
    default: break
    }
    guard let hint = hints[first.lowercased()] else {
      if first.hasPrefix("\\") {
        throw Rejection(
          .unknownCommand, "there is no command '\(first.prefix(60))'", hint: "`.help` lists them.")
      }
      return nil
    }
    throw Rejection(.unknownCommand, "there is no command '\(first)'", hint: hint)
  }

  /// Whether a line is no SQL though it has no dot: it begins with a backslash, or is such a word alone.
  static func isMeant(by text: String) -> Bool {
    let word = text.prefix { !$0.isWhitespace && $0 != ";" }.lowercased()
    let rest = text.dropFirst(word.count).filter { !$0.isWhitespace && $0 != ";" }
    return text.hasPrefix("\\")
      || ["help", "quit", "exit", "bye", "?"].contains(word) && rest.isEmpty
  }

  /// The formats by the names that they have elsewhere.
  private static let modes = [
    "column": "table", "columns": "table", "line": "vertical", "lines": "vertical", "tabs": "tsv",
    "ascii": "csv", "list": "csv", "duckbox": "box", "ndjson": "jsonl", "jsonlines": "jsonl",
  ]

  private static let hints = [
    ".output": "`.once FILE` takes the next result; or redirect the shell with >.",
    "\\o": "`.once FILE` takes the next result; or redirect the shell with >.",
    ".open": "End this shell, and begin another with `stakebook shell -l FILE`.",
    "\\c": "End this shell, and begin another with `stakebook shell -l FILE`.",
    ".import": "Facts come in by `stakebook import` and `stakebook append`.",
    ".dump": "`stakebook export` writes the whole ledger.",
    ".backup": "`stakebook backup` copies a ledger.",
    ".save": "`stakebook backup` copies a ledger.",
    ".indexes": "`.schema VIEW` shows the columns of a view.",
    ".show": "`.format`, `.as-of`, `.known-at` and `.timeout` tell how each stands.",
    ".nullvalue": "NULL is - in tables, null in JSON and empty in CSV.",
    ".separator": "`.format csv` and `.format tsv` separate.",
    ".width": "Columns are as wide as they need; `.format vertical` has a line for each value.",
    ".cd": "Name files by their whole path.",
    ".shell": "Another terminal runs other programs.",
    ".system": "Another terminal runs other programs.",
    ".log": "`stakebook log` tells what was recorded.",
    ".databases": "A shell has one ledger; `-l FILE` names it.",
  ]
}
