import ArgumentParser
import Foundation
import Stakebook
import Web

struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Shows the ledger in the browser.",
    discussion: """
      EXAMPLES
        stakebook serve
        stakebook serve deals.db --port 8500 --language de
        stakebook serve --write
        stakebook serve --socket /run/stakebook/web --trust-proxy X-Forwarded-User --allow-host deals.example.org

      It listens on this machine alone and prints an address with a token, new at each
      start, that lets a browser in. Ctrl-C ends it.
      """)

  @Argument(help: "The ledger's file; else that of -l.", completion: .file())
  var file: String?

  @Option(help: "The port; 0 takes a free one.")
  var port = 8420

  @Option(help: "The address to listen at; another than this machine's own lets the network in.")
  var host = "127.0.0.1"

  @Option(help: "Listen at a socket of this name in the file system instead.", completion: .file())
  var socket: String?

  @Option(
    help:
      "Keep the token in this file, which is made where it is missing, so that it stays the same.",
    completion: .file())
  var tokenFile: String?

  @Option(
    help:
      "Another name under which it is reached, with its port where the browser names one. Repeatable."
  )
  var allowHost: [String] = []

  @Option(
    help:
      "Trust a proxy before it, which says in this header who asks; it has to keep out who may not."
  )
  var trustProxy: String?

  @Flag(help: "Let pages write: facts, corrections, documents, sheets, each after a preview.")
  var write = false

  @Option(help: "The language where a browser asks for none: en, fr, de.")
  var language = Language.english

  @OptionGroup var ledger: LedgerOption

  func run() throws {
    guard trustProxy == nil || socket != nil else {
      throw Rejection(
        .badUsage,
        "a proxy is trusted at a socket only: at a port everybody on this machine could be it",
        hint: "Add --socket FILE.")
    }
    guard UInt16(exactly: port) != nil else {
      throw Rejection(
        .badUsage, "\(port) is no port: there are those from 1 to 65535",
        hint: "0 takes a free one.")
    }
    var settings = WebSettings(
      ledger: URL(fileURLWithPath: file ?? ledger.path).path, program: Self.program,
      token: try tokenFile.map(Secret.kept) ?? Secret.random())
    settings.host = host
    settings.port = port
    settings.socket = socket
    settings.allowedHosts = allowHost
    settings.userHeader = trustProxy
    settings.language = language
    settings.isWritable = write
    let server = try WebServer(settings)
    try server.requireActors()
    Interrupts.ending { server.end() }
    let (token, isPlain) = (settings.token, trustProxy == nil)
    let done = DispatchSemaphore(value: 0)
    let outcome = Outcome()
    Task.detached {
      do {
        try await server.run { address in
          try? say(isPlain && socket == nil ? "\(address)?token=\(token)" : address)
          if socket != nil, isPlain { Notice.write("the token is \(token)") }
        }
      } catch {
        outcome.error = error
      }
      done.signal()
    }
    done.wait()
    server.end()
    if let error = outcome.error { throw error }
  }

  /// This program, to be started again.
  private static var program: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? Bundle.main.executablePath ?? CommandLine.arguments[0]
  }

  /// What became of the server; written before it is waited for.
  private final class Outcome: @unchecked Sendable { var error: (any Error)? }
}
