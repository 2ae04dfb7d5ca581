import Stakebook

/// What a page tells of the whole ledger. Where that takes long the page does not wait for it: it says how
/// it stands, and what answers at once.
enum Whole: Sendable {
  /// Some of the rows; with `after` they are those after an event that is not the last any more.
  case rows([JSONObject], areMore: Bool, after: Seq? = nil)
  /// They have been looked for so many seconds.
  case asked(seconds: Int)
  case failed(Rejection)

  /// The rows, where they are there.
  var rows: [JSONObject]? { if case .rows(let rows, _, _) = self { rows } else { nil } }
  /// What a browser is told of it: what is still looked for is no answer yet.
  var status: Int {
    switch self {
    case .rows: 200
    case .asked: 202
    case .failed(let rejection): rejection.webStatus
    }
  }
  /// Whether it is the same until something is recorded.
  var isLasting: Bool { if case .rows(_, _, nil) = self { true } else { false } }
}

extension Site {
  /// Of a question that takes long so many rows are kept.
  static let mostKept = 20_000
  /// So many seconds a page waits for its own rows, and half as many for all of them; one where they are
  /// looked for already, or those of a moment ago are there.
  private static let patience = 4

  /// Rows of a question over the whole ledger, from one on: asked for these alone, and, where that takes
  /// long, once for all of them.
  func whole(
    _ sql: String, _ parameters: [String] = [], at place: Place, from first: Int = 0, most: Int
  ) async -> Whole {
    let about = parameters + Self.clockOptions(place)
    let words = ["sql", "\(sql) LIMIT \(Self.mostKept)", "--format", "jsonl"] + about
    do {
      let isKnown = long.knows(words)
      if !isKnown {
        do {
          let found = try await children.ask(
            ["sql", "\(sql) LIMIT \(most + 1) OFFSET \(first)", "--format", "jsonl"] + about
              + ["--timeout", "\(Self.patience)"], seconds: Double(Self.patience + 2)
          ).objects(most: most + 1)
          return .rows(Array(found.prefix(most)), areMore: found.count > most)
        } catch let rejection as Rejection where rejection.code == .timeout {}
      }
      switch await long.ask(
        words, of: try await state(), waiting: isKnown ? 1 : Double(Self.patience) / 2)
      {
      case .found(let found, let isOld):
        let (rows, areMore) = found.output.objects(from: first, most: most)
        return .rows(rows, areMore: areMore, after: isOld ? found.state.head : nil)
      case .asked(let seconds): return .asked(seconds: seconds)
      case .failed(let rejection): return .failed(rejection)
      }
    } catch {
      return .failed(Self.told(error))
    }
  }

  /// What is told of an error.
  static func told(_ error: any Error) -> Rejection {
    error as? Rejection ?? Failure.told(error) as? Rejection
      ?? Rejection(.inputOutput, "something could not be read or written")
  }

  /// The rows of a view of one partnership, which does not take longer in a larger ledger.
  func rows(of view: View, about partnership: String, _ asked: Asked) async throws -> [JSONObject] {
    let slug = try await self.partnership(partnership, asked)
    return try await workers.read { ledger in
      try ledger.rows(of: view, partnership: slug, clock: Self.clock(asked, ledger))
    }
  }

  /// The slug of a partnership that is named by it or by what it is called.
  func partnership(_ name: String, _ asked: Asked) async throws -> String {
    let names = try await words(asked).names.partnerships
    return names[name] == nil ? WebWords.slug(of: name, among: names) ?? name : name
  }

  /// How the rows stand, above or in the place of them; nothing where there is nothing to say.
  func standing(_ whole: Whole, _ asked: Asked, _ w: WebWords) -> Markup {
    switch whole {
    case .rows(_, _, nil): ""
    case .rows(_, _, let after?):
      "<p class=\"quiet\" role=\"status\">\(w(.takenIn, w.pages.grouped(after)))</p>"
    case .asked(let seconds):
      "<p class=\"quiet\" role=\"status\">\(w(.stillAsked, "\(seconds)")) <a data-again href=\"\(asked.address(as: nil))\">\(w(.lookAgain))</a></p>"
    case .failed(let rejection): fault(rejection, w)
    }
  }

  /// What was wrong, framed by a sentence of its own.
  func fault(
    _ rejection: Rejection, _ w: WebWords, _ more: Markup = .none, in entry: Entry? = nil
  ) -> Markup {
    "<p class=\"fault\" role=\"alert\"><strong>\(w(.fault)).</strong> \(sentences(of: rejection, w, in: entry))\(more)</p>"
  }

  /// What was wrong and what to do about it, the field in which it lies first; its code is for who asks
  /// about it.
  func sentences(of rejection: Rejection, _ w: WebWords, in entry: Entry? = nil) -> Markup {
    let plain = w.told(rejection)
    let told = entry?.placed(plain) ?? plain
    let place: Markup =
      told.field.flatMap { told.isNamed ? nil : $0 }.map { path in
        let name = WebWords.begun(w.field(path))
        return entry != nil
          ? "<a href=\"#\(told.control ?? "")\">\(name)</a>\(w.pages.colon)"
          : "\(name)\(w.pages.colon)"
      } ?? ""
    let sentences = told.sentences.markup { text, isEnglish -> Markup in
      isEnglish ? "<span lang=\"en\">\(text)</span> " : "\(text) "
    }
    return "\(place)\(sentences)<code class=\"quiet\">\(rejection.code.rawValue)</code>"
  }

  /// A field for a partnership, of which alone a page is to tell.
  func narrowing(_ asked: Asked, _ w: WebWords) -> Markup {
    let kept = asked.query.filter { !["page", "about"].contains($0.name) && !$0.value.isEmpty }
      .markup { "<input type=\"hidden\" name=\"\($0.name)\" value=\"\(value: $0.value)\">" }
    let path = String(asked.address(as: nil).prefix { $0 != "?" })
    return """
      <form class="filter" method="get" action="\(path)" aria-label="\(w(.narrow))">\(kept)
      <label>\(w(.narrow)) <input name="about" value="\(value: asked["about"] ?? "")" list="partnerships-known" maxlength="200"></label>
      <button>\(w(.apply))</button></form>\(partnershipNames(w))
      """
  }

  /// What a field for a partnership offers.
  func partnershipNames(_ w: WebWords) -> Markup {
    let options = w.names.partnerships.sorted { $0.key < $1.key }.prefix(500).markup { slug, name in
      "<option value=\"\(name.isEmpty ? slug : name)\"></option>"
    }
    return "<datalist id=\"partnerships-known\">\(options)</datalist>"
  }

  /// Links to the pages before and after this one.
  func pager(_ asked: Asked, _ page: Int, areMore: Bool, _ w: WebWords) -> Markup {
    func turned(_ page: Int) -> String {
      var other = asked
      other.query =
        asked.query.filter { $0.name != "page" } + (page > 0 ? [("page", "\(page)")] : [])
      return other.address(as: nil)
    }
    let next: Markup =
      areMore ? "<a rel=\"next\" href=\"\(turned(page + 1))\">\(w(.nextPage))</a>" : ""
    let first: Markup = page > 0 ? "<a href=\"\(turned(0))\">\(w(.firstPage))</a> " : ""
    return "<p class=\"pager\">\(first)\(next)</p>"
  }

  /// Rows as a file of these forms.
  static func file(
    _ rows: [JSONObject], of view: View, as form: String, named name: String
  ) throws -> Answer {
    var bytes: [UInt8] = []
    let columns = view.exactColumns.map(\.name)
    var writer = RowWriter(form == "csv" ? .csv : .json, columns: columns) { $0(&bytes) }
    for row in rows { try writer.row(columns.map { Cell(row[$0]) }) }
    try writer.end()
    let answer = Answer(
      type: form == "csv" ? "text/csv; charset=utf-8" : "application/json", body: .bytes(bytes))
    return form == "csv" ? answer.saved(as: "\(name).csv") : answer
  }
}

extension Cell {
  /// A value of a row.
  fileprivate init(_ value: JSON?) {
    self =
      switch value {
      case nil, .null?: .null
      case .integer(let number)?: .integer(number)
      case .number(let number)?: .real(number)
      case .string(let text)?: .text(text)
      case let other?: .text(other.canonical)
      }
  }
}
