/// The name that somebody probably meant, or nil where none is near.
///
/// Near is within a third of the length, at least 1 and at most 3 letters added, dropped, changed
/// or swapped with their neighbour; or a beginning or one word of the name.
public func nearest(to word: String, among names: some Sequence<String>) -> String? {
  let sought = Array(word.lowercased().utf8.prefix(80))
  guard !sought.isEmpty else { return nil }
  let reach = min(3, max(1, sought.count / 3))
  var best: (name: String, distance: Int)?
  for name in names {
    let candidate = Array(name.lowercased().utf8.prefix(80))
    var distance = Int.max
    if abs(candidate.count - sought.count) <= reach {
      distance = editDistance(sought, candidate)
    }
    let isPart =
      sought.count >= 3
      && (candidate.starts(with: sought)
        || name.lowercased().split(whereSeparator: { "-._ ".contains($0) })
          .contains { $0.utf8.elementsEqual(sought) })
    if distance > reach { distance = isPart ? reach + 1 : Int.max }
    if distance < best?.distance ?? Int.max { best = (name, distance) }
  }
  return best?.name
}

/// How many letters to add, drop, change or swap with their neighbour (optimal string alignment).
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  var before: [Int] = []
  var row = Array(0...right.count)
  for (i, letter) in left.enumerated() {
    var next = [i + 1]
    next.reserveCapacity(right.count + 1)
    for (j, other) in right.enumerated() {
      var cost = min(row[j + 1] + 1, next[j] + 1, row[j] + (letter == other ? 0 : 1))
      if i > 0, j > 0, letter == right[j - 1], left[i - 1] == other {
        cost = min(cost, before[j - 1] + 1)
      }
      next.append(cost)
    }
    (before, row) = (row, next)
  }
  return row[right.count]
}
