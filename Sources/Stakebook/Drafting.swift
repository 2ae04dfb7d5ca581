import Events

extension Ledger {
  /// The event that people mean who write as they do on a command line or in a form: events in its
  /// fields are named by their seq too, and a remark about an event stands where that event does.
  ///
  /// Throws `bad-usage` where it is not said when it holds, and what reading a date throws.
  public func drafted(
    _ type: String, _ fields: JSONObject, stream: String? = nil, effective: String?,
    status: String? = nil, sources: [Source] = [], actor: String? = nil, note: String? = nil,
    id: String? = nil, correlationID: String? = nil, causationID: String? = nil
  ) throws -> Draft {
    let shape = try Catalogue.shape(of: type).shape
    var data = fields
    for field in shape.fields {
      guard case .event = field.type, case .string(let name)? = data[field.name] else { continue }
      data[field.name] = .string(try event(name).id)
    }
    var effective = try effective.map { (text) throws(Rejection) in
      try Writing.stated(text, as: .date)
    }
    var stream = stream
    if shape.stream == .any {
      // Said again, it is what it was, also on a later day.
      effective = try effective ?? id.flatMap(self.effective(of:)) ?? today().text
      if stream == nil, case .string(let id)? = data["event"] { stream = try event(id).stream }
    }
    guard let effective else {
      throw Rejection(
        .badUsage, "\(type) needs the day from which it holds",
        hint: "Write -e 2025-10-28, or as precisely as the source says.")
    }
    return Draft(
      type: type, stream: stream, effective: effective, data: .object(data), id: id, status: status,
      sources: sources.map(\.said), actor: actor, note: note, correlationID: correlationID,
      causationID: causationID)
  }
}
