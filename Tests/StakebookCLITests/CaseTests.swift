import Foundation
import TestSupport
import Testing

/// The command line as plain text: each file of `Cases` is a terminal session in an empty folder.
///
/// `$ ` begins a command, what it wrote to both streams follows, and `? N` where its exit code was
/// not 0. Ids made anew, the folder's path and process numbers are shown as `<id>`, `<folder>`,
/// `<pid>`, recorded times as `<time>`, today's day as `<-today-->`. `STAKEBOOK_CASE=NAME.txt` runs one alone.
struct CaseTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Cases")

  static let cases =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".txt") && $0 == (alone ?? $0) }.sorted()
  private static let alone = ProcessInfo.processInfo.environment["STAKEBOOK_CASE"]

  @Test(.enabled(if: alone == nil)) func `there are cases`() { #expect(Self.cases.count >= 5) }

  @Test(arguments: cases)
  func `a session gives what its case shows`(_ name: String) throws {
    let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
    let session = Session(text)
    #expect(!session.steps.isEmpty)
    let actual = try withTemporaryFolder { folder in
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: "Fixtures"), withDestinationURL: Package.fixtures)
      return try session.run(in: folder)
    }
    if ProcessInfo.processInfo.environment["STAKEBOOK_WRITE_CASES"] != nil {
      let written = zip(session.steps, actual).map { "\($0.before)$ \($0.command)\n\($1)" }
      try written.joined().write(
        to: Self.folder.appending(path: name), atomically: true, encoding: .utf8)
      return
    }
    for (step, output) in zip(session.steps, actual) {
      expectSame(output, step.output, "\(name): $ \(step.command)")
    }
  }
}

/// A terminal session as text.
struct Session {
  /// A command, and what stands below it.
  struct Step {
    /// Comments above it.
    var before: String
    var command: String
    var output: String
  }

  private(set) var steps: [Step] = []

  /// Reads a case: lines that begin with `// ` above a command are comments.
  init(_ text: String) {
    var comment = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      if line.hasPrefix("$ ") {
        steps.append(Step(before: comment, command: String(line.dropFirst(2)), output: ""))
        comment = ""
      } else if line.hasPrefix("// ") {
        comment += line + "\n"
      } else if !steps.isEmpty {
        steps[steps.count - 1].output += line + "\n"
      }
    }
  }

  /// The output of each step, with what differs from run to run replaced.
  func run(in folder: URL) throws -> [String] {
    let mark = "-- the next command --"
    let script = steps.map { step in
      "\(step.command)\ncode=$?; [ $code = 0 ] || echo \"? $code\"\necho '\(mark)'\n"
    }
    let output = try Shell(in: folder).run("exec 2>&1\n" + script.joined()).output
    let today = Date.now.formatted(.iso8601.year().month().day())
    return output.replacing(folder.path, with: "<folder>")
      .replacing(today, with: "<-today-->")
      .replacing(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/, with: "<id>")
      .replacing(/pid \d+/, with: "pid <pid>")
      .replacing(/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z/, with: "<time>")
      .components(separatedBy: mark + "\n").dropLast().map { String($0) }
  }
}
