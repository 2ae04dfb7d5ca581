import ArgumentParser
import Stakebook

struct Types: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "types", abstract: "Lists the types of events, or shows the fields of one.",
    discussion: """
      EXAMPLES
        stakebook types
        stakebook types stake.reported
        stakebook types stake.reported --csv > stakes.csv
      """)

  @Argument(help: "A type, such as stake.reported.", completion: Completion.type)
  var type: String?

  @Flag(help: "Print the header of a CSV file for events of the type.")
  var csv = false

  @OptionGroup var rows: RowOptions
  @OptionGroup var output: OutputOption

  /// Taken as every command takes it; the answer is the same for all ledgers.
  @OptionGroup var ledger: LedgerOption

  func run() throws {
    guard let type else {
      guard !csv else { throw Rejection(.badUsage, "--csv needs a type") }
      return try list()
    }
    try output.write { output in
      if csv { return try output.write(csvTemplate(for: type).joined(separator: ",") + "\n") }
      try show(type, output)
    }
  }

  private func list() throws {
    try output.write { output in
      var writer = try rows.writer(["type", "family", "records"], output)
      for type in Catalogue.types {
        try writer.row([
          .text(type.type.text), .text(type.shape.family), .text(type.shape.summary),
        ])
      }
      try writer.end()
    }
  }

  private func show(_ name: String, _ output: Output) throws {
    let (type, shape) = try Catalogue.shape(of: name)
    let isForReading = try rows.format(for: output) == .table
    if isForReading {
      try output.write("\(type): \(shape.summary)\n\n")
    }
    var writer = try rows.writer(
      ["field", "", "meaning", "written like"], output, width: output.width ?? 100)
    for (path, field) in shape.fields.flatMap({ $0.lines() }) {
      try writer.row([
        .text(path), .text(field.isRequired ? "required" : ""), .text(field.meaning),
        .text(field.type.grammar),
      ])
    }
    try writer.end()
    if isForReading { try output.write("\n\(shape.exampleCommand(type))\n") }
  }
}

extension Field {
  /// The field and the parts of an object in it, each with its path.
  fileprivate func lines(under parent: String = "") -> [(String, Field)] {
    let path = parent.isEmpty ? name : "\(parent).\(name)"
    switch type {
    case .object(let parts): return [(path, self)] + parts.flatMap { $0.lines(under: path) }
    case .list(.object(let parts)):
      return [(path, self)] + parts.flatMap { $0.lines(under: "\(path)[]") }
    default: return [(path, self)]
    }
  }
}
