import Foundation

/// The saved queries that can be run with a ledger: those of the program, those in the folder
/// `queries` beside the ledger, and those of the user.
///
/// The user's are in `$XDG_CONFIG_HOME/stakebook/queries`, else `~/.config/stakebook/queries`. A
/// name means one query: the program's before the ledger's before the user's. A file whose name is
/// taken, or that cannot be read, is left out and told of.
public struct SavedQueries {
  /// Those that can be run, in alphabetical order.
  public let queries: [SavedQuery]
  /// The files that are left out, by the name that they would have, and why.
  public let leftOut: [(name: String, reason: Rejection)]

  /// Those for a ledger at a path, and the user that an environment tells of.
  public init(
    ledger path: String,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    var queries = Dictionary(uniqueKeysWithValues: SavedQuery.builtIn.map { ($0.name, $0) })
    var leftOut: [(name: String, reason: Rejection)] = []
    for folder in Self.folders(ledger: path, environment) {
      let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      for file in files.sorted() where file.hasSuffix(".sql") && !file.hasPrefix(".") {
        let name = String(file.dropLast(4))
        do throws(Rejection) {
          let query = try Self.read(name, "\(folder)/\(file)")
          if let taken = queries[name] { throw Self.taken(query, by: taken) }
          queries[name] = query
        } catch {
          leftOut.append((name, error))
        }
      }
    }
    self.queries = queries.values.sorted { $0.name < $1.name }
    self.leftOut = leftOut
  }

  /// The query of that name. Throws `unknown-query` with the nearest, or why its file is left out.
  public func named(_ name: String) throws -> SavedQuery {
    if let query = queries.first(where: { $0.name == name }) { return query }
    if let reason = leftOut.first(where: { $0.name == name })?.reason { throw reason }
    throw Rejection(
      .unknownQuery, "there is no saved query '\(name.prefix(60))'",
      hint: nearest(to: name, among: queries.map(\.name)).map { "Did you mean '\($0)'?" }
        ?? "`stakebook queries` lists them.")
  }

  private static func folders(ledger path: String, _ environment: [String: String]) -> [String] {
    let folder = URL(filePath: path).deletingLastPathComponent().path
    var folders = ["\(folder.isEmpty ? "." : folder)/queries"]
    if let home = environment["XDG_CONFIG_HOME"], home.hasPrefix("/") {
      folders.append("\(home)/stakebook/queries")
    } else if let home = environment["HOME"], home.hasPrefix("/") {
      folders.append("\(home)/.config/stakebook/queries")
    }
    return folders
  }

  private static func read(_ name: String, _ path: String) throws(Rejection) -> SavedQuery {
    let text: String
    do {
      text = try SmallFile.text(path)
    } catch {
      throw Rejection(
        .badQueryFile, (error as? Rejection)?.message ?? "the file \(path) cannot be read")
    }
    return try SavedQuery(name: name, text: text, file: path)
  }

  private static func taken(_ query: SavedQuery, by other: SavedQuery) -> Rejection {
    let owner = other.file ?? "a query of the program"
    return Rejection(
      .nameTaken, "\(query.file ?? query.name) has the name of \(owner)",
      hint: "Rename it.")
  }
}
