import Events
import GRDBSQLite
import Projections

/// A function on one connection: what SQLite's calls of it come to.
final class InstalledFunction {
  private let function: QueryFunction
  private let rates: ExchangeRates

  init(_ function: QueryFunction, rates: ExchangeRates) {
    self.function = function
    self.rates = rates
  }

  /// Makes it known to a connection, which must not outlive this.
  func install(in database: OpaquePointer) throws {
    let own = Unmanaged.passUnretained(self).toOpaque()
    let flags = SQLITE_UTF8 | SQLITE_DIRECTONLY
    for count in function.counts {
      let code: Int32
      if case .aggregate = function.kind {
        code = sqlite3_create_window_function(
          database, function.name, Int32(count), flags | SQLITE_DETERMINISTIC, own,
          { context, count, values in
            InstalledFunction.gather(context, count, values) { accumulator, arguments in
              try accumulator.add(arguments)
            }
          },
          { context in InstalledFunction.tell(context, isLast: true) },
          { context in InstalledFunction.tell(context, isLast: false) },
          { context, count, values in
            InstalledFunction.gather(context, count, values) { accumulator, arguments in
              try accumulator.remove(arguments)
            }
          }, nil)
      } else {
        code = sqlite3_create_function_v2(
          database, function.name, Int32(count), flags, own,
          { context, count, values in
            guard let context, let own = InstalledFunction.of(context) else { return }
            own.answer(context) { try own.value(InstalledFunction.arguments(count, values)) }
          }, nil, nil, nil)
      }
      guard code == SQLITE_OK else {
        throw Rejection(.inputOutput, String(cString: sqlite3_errmsg(database)))
      }
    }
  }

  private static func of(_ context: OpaquePointer) -> InstalledFunction? {
    sqlite3_user_data(context).map { Unmanaged.fromOpaque($0).takeUnretainedValue() }
  }

  private static func arguments(
    _ count: Int32, _ values: UnsafeMutablePointer<OpaquePointer?>?
  ) -> [Cell] {
    (0..<Int(count)).map { place in values?[place].map(Cell.init(argument:)) ?? .null }
  }

  private func value(_ arguments: [Cell]) throws -> Cell {
    switch function.kind {
    case .scalar(let body): try body(arguments)
    case .rated(let body): try body(arguments, rates)
    case .aggregate: .null
    }
  }

  /// Gives a result, or the error in its place.
  private func answer(_ context: OpaquePointer, _ body: () throws -> Cell) {
    do {
      try body().give(context)
    } catch let rejection as Rejection where rejection.code == .memoryLimit {
      sqlite3_result_error_nomem(context)
    } catch let rejection as Rejection {
      sqlite3_result_error(context, rejection.message, -1)
    } catch {
      sqlite3_result_error(context, "\(function.name) failed", -1)
    }
  }

  // MARK: - Aggregates

  /// Where SQLite keeps the accumulator of a group.
  private static func slot(
    _ context: OpaquePointer, makes: Bool
  ) -> UnsafeMutablePointer<UnsafeMutableRawPointer?>? {
    let size = Int32(MemoryLayout<UnsafeMutableRawPointer?>.size)
    return sqlite3_aggregate_context(context, makes ? size : 0)?
      .assumingMemoryBound(to: UnsafeMutableRawPointer?.self)
  }

  private static func gather(
    _ context: OpaquePointer?, _ count: Int32, _ values: UnsafeMutablePointer<OpaquePointer?>?,
    _ body: (any Accumulator, [Cell]) throws -> Void
  ) {
    guard let context, let own = of(context) else { return }
    guard let slot = slot(context, makes: true) else {
      return sqlite3_result_error_nomem(context)
    }
    guard case .aggregate(let make) = own.function.kind else { return }
    if slot.pointee == nil { slot.pointee = Unmanaged.passRetained(Gathered(make())).toOpaque() }
    guard let kept = slot.pointee else { return }
    let gathered = Unmanaged<Gathered>.fromOpaque(kept).takeUnretainedValue()
    do {
      try body(gathered.accumulator, arguments(count, values))
    } catch {
      own.answer(context) { throw error }
    }
  }

  private static func tell(_ context: OpaquePointer?, isLast: Bool) {
    guard let context, let own = of(context), case .aggregate(let make) = own.function.kind
    else { return }
    guard let slot = slot(context, makes: false), let kept = slot.pointee else {
      return own.answer(context) { try make().value() }
    }
    let gathered = Unmanaged<Gathered>.fromOpaque(kept)
    own.answer(context) { try gathered.takeUnretainedValue().accumulator.value() }
    guard isLast else { return }
    slot.pointee = nil
    gathered.release()
  }

  /// A protocol's value has no address of its own.
  private final class Gathered {
    let accumulator: any Accumulator
    init(_ accumulator: any Accumulator) { self.accumulator = accumulator }
  }
}
