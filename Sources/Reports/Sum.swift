import Events

/// A figure with its ends, in minor units; a high end of nil is open.
struct Interval: Equatable {
  var point: Int64
  var low: Int64
  var high: Int64?

  static let nothing = Interval(point: 0, low: 0, high: 0)
  /// What nobody can tell.
  static let anything = Interval(point: 0, low: 0, high: nil)

  var isNothing: Bool { self == .nothing }

  init(point: Int64, low: Int64, high: Int64?) {
    self.point = point
    self.low = low
    self.high = high
  }

  /// What a stated amount adds to a sum: *up to* to the high end only, *at least* and a range their
  /// low end, an undisclosed amount nothing, with an open high end.
  init(stated text: String) {
    guard let money = try? Money(recorded: text) else {
      self = .nothing
      return
    }
    low = money.lowMinor ?? 0
    high = money.highMinor
    point =
      switch money.certainty {
      case .atMost, .undisclosed: 0
      case .atLeast, .range: low
      case .exact, .approximate: money.minor ?? 0
      }
  }

  /// Whether a stated amount is one that nobody tells.
  static func isUndisclosed(_ text: String) -> Bool {
    (try? Money(recorded: text))?.certainty == .undisclosed
  }

  /// An amount of a row by the name of its columns; nothing where none is recorded.
  init(_ name: String, of row: JSONObject) {
    let prefix = name.isEmpty ? "" : "\(name)_"
    guard let low = row["\(prefix)low_minor"]?.integerValue else {
      self = .nothing
      return
    }
    self.low = low
    point = row["\(prefix)minor"]?.integerValue ?? low
    high = row["\(prefix)high_minor"]?.integerValue
  }

  /// Such a list of an amount and its ends; nil: there is none.
  init?(_ list: JSON?) {
    guard let ends = list?.arrayValue, ends.count == 3, let point = ends[0].integerValue,
      let low = ends[1].integerValue
    else { return nil }
    self.init(point: point, low: low, high: ends[2].integerValue)
  }

  static func + (left: Interval, right: Interval) -> Interval {
    // SQL refuses a sum that is out of range; a line that explains it must not end the program.
    func sum(_ one: Int64, _ other: Int64) -> Int64 {
      let (sum, overflow) = one.addingReportingOverflow(other)
      return overflow ? .max : sum
    }
    return Interval(
      point: sum(left.point, right.point), low: sum(left.low, right.low),
      high: left.high.flatMap { high in right.high.map { sum(high, $0) } })
  }

  /// As it is printed, with so many digits or as many as it has.
  func text(_ currency: String, _ digits: Int?) -> String {
    FigureText.money(point, low: low, high: high, currency, digits: digits) ?? "\(currency) ?"
  }

  /// What is left, never less than nothing: the low end after all that may have gone.
  func less(_ others: Interval...) -> Interval {
    let all = others.reduce(.nothing, +)
    return Interval(
      point: max(0, point - all.point), low: all.high.map { max(0, low - $0) } ?? 0,
      high: high.map { max(0, $0 - all.low) })
  }
}

/// A figure, and the terms that it is the sum of.
struct Sum {
  /// An addend, or what is taken away, and what it is.
  struct Term {
    let amount: Interval
    let label: Saying
    let sign: Int
    /// As it was stated; nil: as the amount is written.
    let stated: String?

    init(_ amount: Interval, _ label: Saying = .nothing, sign: Int = 1, as stated: String? = nil) {
      self.init(amount, label, sign, as: stated)
    }

    init(_ amount: Interval, _ label: Saying, _ sign: Int, as stated: String? = nil) {
      self.amount = amount
      self.label = label
      self.sign = sign
      self.stated = stated
    }
  }

  /// The figure's name.
  let name: String
  let terms: [Term]
  /// The figure as the row has it.
  let result: Interval
  let currency: String

  init(_ name: String, _ terms: [Term], _ result: Interval, _ currency: String) {
    self.name = name
    self.terms = terms
    self.result = result
    self.currency = currency
  }

  /// What the terms come to.
  var computed: Interval {
    let added = terms.filter { $0.sign > 0 }.map(\.amount).reduce(.nothing, +)
    let taken = terms.filter { $0.sign < 0 }.map(\.amount)
    return taken.isEmpty ? added : added.less(taken.reduce(.nothing, +))
  }

  /// The line that is told: `committed = USD 1bn (loan) [4] + about USD 2bn (bridge) [8] = …`, with so many
  /// digits where amounts were converted.
  func line(digits: Int?) -> Saying {
    var pieces: [Saying] = [.figure(name), .text(" = ")]
    for (place, term) in terms.enumerated() {
      if place > 0 { pieces.append(.text(term.sign > 0 ? " + " : " − ")) }
      pieces.append(term.stated.map(Saying.stated) ?? .amount(term.amount, currency, digits))
      if !term.label.isNothing { pieces += [.text(" "), term.label] }
    }
    let line: Saying = .all(pieces + [.text(" = "), .amount(result, currency, digits)])
    // That an amount is itself goes without saying.
    return terms.count == 1 && terms[0].label.isNothing ? .typed(line) : line
  }
}
