import Events
import Tables

/// Which rows belong to one deal, where a column names it.
extension Guess {
  /// Gives a column the role of a deal's name where it is called so and its cells bear it out: the rows of
  /// one name hang together by their parties. `Acquisition` beside many strangers names no deal.
  mutating func settleDeal() {
    let parties = [ColumnRole.investor, .issuer].compactMap { column($0)?.place }
    guard !parties.isEmpty else { return }
    let place = columns.first { column in
      column.role == nil && ColumnRole.deal.fits(name: column.name) == 3
        && column.cells.allSatisfy { cell in
          cell.kind == .text && cell.text.count < 80 && cell.text.contains(where: \.isLetter)
        }
        && isDeal(column, parties)
    }?.place
    if let place { assign(.deal, to: place) }
  }

  private func isDeal(_ column: GuessedColumn, _ parties: [Int]) -> Bool {
    var rowsOf: [String: [Set<String>]] = [:]
    for row in deals where !row[column.place].isBlank {
      let names = parties.map { row[$0].text.singleSpaced.lowercased() }
      rowsOf[row[column.place].text.singleSpaced.lowercased(), default: []].append(Set(names))
    }
    guard rowsOf.values.allSatisfy(Self.hangTogether) else { return false }
    // Where each stands once it may be what was done, and not what it belongs to.
    return rowsOf.values.contains { $0.count > 1 }
      || !Self.lasting.isDisjoint(with: ColumnRole.words(column.name))
  }

  private static let lasting: Set = [
    "partnership", "alliance", "project", "partenariat", "projet", "partnerschaft", "allianz",
    "projekt",
  ]

  /// Whether each of these is reached from the first by what they have in common.
  private static func hangTogether(_ sets: [Set<String>]) -> Bool {
    var reached = sets.first ?? []
    var left = sets
    var before = left.count + 1
    while left.count < before {
      before = left.count
      left.removeAll { set in
        guard !set.isDisjoint(with: reached) else { return false }
        reached.formUnion(set)
        return true
      }
    }
    return left.isEmpty
  }
}
