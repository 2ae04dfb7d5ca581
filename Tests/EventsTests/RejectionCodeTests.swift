import Events
import Foundation
import TestSupport
import Testing

/// The codes of what is refused are listed where people look for them.
///
/// `STAKEBOOK_WRITE_PAGES=1` writes the page anew.
struct RejectionCodeTests {
  private static let page = Package.root.appending(
    path: "Sources/Stakebook/Stakebook.docc/Codes.md")

  private static let meanings: [Int32: String] = [
    64: "The command is not written as it is used.",
    65: "What was said is not well formed, or does not fit the ledger.",
    66: "There is no such ledger or file, or none that can be read.",
    70: "A fault of the program.",
    73: "What was to be made is there already, or cannot be made.",
    74: "A disk, a file beside the ledger or the machine fails.",
    75: "Somebody else is at it, or was: try again.",
    76: "What was checked does not hold.",
    77: "It must not be written.",
  ]

  private static var generated: String {
    let opening = """
      # Codes

      What a refusal is called, and the exit code of the command that is refused.

      ## Overview

      What is refused is printed as `error: code: sentence. What to do`; nothing is then half written. In the
      library it is a `Rejection`, whose `code` is one of these. Codes are kept; new ones may come.
      `diff`, `check`, `doctor` and `audit` end with 1 where they find something.


      """
    let codes = Dictionary(grouping: Rejection.Code.allCases, by: \.exitCode)
    return opening
      + codes.sorted { $0.key < $1.key }.map { exit, codes in
        let names = codes.map { "`\($0)`" }.sorted()
        let meaning = meanings[exit] ?? "?"
        return "## Exit code \(exit)\n\n\(meaning)\n\n\(names.joined(separator: ", "))\n"
      }.joined(separator: "\n")
  }

  @Test func `the page has every code, under its exit code`() throws {
    if ProcessInfo.processInfo.environment["STAKEBOOK_WRITE_PAGES"] != nil {
      try Self.generated.write(to: Self.page, atomically: true, encoding: .utf8)
    }
    let page = try String(contentsOf: Self.page, encoding: .utf8)
    expectSame(page, Self.generated, "Codes.md: STAKEBOOK_WRITE_PAGES=1 writes it anew")
    #expect(Set(Rejection.Code.allCases.map(\.exitCode)) == Set(Self.meanings.keys))
  }

  @Test func `a code is words in hyphens, and printed so`() {
    for code in Rejection.Code.allCases {
      #expect(code.rawValue.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil, "\(code)")
      #expect(Rejection(code, "m").description == "error: \(code.rawValue): m.")
    }
  }

  @Test func `every code is one that the program gives`() throws {
    let sources = Package.root.appending(path: "Sources")
    let list = "Events/RejectionCode.swift"
    let paths = FileManager.default.enumerator(atPath: sources.path)?.compactMap { $0 as? String }
    func text(_ path: String) throws -> String {
      try String(contentsOf: sources.appending(path: path), encoding: .utf8)
    }
    let given = try (paths ?? []).filter { $0.hasSuffix(".swift") && $0 != list }
      .flatMap { path in try text(path).matches(of: /\.([a-zA-Z0-9]+)/).map { String($0.1) } }
    let named = try text(list).matches(of: /\n +case (\w+)/).map { String($0.1) }
    #expect(named.count >= Rejection.Code.allCases.count)
    expectNone(Set(named).subtracting(given).sorted())
  }
}
