import ArgumentParser
import Foundation
import Stakebook

struct Demo: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Builds the sample ledger, shows Microsoft–OpenAI and writes a report.",
    discussion: """
      EXAMPLES
        stakebook demo
        stakebook demo -l sample.db

      The ledger goes into the file named by -l, else into a new one in the temporary
      folder; the report, a page for a browser, stands beside it.
      """)

  @Option(help: "The folder with the sample facts; else found beside the program.")
  var fixtures: String?

  @Option(
    name: [.customShort("l"), .customLong("ledger")], help: "Where the sample ledger is made.")
  var ledger: String?

  private static let files = ["microsoft-openai.jsonl", "ai-deals.jsonl"]

  func run() throws {
    let folder = try folder()
    let path = ledger ?? NSTemporaryDirectory() + "stakebook-demo-\(getpid()).db"
    try Ledger.create(at: path)
    do {
      let ledger = try Ledger.open(at: path, for: .writing)
      let imported = try ledger.importFiles(
        Self.files.map { "\(folder)/\($0)" }, restoring: true)
      let snapshot = try ledger.snapshot(partnerships: ["microsoft-openai"])
      try ledger.close()
      try say(try snapshot.state(), terminator: "")
      let page = (path as NSString).deletingPathExtension + ".html"
      try Output.write(to: page) { try HTMLReport.write(snapshot, to: $0.write) }
      try say("\n\(imported.appended) events are in \(legible(path)). Ask it more:")
      try say("  stakebook sql \"SELECT * FROM rights\" -l \(legible(path))")
      try say("The same as a page with charts and sources, for a browser: \(legible(page))")
    } catch {
      for suffix in ["", "-wal", "-shm", "-lock"] { unlink(path + suffix) }
      throw error
    }
  }

  /// The folder given, else the nearest `Fixtures` above the program or here.
  private func folder() throws -> String {
    if let fixtures { return fixtures }
    let files = FileManager.default
    var places = [files.currentDirectoryPath]
    // Not the first argument: found in the PATH, the program is called by its bare name.
    var above = (Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0]))
      .resolvingSymlinksInPath()
    for _ in 0..<6 {
      above.deleteLastPathComponent()
      places.append(above.path)
      places.append(above.appendingPathComponent("share/stakebook").path)
    }
    for place in places.map({ $0 + "/Fixtures" })
    where files.fileExists(atPath: "\(place)/\(Self.files[0])") {
      return place
    }
    throw Rejection(
      .noInput, "the sample facts are not found beside the program",
      hint: "Name their folder with --fixtures.")
  }
}
