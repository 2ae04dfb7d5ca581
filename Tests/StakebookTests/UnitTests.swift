import Stakebook
import Testing

/// What amounts are counted in is read from what people write over them, whatever of the many ways they
/// write it in: a thousand times too little is as wrong as any other figure.
struct UnitTests {
  /// The promises and payments that come of a table with these two columns of money.
  private static func amounts(_ first: String, _ second: String, above: String = "") throws
    -> [String]
  {
    try Sheet.with { sheet in
      let table = try sheet.file(
        "deals.csv",
        above + "Investor;Target;Date;\(first);\(second)\nAlpha;Beta;2020-01-02;6150;2000\n")
      try sheet.take(table, try sheet.guided(table))
      return try sheet.facts().compactMap { fact in
        fact.firstMatch(of: /"text":"([A-Z]{3} [^"]*)"/).map { String($0.1) }
      }
    }
  }

  @Test(arguments: [
    ("USD '000", "USD 6150k"), ("in thousands of USD", "USD 6150k"),
    ("USD (thousands)", "USD 6150k"),
    ("000 USD", "USD 6150k"), ("$000s", "USD 6150k"), ("$'000", "USD 6150k"),
    ("USD 1,000", "USD 6150k"),
    ("in TEUR", "EUR 6150k"), ("T€", "EUR 6150k"), ("in T EUR", "EUR 6150k"), ("TCHF", "CHF 6150k"),
    ("kUSD", "USD 6150k"), ("KUSD", "USD 6150k"), ("EURk", "EUR 6150k"), ("k€", "EUR 6150k"),
    ("Tsd. Euro", "EUR 6150k"), ("milliers d'euros", "EUR 6150k"),
    ("millions d’euros", "EUR 6150m"),
    ("MUSD", "USD 6150m"), ("MEUR", "EUR 6150m"), ("M€", "EUR 6150m"), ("USDm", "USD 6150m"),
    ("$m", "USD 6150m"), ("$MM", "USD 6150m"), ("USD mn", "USD 6150m"), ("£'m", "GBP 6150m"),
    ("Mio. €", "EUR 6150m"), ("EURbn", "EUR 6150bn"), ("Mrd. €", "EUR 6150bn"),
    ("Md€", "EUR 6150bn"),
    ("USD", "USD 6150"), ("A$m", "AUD 6150m"), ("RMB m", "CNY 6150m"), ("THB", "THB 6150"),
    ("TRY m", "TRY 6150m"), ("Series M, $", "USD 6150"), ("2019, $m", "USD 6150m"),
  ])
  func `the name of a column tells what it counts in`(_ unit: String, _ amount: String) throws {
    let second = amount.replacing("6150", with: "2000")
    #expect(try Self.amounts("Committed (\(unit))", "Paid (\(unit))") == [amount, second])
    #expect(try Self.amounts("Zusage \(unit)", "Eingezahlt \(unit)") == [amount, second])
  }

  @Test(arguments: [
    ("CHF Mio.", "TCHF", ["CHF 6150m", "CHF 2000k"]),
    ("TEUR", "Mio €", ["EUR 6150k", "EUR 2000m"]),
    ("$bn", "USD '000", ["USD 6150bn", "USD 2000k"]), ("USDm", "EUR", ["USD 6150m", "EUR 2000"]),
  ])
  func `each column counts in its own`(_ first: String, _ second: String, _ amounts: [String])
    throws
  {
    #expect(try Self.amounts("Committed (\(first))", "Paid (\(second))") == amounts)
  }

  @Test(arguments: ["crore INR", "₹ lakh", "JPY 100m", "億円", "USD 10k"])
  func `what no scale is is not read, and told`(_ unit: String) throws {
    try Sheet.with { sheet in
      let table = try sheet.file(
        "deals.csv",
        "Investor;Target;Date;Committed (\(unit));Paid (USD)\nAlpha;Beta;2020-01-02;5;7\n")
      let mapping = try Guide(table, name: "deals", TableTerms()).text(for: sheet.ledger)
      #expect(mapping.contains("# \"Committed (\(unit))\" is not read: what"))
      #expect(!mapping.contains("capital.committed"))
    }
  }

  @Test(arguments: [
    ("Beträge in TEUR", "EUR 6150k"), ("Deals (in USD m, unaudited)", "USD 6150m"),
    ("Montants en milliers d'euros", "EUR 6150k"),
  ])
  func `a title above the table tells it where no column does`(_ title: String, _ amount: String)
    throws
  {
    #expect(
      try Self.amounts("Committed", "Paid", above: "\(title);;;;\n").first == amount)
    // A column's own name knows better.
    #expect(
      try Self.amounts("Committed (GBP)", "Paid (GBP)", above: "\(title);;;;\n").first == "GBP 6150"
    )
  }

  @Test(arguments: [
    "Lizenznehmer;Lizenzgeber;Vertragsdatum;Vorauszahlung (TEUR);Meilensteine (TEUR)",
    "Licencié;Concédant;Date;Paiement initial (k€);Jalons (k€)",
  ])
  func `a table of licences in another language is one of payments`(_ header: String) throws {
    try Sheet.with { sheet in
      let table = try sheet.file("deals.csv", header + "\nAlpha;Beta;26.05.2018;6150;2000\n")
      try sheet.take(table, try sheet.guided(table))
      let facts = try sheet.facts()
      #expect(facts.count == 2 && facts.allSatisfy { $0.contains(" payment.promised 2018-05-26 ") })
      #expect(facts[0].contains("EUR 6150k") && facts[1].contains("EUR 2000k"))
    }
  }
}
