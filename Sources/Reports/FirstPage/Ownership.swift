import Events

/// Who holds how much of a company, as far as it compares: on one basis. That is one of which somebody told
/// in the year before the newest figure, however firm an older one was; of several the firmest, then the one
/// with the most holders.
struct Ownership {
  /// The shares of a company, the greatest first.
  struct Held {
    let issuer: String
    let rows: [JSONObject]
    /// The share of a partner, else the greatest.
    let main: JSONObject?
  }

  /// The companies: first those of which most partners hold shares, then those of which most holders are told.
  let issuers: [Held]

  init(_ tables: ReportTables) throws {
    let rows = try tables.rows("stakes").filter { row in
      row["percent_low_ppb"] != nil && row.text("excludes").isEmpty
        && row.text("basis") != "profit_share"
        && ["confirmed", "reported"].contains(row.text("status"))
    }
    let partners = Set(try tables.rows("partnerships").flatMap { tables.texts($0, "parties") })
    let held = rows.grouped { $0.text("issuer") }.map { issuer, rows in
      let bases = rows.grouped { "\($0.text("basis"))/\($0.text("asserted_by"))" }
      let fresh = Self.yearBefore(rows.map(Self.day).max() ?? "")
      let best = bases.map(\.1).max { Self.rank($0, fresh) < Self.rank($1, fresh) } ?? []
      let sorted = best.enumerated().sorted {
        ($1.element.least("percent", "ppb"), $0.offset)
          < ($0.element.least("percent", "ppb"), $1.offset)
      }.map(\.element)
      // Whose share lies within that of a group beside it is told in the table: here it would be there twice.
      let holders = Set(sorted.map { $0.text("holder") })
      let shown = sorted.filter {
        partners.contains($0.text("holder")) || !holders.contains($0.text("within"))
      }
      return Held(
        issuer: issuer, rows: shown,
        main: sorted.first { partners.contains($0.text("holder")) } ?? sorted.first)
    }
    let partnersIn = { (held: Held) in held.rows.count { partners.contains($0.text("holder")) } }
    issuers = held.enumerated().sorted {
      (partnersIn($1.element), $1.element.rows.count, $0.offset)
        < (partnersIn($0.element), $0.element.rows.count, $1.offset)
    }.map(\.element)
  }

  private static func rank(_ rows: [JSONObject], _ fresh: String) -> (Int, Int, Int, Int, String) {
    let firm = rows.filter { $0.text("status") == "confirmed" }
    let latest = rows.map(day).max() ?? ""
    return (
      rows.contains { $0.text("basis") != "unstated" } ? 1 : 0, latest >= fresh ? 1 : 0,
      firm.isEmpty ? 0 : 1, rows.count, latest
    )
  }

  private static func day(_ row: JSONObject) -> String { row.text("effective_earliest") }

  private static func yearBefore(_ day: String) -> String {
    (try? Day(day))?.adding(months: -12)?.description ?? ""
  }
}

extension Wording {
  /// The share of a row of stakes, in a sentence as it was stated.
  func share(_ row: JSONObject, inSentence: Bool = false) -> String {
    stated(row.text("stated"), inSentence: inSentence)
  }
}
