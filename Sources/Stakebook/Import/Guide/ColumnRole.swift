import Events
import Foundation
import Tables

/// What a column of a table of deals holds.
public enum ColumnRole: String, CaseIterable, Sendable {
  case date, investor, issuer, amount, currency, stake, note, source

  /// What people are asked.
  public var question: String {
    switch self {
    case .date: "Which column tells when it happened?"
    case .investor: "Which column names who invests, buys or holds?"
    case .issuer: "Which column names in whom?"
    case .amount: "Which column holds the amount of money?"
    case .currency: "Which column names the currency?"
    case .stake: "Which column holds the percent that is held?"
    case .note: "Which column holds remarks?"
    case .source: "Which column tells the source, as an address or a name?"
    }
  }

  /// Words of its names in English, in the form of ``plain``.
  private var english: [String] {
    switch self {
    case .date:
      ["date", "when", "announced", "closed", "closing", "signed", "year", "month", "day"]
    case .investor:
      [
        "investor", "investors", "acquirer", "buyer", "purchaser", "holder", "shareholder", "owner",
        "parent", "bidder", "from", "lead investor",
      ]
    case .issuer:
      [
        "target", "issuer", "investee", "company", "recipient", "startup", "business", "to", "in",
        "portfolio company",
      ]
    case .amount:
      [
        "amount", "value", "size", "deal value", "deal size", "consideration", "price",
        "investment", "invested", "capital", "sum",
      ]
    case .currency: ["currency", "ccy"]
    case .stake:
      [
        "stake", "share", "ownership", "holding", "percent", "percentage", "pct", "interest",
        "equity",
      ]
    case .note:
      [
        "notes", "note", "comment", "comments", "remarks", "remark", "description", "details",
        "terms",
      ]
    case .source: ["source url", "source", "sources", "url", "link", "reference", "website"]
    }
  }

  /// The same in French and German.
  private var others: [String] {
    switch self {
    case .date: ["datum", "jahr", "monat", "zeitpunkt", "annonce", "annee", "quand", "abschluss"]
    case .investor:
      [
        "investisseur", "acquereur", "acheteur", "actionnaire", "detenteur", "kaufer", "erwerber",
        "aktionar", "anteilseigner", "gesellschafter", "geldgeber", "kapitalgeber",
      ]
    case .issuer:
      [
        "cible", "societe", "entreprise", "emetteur", "beneficiaire", "ziel", "zielunternehmen",
        "unternehmen", "gesellschaft", "emittent", "firma", "zielgesellschaft",
      ]
    case .amount:
      [
        "montant", "valeur", "prix", "somme", "betrag", "summe", "wert", "volumen", "kaufpreis",
        "investition",
      ]
    case .currency: ["devise", "monnaie", "wahrung"]
    case .stake:
      [
        "participation", "part", "pourcentage", "quota", "anteil", "beteiligung", "quote",
        "prozent", "beteiligungsquote",
      ]
    case .note:
      [
        "remarques", "remarque", "commentaire", "commentaires", "bemerkung", "bemerkungen",
        "kommentar", "notiz", "notizen", "anmerkung", "anmerkungen",
      ]
    case .source: ["lien", "quelle", "quellen", "nachweis", "beleg"]
    }
  }

  /// Whether a column's name is one of the English ones, and of no other language.
  func isEnglish(name: String) -> Bool {
    let words = Set(Self.plain(name).split(separator: " ").map(String.init))
    return !words.isDisjoint(with: english) && words.isDisjoint(with: others)
  }

  /// How well a column's name fits, from 0 to 3.
  func fits(name: String) -> Int {
    let name = Self.plain(name)
    let words = english + others
    if words.contains(name) { return 3 }
    let own = name.split(separator: " ").map(String.init)
    if own.contains(where: { word in words.contains(word) }) { return 2 }
    if self == .stake, name.contains("%") { return 2 }
    // German puts words together: Kaufbetrag, Zielfirma.
    return words.contains { $0.count > 4 && name.contains($0) } ? 1 : 0
  }

  /// Small letters without marks and without what stands in brackets.
  private static func plain(_ name: String) -> String {
    let outside = name.prefix { !"([".contains($0) }
    let letters = outside.lowercased().decomposedStringWithCompatibilityMapping.unicodeScalars
      .filter { $0.properties.generalCategory != .nonspacingMark }
    return String(String.UnicodeScalarView(letters)).split {
      !$0.isLetter && !$0.isNumber && $0 != "%"
    }.joined(separator: " ")
  }
}

/// One column of a table, as far as it is looked at.
public struct GuessedColumn: Sendable {
  /// Its name.
  public let name: String
  /// Its place, from 0.
  public let place: Int
  /// The cells in which something stands.
  var cells: [TableCell] = []
  /// What it holds.
  public internal(set) var role: ColumnRole?

  /// A few different values, for people.
  public var examples: [String] {
    var seen: Set<String> = []
    var examples: [String] = []
    for cell in cells where examples.count < 3 && seen.insert(cell.text).inserted {
      examples.append(String(cell.text.trimmed.prefix(30)))
    }
    return examples
  }

  private func share(_ isSuch: (TableCell) -> Bool) -> Double {
    cells.isEmpty ? 0 : Double(cells.count(where: isSuch)) / Double(cells.count)
  }

  /// How well its cells fit a role, from 0 to 1.
  func fits(_ role: ColumnRole) -> Double {
    switch role {
    case .date: share { $0.kind == .date || Self.isDate($0.text) }
    case .amount:
      share { cell in
        if case .money = cell.kind { return true }
        return cell.kind == .number || Self.startsNumber(cell.text) && !cell.text.contains("%")
      }
    case .stake: share { $0.kind == .percent || Self.startsNumber($0.text) }
    case .source: share { $0.text.contains("://") || $0.text.hasPrefix("www.") } / 2 + 0.5
    case .currency: share { Currency.decimals(of: $0.text.trimmed) != nil }
    case .investor, .issuer:
      share { $0.kind == .text && $0.text.contains(where: \.isLetter) && $0.text.count < 60 }
    case .note: share { $0.kind == .text }
    }
  }

  private static func isDate(_ text: String) -> Bool {
    do {
      _ = try Writing().date(text)
      return true
    } catch { return error.code == .ambiguousDate }
  }

  private static func startsNumber(_ text: String) -> Bool {
    text.prefix(12).contains { $0.isASCII && $0.isNumber }
  }
}
