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
    `in a browser the page asks nobody, no label covers another, and every mark leads to its note`()
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
        stakebook report -l l.db --as-of 2026-05-31 --locale de -o all.html
        """)
      #expect(made.code == 0)
      let looked = try shell.run("HOME='\(NSHomeDirectory())' '\(Self.program)' one.html all.html")
      #expect(looked.output == "2 pages are as they should be\n")
      // It would say so if it were not.
      let spoilt = try shell.run(
        """
        sed -e 's/href="#n98"/href="#nowhere"/' -e 's/<style>/<style>b{}/' one.html > bad.html
        HOME='\(NSHomeDirectory())' '\(Self.program)' bad.html
        """)
      #expect(spoilt.code == 1)
      #expect(spoilt.output.contains("#nowhere leads nowhere"))
      #expect(spoilt.output.contains("the style sheet does not apply"))
    }
  }
}
