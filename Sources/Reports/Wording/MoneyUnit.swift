import Events

/// The unit in which an amount is told: ones, millions, billions, trillions.
struct MoneyUnit {
  /// The power of ten.
  let power: Int
  /// What it is called; ones have no name.
  let word: Word?

  /// Ones.
  static let one = MoneyUnit(power: 0, word: nil)

  private init(power: Int, word: Word?) {
    self.power = power
    self.word = word
  }

  /// The greatest unit of the language of which there is at least one. French has no short word for
  /// a million millions that an English reader would not misread.
  init(of minor: Int64, _ currency: String, _ wording: Wording) {
    let decimals = Amounts.decimals(of: currency)
    let units: [(Int, Word)] = [(12, .trillion), (9, .billion), (6, .million)]
    let unit = units.first { power, word in
      minor.magnitude >= FigureText.ten(to: power + decimals) && wording.file[word] != nil
    }
    self = unit.map { MoneyUnit(power: $0.0, word: $0.1) } ?? .one
  }
}
