import Events
import Foundation

/// The functions of libpq, PostgreSQL's own client library.
///
/// It is loaded when a hub on PostgreSQL is first asked for, not linked: who has none needs no library
/// of it, and who has is told which package brings it. Its headers are not needed to build either; the
/// types are those of libpq-fe.h, which has kept them since PostgreSQL 7.
struct LibPQ: Sendable {
  typealias Connection = OpaquePointer
  typealias Result = OpaquePointer
  typealias Text = UnsafePointer<CChar>

  typealias Connect =
    @convention(c) (UnsafePointer<Text?>?, UnsafePointer<Text?>?, Int32) -> Connection?
  typealias Parse =
    @convention(c) (Text, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?)
    -> UnsafeMutableRawPointer?
  typealias OfConnection = @convention(c) (Connection) -> Int32
  typealias TextOfConnection = @convention(c) (Connection) -> Text?
  typealias Finish = @convention(c) (Connection) -> Void
  typealias Notifies = @convention(c) (Connection) -> UnsafeMutableRawPointer?
  typealias Free = @convention(c) (UnsafeMutableRawPointer?) -> Void
  typealias Receiver = @convention(c) (UnsafeMutableRawPointer?, Result?) -> Void
  typealias SetReceiver =
    @convention(c) (Connection, Receiver?, UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer?
  typealias Exec = @convention(c) (Connection, Text) -> Result?
  typealias ExecParams =
    @convention(c) (
      Connection, Text, Int32, UnsafePointer<UInt32>?, UnsafePointer<Text?>?,
      UnsafePointer<Int32>?, UnsafePointer<Int32>?, Int32
    ) -> Result?
  typealias Prepare =
    @convention(c) (Connection, Text, Text, Int32, UnsafePointer<UInt32>?) -> Result?
  typealias ExecPrepared =
    @convention(c) (
      Connection, Text, Int32, UnsafePointer<Text?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?,
      Int32
    ) -> Result?
  typealias OfResult = @convention(c) (Result) -> Int32
  typealias ErrorField = @convention(c) (Result, Int32) -> Text?
  typealias OfCell = @convention(c) (Result, Int32, Int32) -> Int32
  typealias Value = @convention(c) (Result, Int32, Int32) -> UnsafeMutablePointer<CChar>?
  typealias Clear = @convention(c) (Result?) -> Void
  typealias SendPrepared =
    @convention(c) (
      Connection, Text, Int32, UnsafePointer<Text?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?,
      Int32
    ) -> Int32
  typealias GetResult = @convention(c) (Connection) -> Result?

  /// Several questions in one journey, which libpq has from 14 on.
  struct Pipeline {
    let enter: OfConnection
    let exit: OfConnection
    let sync: OfConnection
    let send: SendPrepared
    let next: GetResult
  }

  let parse: Parse
  let freeParsed: Free
  let connect: Connect
  let status: OfConnection
  let errorMessage: TextOfConnection
  let finish: Finish
  let socket: OfConnection
  let consumeInput: OfConnection
  let notifies: Notifies
  let freemem: Free
  let setNoticeReceiver: SetReceiver
  let exec: Exec
  let execParams: ExecParams
  let prepare: Prepare
  let execPrepared: ExecPrepared
  let resultStatus: OfResult
  let errorField: ErrorField
  let rows: OfResult
  let isNull: OfCell
  let length: OfCell
  let value: Value
  let clear: Clear
  let pipeline: Pipeline?

  /// The library of this machine, loaded once; nil where there is none.
  private static let loaded = LibPQ()

  /// The library. Throws `no-library`, which says what to install.
  static func library() throws(Rejection) -> LibPQ {
    if let loaded { return loaded }
    throw Rejection(
      .noLibrary, "a hub on PostgreSQL needs its client library libpq, which this machine lacks",
      hint:
        "Install it: apt install libpq5 (Debian), dnf install libpq (Fedora), brew install libpq.")
  }

  private init?() {
    let names = ["libpq.so.5", "libpq.so", "libpq.5.dylib", "libpq.dylib"]
    guard let library = names.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_LOCAL) }).first else {
      return nil
    }
    func function<Function>(_ name: String) -> Function? {
      dlsym(library, name).map { unsafeBitCast($0, to: Function.self) }
    }
    guard let parse: Parse = function("PQconninfoParse"),
      let freeParsed: Free = function("PQconninfoFree"),
      let connect: Connect = function("PQconnectdbParams"),
      let status: OfConnection = function("PQstatus"),
      let errorMessage: TextOfConnection = function("PQerrorMessage"),
      let finish: Finish = function("PQfinish"), let socket: OfConnection = function("PQsocket"),
      let consumeInput: OfConnection = function("PQconsumeInput"),
      let notifies: Notifies = function("PQnotifies"),
      let freemem: Free = function("PQfreemem"),
      let setNoticeReceiver: SetReceiver = function("PQsetNoticeReceiver"),
      let exec: Exec = function("PQexec"), let execParams: ExecParams = function("PQexecParams"),
      let prepare: Prepare = function("PQprepare"),
      let execPrepared: ExecPrepared = function("PQexecPrepared"),
      let resultStatus: OfResult = function("PQresultStatus"),
      let errorField: ErrorField = function("PQresultErrorField"),
      let rows: OfResult = function("PQntuples"), let isNull: OfCell = function("PQgetisnull"),
      let length: OfCell = function("PQgetlength"), let value: Value = function("PQgetvalue"),
      let clear: Clear = function("PQclear")
    else { return nil }
    (self.parse, self.freeParsed) = (parse, freeParsed)
    (self.connect, self.status, self.errorMessage, self.finish) =
      (connect, status, errorMessage, finish)
    (self.socket, self.consumeInput, self.notifies, self.freemem) =
      (socket, consumeInput, notifies, freemem)
    (self.setNoticeReceiver, self.exec, self.execParams) = (setNoticeReceiver, exec, execParams)
    (self.prepare, self.execPrepared) = (prepare, execPrepared)
    (self.resultStatus, self.errorField, self.rows) = (resultStatus, errorField, rows)
    (self.isNull, self.length, self.value, self.clear) = (isNull, length, value, clear)
    if let enter: OfConnection = function("PQenterPipelineMode"),
      let exit: OfConnection = function("PQexitPipelineMode"),
      let sync: OfConnection = function("PQpipelineSync"),
      let send: SendPrepared = function("PQsendQueryPrepared"),
      let next: GetResult = function("PQgetResult")
    {
      pipeline = Pipeline(enter: enter, exit: exit, sync: sync, send: send, next: next)
    } else {
      pipeline = nil
    }
  }
}
