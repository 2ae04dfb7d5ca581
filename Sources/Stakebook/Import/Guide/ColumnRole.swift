import Foundation

/// What a column of a table of deals holds.
public enum ColumnRole: String, CaseIterable, Sendable {
  case date, investor, issuer
  /// Money, of which the name does not tell whether it is promised or paid.
  case amount
  /// Money that is promised.
  case committed
  /// Money that is paid.
  case paid
  case currency, stake, note, source
  /// When a debt or payment is due.
  case due
  /// When money came that was promised before.
  case cameOn = "paid on"
  /// What a debt bears.
  case rate
  /// What a deal of several rows and parties is called.
  case deal

  /// Those of money.
  static let money: Set<ColumnRole> = [.amount, .committed, .paid]

  /// What people are asked.
  public var question: String {
    switch self {
    case .date: "Which column tells when it happened?"
    case .investor: "Which column names who invests, buys or holds?"
    case .issuer: "Which column names in whom?"
    case .amount: "Which column holds the amount of money?"
    case .committed: "Which column holds the money that is promised?"
    case .paid: "Which column holds the money that is paid?"
    case .currency: "Which column names the currency?"
    case .stake: "Which column holds the percent that is held?"
    case .note: "Which column holds remarks?"
    case .source: "Which column tells the source, as an address or a name?"
    case .due: "Which column tells when it is due?"
    case .cameOn: "Which column tells when it was paid?"
    case .rate: "Which column holds the interest a year?"
    case .deal: "Which column names the deal or partnership to which a row belongs?"
    }
  }

  /// Words of its names in English, in the form of ``plain``.
  private var english: [String] {
    switch self {
    case .date:
      [
        "date", "when", "announced", "closed", "closing", "signed", "year", "month", "day",
        "quarter",
        "origination", "originated", "vintage", "effective",
      ]
    case .investor:
      [
        "investor", "investors", "acquirer", "buyer", "purchaser", "holder", "shareholder", "owner",
        "parent", "bidder", "lender", "creditor", "payer", "licensee", "from", "lead investor",
        "party a", "funded by", "paid by",
        "invested by",
      ]
    case .issuer:
      [
        "target", "issuer", "investee", "company", "recipient", "startup", "business", "to", "in",
        "portfolio company", "portfolio", "borrower", "debtor", "payee", "licensor",
        "joint venture",
        "jv", "investment", "holding", "party b", "invested in",
        "paid to",
      ]
    case .amount:
      [
        "amount", "value", "size", "deal value", "deal size", "consideration", "price",
        "investment", "capital", "sum", "ticket", "principal", "loan", "facility",
      ]
    case .committed:
      [
        "committed", "commitment", "commitments", "pledge", "pledged", "pledges", "promised",
        "announced amount", "capital commitment",
      ]
    case .paid:
      [
        "paid", "funded", "invested", "drawn", "called", "disbursed", "contributed", "deployed",
        "drawdown", "contribution", "contributions", "funding", "paid in", "paid up", "cost",
        "cost basis", "invested capital",
      ]
    case .currency: ["currency", "ccy"]
    case .stake:
      [
        "stake", "share", "ownership", "holding", "percent", "percentage", "pct", "interest",
        "equity", "voting", "votes", "voting rights", "fd", "fully diluted", "as converted",
        "undiluted", "basic",
      ]
    case .note:
      [
        "notes", "note", "comment", "comments", "remarks", "remark", "description", "details",
        "terms",
      ]
    case .due:
      ["maturity", "maturity date", "due", "due date", "expected", "expected date", "payable"]
    case .cameOn:
      [
        "paid on", "date paid", "payment date", "date of payment", "funded on", "date funded",
        "funding date", "drawn on", "drawdown date", "received on", "called on", "call date",
      ]
    case .rate: ["rate", "interest rate", "interest", "coupon", "margin", "spread"]
    case .deal:
      [
        "deal", "deal name", "partnership", "partnership name", "alliance", "project",
        "project name",
        "transaction", "transaction name",
      ]
    case .source: ["source url", "source", "sources", "url", "link", "reference", "website"]
    }
  }

  /// The same in French and German.
  private var others: [String] {
    switch self {
    case .date:
      [
        "datum", "jahr", "monat", "zeitpunkt", "annonce", "annee", "quand", "abschluss", "quartal",
        "trimestre", "stichtag",
      ]
    case .investor:
      [
        "investisseur", "acquereur", "acheteur", "actionnaire", "detenteur", "kaufer", "erwerber",
        "preteur", "kreditgeber", "darlehensgeber", "glaubiger", "payeur", "zahler", "aktionar",
        "anteilseigner", "gesellschafter", "geldgeber", "kapitalgeber", "lizenznehmer", "licencie",
        "preneur de licence",
      ]
    case .issuer:
      [
        "emprunteur", "kreditnehmer", "darlehensnehmer", "schuldner", "zahlungsempfanger",
        "coentreprise", "cible", "societe", "entreprise", "emetteur", "beneficiaire", "ziel",
        "zielunternehmen",
        "unternehmen", "gesellschaft", "emittent", "firma", "zielgesellschaft", "beteiligung",
        "portfoliounternehmen", "beteiligungsunternehmen", "participation", "lizenzgeber",
        "concedant", "donneur de licence",
      ]
    case .amount:
      [
        "montant", "valeur", "prix", "somme", "betrag", "summe", "wert", "volumen", "kaufpreis",
        "investition", "darlehen", "kredit", "emprunt", "pret",
      ]
    case .committed:
      [
        "engage", "engages", "engagement", "engagements", "promis", "promesse", "zugesagt",
        "zusage", "zusagen", "kapitalzusage", "verpflichtung",
      ]
    case .paid:
      [
        "verse", "verses", "versee", "versement", "versements", "investi", "investis", "paye",
        "payes", "apport", "apports", "appele", "libere", "decaisse", "gezahlt", "bezahlt",
        "eingezahlt", "ausgezahlt",
        "einzahlung", "einlage", "einlagen", "abgerufen", "abruf", "investiert", "geleistet",
        "geflossen", "cout",
        "cout d acquisition", "anschaffungskosten", "einstandskosten",
      ]
    case .currency: ["devise", "monnaie", "wahrung"]
    case .stake:
      [
        "participation", "part", "pourcentage", "quota", "anteil", "beteiligung", "quote",
        "prozent", "beteiligungsquote", "droits de vote", "stimmrechte", "stimmrechtsanteil",
        "stimmanteil", "dilue", "diluee", "verwassert", "unverwassert",
      ]
    case .note:
      [
        "remarques", "remarque", "commentaire", "commentaires", "bemerkung", "bemerkungen",
        "kommentar", "notiz", "notizen", "anmerkung", "anmerkungen",
      ]
    case .due:
      ["falligkeit", "fallig", "laufzeitende", "endfalligkeit", "echeance", "date d echeance"]
    case .cameOn:
      [
        "bezahlt am", "gezahlt am", "zahlungsdatum", "datum der zahlung", "eingezahlt am",
        "abgerufen am", "abrufdatum", "ausgezahlt am", "paye le", "verse le", "libere le",
        "date de paiement", "date de versement",
      ]
    case .rate: ["zins", "zinsen", "zinssatz", "taux", "taux d interet", "interet", "marge"]
    case .deal:
      [
        "partenariat", "projet", "operation", "partnerschaft", "allianz", "projekt", "vorhaben",
        "transaktion",
      ]
    case .source: ["lien", "quelle", "quellen", "nachweis", "beleg"]
    }
  }

  /// Whether a column's name is one of the English ones, and of no other language.
  func isEnglish(name: String) -> Bool {
    let words = Set(Self.plain(name).split(separator: " ").map(String.init))
    let roles = Self.money.contains(self) ? Self.money : [self]
    return roles.contains { !words.isDisjoint(with: $0.english) }
      && roles.allSatisfy { words.isDisjoint(with: $0.others) }
  }

  /// Whether a column's name is one of the French or German ones, and no English one.
  func isOther(name: String) -> Bool {
    let name = Self.plain(name)
    let words = name.split(separator: " ").map(String.init)
    let roles = Self.money.contains(self) ? Self.money : [self]
    return roles.contains { role in
      role.others.contains { words.contains($0) || ($0.count > 4 && name.contains($0)) }
    } && !isEnglish(name: name)
      && roles.allSatisfy { Set(words).isDisjoint(with: $0.english) }
  }

  /// Words of what may be promised, and may be what something is worth.
  private static let worth: Set = ["value", "valeur", "wert", "worth", "valuation"]

  /// Whether a column of that name may tell what something is worth, or a sum.
  static func mayBeWorth(name: String) -> Bool {
    let words = plain(name).split(separator: " ").map(String.init)
    let isOfDeal = !Set(words).isDisjoint(with: ["deal", "transaction", "contract", "purchase"])
    return !isOfDeal && !worth.isDisjoint(with: words)
  }

  /// Words of columns of numbers or prices of shares.
  private static let noShare: Set = [
    "shares", "units", "price", "per", "number", "no", "options", "anteile", "aktien", "stuck",
    "anzahl", "preis", "je", "pro", "actions", "parts", "nombre", "prix", "par", "class", "series",
    "value", "wert", "valeur", "cost", "issued",
    // What a loan bears, and how things grow.
    "rate", "coupon", "margin", "spread", "yield", "discount", "irr", "growth", "pa", "zins",
    "zinsen", "zinssatz", "rendite", "taux", "interet", "interets", "marge", "multiple", "moic",
  ]

  /// Whether a column's name tells of shares by their number or price, not of a part of the whole.
  static func isNoShare(name: String) -> Bool {
    let words = plain(name).split(separator: " ").map(String.init)
    return !words.contains("%") && !noShare.isDisjoint(with: words)
  }

  /// Words beside which a name tells of no money that came or was promised: days, and what is left.
  private static let noMoney: Set = [
    "date", "datum", "on", "am", "le", "year", "jahr", "annee", "by", "unfunded", "undrawn",
    "uncalled", "unpaid", "uncommitted", "remaining", "outstanding", "balance", "due",
    "offen", "ausstehend", "restant", "reste", "solde", "rest", "falligkeit", "status", "type",
    // What one share costs, and what things are worth now.
    "per", "par", "je", "pro", "share", "shares", "action", "aktie", "anteil", "unit",
    "fair", "market", "book", "carrying", "nav", "enterprise", "residual", "unrealised",
    "unrealized", "realised", "realized", "juste", "venale", "comptable", "beizulegender",
    "valuation", "valorisation", "bewertung", "multiple",
  ]

  /// Words beside which `capital` is what a part is of.
  private static let parts: Set = [
    "part", "quote", "quota", "pourcentage", "percent", "percentage", "pct", "%", "stake",
    "interest",
    "ownership", "participation", "detention",
  ]

  /// Words of money that came, or that each is to bring where another column tells what came.
  private static let contributions: Set = [
    "apport", "apports", "contribution", "contributions", "einlage", "einlagen",
  ]

  /// Whether a column of that name tells what each is to bring, where another one tells what came.
  static func isContribution(name: String) -> Bool { !contributions.isDisjoint(with: words(name)) }

  /// Words beside which a value is what something is worth today.
  private static let today: Set = ["current", "latest", "actuelle", "aktueller", "heutiger"]

  /// Words of columns that name no party, whatever stands in them.
  private static let noParty: Set = [
    "round", "series", "stage", "sector", "industry", "country", "region", "city", "type", "status",
    "kind", "instrument", "form", "strategy", "vertical", "runde", "branche", "land", "stadt",
    "art",
    "phase", "tour", "secteur", "pays", "ville", "statut", "id", "no", "nr", "number", "analyst",
    "milestone", "meilenstein", "jalon", "etape", "trigger", "event", "quartal", "trimestre",
    "contact",
    "lawyer", "advisor", "adviser", "month", "quarter", "class", "certificate", "security",
    "product", "territory", "asset", "indication", "categorie", "gattung", "produit", "produkt",
  ]

  private static let numbers: Set = [
    "id", "no", "nr", "ref", "number", "nummer", "numero", "milestone", "meilenstein", "jalon",
  ]

  /// Whether a column of that name may number or name the rows.
  static func isNumbering(name: String) -> Bool { !numbers.isDisjoint(with: words(name)) }

  /// The words of a column's name, as ``plain`` has them.
  static func words(_ name: String) -> [String] {
    plain(name).split(separator: " ").map(String.init)
  }

  /// Whether a column's name says that no party stands there.
  static func isNoParty(name: String) -> Bool {
    !noParty.isDisjoint(with: plain(name).split(separator: " ").map(String.init))
  }

  /// How well a column's name fits, from 0 to 3.
  func fits(name: String) -> Int {
    let name = Self.plain(name)
    let words = english + others
    if words.contains(name) { return 3 }
    let own = name.split(separator: " ").map(String.init)
    let beside = name.replacing(" to date", with: "").replacing("follow on", with: "later").split(
      separator: " "
    ).map(String.init)
    if Self.money.contains(self), !Self.noMoney.isDisjoint(with: beside) { return 0 }
    // `Part du capital`, `% of capital`: a part of it is no money.
    if Self.money.contains(self), own.contains("capital"), !Self.parts.isDisjoint(with: own) {
      return 0
    }
    if Self.money.contains(self), !Self.today.isDisjoint(with: own), Self.mayBeWorth(name: name) {
      return 0
    }
    if own.contains(where: { word in words.contains(word) }) { return 2 }
    if self == .stake, name.contains("%") { return 2 }
    // German puts words together: Kaufbetrag, Zielfirma.
    return words.contains { $0.count > 4 && name.contains($0) } ? 1 : 0
  }

  /// Small letters without marks and without what stands in brackets.
  private static func plain(_ name: String) -> String {
    // A name that begins with a bracket says all it says in it.
    let outside = name.prefix { !"([".contains($0) }
    return bare(outside.allSatisfy(\.isWhitespace) ? name : String(outside))
  }

  /// The words of a column's name, those in brackets too.
  static func everyWord(_ name: String) -> [String] {
    bare(name).split(separator: " ").map(String.init)
  }

  private static func bare(_ text: String) -> String {
    let letters = text.lowercased().decomposedStringWithCompatibilityMapping.unicodeScalars
      .filter { $0.properties.generalCategory != .nonspacingMark }
    return String(String.UnicodeScalarView(letters)).split {
      !$0.isLetter && !$0.isNumber && $0 != "%"
    }.joined(separator: " ")
  }
}
