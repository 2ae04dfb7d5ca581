import Events

/// What a row of the view `commitments`, or one told in its words, says of itself.
extension JSONObject {
  var event: Int64 { self["event"]?.integerValue ?? 0 }
  /// A row of the view `payments` in the words of `commitments`.
  var asCommitment: JSONObject {
    var row = self
    row["kind"] = .string("payment")
    for (name, own) in [
      ("commitment", "payment"), ("from_entity", "payer"), ("to_entity", "payee"),
      ("draw_events", "paid_events"), ("drawn_minor", "paid_minor"),
      ("drawn_low_minor", "paid_low_minor"), ("drawn_high_minor", "paid_high_minor"),
    ] {
      row[name] = self[own]
    }
    return row
  }
  /// The same of what is its own: of a whole what its parts leave of it, in the place of what it and its
  /// parts have. `promised` is what was promised so.
  var own: JSONObject {
    var row = self
    for end in ["minor", "low_minor", "high_minor"] {
      row["promised_\(end)"] = self[isWhole ? "not_broken_down_\(end)" : "amount_\(end)"]
      if isWhole { row["outstanding_\(end)"] = self["not_broken_down_outstanding_\(end)"] }
    }
    return row
  }
  var isExpired: Bool { self["expired"] == .integer(1) }
  /// Whether what no rate converts leaves open what is left.
  var isUnknown: Bool {
    !text("unconverted").isEmpty && self["outstanding_minor"] == nil
  }
  var isPaid: Bool { self["paid_in_full"] == .integer(1) }
  var isWhole: Bool { text("counts_as") == "whole" }
  /// As what it counts; of a whole what its parts leave of it.
  var standing: String { text(isWhole ? "rest_counts_as" : "counts_as") }
}
