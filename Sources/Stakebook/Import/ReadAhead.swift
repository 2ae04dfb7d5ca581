import Foundation
import Synchronization

/// Values of a source that a thread of its own takes a few hundred ahead, in their order.
///
/// What the source throws is thrown where its value would have come. The thread ends with the
/// source, or soon after the last reference to this is gone.
final class ReadAhead<Value: Sendable>: Sendable {
  private typealias Batch = [Result<Value?, any Error>]

  /// What the two threads share.
  private final class Channel: Sendable {
    let batches = Mutex<[Batch]>([])
    let isAbandoned = Mutex(false)
    let filled = DispatchSemaphore(value: 0)
    /// Made empty, because a semaphore must not end below where it began.
    let room = DispatchSemaphore(value: 0)
  }

  private let channel = Channel()
  private let current = Mutex<ArraySlice<Result<Value?, any Error>>>([])

  init(of source: @escaping () throws -> Value?) {
    let channel = channel
    for _ in 0..<8 { channel.room.signal() }
    // Only the new thread calls it from now on.
    nonisolated(unsafe) let source = source
    Thread.detachNewThread {
      var isAtEnd = false
      while !isAtEnd {
        channel.room.wait()
        guard !channel.isAbandoned.withLock({ $0 }) else { return }
        var batch: Batch = []
        while batch.count < 128, !isAtEnd {
          let value = Result { try source() }
          if case .success(.some) = value {} else { isAtEnd = true }
          batch.append(value)
        }
        channel.batches.withLock { [batch] in $0.append(batch) }
        channel.filled.signal()
      }
    }
  }

  deinit {
    channel.isAbandoned.withLock { $0 = true }
    channel.room.signal()
  }

  /// The next value; nil after the last, and not to be asked for again then.
  func next() throws -> Value? {
    try current.withLock { current in
      if current.isEmpty {
        channel.filled.wait()
        current = channel.batches.withLock { $0.removeFirst() }[...]
        channel.room.signal()
      }
      return current.removeFirst()
    }.get()
  }
}
