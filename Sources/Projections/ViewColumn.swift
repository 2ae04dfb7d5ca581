extension View {
  /// A column: its name, what it holds, and how its values are read and told.
  public struct Column: Sendable {
    /// What its values are.
    public enum Kind: Sendable, Equatable {
      /// Text.
      case text
      /// A whole number: of things, a flag, or the seq of an event that is not behind the row.
      case whole
      /// Canonical JSON in text.
      case json
      /// A rounded number for reading, beside the exact ones; left out of snapshots.
      case rounded
      /// An amount in minor units of the currency that stands in another column.
      case minor(currency: String)
      /// Parts per billion.
      case ppb
      /// Thousandths of the unit that stands in another column.
      case milli(unit: String)
      /// The seq of an event behind the row.
      case event
      /// The seqs of events behind the row, as a JSON array.
      case events
      /// Amounts in minor units by their currency, as a JSON object.
      case amounts
    }

    /// The name in SQL.
    public let name: String
    /// What it holds, in a phrase.
    public let meaning: String
    /// What its values are.
    public let kind: Kind
    /// What readers are told the figure of the row under; nil where the column says where a figure
    /// comes from, or repeats in other words what another column says.
    public private(set) var figure: String?
    /// The column in which the same stands as it was stated, which is then told in its place.
    public private(set) var stated: String?

    private init(_ name: String, _ meaning: String, _ kind: Kind, isFigure: Bool = false) {
      self.name = name
      self.meaning = meaning
      self.kind = kind
      figure = isFigure ? name : nil
    }

    /// Whether it holds whole numbers; else text, JSON or rounded numbers.
    public var isWhole: Bool {
      switch kind {
      case .whole, .minor, .ppb, .milli, .event: true
      case .text, .json, .rounded, .events, .amounts: false
      }
    }

    /// Whether it holds canonical JSON in text.
    public var isJSON: Bool { [.json, .events, .amounts].contains(kind) }

    /// Text.
    static func text(_ name: String, _ meaning: String) -> Column {
      Column(name, meaning, .text, isFigure: true)
    }
    /// The ISO 4217 code of amounts in other columns.
    static func currency(_ name: String, _ meaning: String) -> Column {
      Column(name, meaning, .text)
    }
    /// A whole number.
    static func whole(_ name: String, _ meaning: String) -> Column {
      Column(name, meaning, .whole, isFigure: true)
    }
    /// Canonical JSON.
    static func json(_ name: String, _ meaning: String) -> Column {
      Column(name, meaning, .json, isFigure: true)
    }
    /// A rounded number.
    static func rounded(_ name: String, _ meaning: String) -> Column {
      Column(name, meaning, .rounded)
    }
    /// Parts per billion; told elsewhere as stated.
    static func ppb(_ name: String, _ meaning: String) -> Column { Column(name, meaning, .ppb) }
    /// Thousandths of what the column `unit` names, told as `figure`; nil where another column tells
    /// it as stated.
    static func milli(
      _ name: String, _ meaning: String, unit: String = "unit", figure: String? = nil
    ) -> Column {
      var column = Column(name, meaning, .milli(unit: unit))
      column.figure = figure
      return column
    }
    /// The seq of an event behind the row.
    static func event(_ name: String, _ meaning: String) -> Column {
      Column(name, meaning, .event)
    }
    /// The seqs of events behind the row.
    static func events(_ name: String, _ meaning: String) -> Column {
      Column(name, meaning, .events)
    }
    /// Amounts by their currency; not told where the column `single` is there, beside which there is
    /// the only one.
    static func amounts(_ name: String, _ meaning: String, unless single: String) -> Column {
      var column = Column(name, meaning, .amounts, isFigure: true)
      column.stated = single
      return column
    }
    /// An amount in minor units.
    static func minor(
      _ name: String, _ meaning: String, currency: String, figure: String? = nil,
      stated: String? = nil
    ) -> Column {
      var column = Column(name, meaning, .minor(currency: currency))
      column.figure = figure
      column.stated = stated
      return column
    }

    /// How what came of a promise is told.
    static let cameToldAs = text(
      "came_told_as",
      "estimated, rumoured, in_part_estimated, in_part_rumoured: how what came is told; NULL: firmly"
    )
    /// How a thing that is merged from several events is told.
    static let toldAs = text(
      "told_as", "rumoured or estimated, where nobody tells it more firmly; NULL: somebody does")

    /// The same column, which readers are not told.
    var aside: Column {
      var column = self
      column.figure = nil
      return column
    }
    /// The same column, which readers are told.
    var shown: Column {
      var column = self
      column.figure = name
      return column
    }
    /// The same column under another name.
    func renamed(_ name: String, _ meaning: String) -> Column {
      var column = Column(name, meaning, kind)
      column.figure = figure == nil ? nil : name
      return column
    }
  }
}

extension [View.Column] {
  /// What every row that shows one event's fact tells of it.
  static let common: [View.Column] = [
    .event("event", "seq of the event that counts"),
    .text("stream", "the partnership in whose stream it stands").aside,
    .text("effective", "when it holds, as stated"),
    .text("effective_earliest", "first day that can mean").aside,
    .text("effective_latest", "last day that can mean").aside,
    .text("status", "confirmed, reported, estimated, rumoured"),
    .whole("sources", "number of sources").aside,
    .text("source", "title of the best source").aside,
    .whole("beaten", "how many live claims about the same fact and time say otherwise").aside,
  ]

  /// The same for a thing that is merged from several events and has a status of its own.
  static let commonBesideStatus: [View.Column] = common.dropLast().map { column in
    column.name == "status"
      ? column.renamed("claim_status", "how sure the fact is: \(column.meaning)") : column
  }

  /// An amount of money: rounded, exact, its interval. `stated` is the column in which the same stands
  /// as it was said, `currency` the one with its currency.
  static func money(
    _ name: String, _ meaning: String, stated: String? = nil, currency: String = "currency"
  ) -> [View.Column] {
    [
      .rounded(name, "\(meaning), in major units"),
      .minor(
        "\(name)_minor", "\(meaning), exact, in minor units", currency: currency, figure: name,
        stated: stated),
      .minor("\(name)_low_minor", "its low end", currency: currency),
      .minor("\(name)_high_minor", "its high end; NULL when it has none", currency: currency),
    ]
  }

  /// A quantity: as quantities are stated, exact in thousandths of its unit, its interval.
  static func quantity(_ name: String, _ meaning: String) -> [View.Column] {
    [
      .text(name, "\(meaning), as quantities are stated"),
      .milli("\(name)_milli", "\(meaning), in thousandths of its unit"),
      .milli("\(name)_low_milli", "its low end"),
      .milli("\(name)_high_milli", "its high end; NULL when it has none"),
    ]
  }

  /// A share: rounded, exact in parts per billion, its interval.
  static func percent(_ name: String, _ meaning: String) -> [View.Column] {
    [
      .rounded(name, "\(meaning), in percent"),
      .ppb("\(name)_ppb", "\(meaning), exact, in parts per billion"),
      .ppb("\(name)_low_ppb", "its low end"),
      .ppb("\(name)_high_ppb", "its high end"),
    ]
  }

  /// How an amount or share was said.
  static let stated: [View.Column] = [
    .text("certainty", "exact, approximate, at_most, at_least, range, undisclosed").aside,
    .text("stated", "the value as stated"),
  ]
}
