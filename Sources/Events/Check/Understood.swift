extension FieldType {
  /// What the ledger would keep of a text that somebody writes in such a field: a text, a number, or a
  /// value with its interval.
  ///
  /// Throws what the check of an event throws; whether a thing of that name exists it does not know.
  public func understood(_ text: String) throws(Rejection) -> JSON {
    var findings = Findings()
    let text = try Writing.stated(text, as: self)
    switch self {
    case .count:
      return try stored(Int64(text).map(JSON.integer) ?? .string(text), at: "", &findings)
    case .flag:
      let words: [String: JSON] = ["true": .bool(true), "false": .bool(false)]
      return try stored(words[text] ?? .string(text), at: "", &findings)
    case .object, .list(.object): return try JSON.read(text)
    case .list(let element): return try element.understood(text)
    default: return try stored(.string(text), at: "", &findings)
    }
  }
}
