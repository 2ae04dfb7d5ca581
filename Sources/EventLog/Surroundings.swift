import Events
import Foundation

/// What an append takes from the world: the time, and chance.
public struct Surroundings: Sendable {
  /// Microseconds since 1970, UTC.
  public var microseconds: @Sendable () -> Int64
  /// So many random bytes, at most 256.
  public var randomBytes: @Sendable (Int) -> [UInt8]

  /// A time and a chance of one's own, for tests.
  public init(
    microseconds: @escaping @Sendable () -> Int64, randomBytes: @escaping @Sendable (Int) -> [UInt8]
  ) {
    self.microseconds = microseconds
    self.randomBytes = randomBytes
  }

  /// The system's clock and random numbers.
  public static let system = Surroundings(
    microseconds: {
      var time = timespec()
      clock_gettime(CLOCK_REALTIME, &time)
      return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    },
    randomBytes: { count in
      // As many as are wanted in one call of the system, where Swift would take eight a call.
      [UInt8](unsafeUninitializedCapacity: count) { bytes, made in
        precondition(
          getentropy(bytes.baseAddress, count) == 0, "the system has no chance to give")
        made = count
      }
    })
}

/// A time as the log stores it: `YYYY-MM-DDTHH:MM:SS.ffffffZ`, UTC.
enum Instant {
  /// The text of so many microseconds since 1970.
  static func text(_ microseconds: Int64) -> String {
    let seconds = microseconds / 1_000_000
    var time = time_t(seconds)
    var parts = tm()
    gmtime_r(&time, &parts)
    return String(
      digits: [
        (Int(parts.tm_year) + 1900, 4), (Int(parts.tm_mon) + 1, 2), (Int(parts.tm_mday), 2),
        (Int(parts.tm_hour), 2), (Int(parts.tm_min), 2), (Int(parts.tm_sec), 2),
        (Int(microseconds % 1_000_000), 6),
      ], after: "--T::.Z")
  }

  /// The microseconds since 1970 of a text of that form.
  static func microseconds(_ text: String) -> Int64 {
    let digits = text.utf8.map { Int64($0) - 48 }
    func number(_ range: Range<Int>) -> Int64 { range.reduce(0) { $0 * 10 + digits[$1] } }
    var parts = tm()
    parts.tm_year = Int32(number(0..<4) - 1900)
    parts.tm_mon = Int32(number(5..<7) - 1)
    parts.tm_mday = Int32(number(8..<10))
    parts.tm_hour = Int32(number(11..<13))
    parts.tm_min = Int32(number(14..<16))
    parts.tm_sec = Int32(number(17..<19))
    return Int64(timegm(&parts)) * 1_000_000 + number(20..<26)
  }
}

extension EventLog {
  /// The microseconds since 1970 of a time as the log writes it.
  package static func microseconds(_ instant: String) -> Int64 { Instant.microseconds(instant) }

  /// A new id in the order of time, for an event that another one of its batch names.
  public func newID() throws(Rejection) -> EventID {
    try EventID(
      timeOrderedUUID(at: surroundings.microseconds(), random: surroundings.randomBytes(16)))
  }
}

/// Makes a UUID of version 7 (RFC 9562): its first 48 bits are milliseconds, so that ids come in
/// the order of time.
func timeOrderedUUID(at microseconds: Int64, random: [UInt8]) -> String {
  var bytes = random
  let milliseconds = UInt64(microseconds / 1000)
  for place in 0..<6 { bytes[place] = UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * place)) }
  // Twelve bits tell the time within the millisecond.
  let within = UInt16(microseconds % 1000) * 4 + UInt16(random[6] & 3)
  bytes[6] = 0x70 | UInt8(within >> 8)
  bytes[7] = UInt8(within & 0xFF)
  bytes[8] = 0x80 | bytes[8] & 0x3F
  let hex = bytes.hexadecimal
  func part(_ from: Int, _ count: Int) -> Substring { hex.dropFirst(from).prefix(count) }
  return "\(part(0, 8))-\(part(8, 4))-\(part(12, 4))-\(part(16, 4))-\(part(20, 12))"
}
