import Foundation
import Hummingbird
import Logging
import Stakebook

extension Logger {
  /// Tells nothing: what concerns people is told to who asks.
  static let quiet = Logger(label: "stakebook") { _ in SwiftLogNoOpLogHandler() }
}

/// Answers requests: lets them in, reads what they send in bounds of size and time, and gives what the
/// site answers.
struct Responder: HTTPResponder {
  typealias Context = BasicRequestContext

  let site: Site
  /// What a form may send, and a file.
  static let mostBytes = 32 << 20
  static let seconds = 20
  /// How much is sent at once: a slow reader has no more of it in memory.
  private static let piece = 1 << 16

  func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
    var answer = await answer(request).tagged
    let isHead = request.method == .head
    if let tag = answer.tag {
      answer.headers.append(("ETag", tag))
      if request.headers[of: "If-None-Match"] == tag {
        answer.status = 304
        answer.body = .bytes([])
      }
    }
    return response(answer, isHead: isHead)
  }

  private func answer(_ request: Request) async -> Answer {
    let path = request.uri.path
    let fields = Address.fields(request.uri.query ?? "") ?? []
    // An address that asks for a language is of somebody who reads it, let in or not.
    let language =
      fields.first { $0.name == "lang" }.flatMap { Language(rawValue: $0.value) }
      ?? site.language(request.headers[of: "Accept-Language"])
    var user: String?
    switch site.gate.judge(request, path: path, fields: fields, in: language) {
    case .refused(let answer): return answer
    case .enters(let name): user = name
    }
    do {
      var asked = try Asked(
        path: path, query: request.uri.query,
        language: site.language(request.headers[of: "Accept-Language"]),
        user: user, isWritable: site.settings.isWritable)
      switch request.method {
      case .get, .head: break
      case .post:
        guard site.settings.isWritable else {
          return .closed(405, .closedWriting, to: request, in: language)
        }
        asked.sent = try Sent(
          try await body(of: request), type: request.headers[of: "Content-Type"] ?? "")
      default: return .text("405: there is no such thing here.\n", status: 405)
      }
      return await site.answer(asked)
    } catch let rejection as Rejection {
      return site.refusal(rejection, Asked.plain(language))
    } catch {
      return .text("400: what was sent could not be read.\n", status: 400)
    }
  }

  /// What was sent, whole. Throws `too-big`, and `timeout` where it does not come.
  private func body(of request: Request) async throws -> [UInt8] {
    let tooBig = Rejection(.tooBig, "what was sent is larger than 32 MiB")
    if let length = request.headers[of: "Content-Length"].flatMap(Int.init), length > Self.mostBytes
    {
      throw tooBig
    }
    return try await withThrowingTaskGroup(of: [UInt8].self) { group in
      group.addTask {
        var bytes: [UInt8] = []
        for try await piece in request.body {
          bytes += piece.readableBytesView
          guard bytes.count <= Self.mostBytes else { throw tooBig }
        }
        return bytes
      }
      group.addTask {
        try await Task.sleep(for: .seconds(Self.seconds))
        throw Rejection(.timeout, "what was to be sent did not come in \(Self.seconds) seconds")
      }
      defer { group.cancelAll() }
      return try await group.next() ?? []
    }
  }

  private func response(_ answer: Answer, isHead: Bool) -> Response {
    var headers = HTTPFields()
    func set(_ name: String, _ value: String) {
      guard let name = HTTPFields.Element.Name(name), HTTPFields.Element.isValidValue(value) else {
        return
      }
      headers[name] = value
    }
    for (name, value) in Gate.headers { set(name, value) }
    set("Content-Type", answer.type)
    set("Cache-Control", "private, no-cache")
    for (name, value) in answer.headers { set(name, value) }
    if answer.status >= 400 { set("Connection", "close") }
    let status = HTTPResponse.Status(code: answer.status)
    let size = answer.body.size
    if isHead {
      set("Content-Length", "\(size)")
      return Response(status: status, headers: headers)
    }
    if case .bytes(let bytes) = answer.body, size <= Self.piece {
      return Response(
        status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
    return Response(status: status, headers: headers, body: inPieces(answer.body, size))
  }

  /// A body that is given piece by piece, each when the one before is taken: who takes so little that it
  /// would never end is given no more.
  private func inPieces(_ body: Answer.Body, _ size: Int) -> ResponseBody {
    let settings = site.settings
    return ResponseBody(contentLength: size) { writer in
      let time = Duration.seconds(3 * settings.readerSeconds + size / settings.readerBytes)
      let end = ContinuousClock.now + time
      var place = 0
      while place < size {
        guard ContinuousClock.now < end else { throw CancellationError() }
        let piece = body.bytes(from: place, most: Self.piece)
        guard !piece.isEmpty else { break }
        try await writer.write(ByteBuffer(bytes: piece))
        place += piece.count
      }
      try await writer.finish(nil)
    }
  }
}
