import EventLog
import Events
import Foundation
import Hub
import Trust

/// How a linked ledger stands beside its hub.
public struct HubStatus: Sendable {
  /// Where the hub is.
  public let url: String
  /// For whom it takes this desk.
  public let user: String
  /// How many events the copy has.
  public let events: Int64
  /// The root over them.
  public let root: [UInt8]
  /// Where the hub's log stands, or why that is not known.
  public let hub: Result<HubHead, Rejection>
  /// What waits.
  public let outbox: [Outbox.Batch]
  /// What was found of a hub that was rewritten.
  public let evidence: [HubEvidence]
  /// The first event of the hub that is not the copy's, as a sentence; nil: none, or nobody looked.
  public let difference: String?

  /// Whether this hub was found to tell another story, and nothing shows that it has come back to the
  /// first one: the copy has taken nothing of it since, and their heads are not the same.
  public var isContradicted: Bool {
    if case .success(let head) = hub, head.seq == events, head.root == root { return false }
    return evidence.contains { $0.url == url && $0.own.size >= events }
  }
}

extension Ledger {
  /// How the ledger, its outbox and the hub stand; `verifying` reads every event of the hub.
  public func hubStatus(verifying: Bool = false) throws -> HubStatus {
    guard let link = try link() else { throw Rejection.notLinked(log.path) }
    var hub = Result<HubHead, Rejection>.failure(Rejection.notLinked(log.path))
    var difference: String?
    do {
      let opened = try Self.open(HubAddress(link.url))
      defer { opened.close() }
      hub = .success(try opened.head())
      if verifying { difference = try firstDifference(from: opened, upTo: link.tree.size) }
    } catch let rejection as Rejection where !verifying {
      hub = .failure(rejection)
    }
    return HubStatus(
      url: link.url, user: link.actor, events: link.tree.size, root: link.tree.root, hub: hub,
      outbox: try outbox(), evidence: try log.read { try HubEvidence.all($0) },
      difference: difference)
  }

  /// Compares every event up to there with the hub's, bytes and hashes.
  private func firstDifference(from hub: any HubTransport, upTo last: Seq) throws -> String? {
    try hub.read { session in
      var seq: Seq = 0
      while seq < last {
        let theirs = try session.events(after: seq, most: HubPages.size).filter { $0.seq <= last }
        let ours = try log.read {
          try EventLog.events(after: seq, most: HubPages.size, $0)
        }
        for (our, their) in zip(ours, theirs) {
          // What one of them has not erased yet has its hashes all the same.
          let isErased = our.data == nil || their.data == nil
          let isSame = our == their || isErased && our.leafHash == their.leafHash
          guard isSame, their.hasItsHashes else {
            return "seq \(our.seq) is not what the copy has"
          }
        }
        guard let end = theirs.last, theirs.count == ours.count else {
          return "seq \(seq + Seq(theirs.count) + 1) is missing at the hub"
        }
        seq = end.seq
      }
      return nil
    }
  }

  /// What happens while a copy is kept current.
  public enum Followed: Sendable {
    /// Something came, or was recorded.
    case exchanged(Exchanged)
    /// The hub does not answer; it is asked again.
    case waits(Rejection)
  }

  /// Keeps the copy current, and records what comes into the outbox, until `tell` gives false.
  ///
  /// Looks at the hub after so many seconds, or when it hints. Throws what a pull throws, but where the
  /// hub does not answer: that is told once, and waited for.
  public func follow(
    every seconds: Double, wait: Wait = .seconds(60), seen: SeenCheckpoints = .none,
    _ tell: (Followed) throws -> Bool
  ) throws {
    guard let link = try link() else { throw Rejection.notLinked(log.path) }
    let address = try HubAddress(link.url)
    var isTold = false
    while true {
      do {
        let hub = try Self.open(address)
        defer { hub.close() }
        while true {
          let waiting = try outbox().contains { $0.refused == nil }
          if try waiting || hub.head().seq != log.head() {
            let done =
              try waiting
              ? exchange(hub, nil, wait: wait, seen: seen).0
              : exchange(hub, wait: wait, seen: seen)
            guard try tell(.exchanged(done)) else { return }
          }
          isTold = false
          try hub.rest(seconds: seconds)
          if !hub.isLasting { break }
        }
      } catch let reason as Rejection
        where [.hubUnreachable, .unknownOutcome, .busy].contains(reason.code)
      {
        if !isTold { guard try tell(.waits(reason)) else { return } }
        isTold = true
        Thread.sleep(forTimeInterval: max(1, seconds))
      }
    }
  }
}
