extension String {
  /// Whole numbers, each with that many digits, and between two of them a character of `after`.
  package init(digits numbers: [(number: Int, width: Int)], after separators: StaticString) {
    let length = numbers.reduce(separators.utf8CodeUnitCount) { $0 + $1.width }
    self.init(unsafeUninitializedCapacity: length) { bytes in
      var place = 0
      for (index, (number, width)) in numbers.enumerated() {
        var rest = number
        for digit in stride(from: place + width - 1, through: place, by: -1) {
          bytes[digit] = UInt8(ascii: "0") + UInt8(rest % 10)
          rest /= 10
        }
        place += width
        if index < separators.utf8CodeUnitCount {
          bytes[place] = separators.utf8Start[index]
          place += 1
        }
      }
      return place
    }
  }
}
