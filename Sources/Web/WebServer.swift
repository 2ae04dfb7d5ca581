import Foundation
import Hummingbird
import HummingbirdCore
import Stakebook
import Synchronization

/// How the ledger is served.
public struct WebSettings: Sendable {
  /// The ledger's file.
  public var ledger: String
  /// The program that is started again for questions; it takes the commands of `stakebook`.
  public var program: String
  /// The address and port to listen at; port 0 takes a free one.
  public var host = "127.0.0.1"
  /// The port.
  public var port = 8420
  /// A socket in the file system, instead of an address.
  public var socket: String?
  /// The secret that lets a browser in.
  public var token: String
  /// Further names under which it is reached, each with its port where the browser names one.
  public var allowedHosts: [String] = []
  /// The header in which a trusted proxy says who asks; nil trusts none.
  public var userHeader: String?
  /// Whether pages may write.
  public var isWritable = false
  /// The language of a browser that asks for none.
  public var language = Language.english
  /// How long a reader may take nothing of its answer.
  var readerSeconds = 20
  /// How many bytes of a long answer a reader takes in a second, at least.
  var readerBytes = 1 << 16

  /// Serves a ledger to who has the token.
  public init(ledger: String, program: String, token: String) {
    self.ledger = ledger
    self.program = program
    self.token = token
  }
}

/// Serves a ledger to browsers, on this machine unless told otherwise.
public final class WebServer: Sendable {
  let settings: WebSettings
  let site: Site
  private let isListening = Mutex(false)

  /// Makes ready what is needed; nothing is listened to yet.
  public init(_ settings: WebSettings) throws {
    self.settings = settings
    EventLog.keepMemory()
    site = try Site(settings)
  }

  /// Ends what still runs for it.
  public func end() {
    site.children.end()
    site.long.end()
    site.stash.empty()
    // Only what this server made: where another stood in the way, that stays.
    if let socket = settings.socket, isListening.withLock({ $0 }) { unlink(socket) }
  }

  /// Throws where a proxy says who records what, and the ledger's hub says otherwise: what pages write
  /// would bear another name than theirs who wrote it.
  public func requireActors() throws {
    guard settings.isWritable, settings.userHeader != nil else { return }
    let ledger = try Ledger.open(at: settings.ledger)
    defer { try? ledger.close() }
    guard let link = try ledger.link() else { return }
    throw Rejection(
      .badActor,
      "the ledger is linked to a hub, which records all that is written here as \(link.actor), "
        + "whoever the proxy says that asks",
      hint: "Serve it without --write, or each of them a ledger of their own.")
  }

  /// Serves until the task is cancelled. Tells the address once it is listened to.
  public func run(_ isReady: @escaping @Sendable (_ address: String) -> Void) async throws {
    if let socket = settings.socket { try Self.requireFree(socket) }
    let settings = settings
    let site = site
    let application = Application(
      responder: Responder(site: site),
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [
            HostOfLine.Placing(), SlowReader(seconds: settings.readerSeconds),
          ],
          idleTimeout: .seconds(20),
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))),
      configuration: ApplicationConfiguration(
        address: settings.socket.map { .unixDomainSocket(path: $0) }
          ?? .hostname(settings.host, port: settings.port),
        serverName: nil, backlog: 256,
        availableConnectionsDelegate: MaximumAvailableConnections(400)),
      onServerRunning: { channel in
        if let socket = settings.socket {
          self.isListening.withLock { $0 = true }
          chmod(socket, 0o600)
          site.opens(port: nil)
          isReady(socket)
        } else {
          let port = channel.localAddress?.port ?? settings.port
          site.opens(port: port)
          let name = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
          isReady("http://\(name):\(port)/")
        }
      },
      logger: .quiet)
    do {
      try await application.run()
    } catch {
      throw Self.refusal(error, settings)
    }
  }

  private static func requireFree(_ socket: String) throws {
    var found = stat()
    guard lstat(socket, &found) == 0 else { return }
    throw Rejection(
      .cannotCreate, "there is something at \(socket) already",
      hint: "Remove it where no server uses it.")
  }

  private static func refusal(_ error: any Error, _ settings: WebSettings) -> any Error {
    if error is CancellationError { return error }
    let place = settings.socket ?? "\(settings.host):\(settings.port)"
    // Without the call of the system that said so.
    let said = "\(error)".replacing(#/^[a-z]+\([a-z:]*\): |\)? \(errno: [0-9]+\)$/#, with: "")
    return Rejection(
      .cannotCreate,
      "\(place) cannot be listened to: \(legible(said.prefix(200).description))",
      hint: "Another --port, or 0 for a free one.")
  }
}
