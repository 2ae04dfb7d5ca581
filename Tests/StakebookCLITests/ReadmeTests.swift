import Foundation
import TestSupport
import Testing

/// The README and the pages with worked examples are true: their commands are run, and their output is
/// the one they show.
///
/// A command stands behind `$ `, and goes on in lines behind `> `. `STAKEBOOK_WRITE_PAGES=1` writes
/// pages anew whose output differs in more than ids.
struct ReadmeTests {
  /// A command of a `console` block and the output below it.
  private struct Shown {
    /// The lines above it, those of its command included.
    var before: String
    var command: String
    var output: String
  }

  /// The commands of a page, and what stands after the last one's output.
  private static func shown(in page: String) -> (shown: [Shown], rest: String) {
    var shown: [Shown] = []
    var before = ""
    var isConsole = false
    var isCommand = false
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") { isConsole = line == "```console" }
      if isConsole, line.hasPrefix("$ ") {
        shown.append(
          Shown(before: before + line + "\n", command: String(line.dropFirst(2)), output: ""))
        before = ""
        isCommand = true
      } else if isCommand, line.hasPrefix("> ") {
        shown[shown.count - 1].command += "\n" + line.dropFirst(2)
        shown[shown.count - 1].before += line + "\n"
      } else if isConsole, !shown.isEmpty, !line.hasPrefix("```") {
        shown[shown.count - 1].output += line + "\n"
        isCommand = false
      } else {
        before += line + "\n"
        isCommand = false
      }
    }
    return (shown, String(before.dropLast()))
  }

  private static let articles = "Sources/Stakebook/Stakebook.docc"

  static let pages =
    ["README.md"] + ["Tour", "Asking", "Questions", "Sharing"].map { "\(articles)/\($0).md" }

  @Test(arguments: pages)
  func `every command of a page gives the output that it shows`(_ name: String) throws {
    let file = Package.root.appending(path: name)
    let page = try String(contentsOf: file, encoding: .utf8)
    let (shown, rest) = Self.shown(in: page)
    #expect(shown.count >= 10)
    let mark = "-- the next command --"
    let script = shown.map { "\($0.command)\necho '\(mark)'\n" }.joined()
    let output = try withTemporaryFolder { folder in
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: "Fixtures"), withDestinationURL: Package.fixtures)
      return try Shell(in: folder).run("exec 2>&1\n" + script).output
    }
    let parts = output.components(separatedBy: mark + "\n")
    #expect(parts.count == shown.count + 1)
    let isTrue = zip(shown, parts).map { Self.withoutIDs($0.output) == Self.withoutIDs($1) }
    if ProcessInfo.processInfo.environment["STAKEBOOK_WRITE_PAGES"] != nil, isTrue.contains(false) {
      let written = zip(shown, parts).map { $0.before + $1 }.joined() + rest
      return try written.write(to: file, atomically: true, encoding: .utf8)
    }
    for (command, actual) in zip(shown, parts) {
      expectSame(
        Self.withoutIDs(actual), Self.withoutIDs(command.output), "$ \(command.command)")
    }
  }

  /// Ids are made anew each time.
  private static func withoutIDs(_ text: String) -> String {
    text.replacing(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/, with: "<id>")
  }
}
