import Foundation
import TestSupport
import Testing

/// A real browser looks at the page: Playwright with the system's Chromium.
struct BrowserTests {
  /// Chromium is Debian's package, Playwright is on PyPI; a machine without them cannot look.
  private static let areThere: Bool = {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/chromium") else { return false }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", "import playwright"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  private static let program = Package.root.appending(path: "Scripts/check-page").path

  @Test(.enabled(if: areThere, "needs /usr/bin/chromium and Python's playwright"))
  func
    `in a browser the page asks nobody, no text is cut or struck, contents and marks lead, on few pages`()
    throws
  {
    try withTemporaryFolder { folder in
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: "Fixtures"), withDestinationURL: Package.fixtures)
      let shell = Shell(in: folder)
      let made = try shell.run(
        """
        stakebook init -l l.db && stakebook import -l l.db --restore Fixtures/microsoft-openai.jsonl \\
          Fixtures/ai-deals.jsonl &&
        stakebook report microsoft-openai -l l.db --as-of 2026-05-31 -o one.html &&
        stakebook report -l l.db --as-of 2026-05-31 --locale de -o all.html &&
        stakebook report -l l.db --as-of 2026-05-31 --appendix -o whole.html &&
        stakebook init -l m.db && stakebook import -l m.db --restore \\
          Fixtures/astrazeneca-daiichi-sankyo.jsonl &&
        stakebook report -l m.db --as-of 2026-05-31 -o payments.html &&
        stakebook init -l v.db && stakebook import -l v.db --restore \
          Fixtures/volkswagen-rivian.jsonl &&
        stakebook report -l v.db --as-of 2026-05-31 --locale de -o debts.html &&
        stakebook init -l n.db && stakebook import -l n.db Fixtures/long-names.jsonl &&
        stakebook report -l n.db --as-of 2026-05-31 --locale fr -o long.html &&
        stakebook report -l n.db --as-of 2026-05-31 --locale de --appendix -o lang.html &&
        stakebook init -l d.db && stakebook import -l d.db Fixtures/long-deal.jsonl &&
        stakebook report -l d.db --as-of 2026-05-31 --locale fr -o deal.html &&
        stakebook report -l d.db --as-of 2026-05-31 --locale de -o deal-de.html
        """)
      #expect(made.code == 0)
      let looked = try shell.run(
        "HOME='\(NSHomeDirectory())' '\(Self.program)' one.html:10:1 all.html:16:1 whole.html:25 payments.html:9 debts.html:10 long.html:8 lang.html:9 deal.html:14:6 deal-de.html:14:6"
      )
      #expect(looked.output == "9 pages are as they should be\n")
      // It would say so if it were not.
      let spoilt = try shell.run(
        """
        sed -e 's/href="#n98"/href="#nowhere"/' one.html \
          -e 's/<ol class="timeline"/<p class="d">\(String(repeating: "x", count: 300))<\\/p>&/' \
          -e 's/<li><a href="#rights">/<li><a href="#stakes">/' \
          -e 's/class="at">[^<]*<a href="#rounds">/class="at"><a href="#rights">/' \
          -e 's/<td class="n" data-label="value">/&USD <b>1<\\/b>/'\
          -e 's/<span class="no">3</<span class="no">4</g' -e 's/data-label="value"/data-label="Donaudampfschiffahrtsgesellschaft"/' \
          -e '0,/<td class="n" data-label="funded">/s//&<span class="d">\(String(repeating: "x", count: 200))<\\/span>/' \
          -e 's/<svg class="chart narrow"/<svg class="chart"/' \
          -e 's/<path d="M[^"]*" class="leader/<path d="M0 10H600" class="leader/' > bad.html
        sed -e 's/<style>/<style>b{}/' one.html > bare.html
        sed -e 's/<footer>/<footer><p>x<br>x<br>x<br>x<br>x<br>x<br>x<\\/p>/' one.html > foot.html
        HOME='\(NSHomeDirectory())' '\(Self.program)' bad.html
        HOME='\(NSHomeDirectory())' '\(Self.program)' one.html:3
        HOME='\(NSHomeDirectory())' '\(Self.program)' bare.html
        HOME='\(NSHomeDirectory())' '\(Self.program)' foot.html:10
        """)
      #expect(spoilt.code == 1)
      for fault in [
        "#nowhere leads nowhere", "says it is cited in", "is in pieces", "before a cell is broken",
        "chapter 3 is called", "pages of A4, more than 3", "pages of Letter, more than 3",
        "the contents are", "is wider than the window, 860 wide",
        "is struck by a line", "2 pictures are seen",
        "stands out of its place", "the style sheet does not apply", "the foot may stand alone",
      ] {
        #expect(spoilt.output.contains(fault), "\(fault)")
      }
    }
  }
}
