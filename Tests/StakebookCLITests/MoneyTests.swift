import Foundation
import TestSupport
import Testing

/// Wherever amounts were converted or divided, people read no more digits than somebody stated.
struct MoneyTests {
  /// Rates of five digits, payments in other currencies, sums and levels of them, units of units.
  private static let events = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "odd-numbers.jsonl")

  /// What people read, each output with its name before it.
  private static let outputs = """
    export STAKEBOOK_LEDGER=odd.db
    stakebook init && stakebook import odd-numbers.jsonl
    show() { echo "== $*"; "$@"; }
    show stakebook state
    show stakebook state alpha-beta
    show stakebook check
    show stakebook diff --as-of 2023-01-31..2023-12-31
    for view in capital purchases commitments payments stakes implied_valuations exposures totals; do
      show stakebook why $view
    done
    for query in board cap-table disputed exposure-matrix invested-funded royalties upcoming who-owes-whom; do
      show stakebook queries $query
    done
    show stakebook queries entity -p entity=alpha
    for currency in USD EUR GBP JPY; do
      for query in commitments-in exposure owed; do show stakebook queries $query -p currency=$currency; done
    done
    for locale in en fr de; do
      for format in html md txt; do
        stakebook report --locale $locale -o report.$format
        show cat report.$format
      done
    done
    """

  /// Digits that an event states, without the zeros at the end.
  private static let stated: Set = [
    "333333333", "12345678912", "123456789", "98765432198", "1234567", "7654321",
  ]

  @Test func `what was converted or divided is told with the digits of its source`() throws {
    try withTemporaryFolder { folder in
      try FileManager.default.copyItem(
        at: Self.events, to: folder.appending(path: "odd-numbers.jsonl"))
      let shown = try Shell(in: folder).run(Self.outputs)
      #expect(shown.errors.isEmpty && shown.code == 0, "\(shown.errors)")
      var command = Substring()
      var count = 0
      let figure =
        #/
          (?:USD|EUR|GBP|JPY)[\ \u{A0}](\d[\d.,\u{202F}]*\d)
          | (\d[\d.,\u{202F}]*\d)(?:tn|bn|m)?[\ \u{A0}\u{202F}]?(?:USD|EUR|GBP|JPY|M|Md|Mio\.|Mrd\.|%)
          | "n">[^<]*?(\d[\d.,\u{202F}]*\d)<
        /#
      for line in shown.output.split(separator: "\n") {
        if line.hasPrefix("== ") {
          command = line
          count += 1
        }
        for match in line.matches(of: figure) {
          let parts = [match.output.1, match.output.2, match.output.3]
          guard let text = parts.compactMap(\.self).first else { continue }
          let digits = text.filter(\.isNumber).drop { $0 == "0" }
          let significant = String(digits).replacing(/0+$/, with: "")
          #expect(
            significant.count <= 6 || Self.stated.contains(significant),
            "\(command): \(match.output.0) in \(line.prefix(300))")
        }
      }
      #expect(count > 30)
    }
  }
}
