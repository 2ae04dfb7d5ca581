import Foundation
import Stakebook

/// What stands around every page: where one can go, and the clocks.
extension Site {
  /// A page with a title and its content; `days` are those on which something changes there.
  func frame(
    _ asked: Asked, _ w: WebWords, title: String, _ content: Markup, days: ChangeDays? = nil,
    hasClocks: Bool = true, status: Int = 200
  ) -> Answer {
    .page(
      """
      <!DOCTYPE html>
      <html lang="\(asked.language.rawValue)">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(title) – Stakebook</title>
      <link rel="icon" href="/icon.svg" type="image/svg+xml">
      <link rel="stylesheet" href="/style.css">
      <script src="/script.js" defer></script>
      </head>
      <body class="\(Self.wide.contains(asked.path.first ?? "") ? "web wide" : "web")">
      <a class="skip" href="#content">\(w(.skip))</a>
      \(bar(asked, w))
      \(hasClocks ? clockBar(asked, w, days) : .none)
      \(content)
      </body>
      </html>

      """, status: status)
  }

  /// The pages whose tables need the room.
  private static let wide: Set<String> = ["view", "upcoming", "owed", "sql"]

  private func bar(_ asked: Asked, _ w: WebWords) -> Markup {
    let place = asked.place
    var pages: [(String, WebWord)] = [
      ("upcoming", .upcoming), ("owed", .owed), ("check", .check), ("sql", .ask), ("types", .types),
    ]
    if asked.isWritable { pages += [("import", .importSheet)] }
    let here = asked.path.first ?? "index"
    let links = pages.markup { path, word in
      "<li><a href=\"\(place(path))\"\(path == here ? " aria-current=\"page\"" : "" as Markup)>\(w(word))</a></li>"
    }
    let languages = Language.allCases.filter { $0 != asked.language }.markup { language -> Markup in
      var other = asked
      other.query = asked.query.filter { $0.name != "lang" } + [("lang", language.rawValue)]
      return
        "<a href=\"\(other.address(as: nil))\" lang=\"\(language.rawValue)\" hreflang=\"\(language.rawValue)\" title=\"\(language.name)\">\(language.rawValue)</a> "
    }
    return """
      <nav class="site" aria-label="\(w(.site))">
      <a class="brand" href="\(place())"\(here == "index" ? " aria-current=\"page\"" : "" as Markup)>Stakebook</a>
      <ul>\(links)</ul>
      <form class="find" role="search" action="/search" method="get">\(hidden(place))\
      <input type="search" name="q" value="\(asked.path.first == "search" ? asked["q"] ?? "" : "")" \
      placeholder="\(w(.search))" aria-label="\(w(.searchFor))" maxlength="200"></form>
      <span class="langs">\(languages)</span>
      </nav>
      """
  }

  /// The clocks as fields that a form sends along.
  func hidden(_ place: Place, without: Set<String> = []) -> Markup {
    place.fields.filter { !without.contains($0.0) }.markup { name, value in
      "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
    }
  }

  private func clockBar(_ asked: Asked, _ w: WebWords, _ days: ChangeDays?) -> Markup {
    let place = asked.place
    let rest = asked.query.filter {
      !["as_of", "known_at", "public_by", "page", "kept"].contains($0.name) && !$0.value.isEmpty
    }
    let kept = rest.markup {
      "<input type=\"hidden\" name=\"\($0.name)\" value=\"\(value: $0.value)\">"
    }
    let path = asked.address(as: nil).prefix { $0 != "?" }
    let isMore = place.knownAt != nil || place.publicBy != nil
    // Without a script the days before and after are two links.
    func step(_ day: String?, _ word: WebWord, _ sign: String) -> Markup {
      guard let day else { return "" }
      var other = asked
      other.query =
        asked.query.filter { $0.name != "as_of" && $0.name != "page" } + [("as_of", day)]
      return
        "<a class=\"step\" href=\"\(other.address(as: nil))\" title=\"\(w.pages.pair(w(word), w.pages.date(day)))\"><span class=\"unseen\">\(w.pages.pair(w(word), w.pages.date(day)))</span><span aria-hidden=\"true\">\(sign)</span></a>"
    }
    let steps = days.map { $0.around(place.asOf) }
    let about: String? =
      asked.path.count >= 2 && asked.path[0] == "partnership" ? asked.path[1] : nil
    return """
      <form class="clocks" aria-label="\(w(.clocks))" method="get" action="\(String(path))">
      \(kept)
      <div class="clock"><label for="as_of">\(w(.asOf))</label>
      \(step(steps?.before, .earlier, "‹"))\(dateField("as_of", place.asOf, today: Self.today))\(step(steps?.after, .later, "›"))
      \(slider("as_of", days?.effective ?? [], place.asOf, w(.slideAsOf)))
      <button>\(w(.show))</button></div>
      <details class="more"\(isMore ? " open" : "" as Markup)><summary>\(w(.moreClocks))</summary>
      <div class="clock"><label for="known_at">\(w(.knownAt))</label>\(dateField("known_at", place.knownAt))
      \(slider("known_at", days?.recorded ?? [], place.knownAt, w(.slideKnownAt)))</div>
      <div class="clock"><label for="public_by">\(w(.publicBy))</label>\(dateField("public_by", place.publicBy))
      <button>\(w(.show))</button></div>
      <div class="clock"><label for="with">\(w(.compareWith))</label>\(dateField("with", nil))
      \(about.map { "<input type=\"hidden\" name=\"about\" value=\"\(value: $0)\">" } ?? "" as Markup)\
      <button formaction="/diff">\(w(.compare))</button></div>
      </details>
      </form>
      """
  }

  /// A day's field; what is no day, as a quarter or a seq, stands in one for text.
  func dateField(_ name: String, _ value: String?, today: String? = nil) -> Markup {
    let isDay = value.map { (try? Day($0)) != nil } ?? true
    return """
      <input type="\(isDay ? "date" : "text")" id="\(name)" name="\(name)" value="\(value ?? today ?? "")"\
      \(today.map { " data-today=\"\($0)\"" } ?? "" as Markup) maxlength="40">
      """
  }

  /// Today in UTC, as clocks have it.
  private static var today: String {
    var seconds = time(nil)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    return Day(
      year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday))?
      .description ?? ""
  }

  /// A slider over days, which the script shows and moves.
  private func slider(_ name: String, _ days: [String], _ value: String?, _ label: String) -> Markup
  {
    guard days.count > 1 else { return "" }
    let place = value.map { value in days.lastIndex { $0 <= value } ?? 0 } ?? days.count
    return """
      <input type="range" class="slider" hidden data-for="\(name)" \
      data-days="\(days.joined(separator: " "))" min="0" max="\(days.count)" value="\(place)" \
      aria-label="\(label)">
      """
  }
}

extension Language {
  /// What its speakers call it.
  var name: String {
    switch self {
    case .english: "English"
    case .french: "français"
    case .german: "Deutsch"
    }
  }
}
