import NIOCore

/// Cuts off who does not read: an answer of which nothing is taken for some time is given up, and with it
/// what it holds.
///
/// What waits to be sent is a piece of 64 KiB at most; the next one is read from its file when that is gone.
/// Who takes a piece now and then has the time that ``Responder`` gives for the whole.
final class SlowReader: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = Any
  typealias OutboundIn = Any

  private let most: TimeAmount
  /// How many pieces wait to be sent, and when the last was, or began to wait alone.
  private var waiting = 0
  private var last = NIODeadline.now()
  private var isWatching = false

  init(seconds: Int) { most = .seconds(Int64(seconds)) }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let done = promise ?? context.eventLoop.makePromise()
    if waiting == 0 { last = .now() }
    waiting += 1
    done.futureResult.assumeIsolated().whenComplete { _ in
      self.waiting -= 1
      self.last = .now()
    }
    context.write(data, promise: done)
    watch(context.channel)
  }

  private func watch(_ channel: any Channel) {
    guard !isWatching else { return }
    isWatching = true
    channel.eventLoop.assumeIsolated().scheduleTask(in: most) {
      self.isWatching = false
      guard self.waiting > 0 else { return }
      if NIODeadline.now() - self.last >= self.most {
        channel.close(promise: nil)
      } else {
        self.watch(channel)
      }
    }
  }
}
