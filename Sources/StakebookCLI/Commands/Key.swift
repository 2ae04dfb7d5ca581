import ArgumentParser
import Foundation
import Stakebook

struct Key: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key",
    abstract: "Makes the key that signs checkpoints, and shows its public half.",
    discussion: """
      EXAMPLES
        stakebook key generate ledger.key
        stakebook key show ledger.key
      """,
    subcommands: [Generate.self, ShowKey.self])
}

struct Generate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Makes an Ed25519 key in a new file that only you can read; prints its public half.",
    discussion: """
      EXAMPLE
        stakebook key generate ledger.key --name example.com/deals > ledger.pub
      """)

  @Argument(help: "The file to make, mode 0600.")
  var file: String

  @Option(help: "The key's name, such as example.com/partnerships; else stakebook/UUID.")
  var name: String?

  @OptionGroup var ledger: LedgerOption

  func run() throws {
    var name = name
    if name == nil { try ledger.use { name = try $0.proofs().origin } }
    let key = try SigningKey(name: name ?? "")
    let draft = try DraftFile(for: file, .secret)
    defer { draft.remove() }
    try draft.write(Array((key.secretText + "\n").utf8))
    try draft.settle(replacing: false)
    try say(legible(key.verifier.text))
  }
}

struct ShowKey: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Prints the public half of a key, by which others verify.",
    discussion: """
      EXAMPLE
        stakebook key show ledger.key
      """)

  @Argument(help: "The key's file.")
  var file: String

  /// Taken as every command takes it; the answer is the same for all ledgers.
  @OptionGroup var ledger: LedgerOption

  func run() throws { try say(legible(SigningKey(file: file).verifier.text)) }
}

extension SigningKey {
  /// The key of a file that nobody else may read.
  init(file: String) throws { try self.init(SmallFile.secret(file).withoutEnd) }
}

/// With which key a checkpoint is signed.
struct SigningOption: ParsableArguments {
  @Option(help: "The key's file, as `key generate` makes it; else $STAKEBOOK_KEY.")
  var key: String?

  @Option(help: "The checkpoint's origin line; else stakebook/UUID.")
  var origin: String?

  func signingKey() throws -> SigningKey {
    guard let file = key ?? ProcessInfo.processInfo.environment["STAKEBOOK_KEY"] else {
      throw Rejection(
        .badUsage, "a key is needed to sign with",
        hint: "Name its file with --key; `stakebook key generate FILE` makes one.")
    }
    return try SigningKey(file: file)
  }
}

extension String {
  /// A line without its end.
  var withoutEnd: String {
    var text = self
    while let last = text.unicodeScalars.last, last == "\n" || last == "\r" {
      text.unicodeScalars.removeLast()
    }
    return text
  }
}
