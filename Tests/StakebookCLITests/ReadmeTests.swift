import Foundation
import TestSupport
import Testing

/// The README is true: its commands are run, and their output is the one it shows.
struct ReadmeTests {
  /// A command of a `console` block and the output below it.
  private struct Shown {
    var command: String
    var output: String
  }

  private static func shown(in page: String) -> [Shown] {
    var shown: [Shown] = []
    var isConsole = false
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isConsole = line == "```console"
      } else if isConsole, line.hasPrefix("$ ") {
        shown.append(Shown(command: String(line.dropFirst(2)), output: ""))
      } else if isConsole, !shown.isEmpty {
        shown[shown.count - 1].output += line + "\n"
      }
    }
    return shown
  }

  @Test func `every command of the README gives the output that it shows`() throws {
    let page = try String(contentsOf: Package.root.appending(path: "README.md"), encoding: .utf8)
    let shown = Self.shown(in: page)
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
    for (command, actual) in zip(shown, parts) {
      #expect(
        Self.withoutIDs(actual) == Self.withoutIDs(command.output), "$ \(command.command)")
    }
  }

  /// Ids are made anew each time.
  private static func withoutIDs(_ text: String) -> String {
    text.replacing(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/, with: "<id>")
  }
}
