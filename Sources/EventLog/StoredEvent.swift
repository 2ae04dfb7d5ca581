import Events
import Foundation
import GRDB

/// An event as the log holds it.
public struct StoredEvent: Sendable, Equatable {
  /// Its place in the ledger.
  public let seq: Seq
  /// Its name for good.
  public let id: String
  /// Its stream.
  public let stream: String
  /// Its place in the stream.
  public let version: Int64
  /// What kind of event it is.
  public let type: String
  /// When it holds, as stated.
  public let effective: String
  /// First day that can mean.
  public let effectiveEarliest: String?
  /// Last day that can mean.
  public let effectiveLatest: String?
  /// When it was recorded, UTC.
  public let recordedAt: String
  /// How sure it is.
  public let status: String
  /// What it says, as canonical text; nil when erased.
  public let data: String?
  /// Its sources, as canonical text.
  public let sources: String?
  /// Who recorded it.
  public let actor: String?
  /// Why.
  public let note: String?
  /// What it belongs with.
  public let correlationID: String?
  /// What made it.
  public let causationID: String?
  /// Sixteen random bytes; nil when erased.
  public let salt: [UInt8]?
  /// Hash of its content.
  public let contentHash: [UInt8]
  /// Hash of its leaf.
  public let leafHash: [UInt8]

  /// Throws `damaged-ledger` where a column is missing or of another type: somebody made the table
  /// anew, because STRICT would not have let that in.
  init(_ row: Row) throws {
    func optional<Value: DatabaseValueConvertible>(_ name: String) throws -> Value? {
      guard row.hasColumn(name) else { throw Self.damaged("has no column \(name)") }
      let stored: DatabaseValue = row[name]
      guard !stored.isNull else { return nil }
      guard let value = Value.fromDatabaseValue(stored) else {
        throw Self.damaged("holds a \(name) of another type")
      }
      return value
    }
    func required<Value: DatabaseValueConvertible>(_ name: String) throws -> Value {
      guard let value: Value = try optional(name) else { throw Self.damaged("lacks its \(name)") }
      return value
    }
    func bytes(_ data: Data) -> [UInt8] { Array(data) }
    seq = try required("seq")
    id = try required("id")
    stream = try required("stream")
    version = try required("version")
    type = try required("type")
    effective = try required("effective")
    effectiveEarliest = try optional("effective_earliest")
    effectiveLatest = try optional("effective_latest")
    recordedAt = try required("recorded_at")
    status = try required("status")
    data = try optional("data")
    sources = try optional("sources")
    actor = try optional("actor")
    note = try optional("note")
    correlationID = try optional("correlation_id")
    causationID = try optional("causation_id")
    salt = try optional("salt").map(bytes)
    contentHash = bytes(try required("content_hash"))
    leafHash = bytes(try required("leaf_hash"))
  }

  private static func damaged(_ what: String) -> Rejection {
    Rejection(
      "damaged-ledger", "an event of the log \(what)",
      hint: "`stakebook verify` tells what was changed.")
  }

  /// The line that an export writes and a restoring import reads; absent rather than null.
  public var line: JSON {
    get throws(Rejection) {
      let limits = JSON.Limits(bytes: 1 << 24)
      var line: JSONObject = [
        "seq": .integer(seq), "id": .string(id), "stream": .string(stream),
        "version": .integer(version), "type": .string(type), "effective": .string(effective),
        "recorded_at": .string(recordedAt), "status": .string(status),
      ]
      if let data { line["data"] = try JSON.read(data, limits: limits) }
      if let sources { line["sources"] = try JSON.read(sources, limits: limits) }
      line["actor"] = actor.map(JSON.string)
      line["note"] = note.map(JSON.string)
      line["correlation_id"] = correlationID.map(JSON.string)
      line["causation_id"] = causationID.map(JSON.string)
      line["salt"] = salt.map { .string($0.hexadecimal) }
      line["content_hash"] = .string(contentHash.hexadecimal)
      line["leaf_hash"] = .string(leafHash.hexadecimal)
      return .object(line)
    }
  }
}

/// What an append gives back: where the event stands.
public struct Receipt: Sendable, Equatable {
  /// Its place in the ledger.
  public let seq: Seq
  /// Its name for good.
  public let id: String
  /// Its stream.
  public let stream: String
  /// Its place in the stream.
  public let version: Int64
  /// When it was recorded, UTC.
  public let recordedAt: String
  /// Whether it had been recorded before, and nothing was written now.
  public let isRepeat: Bool
}
