import Events
import Projections

/// The table of who is exposed to whom, and how much of it a share tells.
extension ReportTables {
  var exposures: ReportTable {
    ReportTable(
      .exposures, "exposures",
      [.text(.from), .text(.kind), .text(.to), .figure(.value), .text(.besides)]
    ) { row in
      let isOwner = row.text("kind") == "owns"
      let share = share(ofExposure: row)
      // Of what is owed there may be the ends alone.
      let hasAmount = ["minor", "low_minor"].contains { row["amount_\($0)"] != nil }
      let amount = hasAmount ? wording.money("amount", of: row) : nil
      let values = (isOwner ? [share, amount] : [amount, share]).compactMap { $0 }
      let detail = row.text("detail")
      return [
        wording.name(row.text("from_entity")), wording.stored("exposure", row.text("kind")),
        wording.name(row.text("to_entity")), values.joined(separator: ", "),
        isOwner ? basis(detail) : wording.thing(detail),
      ]
    }
  }

  /// A share without its interval; as it was stated where it is a bound, a range, or nobody tells it.
  func share(ofExposure row: JSONObject) -> String? {
    let stated = row.text("percent_stated")
    guard let point = row.integer("percent_ppb"), !Self.isBound(row) else {
      return stated.isEmpty || stated == "?%" ? nil : wording.stated(stated)
    }
    return wording.percent(point, low: point, high: point)
  }

  /// Whether a share is told by one end alone: `under 50%`, `at least 75%`.
  private static func isBound(_ row: JSONObject) -> Bool {
    let ends = ["low", "high"].map { row.integer("percent_\($0)_ppb") }
    let point = row.integer("percent_ppb") ?? 0
    return point > 0 && ends[0] == 0
      || point < 1_000_000_000 && (ends[1] ?? 1_000_000_000) == 1_000_000_000
  }

  /// A basis as exposures tell it: `as_converted without openai-2024-10`.
  func basis(_ detail: String) -> String {
    guard let mark = detail.firstRange(of: " without ") else {
      return wording.stored("basis", detail)
    }
    let basis = wording.stored("basis", String(detail[..<mark.lowerBound]))
    return wording(.without, basis, wording.things(String(detail[mark.upperBound...])))
  }
}
