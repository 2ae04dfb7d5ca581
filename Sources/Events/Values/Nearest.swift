/// The name that somebody probably meant, or nil where none is near.
///
/// Near is within a third of the length, at least 1 and at most 3 letters added, dropped, changed
/// or swapped with their neighbour; or a beginning or one word of the name.
public func nearest(to word: String, among names: some Sequence<String>) -> String? {
  let sought = Array(word.lowercased().utf8.prefix(80))
  guard !sought.isEmpty else { return nil }
  let letters = letterSet(sought)
  let reach = min(3, max(1, sought.count / 3))
  var best: (name: String, distance: Int)?
  for name in names {
    let candidate = Array(name.lowercased().utf8.prefix(80))
    var distance = Int.max
    // Each letter that only one of them has takes a step of its own.
    if abs(candidate.count - sought.count) <= reach,
      (letters & ~letterSet(candidate)).nonzeroBitCount <= reach
    {
      distance = editDistance(sought, candidate)
    }
    if distance > reach { distance = isPart(sought, of: candidate) ? reach + 1 : Int.max }
    if distance < best?.distance ?? Int.max { best = (name, distance) }
  }
  return best?.name
}

/// Whether a name begins with these letters, or they are one of its words.
private func isPart(_ sought: [UInt8], of name: [UInt8]) -> Bool {
  guard sought.count >= 3, name.count >= sought.count else { return false }
  return name.starts(with: sought)
    || name.split(whereSeparator: { "-._ ".utf8.contains($0) }).contains {
      $0.elementsEqual(sought)
    }
}

/// One bit for each letter that occurs; letters may share a bit.
private func letterSet(_ letters: [UInt8]) -> UInt64 {
  letters.reduce(0) { $0 | 1 << UInt64($1 & 63) }
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
