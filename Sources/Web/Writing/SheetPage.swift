import Foundation
import Stakebook

/// A spreadsheet in steps: the file, the mapping that its cells suggest, what would become of its rows,
/// and only then the import.
extension Site {
  func sheet(_ asked: Asked, fault: Rejection? = nil) -> Answer {
    fileStep(asked, nil, fault: fault)
  }

  /// The first step: the file, unless it is here already, and what none of its columns tells.
  private func fileStep(_ asked: Asked, _ sent: Sent?, key: String = "", fault: Rejection?)
    -> Answer
  {
    let w = WebWords(asked.language)
    let fields: [(String, WebWord)] = [
      ("sheet", .sheetName), ("investor", .whoInvests), ("issuer", .inWhom), ("date", .holdsFrom),
    ]
    let untold = fields.markup { name, word -> Markup in
      """
      <label for="\(name)">\(w(word))</label><input id="\(name)" name="\(name)" value="\(sent?[name] ?? "")">
      """
    }
    return sheetPage(
      asked, w,
      """
      \(fault.map { self.fault($0, w) } ?? .none)
      <form class="entry" method="post" action="\(asked.place("import"))" enctype="multipart/form-data" aria-label="\(w(.importTitle))">
      <input type="hidden" name="stash" value="\(key)">
      <label for="file">\(w(.importFile))</label><div class="drop"><input type="file" id="file" name="file"\(key.isEmpty ? " required" : "" as Markup) accept=".xlsx,.ods,.fods,.csv,.tsv,.txt"></div>
      <details\(key.isEmpty ? "" : " open" as Markup)><summary>\(w(.untold))</summary><p class="quiet">\(w(.untoldHelp))</p>\(untold)</details>
      <p class="actions"><button class="button" name="do" value="guess">\(w(.guess))</button></p></form>
      """, status: fault?.formStatus ?? 200)
  }

  /// The page of a step: the file, the mapping, its trial.
  private func sheetPage(
    _ asked: Asked, _ w: WebWords, step: Int = 1, _ content: Markup, status: Int = 200
  ) -> Answer {
    let steps = [w(.importFile), w(.mapping), w(.trial), w(.importNow)].enumerated().markup {
      place, name -> Markup in
      "<li\(place + 1 == step ? " aria-current=\"step\"" : "" as Markup)>\(name)</li>"
    }
    var answer = frame(
      asked, w, title: w(.importTitle),
      "<header><h1>\(w(.importTitle))</h1><p class=\"readings\">\(w(.importHelp))</p></header><main id=\"content\"><ol class=\"steps\">\(steps)</ol>\(content)</main>",
      hasClocks: false, status: status)
    answer.isLasting = false
    return answer
  }

  func sheet(_ asked: Asked, _ sent: Sent) async throws -> Answer {
    let w = WebWords(asked.language)
    var key = sent["stash"] ?? ""
    if let file = sent.files.first?.file, !file.bytes.isEmpty { key = try stash.keep(file) }
    guard let path = try? stash.path(key) else {
      let fault =
        key.isEmpty
        ? Rejection(.badUsage, "there is no file", hint: "Choose a file.")
        : Rejection(
          .noInput, "the file that was sent is not here any more", hint: "Send it again.")
      return sheet(asked, fault: fault)
    }
    let file = path.split(separator: "/").last.map(String.init) ?? ""
    let folder = path.prefix(path.utf8.count - file.utf8.count)
    // Where the file waits is nobody's business.
    func plain(_ text: String) -> String { text.replacing(folder, with: "") }
    var mapping = sent["mapping"] ?? ""
    var told = Markup.none
    var status = 200
    do {
      if sent["do"] == "guess" || mapping.isEmpty {
        do {
          mapping = w.told(
            mapping: try await guess(path, named: file, sent).replacing(folder, with: ""))
        } catch let rejection as Rejection where rejection.isOfTable {
          // How one says it on the command line helps nobody here: there are fields for it.
          let plain = Rejection(rejection.code, plain(rejection.message))
          return fileStep(asked, sent, key: key, fault: plain)
        }
      } else {
        // Only the mapping that was tried is imported; one that was changed since is tried again.
        let seal = Digest.hex("\(key)\n\(mapping.replacing("\r\n", with: "\n"))")
        let isTrial = sent["do"] != "import" || sent["tried"] != seal
        let output = try await importing(
          path, mapping, isTrial: isTrial, by: asked.user, in: asked.language)
        if !isTrial, output.code == 0 {
          return sheetPage(
            asked, w, step: 4,
            "<p role=\"status\"><strong>\(w(.importDone))</strong></p><pre tabindex=\"0\">\(tale(plain(output.text), w))</pre><p><a href=\"\(asked.place())\">\(w(.backToDesk))</a></p>"
          )
        }
        if output.code != 0 { status = 400 }
        told = """
          <section aria-labelledby="told"><h2 id="told">\(w(.wouldChange))</h2>
          <pre tabindex="0" role="status">\(tale(plain(output.text) + plain(output.errors), w))</pre></section>
          """
        if output.code == 0 {
          told +=
            "<input type=\"hidden\" name=\"tried\" value=\"\(seal)\"><p class=\"actions\"><button class=\"button\" name=\"do\" value=\"import\">\(w(.importNow))</button></p>"
        }
      }
    } catch let rejection as Rejection {
      status = rejection.formStatus
      told = fault(rejection, w)
    }
    return sheetPage(
      asked, w, step: told.text.isEmpty ? 2 : 3,
      """
      <form class="entry" method="post" action="\(asked.place("import"))" enctype="multipart/form-data" aria-label="\(w(.importTitle))">
      <input type="hidden" name="stash" value="\(key)">
      <label for="mapping">\(w(.mapping)) <span class="help">\(w(.mappingHelp))</span></label>
      <textarea id="mapping" name="mapping" rows="\(min(60, max(12, mapping.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).count)))" spellcheck="false">
      \(value: mapping)</textarea>
      <p class="actions"><button class="button" name="do" value="try">\(w(.tryImport))</button></p>
      \(told)</form>
      """, status: status)
  }

  /// The mapping that the cells of a file suggest, and what was said beside them.
  private func guess(_ path: String, named file: String, _ sent: Sent) async throws -> String {
    func said(_ name: String) -> String? {
      sent[name].flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
    }
    let sheet = said("sheet")
    let known = [
      (ColumnRole.investor, "investor"), (.issuer, "issuer"), (.date, "date"),
    ].compactMap { role, name in said(name).map { (role, $0) } }
    // As on the command line, where the mapping beside a file has its name: a row is known again from
    // either side, and is not taken for one of another file.
    let end = file.dropFirst().lastIndex(of: ".") ?? file.endIndex
    let name = String(file[..<end])
    return try await workers.read { ledger in
      var terms = TableTerms()
      terms.sheet = sheet
      let said = Dictionary(known) { first, _ in first }
      return try Guide(path, name: name, terms, said: said).text(for: ledger)
    }
    // What is said to who reads it on the command line.
    .replacing(/# [^\n]*(?:`stakebook import`|: stakebook import|JSON Schema)[^\n]*\n/, with: "")
  }

  /// What an import tells, line by line in the reader's language as far as its words go.
  private func tale(_ text: String, _ w: WebWords) -> Markup {
    // What events and findings say below these is in the reader's language already.
    let heads = [FaultWords.english("importFirst"), FaultWords.english("importFindings")]
    var isTold = false
    return text.split(separator: "\n").markup { line -> Markup in
      isTold = line.hasPrefix("  ") && isTold || heads.contains(String(line))
      let told =
        isTold && line.hasPrefix("  ")
        ? (text: String(line), isEnglish: false) : w.told(line: String(line))
      return told.isEnglish
        ? "<span lang=\"en\">\(lines: told.text)</span>\(lines: "\n")"
        : "\(lines: told.text + "\n")"
    }
  }

  private func importing(
    _ path: String, _ mapping: String, isTrial: Bool, by user: String?, in language: Language
  ) async throws -> Children.Output {
    let place = path + ".map.yaml"
    try Data(mapping.replacing("\r\n", with: "\n").utf8).write(to: URL(fileURLWithPath: place))
    return try await children.ask(
      ["import", path, "--map", place, "--wait", "20"]
        + (isTrial ? ["-n", "--tells", language.rawValue] : [])
        + (user.map { ["--actor=\($0)"] } ?? []),
      seconds: 120, codes: [0, 65])
  }
}

extension Rejection {
  /// Whether it lies in a table that is read, and what is said beside it may help.
  fileprivate var isOfTable: Bool {
    [.badMapping, .badUsage, .csvHeader, .badFile, .badDate].contains(code)
  }
}
