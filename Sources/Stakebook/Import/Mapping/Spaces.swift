extension String {
  /// Without white space around it.
  var trimmed: String {
    guard first?.isWhitespace == true || last?.isWhitespace == true else { return self }
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }

  /// The host of a web address; what is none, as it is.
  var site: String {
    let text = trimmed
    guard let scheme = text.firstRange(of: "://") else { return text }
    let host = text[scheme.upperBound...].prefix { !"/?#:".contains($0) }
    return String(host.hasPrefix("www.") ? host.dropFirst(4) : host)
  }

  /// Without white space around it, and with one space where there is some inside.
  var singleSpaced: String {
    // Most texts are so already.
    let space = UInt8(ascii: " ")
    var last = space
    let isSo = utf8.allSatisfy { byte in
      defer { last = byte }
      return 0x20..<0x7F ~= byte && (byte != space || last != space)
    }
    if isSo, last != space { return self }
    return split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
