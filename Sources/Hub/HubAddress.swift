import EventLog
import Events
import Foundation

/// Where a hub is: a database of PostgreSQL, or one file of SQLite.
public enum HubAddress: Sendable, Equatable {
  /// What libpq takes as the address of a database.
  case postgres(String)
  /// The file, as an absolute path.
  case file(String)

  /// Reads `postgresql://…`, or the path of a file or of the folder that has `hub.db`.
  ///
  /// Throws `bad-hub` where the address holds a password: it would stand in the list of processes, in
  /// the shell's history and in the ledger.
  public init(_ text: String) throws(Rejection) {
    guard !text.isEmpty else {
      throw Rejection(.badHub, "the address of the hub is empty", hint: Self.examples)
    }
    guard let scheme = text.firstRange(of: "://").map({ text[..<$0.lowerBound].lowercased() })
    else {
      // What libpq reads beside addresses, and nobody calls a file.
      guard !text.contains(/(^|\s)(host|dbname|user|password|sslpassword|service)\s*=/),
        !text.contains(/^[Pp]ostgres(ql)?(:|\/\/)/),
        // Whoever left the scheme out began with a name, and may have gone on with a password.
        !text.contains(/^(\/\/)?[^\/]*:.*@/)
      else {
        throw Rejection(
          .badHub, "the address of the hub is neither an address of PostgreSQL nor a file",
          hint: Self.examples)
      }
      var isFolder: ObjCBool = false
      let path = Place.resolved(text)
      let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      self = .file(
        isThere && isFolder.boolValue ? (path == "/" ? "" : path) + "/hub.db" : path)
      return
    }
    guard ["postgresql", "postgres"].contains(scheme) else {
      // Whoever forgot the scheme may have begun with a name and a password.
      let isName = scheme.allSatisfy { $0.isLetter || $0.isNumber }
      throw Rejection(
        .badHub,
        isName
          ? "no hub has an address that begins with \(scheme.prefix(20))://"
          : "this is no address of a hub",
        hint: Self.examples)
    }
    try Self.requireNoSecret(text)
    self = .postgres(text)
  }

  private static let examples =
    "Write postgresql://HOST/DATABASE, or the path of a file such as /srv/deals/hub.db."

  /// Refuses an address in which a password stands, or what could be one: without repeating any of it.
  ///
  /// libpq takes all before an @ for the user and the password, whatever signs these have; a slip, such
  /// as a password with a sign that ends it, must not come into the ledger either. So there is no colon
  /// before an @ at all, and what follows the host's colon is a number.
  private static func requireNoSecret(_ text: String) throws(Rejection) {
    let rest = text.drop { $0 != "/" }.dropFirst(2)
    let before = rest.lastIndex(of: "@").map { rest[..<$0] } ?? ""
    let parameters = rest.split(separator: "?", omittingEmptySubsequences: false).dropFirst()
      .flatMap { $0.split(separator: "&") }
    let hasSecretParameter = parameters.contains { parameter in
      let name = parameter.prefix { $0 != "=" }.removingPercentEncoding ?? ""
      return ["password", "sslpassword"].contains(name.lowercased())
    }
    guard !before.contains(":"), !hasSecretParameter else {
      throw Rejection(
        .badHub, "the address holds a password",
        hint: "Leave it out, and put it into ~/.pgpass or the file that PGPASSFILE names. "
          + "An @ that is none of a user is written %40.")
    }
    let hosts = rest[(rest.lastIndex(of: "@").map { rest.index(after: $0) } ?? rest.startIndex)...]
      .prefix { !"/?".contains($0) }
    for host in hosts.split(separator: ",") {
      let port = host.drop { $0 == "[" }.contains("]") ? host.drop { $0 != "]" } : host
      guard let colon = port.lastIndex(of: ":") else { continue }
      let number = port[port.index(after: colon)...]
      guard number.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else {
        throw Rejection(
          .badHub, "the port of the address is no number",
          hint: "A password stands in ~/.pgpass or the file that PGPASSFILE names. " + examples)
      }
    }
  }

  /// The address as it is shown and kept.
  public var text: String {
    switch self {
    case .postgres(let address): address
    case .file(let path): path
    }
  }

  /// Opens the hub there. Throws `no-hub`, `newer-hub`, `hub-unreachable`, `hub-refused`, `no-library`.
  public func open() throws -> any HubTransport {
    switch self {
    case .postgres(let address): try PostgresHub(address)
    case .file(let path): try FileHub(path)
    }
  }

  /// Brings the hub there to the form of this program, and has it take the types of events that this knows.
  /// Throws what opening throws, and `hub-refused` where it is not the user's.
  public func update() throws {
    switch self {
    case .postgres(let address): try PostgresHub.update(address)
    case .file(let path): try FileHub.update(path)
    }
  }

  /// Whoever is interrupted from here on may have made a hub.
  static func makesNow() {
    Interruption.commits(knows: "`stakebook hub join` links the ledger where there is a hub now")
  }

  /// Makes a hub of a log, and of nothing where there is none yet.
  ///
  /// `pages` gives the events of the log behind a seq. Throws `hub-exists`, and what opening throws.
  public func create(ledger: String, pages: HubPages?) throws {
    switch self {
    case .postgres(let address): try PostgresHub.create(address, ledger: ledger, pages)
    case .file(let path): try FileHub.create(path, ledger: ledger, pages)
    }
  }
}

/// A log that is given page by page.
public struct HubPages {
  /// The events behind a seq, in order; none at the end.
  public var events: (_ after: Seq) throws -> [StoredEvent]
  /// The bytes of a document; nil where nobody has them.
  public var document: (_ sha256: String) throws -> [UInt8]?

  /// Events, and the documents that they name.
  public init(
    events: @escaping (Seq) throws -> [StoredEvent],
    document: @escaping (String) throws -> [UInt8]?
  ) {
    (self.events, self.document) = (events, document)
  }

  /// How many events a page has.
  public static let size = 2_000

  /// Gives every event, and every document that is named for the first time.
  func forEach(
    events body: ([StoredEvent]) throws -> Void,
    document keep: (String, [UInt8], Seq) throws -> Void
  ) throws {
    var last: Seq = 0
    var seen: Set<String> = []
    while true {
      let page = try events(last)
      guard let end = page.last else { return }
      try body(page)
      for event in page {
        for sha256 in try event.documents where seen.insert(sha256).inserted {
          if let bytes = try document(sha256) { try keep(sha256, bytes, event.seq) }
        }
      }
      last = end.seq
    }
  }
}
