import Events

/// The currency and scale that the name of a column tells: `Amount ($m)`, `Betrag in TEUR`, `USD '000`,
/// `thousands of dollars`.
///
/// Sizes are words (`Mio.`, `thousands`), zeros (`'000`), or stand before or behind a code or sign without
/// a space (`TEUR`, `k€`, `USDm`). A letter alone is one only beside a currency: `Series M ($)`.
struct Unit {
  private(set) var currency: String?
  private(set) var scale: Writing.Scale?
  /// What it counts in that no scale of a mapping is: `crore`, `100m`.
  private(set) var strange: String?

  init(of name: String) {
    let words = Self.parts(of: name)
    let named = Self.currency(in: words)
    currency = named?.code
    var sizes: [Writing.Scale] = []
    for (index, word) in words.enumerated() {
      switch word {
      case .size(let size): sizes.append(size)
      case .letter(let size):
        let isBeside = named.map {
          index == $0.words.lowerBound - 1 || index == $0.words.upperBound
        }
        if isBeside ?? (index > 0) { sizes.append(size) }
      case .strange(let text): strange = text
      case .word: break
      }
    }
    if Set(sizes).count > 1 { strange = name }
    scale = sizes.first ?? (currency == nil ? nil : .units)
  }

  /// A word of a name.
  private enum Part {
    case size(Writing.Scale)
    /// A letter that is a size only beside a currency.
    case letter(Writing.Scale)
    case strange(String)
    case word(String)
  }

  /// The longest words beside each other that are a currency, and where they stand.
  private static func currency(in words: [Part]) -> (code: String, words: Range<Int>)? {
    for start in words.indices {
      for end in (start..<words.count).reversed() {
        let texts = words[start...end].compactMap {
          if case .word(let text) = $0 { text } else { nil }
        }
        guard texts.count == end - start + 1, let code = code(of: texts.joined(separator: " "))
        else { continue }
        return (code, start..<end + 1)
      }
    }
    return nil
  }

  /// The code of a currency by its code, sign or name.
  private static func code(of text: String) -> String? {
    guard let read = try? Writing().money("1 " + text) else { return nil }
    let parts = read.split(separator: " ")
    return parts.count == 2 && parts[1] == "1" ? String(parts[0]) : nil
  }

  private static func parts(of name: String) -> [Part] {
    // A comma parts what stands beside it: `Series M, $`.
    var words = Self.withoutMarks(name).replacing(",", with: " , ").split { " ()[]:/".contains($0) }
      .map(String.init)
    words.removeAll { ["in", "en", "of", "de"].contains($0.lowercased()) }
    return words.flatMap { word -> [Part] in
      let bare = word.trimmingPrefix { "'’".contains($0) }
      let text =
        bare.lowercased().hasPrefix("d'") || bare.lowercased().hasPrefix("d’")
        ? String(bare.dropFirst(2)) : String(bare)
      return part(text).map { [$0] } ?? apart(text) ?? [.word(text)]
    }
  }

  /// `1,000` and `1'000` as their digits.
  private static func withoutMarks(_ name: String) -> String {
    let letters = Array(name)
    return String(
      letters.indices.filter { index in
        guard ",.'’".contains(letters[index]), index > 0, index + 3 < letters.count else {
          return true
        }
        return !letters[index - 1].isNumber
          || !letters[index + 1...index + 3].allSatisfy(\.isNumber)
      }.map { letters[$0] })
  }

  /// A size by its word, or what no scale is.
  private static func part(_ word: String) -> Part? {
    let small = word.lowercased()
    if let size = zeros(small) { return .size(size) }
    if others.contains(small) || small.contains(where: { "万萬億亿".contains($0) }) {
      return .strange(word)
    }
    let digits = small.prefix { $0.isNumber }
    guard let size = size(small.dropFirst(digits.count)) else { return nil }
    if digits.isEmpty { return small.count == 1 ? .letter(size) : .size(size) }
    return digits == "1" ? .size(size) : .strange(word)
  }

  /// The sizes of India and Japan that people write in letters.
  private static let others: Set = ["crore", "crores", "lakh", "lakhs", "lac", "lacs", "oku"]

  /// `000`, `1000`, `000s`: thousands, and likewise millions and billions.
  private static func zeros(_ word: String) -> Writing.Scale? {
    var digits = word[...]
    if digits.last == "s" { digits.removeLast() }
    if digits.first == "1" { digits.removeFirst() }
    guard !digits.isEmpty, digits.allSatisfy({ $0 == "0" }) else { return nil }
    return switch digits.count {
    case 3: .thousands
    case 6: .millions
    case 9: .billions
    default: nil
    }
  }

  private static func size(_ word: Substring) -> Writing.Scale? {
    if word == "t" { return .thousands }
    guard !word.isEmpty, word.allSatisfy({ $0.isLetter || $0 == "." }),
      let read = try? Writing(currency: "USD").money("1 " + word)
    else {
      return nil
    }
    if read.hasSuffix("k") { return .thousands }
    if read.hasSuffix("bn") { return .billions }
    return read.hasSuffix("m") ? .millions : nil
  }

  /// A currency and a size that stand together: `TEUR`, `k€`, `USDm`, `$'000`.
  private static func apart(_ word: String) -> [Part]? {
    for end in word.indices.dropFirst() {
      let (before, after) = (String(word[..<end]), String(word[end...]))
      let behind = after.trimmingPrefix { "'’".contains($0) }
      if isSign(before), let size = zeros(behind.lowercased()) ?? size(behind.lowercased()[...]) {
        return [.word(before), .size(size)]
      }
      if isSign(after), let size = size(before.lowercased()[...]) {
        return [.size(size), .word(after)]
      }
    }
    return nil
  }

  /// Whether it is the sign of a currency, or its code in great letters: `Mall` is no million lek.
  private static func isSign(_ text: String) -> Bool {
    code(of: text) != nil && (text.allSatisfy(\.isUppercase) || text.contains { !$0.isLetter })
  }
}
