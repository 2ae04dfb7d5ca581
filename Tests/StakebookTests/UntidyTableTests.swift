import Foundation
import Stakebook
import TestSupport
import Testing

/// Tables of other kinds of deals, and with what people write around a table.
struct UntidyTableTests {
  @Test func `a list of loans is read as debts, and what they bear is no share`() throws {
    try Sheet.with { sheet in
      let table = try sheet.file(
        "a.csv",
        """
        Loan ID,Borrower,Lender,Origination,Maturity,Principal,Ccy,Interest rate,Drawn
        L-1,Acme Ltd,Bank plc,01/15/2021,01/15/2026,"5,000,000",USD,6.25%,"1,000,000"
        L-2,Acme Ltd.,Bank plc,11/2023,undisclosed,"2,000,000*",CAD,8%,
        Total,,,,,"7,000,000",,,
        * increased later,,,,,,,,
        """)
      let text = try Guide(table, name: "loans", TableTerms()).text(for: sheet.ledger)
      let mapping = try sheet.file("m.yaml", text)
      let report = try sheet.take(table, mapping)
      #expect(report.rows.map(\.word) == [.added, .added, .skipped, .skipped])
      #expect(report.events["debt.issued"] == 2 && report.events["debt.drawn"] == 1)
      #expect(report.events["stake.reported"] == nil)
      let facts = try sheet.facts()
      #expect(facts[0].contains(#""lender":"bank""#) && facts[0].contains(#""text":"6.25%""#))
      #expect(
        facts[2].contains("CAD 2000000") && facts[2].contains(#""maturity":{"flag":"unknown""#))
      #expect(try sheet.take(table, mapping).events.isEmpty)
      // A rate that is no percent is left unread, and said to be.
      let other = try sheet.file(
        "b.csv", "Borrower,Lender,Date,Principal,Rate\nAcme,Bank,2021,USD 5m,SOFR + 2%\n")
      let told = try Guide(other, name: "b", TableTerms()).text(for: sheet.ledger)
      #expect(told.contains(##"# "Rate" is not read: "SOFR + 2%" is no percent"##))
      #expect(!told.contains("stake.reported"))
    }
  }

  @Test func `a schedule of payments is read as payments, whoever pays`() throws {
    try Sheet.with { sheet in
      let table = try sheet.file(
        "a.csv",
        """
        Licence of ZB-101,,,,,
        Milestone,Payer,Payee,Expected date,Amount ($m),Paid ($m)
        Signing,Orion,Zenith,2023-04-17,75,75
        First patient,Orion,Zenith,H2 2024,25,–
        Approval,Orion,Zenith,upon approval,up to 150,
        Total:,,,,250,75
        """)
      let text = try Guide(table, name: "zb", TableTerms()).text(for: sheet.ledger)
      #expect(text.contains(#"key: ["Milestone"]"#))
      let report = try sheet.take(table, try sheet.file("m.yaml", text))
      #expect(report.rows.map(\.word) == [.added, .added, .leftOut, .skipped])
      #expect(report.events["payment.promised"] == 2 && report.events["payment.made"] == 1)
      #expect(report.rows[2].reason == "D5: 'upon approval' is not a date")
      #expect(try sheet.facts().contains { $0.contains(#""due""#) && $0.contains("2024-H2") })
    }
  }

  @Test func `a remark under the table is passed over, and a row of a deal never`() throws {
    try Sheet.with { sheet in
      func text(_ rows: String) throws -> String {
        let table = try sheet.file("a.csv", "Date,Investor,Company,Paid\n" + rows)
        return try Guide(table, name: "a", TableTerms()).text(for: sheet.ledger)
      }
      let deal = "2021,Alpha,Beta,$5m\n"
      let noted = try text(deal + "* not audited,,,\n")
      #expect(noted.contains(#"- {column: "Company"}"#))
      let plain = try text(deal)
      #expect(!plain.contains("skip:"))
      // A deal without its party is told, remark or not.
      let blank = try text(deal + "2022,,,$6m\n* not audited,,,\n")
      #expect(!blank.contains("skip:"))
      let summed = try text(deal + "Sum:,,,$5m\n")
      #expect(summed.contains(##"is: ["sum:"]"##))
    }
  }

  @Test func `the first sheet with a table is read, and where there is none the others are told`()
    throws
  {
    try Sheet.with { sheet in
      let cell = { (text: String) in
        "<table:table-cell office:value-type=\"string\"><text:p>\(text)</text:p></table:table-cell>"
      }
      let rows = { (rows: [[String]]) in
        rows.map { "<table:table-row>\($0.map(cell).joined())</table:table-row>" }.joined()
      }
      let deals = rows([
        ["Date", "Investor", "Company", "Paid"], ["2021", "Alpha", "Beta", "$5m"],
      ])
      func table(cover: [[String]]) throws -> String {
        try sheet.file(
          "a.fods",
          """
          <?xml version="1.0"?><office:document xmlns:office="o" xmlns:table="t" xmlns:text="x" \
          office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body>\
          <office:spreadsheet><table:table table:name="Empty"></table:table>\
          <table:table table:name="Cover">\(rows(cover))</table:table>\
          <table:table table:name="Deals">\(deals)</table:table></office:spreadsheet></office:body>\
          </office:document>
          """)
      }
      let draft = try table(cover: [["Draft"], ["of", "June"]])
      let text = try Guide(draft, name: "a", TableTerms()).text(for: sheet.ledger)
      // What is read is said, so that it is read next month, too.
      #expect(text.contains("sheet: \"Deals\""))
      let report = try sheet.take(draft, try sheet.file("m.yaml", text))
      #expect(report.rows.map(\.word) == [.added] && report.otherSheets == ["Empty", "Cover"])
      // A cover that looks like a table is one; what is not read is told.
      let rejection = #expect(throws: Rejection.self) {
        try Guide(
          try table(cover: [["By", "Me"], ["On", "Monday"]]), name: "a", TableTerms()
        ).text(for: sheet.ledger)
      }
      #expect(rejection?.hint?.contains("--sheet") == true, "\(rejection?.description ?? "")")
    }
  }

  @Test(arguments: [
    ("2. Quartal 2022", "2022-Q2"), ("2e trimestre 2022", "2022-Q2"), ("Quartal 2/2022", "2022-Q2"),
    ("2nd quarter 2022", "2022-Q2"), ("1. Halbjahr 2022", "2022-H1"), ("Q1/2021", "2021-Q1"),
    ("2e semestre 2022", "2022-H2"), ("2021*", "2021"), ("15.11.2022¹", "2022-11-15"),
  ])
  func `quarters are read in words, and dates with the mark of a note`(
    text: String, date: String
  ) throws {
    #expect(try Writing().date(text) == date)
  }

  @Test(arguments: ["5. Quartal 2022", "Quartal 2022", "3. Halbjahr 2022", "*"])
  func `what is no quarter is no date`(text: String) {
    #expect(throws: Rejection.self) { _ = try Writing().date(text) }
  }

  @Test func `the mark of a note is no part of a figure, and a unit keeps its own`() throws {
    let writing = Writing(decimals: .point, currency: "USD")
    #expect(try writing.money("1,000*") == "USD 1000")
    #expect(try writing.money("$5m ²") == "USD 5m")
    #expect(try writing.percent("51%†") == "51%")
    #expect(try writing.quantity("500 m²") == "500 m²")
  }
}
