import Events
import Foundation

/// Writes all bytes, however many calls that takes. Throws `input-output` when nobody takes them.
public func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws {
  guard bytes.withUnsafeBytes({ isWritten($0, to: descriptor) }) else {
    throw notWritten()
  }
}

/// That nobody takes what is written, with the reason that `errno` tells.
func notWritten() -> Rejection {
  let reason = errno
  return Rejection(
    .inputOutput, "writing failed: \(String(cString: strerror(reason)))",
    hint: [ENOSPC, EDQUOT].contains(reason) ? "Make room on the disk, then try again." : nil)
}

/// The same for those with a refusal of their own: whether all was written, else `errno` tells why.
func isWritten(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { return false }
    rest = rest.dropFirst(count)
  }
  return true
}
