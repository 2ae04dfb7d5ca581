import CZlib

/// Writes a ZIP archive piece by piece: each part is deflated as it comes (RFC 1951), its size stands
/// behind it, and the list of parts stands at the end (APPNOTE 6.3).
///
/// A part holds less than 4 GiB, and so does the archive; all are dated 1 January 1980, so that the same rows
/// make the same bytes.
final class ZipWriter {
  private struct Part {
    let name: String
    let start: Int
    var sum: UInt = 0
    var size = 0
    var packed = 0

    /// As an archive says them.
    var values: [Int] { [Int(sum), packed, size] }
  }

  private var parts: [Part] = []
  private var stream = z_stream()
  private var written = 0

  /// Begins a part; the one before has ended.
  func begin(_ name: String, to output: inout [UInt8]) {
    parts.append(Part(name: name, start: written, sum: crc32(0, nil, 0)))
    // Minus 15: the largest window, and no header before the data.
    let result = deflateInit2_(
      &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    precondition(result == Z_OK, "zlib has no memory left")
    var header = ByteList()
    header.number(0x0403_4B50, 4)
    header.kind()
    header.number(0, 12)
    header.number(name.utf8.count, 2)
    header.number(0, 2)
    put(header.bytes + name.utf8, &output)
  }

  /// Adds to the part that was begun last.
  func write(_ text: String, to output: inout [UInt8]) {
    var bytes = Array(text.utf8)
    let place = parts.count - 1
    parts[place].sum = crc32(parts[place].sum, bytes, UInt32(bytes.count))
    parts[place].size += bytes.count
    deflate(&bytes, Z_NO_FLUSH, &output)
  }

  /// Ends it.
  func end(to output: inout [UInt8]) {
    var nothing: [UInt8] = []
    deflate(&nothing, Z_FINISH, &output)
    deflateEnd(&stream)
    var sizes = ByteList()
    sizes.number(0x0807_4B50, 4)
    sizes.sizes(of: parts[parts.count - 1].values)
    put(sizes.bytes, &output)
  }

  /// Writes the list of all parts.
  func close(to output: inout [UInt8]) {
    let start = written
    for part in parts {
      var entry = ByteList()
      entry.number(0x0201_4B50, 4)
      entry.number(20, 2)
      entry.kind()
      entry.sizes(of: part.values)
      entry.number(part.name.utf8.count, 2)
      entry.number(0, 12)
      entry.number(part.start, 4)
      put(entry.bytes + part.name.utf8, &output)
    }
    var end = ByteList()
    end.number(0x0605_4B50, 4)
    end.number(0, 4)
    end.number(parts.count, 2)
    end.number(parts.count, 2)
    end.number(written - start, 4)
    end.number(start, 4)
    end.number(0, 2)
    put(end.bytes, &output)
  }

  private func put(_ bytes: [UInt8], _ output: inout [UInt8]) {
    output += bytes
    written += bytes.count
  }

  private func deflate(_ input: inout [UInt8], _ flush: Int32, _ output: inout [UInt8]) {
    let size = input.count
    input.withUnsafeMutableBufferPointer { input in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(size)
      repeat {
        let piece = [UInt8](unsafeUninitializedCapacity: 1 << 14) { room, count in
          stream.next_out = room.baseAddress
          stream.avail_out = UInt32(room.count)
          CZlib.deflate(&stream, flush)
          count = room.count - Int(stream.avail_out)
        }
        parts[parts.count - 1].packed += piece.count
        put(piece, &output)
      } while stream.avail_out == 0
    }
  }
}

/// Whole numbers, the least byte first.
private struct ByteList {
  private(set) var bytes: [UInt8] = []

  mutating func number(_ number: Int, _ width: Int) {
    for place in 0..<width {
      bytes.append(place < 8 ? UInt8(truncatingIfNeeded: number >> (8 * place)) : 0)
    }
  }

  /// Version 2.0, sizes behind the data and names in UTF-8, deflated, and the first day that there is.
  mutating func kind() {
    for (value, width) in [(20, 2), (0x0808, 2), (8, 2), (0, 2), (0x21, 2)] {
      number(value, width)
    }
  }

  mutating func sizes(of values: [Int]) { for value in values { number(value, 4) } }
}
