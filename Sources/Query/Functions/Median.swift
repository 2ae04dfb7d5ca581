import Events
import GRDBSQLite
import Projections

extension QueryFunction {
  /// The middle one of a group's numbers. NULLs are left out; the median of none is NULL.
  ///
  /// Of an even number of them it is the mean of the two in the middle. Whole numbers are never
  /// rounded: their median is INTEGER, or a REAL that ends in .5.
  static let median = QueryFunction(
    "median(x)", "the number in the middle; of whole numbers exact", counts: 1...1,
    .aggregate { Median() })
}

/// The numbers of a group, in memory that counts for the query's limit.
private final class Median: Accumulator {
  /// From here on not every whole number, or not every half, is a REAL.
  private static let mostReal: Int64 = 1 << 53
  private static let mostHalf: Int64 = 1 << 52

  /// Whole numbers, or the bits of REALs once there was one.
  private var numbers: UnsafeMutablePointer<Int64>?
  private var count = 0
  private var capacity = 0
  private var areReal = false

  deinit { sqlite3_free(numbers) }

  func add(_ arguments: [Cell]) throws(Rejection) {
    switch arguments[0] {
    case .null: return
    case .integer(let number): try append(areReal ? bits(of: number) : number)
    case .real(let number):
      if !areReal {
        for place in 0..<count { numbers?[place] = try bits(of: numbers?[place] ?? 0) }
        areReal = true
      }
      try append(Int64(bitPattern: number.bitPattern))
    case .text, .blob: throw QueryFunction.refusal("median", "only numbers have a median")
    }
  }

  func remove(_ arguments: [Cell]) throws(Rejection) {
    throw QueryFunction.refusal("median", "it is no window function: use a subquery")
  }

  private func bits(of number: Int64) throws(Rejection) -> Int64 {
    guard number.magnitude <= Self.mostReal.magnitude else {
      throw QueryFunction.refusal("median", "\(number) is too large to stand beside a REAL")
    }
    return Int64(bitPattern: Double(number).bitPattern)
  }

  private func append(_ number: Int64) throws(Rejection) {
    if count == capacity {
      capacity = max(64, capacity * 2)
      guard let room = sqlite3_realloc64(numbers, UInt64(capacity) * 8) else {
        throw Rejection(.memoryLimit, "")
      }
      numbers = room.bindMemory(to: Int64.self, capacity: capacity)
    }
    numbers?[count] = number
    count += 1
  }

  func value() throws(Rejection) -> Cell {
    guard count > 0, let numbers else { return .null }
    var sorted = UnsafeMutableBufferPointer(start: numbers, count: count)
    let (low, high) = ((count - 1) / 2, count / 2)
    if areReal {
      func number(_ bits: Int64) -> Double { Double(bitPattern: UInt64(bitPattern: bits)) }
      sorted.sort { number($0) < number($1) }
      let middle = (number(sorted[low]), number(sorted[high]))
      return .real(low == high ? middle.0 : middle.0 / 2 + middle.1 / 2)
    }
    sorted.sort()
    let (sum, isTooLarge) = sorted[low].addingReportingOverflow(sorted[high])
    guard low != high else { return .integer(sorted[low]) }
    if isTooLarge {
      let wide = Int128(sorted[low]) + Int128(sorted[high])
      if wide.isMultiple(of: 2) { return .integer(Int64(wide / 2)) }
    } else if sum.isMultiple(of: 2) {
      return .integer(sum / 2)
    }
    guard !isTooLarge, sum.magnitude <= (Self.mostHalf * 2).magnitude else {
      throw QueryFunction.refusal(
        "median", "the half of \(sorted[low]) and \(sorted[high]) is no REAL")
    }
    return .real(Double(sum) / 2)
  }
}
