import Foundation

/// Runs bash with the built program in its path, as a user's terminal would.
public struct Shell: Sendable {
  /// Where the commands run.
  public let folder: URL

  /// What a script left behind.
  public struct Outcome: Sendable {
    /// What it wrote to standard output.
    public let output: String
    /// What it wrote to standard error.
    public let errors: String
    /// Its exit code.
    public let code: Int32
  }

  /// A shell in that folder.
  public init(in folder: URL) { self.folder = folder }

  /// Whether scripts find a program of that name.
  public static func finds(_ program: String) -> Bool {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
    }
  }

  /// Runs a script to its end.
  public func run(_ script: String) throws -> Outcome {
    let running = try start(script)
    return try running.outcome()
  }

  /// Starts a script beside others.
  public func start(_ script: String) throws -> Running {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", script]
    process.currentDirectoryURL = folder
    // STAKEBOOK_PROGRAM names a folder with another build, such as the one that is handed on.
    let program =
      ProcessInfo.processInfo.environment["STAKEBOOK_PROGRAM"]
      ?? URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    process.environment = ["PATH": "\(program):\(path)", "TZ": "UTC", "LANG": "C.UTF-8"]
    // Where `Scripts/test` has put the libraries of Python that tests read with.
    process.environment?["PYTHONPATH"] = ProcessInfo.processInfo.environment["PYTHONPATH"]
    let captured = folder.appending(path: ".captured-\(UUID().uuidString)")
    let files = ["out", "err"].map { captured.appendingPathExtension($0) }
    for file in files { try Data().write(to: file) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    return Running(process: process, files: files)
  }

  /// A script that runs.
  public struct Running {
    let process: Process
    let files: [URL]

    /// Waits for its end.
    public func outcome() throws -> Outcome {
      process.waitUntilExit()
      let texts = try files.map { file in
        defer { try? FileManager.default.removeItem(at: file) }
        return String(decoding: try Data(contentsOf: file), as: UTF8.self)
      }
      return Outcome(output: texts[0], errors: texts[1], code: process.terminationStatus)
    }

    /// Ends it without asking; other signals may be blocked in what a test starts.
    public func kill() { Foundation.kill(process.processIdentifier, SIGKILL) }
  }
}
