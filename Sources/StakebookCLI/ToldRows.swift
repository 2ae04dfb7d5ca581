import Stakebook

/// The rows of a saved query as people read them: without exact numbers in minor units, beside which the same
/// stands as text, and with things called by the names that they were given. Programs get the rows as they are.
struct ToldRows {
  /// The columns that are told.
  let columns: [String]
  private let places: [Int]
  private let names: [String: String]

  init(_ columns: [String], _ names: [String: String]) {
    places = columns.indices.filter { place in
      !columns.contains { columns[place] == "\($0)_minor" }
    }
    self.columns = places.map { columns[$0] }
    self.names = names
  }

  func row(_ row: RowBuffer) -> RowBuffer { RowBuffer(places.map { told(row[$0]) }) }

  /// A slug, or several with commas, behind the names.
  private func told(_ cell: Cell) -> Cell {
    guard !names.isEmpty, case .text(let text) = cell else { return cell }
    if let name = names[text] { return .text("\(name) [\(text)]") }
    let parts = text.split(separator: ",").map { $0.trimmingPrefix(" ") }
    guard parts.count > 1, parts.contains(where: { names[String($0)] != nil }) else { return cell }
    return .text(
      parts.map { part in names[String(part)].map { "\($0) [\(part)]" } ?? String(part) }
        .joined(separator: ", "))
  }
}
