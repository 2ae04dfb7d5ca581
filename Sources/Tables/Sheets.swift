import Events

/// Which of a file's sheets is read.
extension Table {
  /// The sheet that is asked for, else the first on which a table stands: before it there may be empty
  /// ones, and covers. Throws `bad-usage` where there is none of that name.
  static func ofSheets(
    _ form: String, _ names: [String], asked: String?, open: (Int) throws -> () throws -> TableRow?
  ) throws -> Table {
    let (sheet, rows): (Int, () throws -> TableRow?)
    if let asked {
      sheet = try place(of: asked, among: names)
      rows = try open(sheet)
    } else {
      (sheet, rows) = try first(of: names.count, open) ?? (0, open(0))
    }
    return Table(
      form: "\(form), sheet '\(names[sheet])'", sheets: names,
      terms: TableTerms(sheet: names[sheet]), rows: rows)
  }

  private static func place(of name: String, among names: [String]) throws(Rejection) -> Int {
    if let place = names.firstIndex(of: name) { return place }
    if let place = names.firstIndex(where: { $0.lowercased() == name.lowercased() }) {
      return place
    }
    throw Rejection(
      .badUsage, "the file has no sheet '\(name.prefix(60))'",
      hint: "It has \(names.prefix(20).map { "'\($0)'" }.joined(separator: ", ")).")
  }

  /// The most rows of a sheet that are looked at for a table, and the most sheets.
  private static let (mostCoverRows, mostSheets) = (100, 20)

  /// The first sheet of which two rows have two cells or more, and its rows from the first on.
  private static func first(
    of count: Int, _ open: (Int) throws -> () throws -> TableRow?
  ) throws -> (sheet: Int, rows: () throws -> TableRow?)? {
    guard count > 1 else { return nil }
    for sheet in 0..<min(count, mostSheets) {
      let next = try open(sheet)
      var (seen, wide): ([TableRow], Int) = ([], 0)
      while wide < 2, seen.count < mostCoverRows, let row = try next() {
        seen.append(row)
        if row.cells.count(where: { !$0.isBlank }) > 1 { wide += 1 }
      }
      guard wide == 2 else { continue }
      var rest = seen[...]
      return (sheet, { try rest.popFirst() ?? next() })
    }
    return nil
  }
}
