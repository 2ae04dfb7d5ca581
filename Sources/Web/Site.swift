import Foundation
import Stakebook
import Synchronization

/// The pages of a ledger, and what they are made with.
final class Site: Sendable {
  let settings: WebSettings
  let workers: Workers
  let children: Children
  /// What is asked of the whole ledger, by children of its own: who asks for little need not wait for it.
  let long: LongQuestions
  let writer: Writer
  let stash = Stash()
  let knownDays = KnownDays()
  private let watch: Watch
  private let cache = AnswerCache()
  private let gates: Mutex<Gate>
  /// Of each clock what things are called, as long as nothing is recorded.
  private let named = Mutex<(state: LedgerState?, names: [String: PageWords.Names])>((nil, [:]))

  init(_ settings: WebSettings) throws {
    self.settings = settings
    let cores = ProcessInfo.processInfo.activeProcessorCount
    workers = Workers(path: settings.ledger, count: max(2, min(8, cores)))
    children = Children(
      program: settings.program, ledger: settings.ledger, count: max(2, min(6, cores)))
    long = LongQuestions(
      Children(program: settings.program, ledger: settings.ledger, count: 2))
    writer = Writer(path: settings.ledger)
    watch = Watch(path: settings.ledger)
    gates = Mutex(Self.gate(settings, port: settings.port))
    // A ledger that cannot be read is told of before anything is listened to.
    try Ledger.open(at: settings.ledger).close()
  }

  var gate: Gate { gates.withLock { $0 } }

  /// Knows where it is listened to.
  func opens(port: Int?) { gates.withLock { $0 = Self.gate(settings, port: port) } }

  private static func gate(_ settings: WebSettings, port: Int?) -> Gate {
    var hosts = Set(settings.allowedHosts.map { $0.lowercased() })
    for name in ["127.0.0.1", "localhost", "[::1]"] {
      hosts.insert(port.map { "\(name):\($0)" } ?? name)
      if port == 80 { hosts.insert(name) }
    }
    if settings.socket == nil, !["0.0.0.0", "::"].contains(settings.host), let port {
      let name = settings.host.contains(":") ? "[\(settings.host)]" : settings.host.lowercased()
      hosts.insert("\(name):\(port)")
    }
    return Gate(
      hosts: hosts, token: settings.token, userHeader: settings.userHeader,
      cookie: "stakebook-\(port.map(String.init) ?? "socket")")
  }

  /// The first language that a browser names and that there is, else the one set.
  func language(_ accepted: String?) -> Language {
    for part in (accepted ?? "").prefix(200).split(separator: ",") {
      let name = part.prefix { $0 != ";" && $0 != "-" }.filter { $0 != " " }.lowercased()
      if let language = Language(rawValue: name) { return language }
    }
    return settings.language
  }

  // MARK: - Answering

  /// Answers, from memory where nothing was recorded since.
  func answer(_ asked: Asked) async -> Answer {
    do {
      if asked.sent != nil { return try await written(asked) }
      switch asked.path {
      case ["style.css"]: return .styles
      case ["script.js"]: return .script
      case ["icon"] where asked.form == "svg": return .icon
      default: break
      }
      let key = AnswerCache.Key(
        state: try await state(), language: asked.language, user: asked.user,
        address: asked.address(as: asked.form))
      if let kept = cache[key] { return kept }
      let answer = try await page(asked).tagged
      // A file stays open as long as its answer.
      if answer.tag != nil { cache.keep(answer, for: key) }
      return answer
    } catch let rejection as Rejection {
      return refusal(rejection, asked)
    } catch {
      let told = Failure.told(error) as? Rejection
      return refusal(
        told ?? Rejection(.inputOutput, "something could not be read or written"), asked)
    }
  }

  /// A page that says what was wrong.
  func refusal(_ rejection: Rejection, _ asked: Asked) -> Answer {
    let status = rejection.webStatus
    guard asked.form == nil else {
      var answer = Answer.json(
        JSON.object([
          "error": .string(rejection.code.rawValue), "message": .string(rejection.message),
          "hint": rejection.hint.map(JSON.string) ?? .null,
        ]).canonical + "\n", status: status)
      answer.isLasting = false
      return answer
    }
    let w = WebWords(asked.language)
    var answer = frame(
      asked, w, title: w(.fault),
      """
      <header><h1>\(w(.fault))</h1></header>
      <main id="content"><p class="fault">\(sentences(of: rejection, w))</p>
      <p><a href="\(asked.place())">\(w(.backToDesk))</a></p></main>
      """, status: status)
    answer.isLasting = false
    if rejection.code == .busy { answer.headers.append(("Retry-After", "2")) }
    return answer
  }

  /// In which forms a page is there besides its own, by the first part of its path.
  private static let forms: [String: Set<String>] = [
    "index": ["json", "csv"], "partnership": ["json", "csv"], "entity": ["json"],
    "event": ["json"], "why": ["json"], "view": ["json", "csv"], "owed": ["json", "csv"],
    "upcoming": ["json", "csv", "ics"], "check": ["json", "csv"], "feed": ["atom"],
    "sql": ["json", "csv", "sql"], "diff": ["json", "csv"], "types": ["json"], "search": ["json"],
    "checked": ["json"],
  ]

  /// Whether a page is there in the form in which it is asked for.
  private static func has(_ asked: Asked) -> Bool {
    guard let form = asked.form else { return true }
    let name = asked.path.first ?? "index"
    let isAlone =
      ["event", "types", "partnership", "entity"].contains(name)
      && asked.path.count != (name == "types" ? 1 : 2)
    return !isAlone && forms[name]?.contains(form) == true
  }

  private func page(_ asked: Asked) async throws -> Answer {
    let path = asked.path
    guard Self.has(asked) else {
      let form = asked.form.map { ".\($0)" } ?? ""
      throw Rejection(
        .badUsage, "there is no page '\(("/" + path.joined(separator: "/")).prefix(80))\(form)'",
        hint: "The desk leads to all there are.")
    }
    switch (path.first ?? "index", path.count) {
    case ("index", 0...1): return try await desk(asked)
    case ("partnership", 2): return try await partnership(asked, path[1])
    case ("entity", 2): return try await entity(asked, path[1])
    case ("partnership", 3) where path[2] == "sources":
      return try await partnership(asked, path[1], .sources)
    case ("entity", 3) where path[2] == "sources":
      return try await entity(asked, path[1], .sources)
    case ("event", 2): return try await event(asked, path[1])
    case ("event", 3) where asked.isWritable: return try await revision(asked, path[1], path[2])
    case ("new", 2) where asked.isWritable: return try await entry(asked, path[1])
    case ("checked", 1) where asked.isWritable: return try await checked(asked)
    case ("import", 1) where asked.isWritable: return sheet(asked)
    case ("why", 2...): return try await why(asked, Array(path.dropFirst()))
    case ("view", 2): return try await rows(asked, view: path[1])
    case ("upcoming", 1), ("owed", 1): return try await rows(asked, view: path[0])
    case ("check", 1): return try await check(asked)
    case ("feed", 1): return try await feed(asked)
    case ("sql", 1): return try await question(asked)
    case ("diff", 1): return try await difference(asked)
    case ("types", 1): return types(asked)
    case ("types", 2): return try type(asked, path[1])
    case ("search", 1): return try await search(asked)
    case ("document", 2): return try await document(asked, path[1])
    default:
      throw Rejection(
        .badUsage, "there is no page '\(("/" + path.joined(separator: "/")).prefix(80))'",
        hint: "The desk leads to all there are.")
    }
  }

  // MARK: - What pages share

  /// As long as it is the same an answer is.
  func state() async throws -> LedgerState { try await watch.state() }

  /// The clock that an address means.
  static func clock(_ asked: Asked, _ ledger: Ledger) throws -> Clock {
    try ledger.clock(
      asOf: asked["as_of"], knownAt: asked["known_at"], publicBy: asked["public_by"])
  }

  /// The clocks as a command takes them.
  static func clockOptions(_ place: Place) -> [String] {
    [("--as-of", place.asOf), ("--known-at", place.knownAt), ("--public-by", place.publicBy)]
      .flatMap { option, value in value.map { ["\(option)=\($0)"] } ?? [] }
  }

  /// Words with the names that things bear under the clocks of an address.
  func words(_ asked: Asked) async throws -> WebWords {
    let place = asked.place
    let key = "\(place.asOf ?? "")|\(place.knownAt ?? "")|\(place.publicBy ?? "")"
    let state = try await state()
    if let names = named.withLock({ $0.state == state ? $0.names[key] : nil }) {
      return WebWords(asked.language, names: names)
    }
    let names = try await workers.read { ledger in
      try ledger.read(Self.clock(asked, ledger)) { reading in
        var names = PageWords.Names()
        for row in try reading.rows(named: "entities") {
          names.entities[row.said("entity")] = row["name"]?.stringValue
        }
        for row in try reading.rows(named: "partnerships") {
          names.partnerships[row.said("partnership")] = row["name"]?.stringValue
        }
        names.things = try reading.givenNames()
        names.rounds = Set(try reading.slugs(of: .round))
        names.learnSpellings()
        return names
      }
    }
    named.withLock { kept in
      if kept.state != state || kept.names.count > 50 { kept = (state, [:]) }
      kept.names[key] = names
    }
    return WebWords(asked.language, names: names)
  }

  /// The rows of a question in SQL, in a process of its own; `$0` of them at most.
  func ask(
    _ sql: String, _ parameters: [(String, String)] = [], at place: Place, most: Int = 500,
    seconds: Double = 15
  ) async throws -> [JSONObject] {
    try await children.ask(
      ["sql", sql, "--format", "jsonl", "--timeout", "\(Int(seconds))"] + Self.clockOptions(place)
        + parameters.flatMap { ["-p", "\($0.0):=\(JSON.string($0.1).canonical)"] },
      seconds: seconds + 5
    ).objects(most: most)
  }
}

extension Asked {
  /// What is asked for where nothing of it could be read.
  static func plain(_ language: Language) -> Asked {
    Asked(language: language)
  }

  private init(language: Language) {
    (path, query, self.language, isWritable) = ([], [], language, false)
  }
}

extension Rejection {
  /// What a browser is told of a form with this fault: the page is there, whatever the form names.
  var formStatus: Int { webStatus == 404 ? 400 : webStatus }

  /// What a browser is told of it.
  var webStatus: Int {
    switch code {
    case .busy: 503
    case .timeout: 504
    case .versionConflict, .idConflict, .alreadyWithdrawn: 409
    case .tooBig: 413
    case .noInput: 400
    case .readOnly: 403
    case .unknownEvent, .unknownPartnership, .unknownEntity, .unknownRow, .unknownView,
      .unknownType,
      .unknownStream, .unknownQuery, .unknownDocument:
      404
    default:
      switch code.exitCode {
      case 64: 404
      case 65: 400
      default: 500
      }
    }
  }
}
