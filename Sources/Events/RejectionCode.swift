extension Rejection {
  /// What is wrong, as programs tell it apart: a stable, hyphenated name, and the exit code of the
  /// command that is refused.
  ///
  /// Printed, stored and compared by its text. One that is not here does not compile.
  public enum Code: String, CaseIterable, Sendable, CustomStringConvertible {
    // Exit code 64. The command was not written as it is used.
    case badUsage = "bad-usage"

    // Exit code 65. What was said is not well formed, or does not fit the ledger.
    case aboutEvents = "about-events"
    case alreadyWithdrawn = "already-withdrawn"
    case alteredValue = "altered-value"
    case ambiguousDate = "ambiguous-date"
    case ambiguousNumber = "ambiguous-number"
    case ambiguousRange = "ambiguous-range"
    case assignedTwice = "assigned-twice"
    case badActor = "bad-actor"
    case badAssignment = "bad-assignment"
    case badCheckpoint = "bad-checkpoint"
    case badChoice = "bad-choice"
    case badClock = "bad-clock"
    case badCondition = "bad-condition"
    case badCount = "bad-count"
    case badDate = "bad-date"
    case badDocument = "bad-document"
    case badErasure = "bad-erasure"
    case badEventID = "bad-event-id"
    case badFile = "bad-file"
    case badFinding = "bad-finding"
    case badFlag = "bad-flag"
    case badHub = "bad-hub"
    case badIdentifier = "bad-identifier"
    case badKey = "bad-key"
    case badLine = "bad-line"
    case badList = "bad-list"
    case badMapping = "bad-mapping"
    case badMember = "bad-member"
    case badMoney = "bad-money"
    case badNote = "bad-note"
    case badObject = "bad-object"
    case badOrder = "bad-order"
    case badParameter = "bad-parameter"
    case badPercent = "bad-percent"
    case badPeriod = "bad-period"
    case badPrice = "bad-price"
    case badProof = "bad-proof"
    case badQuantity = "bad-quantity"
    case badQueryFile = "bad-query-file"
    case badRate = "bad-rate"
    case badSlug = "bad-slug"
    case badSource = "bad-source"
    case badStatus = "bad-status"
    case badTemplate = "bad-template"
    case badURL = "bad-url"
    case badUTF8 = "bad-utf8"
    case badValue = "bad-value"
    case byteLimit = "byte-limit"
    case checkpointTooOld = "checkpoint-too-old"
    case csvCells = "csv-cells"
    case csvHeader = "csv-header"
    case csvQuotes = "csv-quotes"
    case emptyList = "empty-list"
    case emptyObject = "empty-object"
    case emptyQuery = "empty-query"
    case emptyText = "empty-text"
    case erased
    case fieldRule = "field-rule"
    case hashMismatch = "hash-mismatch"
    case interrupted
    case jsonControl = "json-control"
    case jsonDepth = "json-depth"
    case jsonDuplicateName = "json-duplicate-name"
    case jsonNumber = "json-number"
    case jsonSize = "json-size"
    case jsonSurrogate = "json-surrogate"
    case jsonSyntax = "json-syntax"
    case jsonTwinName = "json-twin-name"
    case jsonUTF8 = "json-utf8"
    case keptMember = "kept-member"
    case linkedLedger = "linked-ledger"
    case looseMode = "loose-mode"
    case manyRows = "many-rows"
    case memoryLimit = "memory-limit"
    case missingField = "missing-field"
    case missingMember = "missing-member"
    case missingParameter = "missing-parameter"
    case missingStream = "missing-stream"
    case nameTaken = "name-taken"
    case noChart = "no-chart"
    case noRestore = "no-restore"
    case notASnapshot = "not-a-snapshot"
    case notAppendable = "not-appendable"
    case notEmpty = "not-empty"
    case notLinked = "not-linked"
    case null
    case otherKind = "other-kind"
    case otherLog = "other-log"
    case otherType = "other-type"
    case outOfRange = "out-of-range"
    case repeated
    case rowLimit = "row-limit"
    case sql
    case timeout
    case tooBig = "too-big"
    case tooLarge = "too-large"
    case tooManyStatements = "too-many-statements"
    case unknownCommand = "unknown-command"
    case unknownCurrency = "unknown-currency"
    case unknownDocument = "unknown-document"
    case unknownEntity = "unknown-entity"
    case unknownEvent = "unknown-event"
    case unknownField = "unknown-field"
    case unknownMember = "unknown-member"
    case unknownPartnership = "unknown-partnership"
    case unknownQuery = "unknown-query"
    case unknownRow = "unknown-row"
    case unknownRule = "unknown-rule"
    case unknownStream = "unknown-stream"
    case unknownType = "unknown-type"
    case unknownView = "unknown-view"
    case unreadableRows = "unreadable-rows"
    case unusedParameter = "unused-parameter"
    case wrongStream = "wrong-stream"

    // Exit code 66. There is no such ledger or file, or none that can be read.
    case newerHub = "newer-hub"
    case newerLedger = "newer-ledger"
    case noHub = "no-hub"
    case noInput = "no-input"
    case noLedger = "no-ledger"
    case notALedger = "not-a-ledger"

    // Exit code 70. A fault of the program.
    case programFault = "internal"

    // Exit code 73. What was to be made is there already, or cannot be made.
    case cannotCreate = "cannot-create"
    case fileExists = "file-exists"
    case hubExists = "hub-exists"
    case isLedger = "is-ledger"
    case ledgerExists = "ledger-exists"
    case sameFile = "same-file"

    // Exit code 74. A disk, a file beside the ledger or the machine fails.
    case inputOutput = "input-output"
    case noLibrary = "no-library"
    case noMemory = "no-memory"
    case notDurable = "not-durable"
    case oldSQLite = "old-sqlite"
    case strangeFile = "strange-file"
    case unknownOutcome = "unknown-outcome"

    // Exit code 75. Somebody else is at it, or was: try again.
    case busy
    case hubUnreachable = "hub-unreachable"
    case idConflict = "id-conflict"
    case outboxRefused = "outbox-refused"
    case stillReadable = "still-readable"
    case versionConflict = "version-conflict"

    // Exit code 76. What was checked does not hold.
    case badSignature = "bad-signature"
    case badTiles = "bad-tiles"
    case damagedHub = "damaged-hub"
    case damagedLedger = "damaged-ledger"
    case foreignSchema = "foreign-schema"
    case fork
    case otherVersion = "other-version"
    case proofFails = "proof-fails"
    case rollback
    case verificationFailed = "verification-failed"

    // Exit code 77. It must not be written.
    case hubRefused = "hub-refused"
    case readOnly = "read-only"
    case twoNames = "two-names"

    /// The hyphenated name.
    public var description: String { rawValue }

    /// The exit code, one of sysexits.h.
    public var exitCode: Int32 {
      switch self {
      case .badUsage: 64
      case .newerHub, .newerLedger, .noHub, .noInput, .noLedger, .notALedger: 66
      case .programFault: 70
      case .cannotCreate, .fileExists, .hubExists, .isLedger, .ledgerExists, .sameFile: 73
      case .inputOutput, .noLibrary, .noMemory, .notDurable, .oldSQLite, .strangeFile,
        .unknownOutcome:
        74
      case .busy, .hubUnreachable, .idConflict, .outboxRefused, .stillReadable, .versionConflict: 75
      case .badSignature, .badTiles, .damagedHub, .damagedLedger, .foreignSchema, .fork,
        .otherVersion,
        .proofFails, .rollback, .verificationFailed:
        76
      case .hubRefused, .readOnly, .twoNames: 77
      case .aboutEvents, .alreadyWithdrawn, .alteredValue, .ambiguousDate, .ambiguousNumber,
        .ambiguousRange,
        .assignedTwice, .badAssignment, .badCheckpoint, .badChoice, .badClock, .badCondition,
        .badCount,
        .badDate, .badDocument, .badErasure, .badEventID, .badFile, .badFinding, .badFlag,
        .badIdentifier,
        .badActor, .badHub, .badKey, .badLine,
        .badList, .badMapping,
        .badMember, .badMoney, .badNote, .badObject, .badOrder, .badParameter,
        .badPercent, .badPeriod, .badPrice, .badProof, .badQuantity, .badQueryFile, .badRate,
        .badSlug,
        .badSource, .badStatus, .badTemplate, .badURL, .badUTF8, .badValue, .byteLimit,
        .checkpointTooOld, .csvCells, .csvHeader, .csvQuotes, .emptyList, .emptyObject,
        .emptyQuery, .emptyText, .erased, .fieldRule, .hashMismatch, .interrupted, .jsonControl,
        .jsonDepth, .jsonDuplicateName, .jsonNumber, .jsonSize, .jsonSurrogate, .jsonSyntax,
        .jsonTwinName, .jsonUTF8, .keptMember, .linkedLedger, .looseMode, .manyRows, .memoryLimit,
        .missingField, .missingMember, .missingParameter, .missingStream, .nameTaken, .noChart,
        .noRestore, .notASnapshot, .notAppendable, .notEmpty, .notLinked, .null, .otherKind,
        .otherLog,
        .otherType, .outOfRange, .repeated, .rowLimit, .sql, .timeout, .tooBig, .tooLarge,
        .tooManyStatements, .unknownCommand, .unknownCurrency, .unknownDocument,
        .unknownEntity, .unknownEvent,
        .unknownField, .unknownMember, .unknownPartnership, .unknownQuery, .unknownRow,
        .unknownRule, .unknownStream, .unknownType, .unknownView, .unreadableRows,
        .unusedParameter, .wrongStream:
        65
      }
    }
  }
}
