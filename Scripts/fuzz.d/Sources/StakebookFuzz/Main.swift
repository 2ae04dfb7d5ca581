import Foundation
import Stakebook

/// Gives what libFuzzer thinks up to one parser, which is named first: `StakebookFuzz values -runs=9`.
///
/// A parser takes an input or throws a `Rejection`; anything else ends the process, and libFuzzer
/// keeps the input.
@main
struct Main {
  nonisolated(unsafe) private static var parser: ([UInt8]) throws -> Void = { _ in }

  static func main() throws {
    guard let parser = try Parsers.named(CommandLine.arguments.dropFirst().first ?? "") else {
      print(
        "usage: StakebookFuzz PARSER [libFuzzer's own]\n\(Parsers.names.joined(separator: " "))")
      exit(64)
    }
    Self.parser = parser
    // libFuzzer's own arguments begin behind the parser's name.
    var count = CommandLine.argc - 1
    var arguments = CommandLine.unsafeArgv + 1
    exit(
      drive(&count, &arguments) { start, count in
        Main.take(Array(UnsafeBufferPointer(start: start, count: count)))
        return 0
      })
  }

  static func take(_ input: [UInt8]) {
    do {
      try parser(input)
    } catch is Rejection {
    } catch {
      fatalError("neither taken nor refused: \(error)")
    }
  }
}

@_silgen_name("LLVMFuzzerRunDriver")
private func drive(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ one: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// libFuzzer's own `main`, which is linked and not called, asks for this name.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt { -1 }
