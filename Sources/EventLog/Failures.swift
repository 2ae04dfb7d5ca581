import CSQLiteShim
import Events
import GRDB

/// What a result of SQLite means for somebody who has never heard of it: one table for all commands.
///
/// https://www.sqlite.org/rescode.html lists the results. None of SQLite's own words goes further.
public enum Failure {
  /// The words for a result, primary or extended; `path` is the ledger's file, where it is one's.
  public static func rejection(for code: Int32, at path: String? = nil) -> Rejection {
    let ledger = path.map { "the ledger \($0)" } ?? "the ledger"
    switch code {
    // Its extended results RECOVERY, CANTLOCK, ROLLBACK and CANTINIT.
    case SQLITE_READONLY | 1 << 8, SQLITE_READONLY | 2 << 8, SQLITE_READONLY | 3 << 8,
      SQLITE_READONLY | 5 << 8:
      return Rejection(
        .readOnly, "\(ledger) was left by another program in the middle of a change",
        hint: "`stakebook doctor --mend` undoes what was not finished; it must write to do so.")
    // DBMOVED.
    case SQLITE_READONLY | 4 << 8:
      return Rejection(
        .busy, "\(ledger) was moved, removed or replaced meanwhile", hint: "Try again.")
    default: break
    }
    return switch code & 0xFF {
    case SQLITE_PERM, SQLITE_READONLY, SQLITE_AUTH:
      Rejection(
        .readOnly, "\(ledger) cannot be written",
        hint: "Ask for the right to write to the file and its folder.")
    case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL, SQLITE_SCHEMA:
      Rejection(
        .busy, "another program holds \(ledger)",
        hint: "Try again, or wait longer with --wait where the command has it.")
    case SQLITE_NOMEM:
      Rejection(.noMemory, "there is not enough memory", hint: "Ask for less at once.")
    case SQLITE_INTERRUPT:
      Rejection(.interrupted, "the command was interrupted")
    case SQLITE_IOERR, SQLITE_NOLFS:
      Rejection(
        .inputOutput, "the disk failed to read or write \(ledger)",
        hint: "`stakebook doctor` looks at the file and its disk.")
    case SQLITE_NOTFOUND, SQLITE_CANTOPEN:
      Rejection(
        .inputOutput, "\(ledger), or a file beside it, cannot be opened",
        hint: "`stakebook doctor` looks at the file and its neighbours.")
    case SQLITE_FULL:
      Rejection(.inputOutput, "the disk is full", hint: "Make room on it, then try again.")
    case SQLITE_FORMAT, SQLITE_NOTADB:
      path.map(EventLog.notALedger)
        ?? Rejection(.notALedger, "the file is not a Stakebook ledger")
    // What the guards of the log and the checks of its tables do not let be.
    case SQLITE_CORRUPT, SQLITE_TOOBIG, SQLITE_CONSTRAINT, SQLITE_MISMATCH:
      damaged(ledger)
    default:
      Rejection(
        .programFault,
        "the program asked something of \(ledger) that it cannot be asked (result \(code))",
        hint: "That is a fault of Stakebook, or the file is damaged: `stakebook verify` tells.")
    }
  }

  private static func damaged(_ ledger: String) -> Rejection {
    Rejection(
      .damagedLedger, "\(ledger) is damaged: what is in it does not hold together",
      hint: "`stakebook verify` tells what is wrong; `stakebook restore` takes a backup.")
  }

  /// The words for what went wrong, where it was SQLite that said so; anything else as it is.
  public static func told(_ error: any Error, at path: String? = nil) -> any Error {
    guard let error = error as? DatabaseError else { return error }
    // Content that the guards of the log had not let in.
    if error.message?.hasPrefix("malformed") == true {
      return rejection(for: SQLITE_CORRUPT, at: path)
    }
    return rejection(for: error.extendedResultCode.rawValue, at: path)
  }
}
