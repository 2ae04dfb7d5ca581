import Projections
import TestSupport
import Testing

/// The house rules hold, and each of them can fail.
struct TidyTests {
  private let tree = Tree.repository

  @Test func `each target imports only what the table of targets allows`() throws {
    expectNone(try Rules.importedOutsideTheTable(tree))
    #expect(
      try Tree.found(
        in: ["Sources/Events/A.swift": "import GRDB\n@testable import Events\n"],
        by: Rules.importedOutsideTheTable) == [
          "Sources/Events/A.swift imports GRDB", "Sources/Events/A.swift imports Events",
        ])
  }

  @Test func `every target stands in the table`() throws {
    let folders = Set(
      tree.paths(under: "Sources", suffix: ".swift").map { path in
        path.split(separator: "/").prefix(2).joined(separator: "/")
      })
    expectNone(folders.subtracting(Rules.imports.keys).sorted())
  }

  @Test func `no file has more than 400 lines`() throws {
    expectNone(try Rules.tooLong(tree))
    let long = String(repeating: "//\n", count: 401)
    #expect(
      try Tree.found(in: ["Sources/A.swift": long], by: Rules.tooLong) == [
        "Sources/A.swift has 401 lines"
      ])
  }

  @Test func `nothing is called Utils, Helper or Manager`() throws {
    expectNone(try Rules.namedForNothing(tree))
    #expect(
      try Tree.found(
        in: ["Sources/TextUtils.swift": "struct Ledger" + "Manager {}\n"], by: Rules.namedForNothing
      )
        == [
          "Sources/TextUtils.swift: LedgerManager", "Sources/TextUtils.swift: TextUtils",
        ])
  }

  @Test func `the top level holds what it may and nothing else`() throws {
    expectNone(try Rules.strayAtTheTop(tree))
    #expect(
      try Tree.found(in: ["notes.txt": "", "LICENSE": ""], by: Rules.strayAtTheTop) == ["notes.txt"]
    )
  }

  @Test func `nothing cites a document that is not in the repository`() throws {
    expectNone(Rules.citingElsewhere(tree))
    #expect(
      try Tree.found(
        in: ["Sources/A.swift": "// As DES" + "IGN §3 says."], by: Rules.citingElsewhere)
        == ["Sources/A.swift"])
  }

  @Test func `no file names a path of the machine on which it was written`() throws {
    expectNone(Rules.pathsOfAMachine(tree))
    let path = "/" + "root/x"
    #expect(
      try Tree.found(in: ["Scripts/a": "cp \(path) .\n"], by: Rules.pathsOfAMachine) == [
        "Scripts/a"
      ])
  }

  @Test func `what tests read is left out of no clone`() throws {
    try withTemporaryFolder { folder in
      let ask = "git -C '\(Package.root.path)' "
      guard Shell.finds("git"), try Shell(in: folder).run(ask + "rev-parse").code == 0 else {
        return
      }
      let listing = "ls-files --others --ignored --exclude-standard -- Fixtures Tests"
      let found = try Shell(in: folder).run(ask + listing).output.split(separator: "\n").map(
        String.init)
      expectNone(found.filter { !$0.contains("__pycache__") && !$0.hasPrefix(".build") })
      // A ledger somewhere else is nobody's.
      #expect(try Shell(in: folder).run(ask + "check-ignore -q any.db").code == 0)
      #expect(try Shell(in: folder).run(ask + "check-ignore -q Fixtures/frozen/any.db").code == 1)
    }
  }

  @Test func `the log names no event type`() throws {
    expectNone(try Rules.typesNamedByTheLog(tree))
    #expect(
      try Tree.found(
        in: [
          "Sources/Events/Catalogue/A.swift": #"let type: EventType = "a.done""#,
          "Sources/EventLog/B.swift": #"if type == "a.done" {}"#,
        ], by: Rules.typesNamedByTheLog) == ["Sources/EventLog/B.swift names a.done"])
  }

  @Test func `reports, library and command line hold no SQL`() throws {
    expectNone(try Rules.sqlWhereNoneBelongs(tree))
    #expect(
      try Tree.found(
        in: ["Sources/Reports/A.swift": #"let sql = "SELECT a FROM b""#],
        by: Rules.sqlWhereNoneBelongs) == ["Sources/Reports/A.swift"])
  }

  @Test func `every event type is recorded in a fixture or a case`() throws {
    #expect(try Rules.eventTypes(tree).count >= 43)
    expectNone(try Rules.typesNotRecorded(tree))
    let types = #"let type: EventType = "a.done"; let type: EventType = "b.done""#
    #expect(
      try Tree.found(
        in: [
          "Sources/Events/Catalogue/A.swift": types + #"let type: EventType = "c.done""#,
          "Fixtures/a.jsonl": #"{"type": "b.done"}"#,
          "Tests/StakebookCLITests/Cases/c.txt": "$ stakebook append c.done x=1\n",
        ], by: Rules.typesNotRecorded)
        == ["a.done: record it in a case under Tests/StakebookCLITests/Cases"])
  }

  @Test func `every event type and every projection stands in its list`() throws {
    expectNone(try Rules.typesNotInTheCatalogue(tree))
    let catalogue = "Sources/Events/Catalogue/Catalogue.swift"
    let type = "public struct ADone: Event {\n}\npublic struct BDone: Event {\n}"
    #expect(
      try Tree.found(
        in: ["Sources/Events/Catalogue/A.swift": type, catalogue: "[ADone.self]"],
        by: Rules.typesNotInTheCatalogue)
        == ["BDone of Sources/Events/Catalogue/A.swift is not in the list of \(catalogue)"])
    expectNone(try Rules.projectionsNotInTheList(tree))
    let list = "Sources/Projections/Projections.swift"
    #expect(
      try Tree.found(
        in: ["Sources/Projections/A.swift": "static let a = Projection(\n", list: "[.b]"],
        by: Rules.projectionsNotInTheList)
        == ["a of Sources/Projections/A.swift is not in the list of \(list)"])
  }

  @Test func `every public view is asked by a test`() throws {
    expectNone(try Rules.viewsNotAsked(Projections.publicViews.map(\.name), tree))
    #expect(
      try Tree.found(in: ["Tests/A.swift": "SELECT a FROM b_c"]) {
        try Rules.viewsNotAsked(["b", "b_c"], $0)
      } == ["b: ask it in a case under Tests/StakebookCLITests/Cases"])
  }

  @Test func `every command is in the README`() throws {
    expectNone(try Rules.commandsNotInTheReadme(tree))
    #expect(
      try Tree.found(
        in: [
          "Sources/StakebookCLI/Commands/A.swift": #"commandName: "dance""#, "README.md": "",
        ], by: Rules.commandsNotInTheReadme) == ["dance"])
  }

  @Test func `every public view and every column of it says what it is`() {
    for view in Projections.publicViews {
      #expect(view.summary.count > 3, "\(view.name)")
      #expect(!view.columns.isEmpty, "\(view.name)")
      for column in view.columns {
        #expect(column.meaning.count > 3, "\(view.name).\(column.name)")
      }
    }
  }

  @Test func `the help of every command begins with examples`() throws {
    expectNone(try Rules.commandsWithoutExamples(tree))
    #expect(
      try Tree.found(
        in: ["Sources/StakebookCLI/A.swift": "commandName: \"a\", discussion: \"It does.\""],
        by: Rules.commandsWithoutExamples) == ["Sources/StakebookCLI/A.swift: a"])
  }

  @Test func `the text of a help fits a terminal`() throws {
    expectNone(try Rules.helpBeyondTheTerminal(tree))
    let long = String(repeating: "word ", count: 17)
    #expect(
      try Tree.found(
        in: [
          "Sources/StakebookCLI/A.swift":
            "discussion: \"\"\"\n    EXAMPLES\n      \(long)\n\n    \(long)\n    \"\"\""
        ], by: Rules.helpBeyondTheTerminal) == ["Sources/StakebookCLI/A.swift: \(long)"])
  }
}
