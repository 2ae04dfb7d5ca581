import Events
import Foundation
import TestSupport
import Testing

@testable import Reports

/// The file of each language has all that reports say. What is wrong is told with file and key.
struct LanguageFileTests {
  @Test(arguments: Language.allCases)
  func `every key stands in the file of each language, with the same values`(
    _ language: Language
  ) throws {
    let file = Self.folder.appending(path: "\(language.rawValue).txt")
    expectNone(LanguageFaults(language, LanguageFile(Array(try Data(contentsOf: file)))).all)
  }

  private static let folder = Package.root.appending(path: "Sources/Reports/Languages")

  @Test func `every file is that of a language`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
      .filter { !$0.hasSuffix(".swift") }
    #expect(files.sorted() == Language.allCases.map { "\($0.rawValue).txt" }.sorted())
  }

  @Test func `what is wrong is told with the file, and with the line or the key`() {
    var text = String(decoding: Language.german.bytes, as: UTF8.self)
    text.replace("asOf = Stand vom {}", with: "asOff = Stand vom {}")
    text.replace("ofMany = {1} von {2}", with: "ofMany = {1} von {1}")
    text.replace(" Nov. Dez.", with: " Dez.")
    text.replace("digitsWithoutGroups = 4", with: "digitsWithoutGroups = vier")
    text.replace("fact.purchase = Kaufzusage {commitment}", with: "fact.purchase = Kaufzusage")
    text.replace("fact.warrant = Optionsschein {warrant}", with: "fact.warrant = Schein {warrant")
    text.replace("{mm}.{year}", with: "{mm}.{jahr}")
    text = "sources = Quellen\nholder=Inhaber\nlow = \nhigh =  hoch\nend\n" + text
    text += "elidedWord = de\n"
    let path = "Sources/Reports/Languages/de.txt"
    let faults = LanguageFaults(.german, LanguageFile(Array(text.utf8))).all
    let lines = [
      "\(path):2: a line is written 'key = text'", "\(path):3: a line is written 'key = text'",
      "\(path):4: 'high' has spaces where none belong",
      "\(path):5: a line is written 'key = text'",
    ]
    #expect(Array(faults.prefix(4)) == lines)
    #expect(faults.dropFirst(4).prefix(2).allSatisfy { $0.hasPrefix("\(path):") })
    #expect(faults.contains { $0.hasSuffix("'sources' stands twice") })
    #expect(faults.contains { $0.hasSuffix("a bracket of 'fact.warrant' is not closed") })
    #expect(
      Array(faults.dropFirst(6)) == [
        "\(path) lacks 'asOf'", "\(path) lacks 'fact.warrant'",
        "\(path) has 'asOff', which nothing tells",
        "\(path): 'dayForm' puts in {dd}, {jahr}, {mm}, not {day}, {dd}, {mm}, {month}, {year}, {yyyy}",
        "\(path): 'ofMany' puts in {1}, {1}, not {1}, {2}",
        "\(path): 'fact.purchase' puts in nothing, not {commitment}",
        "\(path): 'digitsWithoutGroups' is no number", "\(path): 'monthNames' are not twelve",
        "\(path): 'elidedWord', 'elidedForm' and 'elidedBefore' go together",
      ])
  }
}
