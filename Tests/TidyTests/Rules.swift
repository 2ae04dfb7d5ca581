import Foundation

/// The rules of the house. Each gives its offenders, none when all is well.
enum Rules {
  /// Which target may import what.
  static let imports: [String: Set<String>] = [
    "Sources/Events": ["FoundationEssentials"],
    "Migrations": ["FoundationEssentials"],
    "Sources/CSQLiteShim": [],
    "Sources/EventLog": [
      "Events", "Migrations", "GRDB", "Crypto", "CSQLiteShim", "Foundation", "Synchronization",
    ],
    "Sources/Projections": ["Events", "EventLog", "GRDB", "Foundation"],
    "Sources/Query": [
      "Events", "EventLog", "Projections", "GRDBSQLite", "CSQLiteShim", "Dispatch",
      "Synchronization", "Glibc", "Darwin",
    ],
    "Sources/Reports": ["Events", "Projections", "CZlib", "Mustache", "FoundationEssentials"],
    "Sources/Tables": ["Events", "CZlib", "Foundation"],
    "Sources/Hub": ["Events", "Migrations", "EventLog", "GRDB", "Foundation"],
    "Sources/Trust": ["Events", "EventLog", "Crypto", "Foundation"],
    "Sources/Stakebook": [
      "Events", "Migrations", "EventLog", "Projections", "Query", "Reports", "Tables", "Trust",
      "Hub", "Logging", "Foundation", "Synchronization", "Crypto", "Yams",
    ],
    "Sources/Web": [
      "Stakebook", "Hummingbird", "HummingbirdCore", "NIOCore", "NIOHTTP1", "Logging", "Crypto",
      "Foundation",
      "Synchronization",
    ],
    "Sources/StakebookCLI": ["Stakebook", "Web", "ArgumentParser", "Foundation"],
    "Sources/StakebookBench": ["Stakebook", "Foundation"],
  ]

  static func importedOutsideTheTable(_ tree: Tree) throws -> [String] {
    try imports.sorted { $0.key < $1.key }.flatMap { folder, allowed in
      try tree.paths(under: folder, suffix: ".swift").flatMap { path in
        try tree.lines(path).compactMap { line -> String? in
          guard
            let match = line.firstMatch(
              of: /^\s*(?:@\w+ +)?(?:public +)?import +(?:struct +|class +|func +)?(\w+)/)
          else { return nil }
          let module = String(match.1)
          return allowed.contains(module) ? nil : "\(path) imports \(module)"
        }
      }
    }
  }

  static let mostLines = 400

  static func tooLong(_ tree: Tree) throws -> [String] {
    try ["Sources", "Tests", "Migrations"].flatMap { tree.paths(under: $0, suffix: ".swift") }
      .compactMap { path in
        let count = try tree.lines(path).count - 1
        return count > mostLines ? "\(path) has \(count) lines" : nil
      }
  }

  static func namedForNothing(_ tree: Tree) throws -> [String] {
    let vague = /(Util(s|ities)?|Helpers?|Managers?)\b/
    return try ["Sources", "Tests", "Migrations"].flatMap { folder in
      try tree.paths(under: folder, suffix: ".swift").flatMap { path -> [String] in
        let declared = try tree.lines(path).compactMap { line in
          line.firstMatch(of: /\b(?:struct|class|enum|protocol|actor) (\w+)/).map { String($0.1) }
        }
        let name = path.split(separator: "/").last.map { String($0.dropLast(6)) } ?? ""
        return (declared + [name]).filter { $0.contains(vague) }.map { "\(path): \($0)" }
      }
    }
  }

  static let topLevel: Set<String> = [
    "Package.swift", "Sources", "Tests", "Migrations", "Fixtures", "README.md", "Scripts",
    "CHANGELOG.md", "LICENSE", "ARCHITECTURE.md", "CONTRIBUTING.md",
  ]

  /// What Git ignores is no part of the repository.
  static func strayAtTheTop(_ tree: Tree) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: tree.root.path)
      .filter { !$0.hasPrefix(".") && !topLevel.contains($0) && $0 != "Package.resolved" }
      .sorted()
  }

  /// Documents that are not in the repository.
  static func citingElsewhere(_ tree: Tree) -> [String] {
    let elsewhere = /\b(DESIGN|CATALOGUE|STYLE)(\.md\b| ?§)/
    return ["Sources", "Tests", "Migrations", "Scripts"].flatMap { tree.paths(under: $0) }
      .filter { path in
        guard !path.hasPrefix("Tests/TidyTests"), let text = try? tree.text(path) else {
          return false
        }
        return text.contains(elsewhere)
      }
  }

  /// Absolute paths of the machine on which something was written.
  static func pathsOfAMachine(_ tree: Tree) -> [String] {
    ["Sources", "Tests", "Migrations", "Fixtures", "Scripts", ".ci"].flatMap { folder in
      tree.paths(under: folder).compactMap { path in
        guard let text = try? tree.text(path) else { return nil }
        let isOfAMachine = text.contains(
          /(^|[\s"'=(:])\/(work|root|farm)\//.anchorsMatchLineEndings())
        return isOfAMachine ? path : nil
      }
    }
  }

  /// The stored names of the catalogue's types.
  static func eventTypes(_ tree: Tree) throws -> [String] {
    try tree.paths(under: "Sources/Events/Catalogue", suffix: ".swift").flatMap { path in
      try tree.text(path).matches(of: /EventType = "([a-z_.]+)"/).map { String($0.1) }
    }
  }

  static func typesNamedByTheLog(_ tree: Tree) throws -> [String] {
    let types = try eventTypes(tree)
    return try ["Sources/EventLog", "Sources/Hub"].flatMap { folder in
      try tree.paths(under: folder, suffix: ".swift").flatMap { path in
        let text = try tree.text(path)
        return types.filter { text.contains("\"\($0)\"") }.map { "\(path) names \($0)" }
      }
    }
  }

  static func sqlWhereNoneBelongs(_ tree: Tree) throws -> [String] {
    try ["Sources/Reports", "Sources/StakebookCLI", "Sources/Stakebook"].flatMap { folder in
      try tree.paths(under: folder, suffix: ".swift").filter { path in
        try tree.lines(path).contains { line in
          !line.contains("stakebook sql")
            && line.contains(/"[^"]*\b(SELECT\b.*\bFROM|INSERT INTO|DELETE FROM)\b/)
        }
      }
    }
  }

  /// `event.redacted` is recorded only together with an erasure.
  static func typesNotRecorded(_ tree: Tree) throws -> [String] {
    let lines = try tree.paths(under: "Fixtures", suffix: ".jsonl").map { try tree.text($0) }
      .joined()
    let cases = try tree.paths(under: "Tests/StakebookCLITests/Cases").map { try tree.text($0) }
      .joined()
    return try eventTypes(tree).filter { type in
      type != "event.redacted" && !lines.contains("\"type\": \"\(type)\"")
        && !cases.contains("stakebook append \(type) ")
    }.map { "\($0): record it in a case under Tests/StakebookCLITests/Cases" }
  }

  /// What is declared in a folder and does not stand in its list.
  private static func unlisted(
    _ tree: Tree, under folder: String, _ list: String, _ declared: Regex<(Substring, Substring)>,
    _ entry: (Substring) -> String
  ) throws -> [String] {
    let listed = try tree.text(list)
    return try tree.paths(under: folder, suffix: ".swift").flatMap { path in
      try tree.text(path).matches(of: declared).map(\.1).filter { !listed.contains(entry($0)) }
        .map { "\($0) of \(path) is not in the list of \(list)" }
    }
  }

  static func typesNotInTheCatalogue(_ tree: Tree) throws -> [String] {
    try unlisted(
      tree, under: "Sources/Events/Catalogue", "Sources/Events/Catalogue/Catalogue.swift",
      /struct (\w+): Event \{/
    ) { "\($0).self" }
  }

  static func projectionsNotInTheList(_ tree: Tree) throws -> [String] {
    try unlisted(
      tree, under: "Sources/Projections", "Sources/Projections/Projections.swift",
      /static let (\w+) = Projection\(/
    ) { ".\($0)," }
  }

  /// Views of the contract that no test asks.
  static func viewsNotAsked(_ views: [String], _ tree: Tree) throws -> [String] {
    let paths = tree.paths(under: "Tests").filter { !$0.hasPrefix("Tests/Recipe") }
    let pages =
      ["README.md"] + ["Tour", "Questions"].map { "Sources/Stakebook/Stakebook.docc/\($0).md" }
    let texts = (paths + pages).compactMap { try? tree.text($0) }
    let asked = Set(
      ["FROM ", "JOIN "].flatMap { word in
        texts.flatMap { $0.components(separatedBy: word).dropFirst() }
          .map { String($0.prefix { $0.isLetter || $0 == "_" }) }
      })
    return views.filter { !asked.contains($0) }
      .map { "\($0): ask it in a case under Tests/StakebookCLITests/Cases" }
  }

  static func commandsNotInTheReadme(_ tree: Tree) throws -> [String] {
    let readme = try tree.text("README.md")
    return try tree.paths(under: "Sources/StakebookCLI/Commands", suffix: ".swift")
      .flatMap { path in
        try tree.text(path).matches(of: /commandName: "(\w+)"/).map { String($0.1) }
      }
      .filter { !readme.contains("stakebook \($0)") && !readme.contains("`\($0)`") }
  }

  /// A command's help begins with what people paste.
  static func commandsWithoutExamples(_ tree: Tree) throws -> [String] {
    try tree.paths(under: "Sources/StakebookCLI", suffix: ".swift").flatMap { path in
      try tree.text(path).split(separator: "commandName: \"", omittingEmptySubsequences: false)
        .dropFirst().filter { command in
          !command.prefix { $0 != "@" }.contains(/discussion: \"\"\"\n +EXAMPLES?\n/)
        }.map { command in "\(path): \(command.prefix { $0 != "\"" })" }
    }
  }

  /// Where a terminal of 80 columns would break a line of a help, and leave its rest alone in the next.
  static func helpBeyondTheTerminal(_ tree: Tree) throws -> [String] {
    try tree.paths(under: "Sources/StakebookCLI", suffix: ".swift").flatMap { path in
      let helps = try tree.text(path).matches(of: /discussion: \"\"\"\n( +)((?:.|\n)*?)\"\"\"/)
      return helps.flatMap { help in
        help.2.split(separator: "\n").map { $0.hasPrefix(help.1) ? $0.dropFirst(help.1.count) : $0 }
          // What is pasted stays as it is.
          .filter { $0.count > 80 && !$0.hasPrefix(" ") }.map { "\(path): \($0)" }
      }
    }
  }
}
