import Events

/// Days along a picture, with ticks at the beginning of months or years.
struct TimeAxis {
  let first: Day
  let last: Day
  let left: Double
  let right: Double
  private let wording: Wording

  /// Nil without days.
  init?(_ days: [Day], _ left: Double, _ right: Double, _ wording: Wording) {
    guard let first = days.min(), let last = days.max() else { return nil }
    self.first = first
    self.last = last
    self.left = left
    self.right = right
    self.wording = wording
  }

  func x(_ day: Day) -> Double {
    let span = Double(max(1, last.ordinal - first.ordinal))
    let share = Double(day.ordinal - first.ordinal) / span
    return left + min(1, max(0, share)) * (right - left)
  }

  /// Months between two ticks, so that their labels have room.
  private var step: Int {
    let months = max(1, (last.ordinal - first.ordinal) / 30)
    let most = max(2, Int((right - left) / 78))
    return [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000].first { months / $0 <= most }
      ?? 12_000
  }

  var ticks: [(day: Day, label: String)] {
    let step = step
    var ticks: [(day: Day, label: String)] = []
    let months = first.year * 12 + first.month - 1
    var count = (months + step - 1) / step * step
    while let day = Day(year: count / 12, month: count % 12 + 1, day: 1), day <= last {
      if day >= first {
        ticks.append((day, step >= 12 ? String(day.year) : wording.month(day)))
      }
      count += step
    }
    return ticks
  }

  /// Lines from top to bottom and labels below.
  ///
  /// Where there are bands the lines stand in these alone. A label that a line at `struck` would cross is left out.
  func draw(
    _ canvas: inout Canvas, top: Double, bottom: Double,
    in bands: [(top: Double, bottom: Double)] = [], struck: Double? = nil
  ) {
    var free = 0.0
    for (day, label) in ticks {
      let x = x(day)
      for band in bands.isEmpty ? [(top: top, bottom: bottom)] : bands {
        canvas.line(x, band.top, x, band.bottom, "g")
      }
      let half = TextMetrics.width(label, size: 11) / 2
      let middle = min(max(x, half), canvas.width - half)
      let isStruck = struck.map { abs($0 - middle) < half + 3 } ?? false
      guard middle - half >= free, !isStruck else { continue }
      canvas.text(middle, bottom + 16, label, "k", .middle)
      free = middle + half + 6
    }
  }
}

/// Whole numbers up a picture, from 0 to a round number at or above the greatest.
struct ValueAxis {
  let most: Int64
  let step: Int64
  let top: Double
  let bottom: Double

  init(_ greatest: Int64, _ top: Double, _ bottom: Double, ticks: Int64 = 6) {
    let greatest = max(1, greatest)
    var step: Int64 = 1
    outer: while true {
      for factor: Int64 in [1, 2, 5] where step * factor * ticks >= greatest {
        step *= factor
        break outer
      }
      step *= 10
    }
    self.step = step
    most = (greatest + step - 1) / step * step
    self.top = top
    self.bottom = bottom
  }

  func y(_ value: Int64) -> Double {
    bottom - Double(value) / Double(most) * (bottom - top)
  }

  var ticks: [Int64] { Array(stride(from: 0, through: most, by: Int(step)).map { Int64($0) }) }
}
