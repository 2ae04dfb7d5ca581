import Stakebook

/// The fields of a form: one for each value, and for each object of a list a row of them.
///
/// Nothing here needs a script: an empty row stands below those that are filled, and a button sends the
/// form back with one more.
extension Site {
  /// What Enter presses in a form that has buttons before its own: the same as that one.
  static let pressedByEnter: Markup = "<button hidden></button>"

  /// The inputs for a field, of an object for each part.
  func inputs(
    of field: Field, _ entry: Entry, _ asked: Asked, action: String, _ w: WebWords,
    _ fault: ToldFault?
  ) -> Markup {
    guard case .list(.object(let parts)) = field.type else {
      return entry.leaves(field, "").markup { path, field in
        input(path, field, entry, w, fault?.field == path ? fault : nil, called: w.field(path))
      }
    }
    let id = "f.\(field.name)"
    let count = entry.shownRows(of: field)
    let rows = (1...count).markup { row -> Markup in
      let name = "\(field.name).\(row)"
      let inputs = parts.flatMap { entry.leaves($0, name) }.markup { path, part -> Markup in
        let input = input(
          path, part, entry, w, fault?.field == path ? fault : nil,
          called: w.field(String(path.dropFirst(name.count + 1))))
        return "<div>\(input)</div>"
      }
      return """
        <div class="item" role="group" aria-label="\(WebWords.begun(w.field(name)))"><p class="no">\(row)</p>\(inputs)</div>

        """
    }
    // The answer begins where the new row does.
    let more: Markup =
      count < Entry.mostRows
      ? "<button name=\"do\" value=\"add.\(field.name)\" formnovalidate formaction=\"\(action)#f.\(field.name).\(count)\">\(w(.addRow))</button>"
      : ""
    return """
      <fieldset class="rows" id="\(id)"><legend>\(WebWords.begun(w.field(field.name)))</legend>\
      <p class="help">\(w.help(of: field))</p>\(Self.told(fault?.field == field.name ? fault : nil, id))
      \(rows)\(more)</fieldset>
      """
  }

  /// What was wrong in a field, beside it.
  private static func told(_ fault: ToldFault?, _ id: String) -> Markup {
    fault.map {
      "<span class=\"told bad\" id=\"\(id)-told\" role=\"status\">\($0.text)</span>"
    } ?? ""
  }

  /// How many lines are shown of a list: all, of a short one.
  private static func lines(of value: String) -> Int {
    let lines = value.split(whereSeparator: \.isNewline).map { 1 + $0.count / 50 }
    return max(2, min(12, lines.reduce(0, +)))
  }

  private func input(
    _ path: String, _ field: Field, _ entry: Entry, _ w: WebWords, _ fault: ToldFault?,
    called name: String
  ) -> Markup {
    let id = "f.\(path)"
    let value = entry.values[path] ?? ""
    let isNeeded = field.isRequired && !path.contains(".")
    // A browser asks for what is missing before it sends the form.
    var attributes: Markup = isNeeded ? " required" : ""
    if fault != nil {
      attributes += " aria-invalid=\"true\" aria-describedby=\"\(id)-told\""
    }
    func options(_ words: [(value: String, name: String)]) -> Markup {
      ([("", "–")] + words).markup {
        "<option value=\"\($0.0)\"\($0.0 == value ? " selected" : "" as Markup)>\($0.1)</option>"
      }
    }
    let control: Markup
    switch field.type {
    case .choice(let words):
      let named = words.map { ($0, w.choice($0, of: field.name)) }
      control = "<select id=\"\(id)\" name=\"\(id)\"\(attributes)>\(options(named))</select>"
    case .flag:
      let named = [("true", w(.yes)), ("false", w(.no))]
      control = "<select id=\"\(id)\" name=\"\(id)\"\(attributes)>\(options(named))</select>"
    case .list:
      control =
        "<textarea id=\"\(id)\" name=\"\(id)\" rows=\"\(Self.lines(of: value))\"\(attributes)>\n\(value: value)</textarea>"
    default:
      let list: Markup =
        field.type.noun.map { " list=\"known-\($0.rawValue.replacing(" ", with: "-"))\"" } ?? ""
      control =
        "<input id=\"\(id)\" name=\"\(id)\" value=\"\(value: value)\"\(list)\(attributes) maxlength=\"4000\" autocomplete=\"off\">"
    }
    return """
      <label for="\(id)"\(isNeeded ? " class=\"needed\"" : "" as Markup)>\(WebWords.begun(name)) \
      <span class="help">\(w.help(of: field))</span></label>\(control)\(Self.told(fault, id))
      """
  }
}

extension Sent {
  /// Whether what was sent is a form that is to be written further.
  var asksForForm: Bool { self["do"] == "change" || self["do"]?.hasPrefix("add.") == true }
}

extension Entry {
  /// Whether its form has rows of fields.
  var hasRows: Bool { shape.fields.contains { $0.type.isOfObjects } }

  /// How many rows a form shows for a list: those that are filled, and an empty one.
  func shownRows(of field: Field) -> Int {
    let name = field.name
    let filled = (1...(rows[name] ?? 1)).last { row in
      leaves(field, "").contains {
        $0.path.hasPrefix("\(name).\(row).") && !(values[$0.path] ?? "").isEmpty
      }
    }
    return min(Self.mostRows, max(rows[name] ?? 1, (filled ?? 0) + 1))
  }

  /// A fault in the field of the form in which it lies, where the ledger does not say in which row, or
  /// speaks of a thing and not of the field that names it.
  func placed(_ told: ToldFault) -> ToldFault {
    let isKnown = told.field.map { field in
      !field.hasPrefix("source.") && fields.allSatisfy { $0.path != field }
    }
    guard isKnown != false else { return told }
    let possible = fields.filter { path, field in
      told.field.map { Self.unnumbered(path) == $0 } ?? (field.type.noun != nil)
    }
    let meant = possible.first { path, _ in
      (values[path] ?? "").split(whereSeparator: \.isNewline).contains { told.quotes(String($0)) }
    }
    var told = told
    told.field = meant?.path ?? told.field.map { possible.first?.path ?? $0 }
    return told
  }
}

extension ToldFault {
  /// Whether it speaks of a value between quotation marks.
  fileprivate func quotes(_ value: String) -> Bool {
    guard !value.isEmpty else { return false }
    return text.ranges(of: value).contains { range in
      guard range.lowerBound > text.startIndex, range.upperBound < text.endIndex else {
        return false
      }
      return "'«„‘\u{A0}\u{202F}".contains(text[text.index(before: range.lowerBound)])
        && "'»“’\u{A0}\u{202F}".contains(text[range.upperBound])
    }
  }
}

extension FieldType {
  /// Whether it is a list of objects.
  fileprivate var isOfObjects: Bool { if case .list(.object) = self { true } else { false } }
}
