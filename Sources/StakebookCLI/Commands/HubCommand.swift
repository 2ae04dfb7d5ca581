import ArgumentParser
import Foundation
import Stakebook

struct HubCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hub",
    abstract: "Makes a hub for many desks, links a ledger to one, and tells how it stands.",
    discussion: """
      EXAMPLES
        stakebook hub create postgresql://db.example.com/deals -l deals.db
        stakebook hub join postgresql://anna@db.example.com/deals -l deals.db
        stakebook hub create /srv/deals/hub.db
        stakebook hub status
        stakebook hub update postgresql://db.example.com/deals

      The hub orders events; every desk has a ledger of its own with all of them. A
      hub is a database of PostgreSQL, or a file for the desks of one machine.
      """,
    subcommands: [
      CreateHub.self, JoinHub.self, HubStatusCommand.self, UpdateHub.self, LeaveHub.self,
    ])
}

struct CreateHub: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Makes a hub, of the ledger's log where there is a ledger, else an empty one.",
    discussion: """
      EXAMPLES
        stakebook hub create postgresql://db.example.com/deals -l deals.db
        stakebook hub create /srv/deals/hub.db -l deals.db

      On PostgreSQL it is the schema `stakebook` in that database, and the roles
      stakebook_reader, stakebook_writer and stakebook_redactor, which its owner
      grants to people. The ledger is linked to it.
      """)

  @Argument(help: "postgresql://HOST/DATABASE, or the path of a file or folder.")
  var url: String

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var wait: WaitOption

  func run() throws {
    let address = try HubAddress(url)
    let isThere = access(ledger.path, F_OK) == 0
    guard isThere || ledger.ledger == nil else {
      throw Rejection(
        .noLedger, "there is no ledger at \(ledger.path)",
        hint: "Make one with `stakebook init`, or leave -l out for an empty hub.")
    }
    let count = try Ledger.createHub(
      at: address, from: isThere ? ledger.path : nil, wait: wait.policy)
    try say("made the hub \(legible(url)) with \(counted(count, "event"))")
    try say(
      isThere
        ? "\(legible(ledger.path)) is linked to it"
        : "now: stakebook hub join \(legible(url)) -l \(legible(ledger.path))")
  }
}

struct JoinHub: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "join", abstract: "Makes a copy of a hub's log, or links a ledger that has it.",
    discussion: """
      EXAMPLES
        stakebook hub join postgresql://anna@db.example.com/deals -l deals.db
        stakebook hub join /srv/deals/hub.db

      A password stands in ~/.pgpass or the file that PGPASSFILE names, never in the
      address. A ledger that is linked already is linked anew, such as to a hub that
      has moved.
      """)

  @Argument(help: "postgresql://HOST/DATABASE, or the path of a file or folder.")
  var url: String

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var wait: WaitOption

  func run() throws {
    let done = try Ledger.join(
      HubAddress(url), at: ledger.path, wait: wait.policy, seen: .standard)
    try say(
      "linked \(legible(ledger.path)): \(counted(done.pulled, "event")) came, "
        + "it has \(counted(done.head, "event"))")
  }
}

struct HubStatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Tells how the ledger, its outbox and the hub stand.",
    discussion: """
      EXAMPLES
        stakebook hub status
        stakebook hub status --verify

      It ends with 1 where the hub tells another story than before. What was found
      of one that has come back to the first story, or of another hub, is told all
      the same.
      """)

  @Flag(help: "Read every event of the hub, and compare it with the copy.")
  var verify = false

  @OptionGroup var ledger: LedgerOption

  func run() throws {
    try ledger.use { ledger in
      let status = try ledger.hubStatus(verifying: verify)
      func line(_ name: String, _ text: String) throws {
        try say("\(padded(name, to: 8)) \(legible(text))")
      }
      try line("hub", status.url)
      try line("known as", status.user)
      try line("copy", counted(status.events, "event"))
      switch status.hub {
      case .success(let head):
        let behind = head.seq - status.events
        try line(
          "hub has",
          counted(head.seq, "event")
            + (behind > 0 ? ", \(behind) of them new: `stakebook pull` takes them" : ""))
      case .failure(let reason): try line("hub", reason.message)
      }
      let waiting = status.outbox.reduce(0) { $0 + $1.count }
      let refused = status.outbox.filter { $0.refused != nil }.count
      try line(
        "outbox",
        waiting == 0
          ? "empty"
          : counted(waiting, "draft")
            + (refused > 0 ? ", \(refused) of \(status.outbox.count) batches refused" : ""))
      for (seq, reason) in try ledger.withheld() {
        try line("unread", "seq \(seq) stands here without its content: \(reason)")
      }
      if verify { try line("verified", status.difference ?? "the hub has what the copy has") }
      for evidence in status.evidence {
        let other = evidence.url == status.url ? "" : " (at \(evidence.url))"
        try line("found", "\(evidence.foundAt): \(evidence.sentence)\(other)")
        for (whose, state) in [("desk", evidence.own), ("hub", evidence.hub)] {
          try line("", "\(whose): \(counted(state.size, "event")), root \(state.root.hexadecimal)")
        }
      }
      if status.isContradicted || status.difference != nil { throw ExitCode(1) }
    }
  }
}

struct UpdateHub: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "update",
    abstract: "Brings a hub to the form and to the types of events of this version of Stakebook.",
    discussion: """
      EXAMPLE
        stakebook hub update postgresql://owner@db.example.com/deals

      A hub takes what every desk can read. Its owner runs this once all desks have
      the newer version.
      """)

  @Argument(help: "postgresql://HOST/DATABASE, or the path of a file or folder.")
  var url: String

  func run() throws {
    try HubAddress(url).update()
    let types = counted(Int64(Catalogue.types.count), "type")
    try say("the hub \(legible(url)) takes \(types) of events")
  }
}

struct LeaveHub: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "leave", abstract: "Ends the link: the copy becomes a ledger of its own.",
    discussion: """
      EXAMPLE
        stakebook hub leave -l what-if.db
      """)

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var wait: WaitOption

  func run() throws {
    try ledger.use(for: .writing, wait: wait.policy) { try $0.leave(wait: wait.policy) }
    try say("\(legible(ledger.path)) is a ledger of its own")
  }
}
