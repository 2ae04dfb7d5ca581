import Events

/// The currency and scale that the name of a column tells: `Amount ($m)`, `Betrag in Mio. EUR`.
struct Unit {
  private(set) var currency: String?
  private(set) var scale: Writing.Scale?

  init(of name: String) {
    // A number in that unit is read as any other.
    var words = name.split { " ()[]:,/".contains($0) }.map(String.init)
    words.removeAll { ["in", "en", "of"].contains($0.lowercased()) }
    for start in words.indices {
      for end in (start..<words.count).reversed() {
        let unit = words[start...end].joined(separator: " ")
        guard let read = try? Writing().money("1 " + unit) else { continue }
        let parts = read.split(separator: " ")
        currency = parts.first.map(String.init)
        scale =
          switch parts.last?.drop(while: \.isNumber) {
          case "k": .thousands
          case "m": .millions
          case "bn": .billions
          default: .units
          }
        return
      }
    }
    // A scale without a currency.
    for word in words.dropFirst() {
      guard let read = try? Writing(currency: "USD").money("1 " + word) else { continue }
      if read.hasSuffix("k") { scale = .thousands }
      if read.hasSuffix("m") { scale = .millions }
      if read.hasSuffix("bn") { scale = .billions }
    }
  }
}
