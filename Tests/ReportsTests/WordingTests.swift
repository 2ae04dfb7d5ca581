import Events
import Foundation
import TestSupport
import Testing

@testable import Reports

/// Words, numbers and dates of each language.
struct WordingTests {
  private static let english = Wording(.english)
  private static let french = Wording(.french)
  private static let german = Wording(.german)

  static let values: [(stated: String, english: String, french: String, german: String)] = [
    ("about USD 135bn", "USD 135bn (approx.)", "135 Md USD (env.)", "135 Mrd. USD (ca.)"),
    ("about 27%", "27 % (26.5–27.5)", "27 % (26,5–27,5)", "27 % (26,5–27,5)"),
    ("26.79%", "26.79 %", "26,79 %", "26,79 %"),
    ("25%..50%", "25–50 %", "25–50 %", "25–50 %"),
    ("?%", "not disclosed", "non divulgué", "nicht offengelegt"),
    ("up to USD 100bn", "up to USD 100bn", "jusqu’à 100 Md USD", "bis zu 100 Mrd. USD"),
    ("up to USD 9.99", "up to USD 9.99", "jusqu’à 9,99 USD", "bis zu 9,99 USD"),
    ("under USD 10", "under USD 10", "moins de 10 USD", "unter 10 USD"),
    ("at least USD 10.01", "at least USD 10.01", "au moins 10,01 USD", "mindestens 10,01 USD"),
    ("over USD 3bn", "over USD 3bn", "plus de 3 Md USD", "über 3 Mrd. USD"),
    ("under 20%", "under 20 %", "moins de 20 %", "unter 20 %"),
    ("USD 10bn..13bn", "USD 10–13bn", "10–13 Md USD", "10–13 Mrd. USD"),
    ("USD 1.2tn", "USD 1.2tn", "1200 Md USD", "1,2 Bio. USD"),
    ("EUR 12345.67", "EUR 12,345.67", "12 345,67 EUR", "12.345,67 EUR"),
    ("JPY 1234", "JPY 1,234", "1234 JPY", "1234 JPY"),
    (
      "up to 160m shares", "up to 160,000,000 shares", "jusqu’à 160 000 000 actions",
      "bis zu 160.000.000 Aktien"
    ),
    ("USD 19.42 a share", "USD 19.42 a share", "19,42 USD par action", "19,42 USD je Aktie"),
    (
      "USD 10..13 per share", "USD 10–13 a share", "10–13 USD par action", "10–13 USD je Aktie"
    ),
    ("EUR 123456.70", "EUR 123,456.70", "123 456,70 EUR", "123.456,70 EUR"),
    ("6 GW", "6 GW", "6 GW", "6 GW"), ("a third", "a third", "a third", "a third"),
  ]

  @Test(arguments: values)
  func `a value is told by the rules of each language`(
    _ stated: String, _ english: String, _ french: String, _ german: String
  ) {
    #expect(Self.english.stated(stated).withPlainSpaces == english)
    #expect(Self.french.stated(stated).withPlainSpaces == french)
    #expect(Self.german.stated(stated).withPlainSpaces == german)
  }

  @Test func `French and German numbers have the spaces that keep them together`() {
    #expect(Self.french.stated("27%") == "27\u{202F}%")
    #expect(Self.german.stated("27%") == "27\u{A0}%")
    #expect(Self.french.grouped(1_234_567) == "1\u{202F}234\u{202F}567")
    #expect(Self.french.pair("versé", "0") == "versé\u{A0}: 0")
  }

  /// A preposition before a day, a month, a year, a quarter and what is not exactly known.
  static let prepositions: [(stated: String, words: [String])] = [
    (
      "2027-03-01",
      [
        "available from 2027-03-01, available until 2027-03-01, or on 2027-03-01, notice by 2027-03-01",
        "disponible à partir du 1er mars 2027, disponible jusqu’au 1er mars 2027, ou le 1er mars 2027, "
          + "préavis avant le 1er mars 2027",
        "abrufbar ab 01.03.2027, abrufbar bis 01.03.2027, oder am 01.03.2027, Kündigung bis 01.03.2027",
      ]
    ),
    (
      "2027-04",
      [
        "available from 2027-04, available until 2027-04, or 2027-04, notice by 2027-04",
        "disponible dès avr. 2027, disponible jusqu’en avr. 2027, ou avr. 2027, préavis avant avr. 2027",
        "abrufbar ab Apr. 2027, abrufbar bis Apr. 2027, oder Apr. 2027, Kündigung bis Apr. 2027",
      ]
    ),
    (
      "2027",
      [
        "available from 2027, available until 2027, or 2027, notice by 2027",
        "disponible dès 2027, disponible jusqu’en 2027, ou 2027, préavis avant 2027",
        "abrufbar ab 2027, abrufbar bis 2027, oder 2027, Kündigung bis 2027",
      ]
    ),
    (
      "2027-Q2",
      [
        "available from Q2 2027, available until Q2 2027, or Q2 2027, notice by Q2 2027",
        "disponible dès T2 2027, disponible jusqu’au T2 2027, ou T2 2027, préavis avant T2 2027",
        "abrufbar ab Q2 2027, abrufbar bis Q2 2027, oder Q2 2027, Kündigung bis Q2 2027",
      ]
    ),
  ]

  @Test(arguments: prepositions)
  func `a preposition fits how exact the date behind it is`(_ stated: String, _ words: [String]) {
    for (wording, expected) in zip([Self.english, Self.french, Self.german], words) {
      let told = [
        wording.dated(.availableFrom, day: .availableFromDay, stated),
        wording(.availableUntil, wording.until(stated)),
        wording.dated(.orOn, day: .orOnDay, stated),
        wording.dated(.notice, day: .noticeDay, stated),
      ]
      #expect(told.joined(separator: ", ").withPlainSpaces == expected)
    }
  }

  static let dates: [(stated: String, english: String, french: String, german: String)] = [
    ("2025-10-28", "2025-10-28", "28 oct. 2025", "28.10.2025"),
    ("2026-03-01", "2026-03-01", "1er mars 2026", "01.03.2026"),
    ("2025-08", "2025-08", "août 2025", "Aug. 2025"), ("2019", "2019", "2019", "2019"),
    ("2025-Q3", "Q3 2025", "T3 2025", "Q3 2025"), ("2025-H1", "H1 2025", "S1 2025", "1. Hj. 2025"),
    ("~2021", "about 2021", "vers 2021", "um 2021"),
    ("~2021-10-28", "about 2021-10-28", "vers le 28 oct. 2021", "um den 28.10.2021"),
    ("..2025-10", "by 2025-10", "au plus tard fin oct. 2025", "spätestens Okt. 2025"),
    ("..2025-10-28", "by 2025-10-28", "au plus tard le 28 oct. 2025", "spätestens 28.10.2025"),
    ("2019..2025-10", "2019 – 2025-10", "2019 – oct. 2025", "2019 – Okt. 2025"),
    ("?", "date unknown", "date inconnue", "Datum unbekannt"),
  ]

  @Test(arguments: dates)
  func `a date is as precise as it was stated, by the custom of each language`(
    _ stated: String, _ english: String, _ french: String, _ german: String
  ) {
    #expect(Self.english.date(stated).withPlainSpaces == english)
    #expect(Self.french.date(stated).withPlainSpaces == french)
    #expect(Self.german.date(stated).withPlainSpaces == german)
  }

  @Test func `an end tells its day, its condition, and which of them counts`() {
    let row: JSONObject = [
      "ends_on": "2032-12-31", "ends_when": [["condition": "agi", "state": "verified"]],
    ]
    let told = { (wording: Wording) in
      wording.ends(row, "ends_on", "ends_when", rule: "earliest").withPlainSpaces
    }
    #expect(told(Self.english) == "until 2032-12-31 or until AGI is verified, whichever is first")
    #expect(
      told(Self.french)
        == "jusqu’au 31 déc. 2032 ou jusqu’à la vérification de la condition AGI, selon ce qui survient en premier"
    )
    #expect(
      told(Self.german)
        == "bis 31.12.2032 oder bis zur Bestätigung des Eintritts der Bedingung AGI, je nachdem, was zuerst eintritt"
    )
    let ends: [(String, String, String, String)] = [
      ("2030", "until 2030", "jusqu’en 2030", "bis 2030"),
      ("..2030", "by 2030", "au plus tard fin 2030", "spätestens 2030"),
      ("~2030", "until about 2030", "jusque vers 2030", "bis etwa 2030"),
      ("2029..2030", "until 2029 – 2030", "jusqu’en 2029 – 2030", "bis 2029 – 2030"),
      ("?", "date unknown", "date inconnue", "Datum unbekannt"),
    ]
    for (stated, english, french, german) in ends {
      #expect(Self.english.until(stated).withPlainSpaces == english)
      #expect(Self.french.until(stated).withPlainSpaces == french)
      #expect(Self.german.until(stated).withPlainSpaces == german)
    }
  }

  @Test func `a sentence has whole names of months, a table short ones`() {
    let told = { (wording: Wording, date: String) in
      wording.date(date, inSentence: true).withPlainSpaces
    }
    #expect(told(Self.french, "2025-10-28") == "28 octobre 2025")
    #expect(told(Self.french, "..2019-07") == "au plus tard fin juillet 2019")
    #expect(told(Self.french, "2019-01..2025-02") == "janvier 2019 – février 2025")
    #expect(told(Self.german, "2025-09") == "September 2025")
    #expect(told(Self.german, "2025-10-28") == "28.10.2025")
    #expect(told(Self.english, "2025-10-28") == "2025-10-28")
  }

  @Test func `somebody's own words stand in quotation marks within another language`() {
    #expect(Self.english.quoted("USD 13bn is recouped") == "USD 13bn is recouped")
    #expect(Self.french.quoted("it is paid").withPlainSpaces == "« it is paid »")
    #expect(Self.german.quoted("it is paid") == "„it is paid“")
    #expect(Self.french.quoted("USD 13bn").withPlainSpaces == "13 Md USD")
  }

  @Test func `no parenthesis follows another one`() {
    #expect(Self.english.aside("reported", after: "a stake (voting)") == ", reported")
    #expect(Self.english.aside("reported", after: "a stake") == " (reported)")
    #expect(Self.english.aside("", after: "a stake") == "")
  }

  @Test func `an interval about a figure has an end on either side`() {
    let money = { (wording: Wording) in
      wording.money(120_000_000_000, low: 119_950_000_000, high: 120_050_000_000, "USD")
        .withPlainSpaces
    }
    #expect(money(Self.english) == "USD 1.2bn (1.1995–1.2005)")
    #expect(money(Self.french) == "1,2 Md USD (1,1995–1,2005)")
    #expect(
      FigureText.money(120_000_000_000, low: 119_950_000_000, high: 120_050_000_000, "USD")
        == "USD 1.2bn (1.1995–1.2005)")
    #expect(
      Self.english.money(1_300, low: 1_250, high: 1_350, "USD").withPlainSpaces
        == "USD 13 (12.50–13.50)")
  }

  @Test func `of so much, up to more, a sentence tells both ends`() {
    var row: JSONObject = ["currency": "USD", "committed_minor": 400_000_000_000]
    row["committed_low_minor"] = row["committed_minor"]
    row["committed_high_minor"] = 800_000_000_000
    #expect(Self.english.range("committed", of: row).withPlainSpaces == "USD 4–8bn")
    #expect(Self.english.money("committed", of: row).withPlainSpaces == "USD 4bn, up to USD 8bn")
    row["committed_high_minor"] = row["committed_minor"]
    #expect(Self.english.range("committed", of: row).withPlainSpaces == "USD 4bn")
    (row["committed_minor"], row["committed_low_minor"]) = (0, 0)
    #expect(Self.english.range("committed", of: row).withPlainSpaces == "up to USD 4bn")
  }

  @Test func `French drops a vowel before another`() {
    #expect(Self.french(.valuationsOf, "Anthropic") == "Valorisations d’Anthropic")
    #expect(Self.french(.valuationsOf, "Nissan") == "Valorisations de Nissan")
  }

  @Test func `what is too long for a cell ends with a word`() {
    let text = Self.english.shortened("the whole of the transport capacity", to: 20)
    #expect(text == "the whole of the… (35 characters)")
    #expect(Self.english.shortened("the whole of it", to: 9) == "the whole… (15 characters)")
    let name = String(repeating: "a", count: 30)
    #expect(Self.english.shortened(name, to: 20).hasPrefix(String(repeating: "a", count: 20)))
    #expect(Self.english.shortened("short", to: 20) == "short")
  }
}
