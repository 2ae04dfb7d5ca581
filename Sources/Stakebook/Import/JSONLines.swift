import Events

/// The events of a JSONL file; empty lines are skipped.
struct JSONLines {
  private let reader: LineReader
  private let isRestoring: Bool

  init(_ reader: LineReader, isRestoring: Bool) {
    self.reader = reader
    self.isRestoring = isRestoring
  }

  func next() throws -> Draft? {
    while let bytes = try reader.next() {
      if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
      do {
        let line = try JSON.read(bytes, limits: JSON.Limits(bytes: Accepted.mostBytesOfLine))
        var draft = try Draft(line: line, restoring: isRestoring)
        draft.location = Rejection.Location(file: reader.name, line: reader.line)
        return draft
      } catch {
        var located = error
        located.location = Rejection.Location(
          file: reader.name, line: reader.line, column: error.location?.column)
        throw located
      }
    }
    return nil
  }
}
