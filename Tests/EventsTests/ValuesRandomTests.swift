// Texts made at random of the grammar's own pieces: read and consistent, or refused; never a trap.

import Events
import TestSupport
import Testing

@Suite struct ValuesRandomTests {
  private static let pieces = [
    "about ", "~", "approximately ", "up to ", "<=", "at most ", "at least ", ">=", "under ", "<",
    "less than ", "over ", ">", "more than ", "USD", "JPY", "kwd", "XYZ", " ", " ", " ", "1", "27",
    "135", "0", "9", "999999999999", "90071992547409", ".", ".5", ".001", "..", "?", "%",
    " percent", "bn", "m", "k", "tn", " billion", " thousand", "GW", " shares", " years", " days",
    "-", "Q3", "H1", "2019", "2025", "-02", "-29", "-31", ",", "e", "$", "\u{0661}", "\u{0301}",
  ]

  /// 20,000 texts, half shaped like values and half of any pieces.
  private static func texts() -> [String] {
    var dice = Dice(seed: 20_251_028)
    func any(_ range: Range<Int>) -> String { pieces[range.lowerBound + dice.roll(range.count)] }
    return (0..<20_000).map { turn in
      guard turn.isMultiple(of: 2) else {
        return (0..<(1 + dice.roll(9))).map { _ in any(0..<pieces.count) }.joined()
      }
      let word = dice.roll(2) == 0 ? "" : any(0..<14)
      func number() -> String {
        any(21..<28) + (dice.roll(3) == 0 ? any(29..<31) : "")
          + (dice.roll(2) == 0 ? any(35..<41) : "")
      }
      var body = dice.roll(9) == 0 ? "?" : number()
      if dice.roll(4) == 0 { body += ".." + number() }
      switch dice.roll(4) {
      case 0: return word + any(14..<18) + " " + body
      case 1: return word + body + " " + any(14..<18)
      case 2: return word + body + any(33..<35)
      default: return word + body + [" GW", " shares", " years", " days"][dice.roll(4)]
      }
    }
  }

  @Test func `a random text is read the same twice, with its point in its interval, or refused`() {
    var accepted: [String: Int] = [:]
    for text in Self.texts() {
      Self.check(Money.self, text, point: "minor", &accepted)
      Self.check(Percent.self, text, point: "ppb", &accepted)
      Self.check(Quantity.self, text, point: "milli", &accepted)
      Self.check(ExchangeRate.self, text, point: "ppb", &accepted)
      Self.check(Period.self, text, point: "months", &accepted)
      Self.check(PartialDate.self, text, point: "-", &accepted)
    }
    let enough = ["Money": 500, "Percent": 200, "Quantity": 200, "Period": 100]
    for (name, least) in enough { #expect((accepted[name] ?? 0) >= least, "\(name) \(accepted)") }
  }

  private static func check<Value: StatedValue>(
    _ type: Value.Type, _ text: String, point: String, _ accepted: inout [String: Int]
  ) {
    do {
      let value = try Value(text)
      accepted["\(type)", default: 0] += 1
      let stored = value.stored
      let again = try Value(value.text)
      #expect(again == value, "'\(text)'")
      #expect(again.stored == stored, "'\(text)'")
      #expect(stored["text"] == .string(value.text), "'\(text)'")
      let numbers = [stored["low"], stored[point], stored["high"]].map { $0?.integerValue }
      for case let number? in numbers {
        #expect(0...JSON.mostInteger ~= number, "'\(text)'")
      }
      // A bound that itself is excluded stands one unit outside its interval.
      let isExcluding = ["under", "less than", "<", "over", "more than", ">"].contains {
        value.text.hasPrefix($0) && !value.text.hasPrefix("\($0)=")
      }
      let slack: Int64 = isExcluding ? 1 : 0
      if let low = numbers[0], let middle = numbers[1] {
        #expect(low <= middle + slack, "'\(text)'")
      }
      if let high = numbers[2], let middle = numbers[1] {
        #expect(middle <= high + slack, "'\(text)'")
      }
      if let low = numbers[0], let high = numbers[2] { #expect(low <= high, "'\(text)'") }
      if let earliest = stored["earliest"]?.stringValue, let latest = stored["latest"]?.stringValue
      {
        let days = (try Day(earliest), try Day(latest))
        #expect(days.0 <= days.1, "'\(text)'")
      }
    } catch {
      #expect(!error.message.isEmpty, "'\(text)'")
    }
  }
}

extension Dice {
  fileprivate mutating func roll(_ sides: Int) -> Int { Int(next() % UInt64(sides)) }
}
