import Foundation
import TestSupport
import Testing

@testable import Web

/// A real browser walks through the pages and looks at each. It takes a minute: STAKEBOOK_WALK=1 asks for
/// it.
struct WalkTests {
  private static let isAskedFor = ProcessInfo.processInfo.environment["STAKEBOOK_WALK"] != nil

  /// Lets a script go through the pages of a server, with a sheet to import.
  private static func walk(_ script: String, _ server: RunningServer) throws -> Shell.Outcome {
    try Shell(in: server.folder).run(
      """
      HOME='\(NSHomeDirectory())' '\(Package.root.path)/Scripts/\(script)' \
        'http://127.0.0.1:\(server.port)/?token=\(server.token)' \
        '\(Package.fixtures.path)/spreadsheets/deals.xlsx'
      """)
  }

  @Test(.enabled(if: isAskedFor, "STAKEBOOK_WALK=1 asks for it"))
  func
    `a browser finds a deal, moves the clock, asks why and in SQL, writes, and every page is as it should be`()
    throws
  {
    let server = try RunningServer(options: ["--write"])
    let looked = try Self.walk("walk-pages", server)
    #expect(looked.output == "18 pages are as they should be\n")
    #expect(looked.code == 0, "\(looked.errors)")
  }

  @Test(.enabled(if: isAskedFor, "STAKEBOOK_WALK=1 asks for it"))
  func `a deal is entered through the forms alone, with all that people do wrong on the way`()
    throws
  {
    let server = try RunningServer(script: "true", options: ["--write"])
    let entered = try Self.walk("enter-deal", server)
    #expect(entered.output == "the deal is entered\n")
    #expect(entered.code == 0, "\(entered.errors)")
    #expect(try Shell(in: server.folder).run("stakebook verify && stakebook audit").code == 0)
  }
}
