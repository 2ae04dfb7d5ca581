import Stakebook

/// What can be said: the types of events, and the fields of each.
extension Site {
  func types(_ asked: Asked) -> Answer {
    let w = WebWords(asked.language)
    if asked.form == "json" {
      return .json(
        JSON.array(
          Catalogue.types.map { type in
            [
              "type": .string(type.type.text), "family": .string(type.shape.family),
              "records": .string(type.shape.summary),
            ]
          }
        ).canonical + "\n")
    }
    // From a partnership one comes to say something of it.
    let about = asked["stream"].map { [("stream", $0)] } ?? []
    var families: [(name: String, lines: Markup)] = []
    for type in Catalogue.types {
      let name = type.type.text
      let line: Markup = """
        <div><dt><a href="\(asked.place(asked.isWritable ? "new" : "types", name, with: about))">\(w.type(type.type))</a></dt>
        <dd>\(w.summary(of: type.type, type.shape)) \(asked.isWritable ? "<a class=\"quiet\" href=\"\(asked.place("types", name))\">\(name)</a>" : "<code>\(name)</code>" as Markup)</dd></div>
        """
      if let place = families.firstIndex(where: { $0.name == type.shape.family }) {
        families[place].lines += line
      } else {
        families.append((type.shape.family, line))
      }
    }
    let content = families.markup { family, lines -> Markup in
      "<section><h2>\(w.family(family))</h2><dl class=\"facts wide\">\(lines)</dl></section>"
    }
    return frame(
      asked, w, title: w(.typesTitle),
      "<header><h1>\(w(.typesTitle))</h1><p class=\"forms\"><a href=\"\(asked.address(as: "json"))\">\(w(.asJSON))</a></p></header><main id=\"content\">\(content)</main>",
      hasClocks: false)
  }

  func type(_ asked: Asked, _ name: String) throws -> Answer {
    let (type, shape) = try Catalogue.shape(of: name)
    let w = WebWords(asked.language)
    let lines = shape.fields.flatMap { $0.named() }.markup { path, field -> Markup in
      """
      <tr><th scope="row"><code>\(path)</code></th><td data-label="">\(field.isRequired ? w(.requiredField) : "")</td>\
      <td data-label="\(w(.meaning))">\(w.meaning(field))</td><td data-label="\(w(.writtenLike))">\(w.grammar(of: field.type))</td></tr>
      """
    }
    let fill: Markup =
      asked.isWritable
      ? "<p class=\"actions\"><a class=\"button\" href=\"\(asked.place("new", name))\">\(w(.fill))</a></p>"
      : ""
    let content: Markup = """
      <header><h1>\(w.type(type))</h1><p class="readings"><code>\(type.text)</code>\(w.pages.colon)\(w.summary(of: type, shape))</p></header>
      <main id="content">\(fill)<section><div class="scroll" role="region" tabindex="0" aria-label="\(w(.field))"><table>
      <thead><tr><th scope="col">\(w(.field))</th><th scope="col"><span class="unseen">\(w(.requiredField))</span></th><th scope="col">\(w(.meaning))</th><th scope="col">\(w(.writtenLike))</th></tr></thead>
      <tbody>\(lines)</tbody></table></div></section>
      <section aria-labelledby="example"><h2 id="example">\(w(.example))</h2><pre tabindex="0">\(lines: shape.exampleCommand(type))</pre></section></main>
      """
    return frame(asked, w, title: type.text, content, hasClocks: false)
  }
}

extension Field {
  /// The field and the parts of an object in it, each with its path.
  func named(under parent: String = "") -> [(String, Field)] {
    let path = parent.isEmpty ? name : "\(parent).\(name)"
    switch type {
    case .object(let parts): return [(path, self)] + parts.flatMap { $0.named(under: path) }
    case .list(.object(let parts)):
      return [(path, self)] + parts.flatMap { $0.named(under: "\(path)[]") }
    default: return [(path, self)]
    }
  }
}
