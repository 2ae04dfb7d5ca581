/// Bad input, said so that the person who gave it can mend it.
///
/// Printed as `error: code: message. hint`, after `file:line:column:` where there is a location.
/// Nothing was written when one of these is thrown.
public struct Rejection: Error, Equatable, Sendable {
  /// What is wrong, as programs tell it apart.
  public let code: Code
  /// One sentence without its full stop: what is wrong.
  public let message: String
  /// One sentence with its full stop: what to do about it.
  public let hint: String?
  /// Where in the input the fault lies.
  public var location: Location?

  /// A place in a text: lines and columns count from 1, columns in Unicode scalars.
  public struct Location: Equatable, Sendable {
    /// The file's name as it was given, `-` for standard input.
    public var file: String?
    /// The line, from 1.
    public var line: Int
    /// The column, from 1; absent where only the line is known.
    public var column: Int?

    /// A place in a text.
    public init(file: String? = nil, line: Int, column: Int? = nil) {
      self.file = file
      self.line = line
      self.column = column
    }
  }

  /// A rejection with its code, sentence and hint.
  public init(
    _ code: Code, _ message: String, hint: String? = nil, at location: Location? = nil
  ) {
    self.code = code
    self.message = message
    self.hint = hint
    self.location = location
  }
}

extension Rejection: CustomStringConvertible {
  /// The one line a person reads.
  public var description: String {
    var line = ""
    if let location {
      if let file = location.file { line += "\(file):" }
      line += "\(location.line):"
      if let column = location.column { line += "\(column):" }
      line += " "
    }
    line += "error: \(code): \(message)."
    if let hint { line += " \(hint)" }
    return line
  }
}
