import Crypto
import Events

/// The two hashes of an event, in the byte forms of Format.md; and those of what this program makes.
package enum Hashes {
  /// A short name for a list of texts, the same on every machine.
  package static func name(of texts: [String]) -> String { String(whole(of: texts).prefix(16)) }

  /// The SHA-256 of a list of texts, a NUL behind each.
  package static func whole(of texts: [String]) -> String {
    var hash = SHA256()
    for var text in texts {
      text.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
      hash.update(data: [0])
    }
    return Array(hash.finalize()).hexadecimal
  }

  /// SHA-256 of the salt and the canonical object of those content members that are present; data
  /// and sources are canonical texts.
  static func content(
    salt: [UInt8], data: String, sources: String?, actor: String?, note: String?,
    correlationID: String?, causationID: String?
  ) -> [UInt8] {
    var object = CanonicalObject(after: salt, room: data.utf8.count + 512)
    object.add("actor", actor)
    object.add("causation_id", causationID)
    object.add("correlation_id", correlationID)
    object.add("data", json: data)
    object.add("note", note)
    if let sources { object.add("sources", json: sources) }
    return object.hash()
  }

  /// SHA-256 of a zero byte and the canonical leaf: an RFC 6962 leaf.
  static func leaf(
    content: [UInt8], effective: String, id: String, recordedAt: String, seq: Seq, status: String,
    stream: String, type: String, version: Int64
  ) -> [UInt8] {
    var object = CanonicalObject(after: [0], room: 512)
    object.add("content", content.hexadecimal)
    object.add("effective", effective)
    object.add("id", id)
    object.add("recorded_at", recordedAt)
    object.add("seq", json: String(seq))
    object.add("status", status)
    object.add("stream", stream)
    object.add("type", type)
    object.add("version", json: String(version))
    return object.hash()
  }
}

extension StoredEvent {
  /// The hash that its columns give, whatever is stored beside them.
  var computedLeafHash: [UInt8] {
    Hashes.leaf(
      content: contentHash, effective: effective, id: id, recordedAt: recordedAt, seq: seq,
      status: status, stream: stream, type: type, version: version)
  }

  /// Whether both of its hashes follow from what it says; that of erased content is believed.
  package var hasItsHashes: Bool {
    guard leafHash == computedLeafHash else { return false }
    guard let data, let salt else { return self.data == nil && self.salt == nil }
    return contentHash
      == Hashes.content(
        salt: salt, data: data, sources: sources, actor: actor, note: note,
        correlationID: correlationID, causationID: causationID)
  }

  /// What its leaf says, as canonical JSON: all that a proof needs of it, and none of its content.
  public var leaf: String {
    JSON.object([
      "content": .string(contentHash.hexadecimal), "effective": .string(effective),
      "id": .string(id), "recorded_at": .string(recordedAt), "seq": .integer(seq),
      "status": .string(status), "stream": .string(stream), "type": .string(type),
      "version": .integer(version),
    ]).canonical
  }
}

/// The bytes of a canonical object, written member by member; names come in their order.
private struct CanonicalObject {
  private var bytes: [UInt8]
  private var isFirst = true

  init(after prefix: [UInt8], room: Int) {
    bytes = prefix
    bytes.reserveCapacity(room)
  }

  mutating func add(_ name: StaticString, _ text: String?) {
    guard let text else { return }
    begin(name)
    JSON.write(text, into: &bytes)
  }

  mutating func add(_ name: StaticString, json: String) {
    begin(name)
    bytes.append(contentsOf: json.utf8)
  }

  private mutating func begin(_ name: StaticString) {
    bytes.append(isFirst ? UInt8(ascii: "{") : UInt8(ascii: ","))
    isFirst = false
    bytes.append(UInt8(ascii: "\""))
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
  }

  mutating func hash() -> [UInt8] {
    bytes.append(UInt8(ascii: "}"))
    return Array(SHA256.hash(data: bytes))
  }
}
