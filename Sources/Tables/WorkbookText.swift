extension String {
  /// What a text of a workbook says: `_x000D_` is the sign of that number, `_x005F_` an underscore before what
  /// would be read so (ECMA-376, part 1, 22.4.2.4).
  ///
  /// The numbers are UTF-16. A return, alone or before a line feed, is the line feed that people see.
  var asWorkbooksMean: String {
    guard contains("_x") || contains("_X") else { return self }
    let units = Array(utf16)
    var meant: [UInt16] = []
    var place = 0
    while place < units.count {
      if let unit = Self.escaped(units[place...].prefix(7)) {
        meant.append(unit)
        place += 7
      } else {
        meant.append(units[place])
        place += 1
      }
    }
    return String(decoding: meant, as: UTF16.self)
      .replacing("\r\n", with: "\n").replacing("\r", with: "\n")
  }

  /// The sign that `_xHHHH_` is.
  private static func escaped(_ units: ArraySlice<UInt16>) -> UInt16? {
    let units = Array(units)
    guard units.count == 7, units[0] == 0x5F, units[1] | 0x20 == 0x78, units[6] == 0x5F else {
      return nil
    }
    var number: UInt16 = 0
    for unit in units[2...5] {
      guard unit < 0x80, let digit = Character(UnicodeScalar(UInt8(unit))).hexDigitValue else {
        return nil
      }
      number = number << 4 | UInt16(digit)
    }
    return number
  }
}
