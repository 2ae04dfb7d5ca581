import Foundation

extension [UInt8] {
  /// Standard base64 with padding.
  package var base64: String { Data(self).base64EncodedString() }

  /// Reads standard base64 with padding, and no other spelling of the same bytes.
  init?(base64 text: some StringProtocol) {
    guard let data = Data(base64Encoded: String(text)), data.base64EncodedString() == text else {
      return nil
    }
    self = Array(data)
  }
}
