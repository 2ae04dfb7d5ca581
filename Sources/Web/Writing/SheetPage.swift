import Foundation
import Stakebook

/// A spreadsheet in steps: the file, the mapping that its cells suggest, what would become of its rows,
/// and only then the import.
extension Site {
  func sheet(_ asked: Asked) -> Answer {
    let w = WebWords(asked.language)
    return sheetPage(
      asked, w,
      """
      <form class="entry" method="post" action="\(asked.place("import"))" enctype="multipart/form-data" aria-label="\(w(.importTitle))">
      <label for="file">\(w(.importFile))</label><div class="drop"><input type="file" id="file" name="file" accept=".xlsx,.ods,.fods,.csv,.tsv,.txt"></div>
      <p class="actions"><button class="button" name="do" value="guess">\(w(.guess))</button></p></form>
      """)
  }

  private func sheetPage(_ asked: Asked, _ w: WebWords, _ content: Markup, status: Int = 200)
    -> Answer
  {
    var answer = frame(
      asked, w, title: w(.importTitle),
      "<header><h1>\(w(.importTitle))</h1><p class=\"readings\">\(w(.importHelp))</p></header><main id=\"content\">\(content)</main>",
      hasClocks: false, status: status)
    answer.isLasting = false
    return answer
  }

  func sheet(_ asked: Asked, _ sent: Sent) async throws -> Answer {
    let w = WebWords(asked.language)
    var key = sent["stash"] ?? ""
    if let file = sent.files.first?.file, !file.bytes.isEmpty { key = try stash.keep(file) }
    let path = try stash.path(key)
    let folder = path.prefix(path.utf8.count - (path.split(separator: "/").last?.utf8.count ?? 0))
    // Where the file waits is nobody's business.
    func plain(_ text: String) -> String { text.replacing(folder, with: "") }
    var mapping = sent["mapping"] ?? ""
    var told = Markup.none
    var status = 200
    do {
      if sent["do"] == "guess" || mapping.isEmpty {
        mapping = try await workers.read { ledger in
          try Guide(path, name: "sheet", TableTerms()).text(for: ledger)
            .replacing(folder, with: "")
        }
      } else {
        // Only the mapping that was tried is imported; one that was changed since is tried again.
        let seal = Digest.hex("\(key)\n\(mapping.replacing("\r\n", with: "\n"))")
        let isTrial = sent["do"] != "import" || sent["tried"] != seal
        let output = try await importing(path, mapping, isTrial: isTrial, by: asked.user)
        if !isTrial, output.code == 0 {
          return sheetPage(
            asked, w,
            "<p role=\"status\"><strong>\(w(.importDone))</strong></p><pre tabindex=\"0\">\(lines: plain(output.text))</pre><p><a href=\"\(asked.place())\">\(w(.backToDesk))</a></p>"
          )
        }
        if output.code != 0 { status = 400 }
        told = """
          <section aria-labelledby="told"><h2 id="told">\(w(.wouldChange))</h2>
          <pre tabindex="0" role="status">\(lines: plain(output.text) + plain(output.errors))</pre></section>
          """
        if output.code == 0 {
          told +=
            "<input type=\"hidden\" name=\"tried\" value=\"\(seal)\"><p class=\"actions\"><button class=\"button\" name=\"do\" value=\"import\">\(w(.importNow))</button></p>"
        }
      }
    } catch let rejection as Rejection {
      status = rejection.webStatus
      told = fault(rejection, w)
    }
    return sheetPage(
      asked, w,
      """
      <form class="entry" method="post" action="\(asked.place("import"))" enctype="multipart/form-data" aria-label="\(w(.importTitle))">
      <input type="hidden" name="stash" value="\(key)">
      <label for="mapping">\(w(.mapping)) <span class="help">\(w(.mappingHelp))</span></label>
      <textarea id="mapping" name="mapping" rows="24" spellcheck="false">
      \(value: mapping)</textarea>
      <p class="actions"><button class="button" name="do" value="try">\(w(.tryImport))</button></p>
      \(told)</form>
      """, status: status)
  }

  private func importing(
    _ path: String, _ mapping: String, isTrial: Bool, by user: String?
  ) async throws -> Children.Output {
    let place = path + ".map.yaml"
    try Data(mapping.replacing("\r\n", with: "\n").utf8).write(to: URL(fileURLWithPath: place))
    return try await children.ask(
      ["import", path, "--map", place, "--wait", "20"] + (isTrial ? ["-n"] : [])
        + (user.map { ["--actor=\($0)"] } ?? []),
      seconds: 120, codes: [0, 65])
  }
}
