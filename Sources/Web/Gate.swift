import Hummingbird
import Stakebook

/// Who is let in: what stands between the network and the pages.
///
/// A page of another site may have a browser send requests here, under a name of its own that leads to
/// this machine (rebinding), or to our address. So the Host must be one of ours; who asks must have the
/// token, which a browser gets as a cookie that it never sends on behalf of another site; and what
/// writes must come from a page of ours.
struct Gate: Sendable {
  /// The hosts under which this server is reached, each with its port where it has one.
  let hosts: Set<String>
  /// The secret of this start.
  let token: String
  /// The header in which a proxy tells who asks; nil where no proxy is trusted.
  let userHeader: String?
  /// The cookie's name: browsers share the cookies of all ports of a host.
  let cookie: String

  /// What is decided of a request.
  enum Verdict {
    /// It is let in; a proxy may say whose it is.
    case enters(user: String?)
    /// It is not.
    case refused(Answer)
  }

  /// What every answer carries.
  static let headers: [(String, String)] = [
    (
      "Content-Security-Policy",
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
  ]

  /// `language` is that of who is told why not.
  func judge(
    _ request: Request, path: String, fields: [(name: String, value: String)], in language: Language
  ) -> Verdict {
    func refuse(_ status: Int, _ word: WebWord, _ part: String? = nil) -> Verdict {
      .refused(.closed(status, word, part, to: request, in: language))
    }
    guard let host = Self.host(of: request), hosts.contains(host) else {
      return refuse(421, .closedHost)
    }
    let isRead = request.method == .get || request.method == .head
    if isRead, ["/style.css", "/script.js", "/icon.svg"].contains(path) {
      return .enters(user: nil)
    }
    if !isRead, !isFromHere(request, host) {
      return refuse(403, .closedPage)
    }
    if let userHeader {
      // Of two one may be what the proxy let through from outside.
      guard request.headers.count(of: userHeader) == 1,
        let user = request.headers[of: userHeader], !user.isEmpty, user.utf8.count <= 200
      else {
        return refuse(403, .closedProxy, userHeader)
      }
      return .enters(user: user)
    }
    if isRead, let given = fields.first(where: { $0.name == "token" })?.value {
      guard Secret.isEqual(given, token) else { return refuse(403, .closedToken) }
      return .refused(entrance(path: path, fields: fields))
    }
    if let given = fields.first(where: { $0.name == "key" })?.value, isRead,
      ["/upcoming.ics", "/feed.atom"].contains(path),
      Secret.isEqual(given, Secret.key(of: token))
    {
      return .enters(user: nil)
    }
    guard isKnown(request) else {
      return refuse(403, .closedAddress)
    }
    return .enters(user: nil)
  }

  /// The one host that a request names. Nil where it names none, or more than one: who stands before this
  /// server may have gone by the other.
  private static func host(of request: Request) -> String? {
    // The first is not among the headers.
    request.headers.count(of: "Host") > 0 ? nil : request.head.authority?.lowercased()
  }

  /// Whether it brings the token: as a cookie, or as programs do.
  private func isKnown(_ request: Request) -> Bool {
    if let said = request.headers[of: "Authorization"], said.hasPrefix("Bearer ") {
      return Secret.isEqual(String(said.dropFirst(7)), token)
    }
    let cookies = (request.headers[of: "Cookie"] ?? "").split(separator: ";")
    return cookies.contains { cookie in
      let parts = cookie.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
      return parts.count == 2 && parts[0] == self.cookie && Secret.isEqual(parts[1], token)
    }
  }

  /// The token in an address is exchanged for the cookie, so that it stands in no history.
  private func entrance(path: String, fields: [(name: String, value: String)]) -> Answer {
    let rest = fields.filter { $0.name != "token" }.map { ($0.name, $0.value) }
    // Never to another host, whatever stands in the path.
    let plain = "/" + path.drop { $0 == "/" || $0 == "\\" }
    var answer = Answer.leads(to: plain + Address.query(rest))
    answer.headers.append(("Set-Cookie", "\(cookie)=\(token); Path=/; HttpOnly; SameSite=Strict"))
    return answer
  }

  /// Whether a browser says that a page of ours sends it; a program that has the token in a header is no
  /// browser that somebody else could use.
  private func isFromHere(_ request: Request, _ host: String) -> Bool {
    if let site = request.headers[of: "Sec-Fetch-Site"], site != "same-origin" { return false }
    if let origin = request.headers[of: "Origin"] {
      return origin == "http://\(host)" || userHeader != nil && origin == "https://\(host)"
    }
    return request.headers[of: "Sec-Fetch-Site"] != nil
      || userHeader == nil && request.headers[of: "Authorization"]?.hasPrefix("Bearer ") == true
  }
}

extension HTTPFields {
  /// The value of a header; nil where there is none.
  subscript(of name: String) -> String? { Element.Name(name).flatMap { self[$0] } }

  /// How often a header stands there.
  func count(of name: String) -> Int {
    let name = name.lowercased()
    return count(where: { $0.name.canonicalName == name })
  }
}

extension Answer {
  /// Why nobody is let in, or nothing is done: a page of no ledger for browsers, a line for programs.
  static func closed(
    _ status: Int, _ word: WebWord, _ part: String? = nil, to request: Request,
    in language: Language
  ) -> Answer {
    let words = WebWords(language)
    guard (request.headers[of: "Accept"] ?? "").contains("text/html") else {
      return .text("\(status): \(words(word, part))\n", status: status)
    }
    let page: Markup = """
      <!DOCTYPE html>
      <html lang="\(language.rawValue)"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
      <title>\(String(status)) – Stakebook</title><link rel="stylesheet" href="/style.css"></head>
      <body class="web"><header><h1>\(words(.fault))</h1></header>
      <main id="content"><p class="fault" role="alert">\(String(status)): \(words(word, part))</p></main></body></html>
      """
    return .text(page.text, type: "text/html; charset=utf-8", status: status)
  }
}
