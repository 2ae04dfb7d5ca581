import Foundation
import Testing

/// The README is true: its commands are run, and their output is the one it shows.
struct ReadmeTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

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
    let page = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
    let shown = Self.shown(in: page)
    #expect(shown.count >= 10)
    let mark = "-- the next command --"
    let script = shown.map { "\($0.command)\necho '\(mark)'\n" }.joined()
    let output = try Shell.run(script, linking: Self.root.appending(path: "Fixtures"))
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

/// Runs bash in a fresh folder with the built program in its path.
private enum Shell {
  static func run(_ script: String, linking fixtures: URL) throws -> String {
    let files = FileManager.default
    let folder = files.temporaryDirectory.appending(path: UUID().uuidString)
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? files.removeItem(at: folder) }
    try files.createSymbolicLink(
      at: folder.appending(path: "Fixtures"), withDestinationURL: fixtures)
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", "exec 2>&1\n" + script]
    process.currentDirectoryURL = folder
    let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    process.environment = ["PATH": "\(program):\(path)", "TZ": "UTC", "LANG": "C.UTF-8"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
