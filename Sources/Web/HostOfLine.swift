import NIOCore
import NIOHTTP1

/// Has a request whose first line names a host (`GET http://name/ HTTP/1.1`) be one to that host.
///
/// What makes requests of lines drops that name, although it counts and not the Host, and whoever stands
/// before this server may have gone by it. So where it is another it is put beside the Host, and ``Gate``
/// refuses who names two.
final class HostOfLine: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(var head) = unwrapInboundIn(data), let named = Self.host(in: head.uri),
      head.headers.first(name: "Host")?.lowercased() != named
    else { return context.fireChannelRead(data) }
    head.headers.add(name: "Host", value: named)
    context.fireChannelRead(wrapInboundOut(.head(head)))
  }

  /// The host that an address with a scheme names; nil where it is a path.
  static func host(in address: String) -> String? {
    guard !address.hasPrefix("/"), let mark = address.firstRange(of: "://") else { return nil }
    return address[mark.upperBound...].prefix { !"/?#".contains($0) }.lowercased()
  }

  /// Puts one where requests are still as they came: among the handlers of a server others only stand
  /// behind what drops the name.
  final class Placing: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Any

    func handlerAdded(context: ChannelHandlerContext) {
      let pipeline = context.pipeline.syncOperations
      do {
        let reader = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
        try pipeline.addHandler(HostOfLine(), position: .after(reader))
      } catch {
        // Nobody is let in whose host is not known.
        context.close(promise: nil)
      }
    }
  }
}
