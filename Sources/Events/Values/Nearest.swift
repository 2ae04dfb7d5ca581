/// The name that somebody probably meant, or nil where none is near.
///
/// Near is within a third of the length, at least 1 and at most 3 letters added, dropped, changed
/// or swapped with their neighbour; or a beginning or one word of the name. The word itself is
/// never offered: it was not what helps.
public func nearest(to word: String, among names: some Sequence<String>) -> String? {
  nearest(to: word, among: names.lazy.map(KnownName.init))
}

/// A name, ready to be compared with many words.
public struct KnownName: Sendable {
  /// The name itself.
  public let name: String
  private let letters: [UInt8]
  /// One bit for each letter that occurs; letters may share a bit.
  private let letterSet: UInt64

  /// A name.
  public init(_ name: String) {
    self.name = name
    letters = Array(name.lowercased().utf8.prefix(80))
    letterSet = letters.reduce(0) { $0 | 1 << UInt64($1 & 63) }
  }

  /// How many letters must at least be added, dropped or changed: each that only one of the names
  /// has takes a step of its own.
  fileprivate func leastDistance(to other: KnownName) -> Int {
    max(
      abs(letters.count - other.letters.count),
      (other.letterSet & ~letterSet).nonzeroBitCount)
  }

  fileprivate var reach: Int { min(3, max(1, letters.count / 3)) }
  fileprivate var isEmpty: Bool { letters.isEmpty }

  fileprivate func distance(to other: KnownName) -> Int { editDistance(letters, other.letters) }

  /// Whether another name begins with these letters, or they are one of its words.
  fileprivate func isPart(of other: KnownName) -> Bool {
    guard letters.count >= 3, other.letters.count >= letters.count,
      letterSet & ~other.letterSet == 0
    else { return false }
    return other.letters.starts(with: letters)
      || other.letters.split(whereSeparator: { "-._ ".utf8.contains($0) }).contains {
        $0.elementsEqual(letters)
      }
  }
}

/// The same among names that many words are compared with.
public func nearest(to word: String, among names: some Sequence<KnownName>) -> String? {
  let sought = KnownName(word)
  guard !sought.isEmpty else { return nil }
  let reach = sought.reach
  var best: (name: String, distance: Int)?
  for candidate in names where candidate.name != word {
    var distance =
      candidate.leastDistance(to: sought) <= reach ? sought.distance(to: candidate) : Int.max
    if distance > reach { distance = sought.isPart(of: candidate) ? reach + 1 : Int.max }
    if distance < best?.distance ?? Int.max { best = (candidate.name, distance) }
  }
  return best?.name
}

/// The words of a closed list that somebody may have meant, the likeliest first, at most three: the
/// nearest, and those that begin alike or share a part of four letters or more.
func likely(for word: String, among words: [String]) -> [String] {
  func parts(_ word: String) -> Set<Substring> {
    Set(word.lowercased().split { "_-. ".contains($0) }.map { $0[...] }.filter { $0.count >= 4 })
  }
  let sought = parts(word)
  let lower = word.lowercased()
  let alike = words.compactMap { name -> (name: String, rank: Int)? in
    let begun = zip(lower, name).prefix { $0 == $1 }.count
    let shared = parts(name).intersection(sought).count
    guard begun >= 4 || shared > 0, name != word else { return nil }
    return (name, shared * 1000 + begun)
  }
  let near = nearest(to: word, among: words)
  let others = alike.sorted { $0.rank > $1.rank }.map(\.name).filter { $0 != near }
  return Array(([near].compactMap(\.self) + others).prefix(3))
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
