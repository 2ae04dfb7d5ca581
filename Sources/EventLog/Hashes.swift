import Crypto
import Events

/// The two hashes of an event, in the byte forms of DESIGN §3.
enum Hashes {
  /// SHA-256 of the salt and the canonical object of those content members that are present.
  static func content(
    salt: [UInt8], data: JSON, sources: JSON?, actor: String?, note: String?,
    correlationID: String?, causationID: String?
  ) -> [UInt8] {
    var object = JSONObject()
    object["actor"] = actor.map(JSON.string)
    object["causation_id"] = causationID.map(JSON.string)
    object["correlation_id"] = correlationID.map(JSON.string)
    object["data"] = data
    object["note"] = note.map(JSON.string)
    object["sources"] = sources
    var bytes = salt
    JSON.object(object).write(into: &bytes)
    return Array(SHA256.hash(data: bytes))
  }

  /// SHA-256 of a zero byte and the canonical leaf: an RFC 6962 leaf.
  static func leaf(
    content: [UInt8], effective: String, id: String, recordedAt: String, seq: Seq, status: String,
    stream: String, type: String, version: Int64
  ) -> [UInt8] {
    let leaf: JSON = [
      "content": .string(content.hexadecimal), "effective": .string(effective), "id": .string(id),
      "recorded_at": .string(recordedAt), "seq": .integer(seq), "status": .string(status),
      "stream": .string(stream), "type": .string(type), "version": .integer(version),
    ]
    var bytes: [UInt8] = [0]
    leaf.write(into: &bytes)
    return Array(SHA256.hash(data: bytes))
  }
}
