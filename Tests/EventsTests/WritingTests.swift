import Events
import Testing

/// What people write is read where it has one reading, and refused as ambiguous where it has two.
struct WritingTests {
  private let european = Writing(
    dates: .dayFirst, decimals: .comma, currency: "EUR", scale: .millions)

  private func code(_ body: () throws -> String) -> String {
    do {
      return "read as " + (try body())
    } catch {
      return (error as? Rejection)?.code.rawValue ?? "\(error)"
    }
  }

  @Test(arguments: [
    ("Jan 2023", "2023-01"), ("March 2019", "2019-03"), ("22/07/2019", "2019-07-22"),
    ("07/22/2019", "2019-07-22"), ("15.12.2022", "2022-12-15"), ("2020/03/05", "2020-03-05"),
    ("Q3 2021", "2021-Q3"), ("3Q21", "2021-Q3"), ("T3 2021", "2021-Q3"), ("H1 2024", "2024-H1"),
    ("Feb-22", "2022-02"), ("11 Nov 2019", "2019-11-11"), ("Nov 11th, 2019", "2019-11-11"),
    ("1er août 2021", "2021-08-01"), ("3. März 2020", "2020-03-03"), ("12/2021", "2021-12"),
    ("~2021", "~2021"), ("ca. Mai 2020", "~2020-05"), ("2019-07-22 14:30", "2019-07-22"),
    ("01/01/2020", "2020-01-01"), ("..2019", "..2019"),
  ])
  func `a date with one reading is read`(text: String, date: String) throws {
    #expect(try Writing().date(text) == date)
    #expect(throws: Never.self) { try PartialDate(date) }
  }

  @Test func `a date with two readings is ambiguous until the order is said`() throws {
    for text in ["01/02/2020", "1.2.20", "10-11-2012"] {
      #expect(code { try Writing().date(text) } == "ambiguous-date")
    }
    #expect(try Writing(dates: .dayFirst).date("01/02/2020") == "2020-02-01")
    #expect(try Writing(dates: .monthFirst).date("01/02/2020") == "2020-01-02")
    #expect(try Writing(dates: .monthFirst).date("22/07/2019") == "2019-07-22")
    for text in ["soon", "32/01/2020", "5-Feb", "2020/13", "Ma 2020", "2020-02-30", "Q5 2020"] {
      #expect(code { try Writing().date(text) } == "bad-date", "\(text)")
    }
  }

  @Test func `a basis beside an amount is told, and read apart where that is asked for`() throws {
    for text in ["$30bn post", "US$30bn (post-money)", "post-money $30bn"] {
      #expect(code { try Writing().money(text) } == "bad-money", "\(text)")
      #expect(code { try Writing.stated(text, as: .money) } == "bad-money", "\(text)")
      var apart = Writing()
      apart.isBasisApart = true
      #expect(try apart.money(text) == "USD 30bn", "\(text)")
    }
    #expect(try Writing().money("c. €300m") == "about EUR 300m")
    #expect(try Writing().money("~$5bn") == "about USD 5bn")
  }

  @Test func `what a spreadsheet or a company made of a date is told with its readings`() throws {
    #expect(code { try Writing().date("22-Feb") } == "ambiguous-date")
    #expect(code { try Writing(dates: .dayFirst).date("22 Feb") } == "ambiguous-date")
    #expect(try Writing(dates: .yearFirst).date("22-Feb") == "2022-02")
    #expect(try Writing().date("45-Feb") == "2045-02")
    for text in ["FY2021", "fy 21", "GJ 2021/22", "FY21Q3", "Exercice 2021"] {
      #expect(code { try Writing().date(text) } == "ambiguous-date", "\(text)")
    }
    #expect(code { try Writing.stated("FY2021", as: .date) } == "ambiguous-date")
    #expect(try Writing.stated("22 July 2019", as: .date) == "2019-07-22")
    #expect(try Writing.stated("22 July 2019", as: .day) == "2019-07-22")
    #expect(try Writing.stated("2019-07", as: .day) == "2019-07")
  }

  @Test(arguments: [
    ("¥500m", "JPY 500m or CNY 500m"), ("5,000 kr", "DKK 5,000 or NOK 5,000 or SEK 5,000"),
  ])
  func `a sign of several currencies is told with all of them`(
    text: String, readings: String
  ) throws {
    for read in [{ try Writing().money(text) }, { try Writing.stated(text, as: .money) }] {
      let rejection = #expect(throws: Rejection.self) { _ = try read() }
      #expect(rejection?.code == .unknownCurrency)
      #expect(rejection?.message == "'\(text)' can be \(readings)")
    }
    #expect(try Writing(decimals: .point, currency: "SEK").money("5,000 kr") == "SEK 5000")
  }

  @Test(arguments: [
    ("$5m", "USD 5m"), ("€1.2bn", "EUR 1.2bn"), ("USD 1,000,000", "USD 1000000"),
    ("1.2 billion USD", "USD 1.2bn"), ("EUR 1.234,56", "EUR 1234.56"),
    ("~$2,5 Mrd.", "about USD 2.5bn"),
    ("up to US$ 100 million", "up to USD 100m"), ("CHF 1'000'000", "CHF 1000000"),
    ("5 M€", "EUR 5m"), ("GBP 10m-20m", "GBP 10m..20m"), ("INR 12,34,567", "INR 1234567"),
    ("5bn+ USD", "USD 5bn+"), ("12 500 000 €", "EUR 12500000"), ("USD undisclosed", "USD ?"),
  ])
  func `an amount with one reading is read`(text: String, money: String) throws {
    let expected = money.hasSuffix("+") ? "at least \(money.dropLast())" : money
    #expect(try Writing().money(text) == expected)
    #expect(throws: Never.self) { try Money(expected) }
  }

  @Test func `the column says the currency, the scale and the decimal mark`() throws {
    #expect(try european.money("1.590") == "EUR 1590m")
    #expect(try european.money("1.590,5") == "EUR 1590.5m")
    #expect(try european.money("~2") == "about EUR 2m")
    #expect(try european.money("JPY 5bn") == "JPY 5bn")
    #expect(try european.money("€ 700") == "EUR 700m")
    #expect(try european.money("0") == "EUR 0")
    #expect(code { try european.money("JPY 500") } == "ambiguous-number")
    #expect(code { try european.money("1,234.5") } == "bad-money")
  }

  @Test func `a number with two readings is ambiguous, and one with none is wrong`() {
    for text in ["USD 1.000", "1,000 EUR"] {
      #expect(code { try Writing().money(text) } == "ambiguous-number", "\(text)")
    }
    for text in ["$ lots", "USD (500)", "-$5m", "1.2.3 EUR", "5", "USD 1 2"] {
      #expect(code { try Writing().money(text) } == "bad-money", "\(text)")
    }
    #expect(code { try Writing().money("¥500") } == "unknown-currency")
    #expect(code { try Writing(currency: "JPY").money("¥500") } == "read as JPY 500")
  }

  @Test func `a percent is read with or without its sign`() throws {
    #expect(try european.percent("12,5 %") == "12.5%")
    #expect(try Writing().percent("12,5 %") == "12.5%")
    #expect(try Writing().percent("4.99") == "4.99%")
    #expect(try Writing().percent("up to 10%") == "up to 10%")
    #expect(try Writing().percent("20%-25%") == "20%..25%")
    #expect(code { try Writing().percent("0.49") } == "ambiguous-number")
    #expect(try Writing(percents: .fractions).percent("0.495") == "49.5%")
    #expect(try Writing(percents: .hundredths).percent("0.49") == "0.49%")
    for text in ["minority", "50 (JV)", "-"] {
      #expect(code { try Writing().percent(text) } == "bad-percent", "\(text)")
    }
  }

  @Test func `quantities, flags and words are read as people write them`() throws {
    #expect(try Writing().quantity("160,000,000 shares") == "160000000 shares")
    #expect(try Writing().read("Oui", as: .flag) == "true")
    #expect(try Writing().read("As converted", as: .choice(Basis.self)) == "as_converted")
  }
}
