import Stakebook

/// What would be recorded and what it would change, before anything is kept.
extension Site {
  func preview(_ tried: Tried, _ entry: Entry, _ asked: Asked, action: String) async throws
    -> Answer
  {
    let w = try await words(asked)
    let fields = entry.values.sorted { $0.key < $1.key }.markup {
      "<input type=\"hidden\" name=\"f.\($0.key)\" value=\"\(value: $0.value)\">"
    }
    let besides = entry.besides.sorted { $0.key < $1.key }.markup {
      "<input type=\"hidden\" name=\"\($0.key)\" value=\"\(value: $0.value)\">"
    }
    let said = entry.values.sorted { $0.key < $1.key }.markup {
      "<div><dt>\(w.field($0.key))</dt><dd class=\"lines\">\(value: $0.value)</dd></div>\n"
    }
    let about = Entry.kept.filter { !["id", "expect", "stash"].contains($0) }.markup {
      name -> Markup in
      entry.besides[name].map {
        "<div><dt>\(name.replacing(".", with: " "))</dt><dd>\($0)</dd></div>\n"
      } ?? ""
    }
    let introduced = tried.introduced.markup { slug, noun, near -> Markup in
      "<p\(near == nil ? "" : " class=\"fault\"" as Markup) role=\"status\">\(w(.introduces)) <strong>\(slug)</strong> (\(noun))\(near.map { ". \(w(.didYouMean, $0))" } ?? "")</p>"
    }
    let changes = Self.grouped(tried.lines)
    let content: Markup = """
      <header><h1>\(w(.previewTitle))</h1><p class="readings">\(w(.previewHelp))</p></header>
      <main id="content">
      <section aria-labelledby="said"><h2 id="said">\(w.pages.stored("type", entry.type.text))</h2><dl class="facts">\(said)\(about)</dl></section>
      \(introduced)
      <section aria-labelledby="change"><h2 id="change">\(w(.wouldChange))</h2>
      \(changes.isEmpty ? "<p class=\"quiet\">\(w(.noFigureChanges))</p>" : changed(changes, asked, w))</section>
      <form class="entry confirm" method="post" action="\(action)" enctype="multipart/form-data" aria-label="\(w(.previewTitle))">\(fields)\(besides)
      <p class="actions"><button class="button" name="do" value="append">\(w(.append))</button>
      <button name="do" value="change">\(w(.change))</button></p></form>
      </main>
      """
    return frame(asked, w, title: w(.previewTitle), content, hasClocks: false)
  }
}
