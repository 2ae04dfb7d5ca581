import Stakebook

/// The last result, as far as a chart can be drawn of it.
final class KeptResult {
  private(set) var columns: [String] = []
  private(set) var rows: [[Cell]] = []
  /// How many rows came out since it was asked.
  var count: Int64 = 0

  /// Forgets the one before.
  func begin(_ columns: [String]) {
    self.columns = columns
    rows = []
  }

  /// One row more than a chart has is enough to say that there are too many.
  func take(_ row: RowBuffer) {
    count += 1
    if rows.count <= TextChart.mostRows { rows.append(Array(row)) }
  }
}
