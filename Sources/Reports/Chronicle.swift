import Events

/// What reports tell of the timeline besides what happened when, found in one pass over it, which in a large
/// ledger is the longest of its views and lies on disk.
struct Chronicle {
  /// The events of one family in one month.
  struct Month: Hashable {
    let family: String
    /// `2025-10`.
    let period: String
  }

  /// How many events there are, and the first of them: no page lists more.
  struct Count {
    private(set) var number: Int64 = 0
    private(set) var events: [Seq] = []

    mutating func add(_ other: Count) {
      number += other.number
      if events.count < 200 { events += other.events }
    }

    /// Of one event.
    init(_ events: [Seq]) { (number, self.events) = (1, events) }

    /// Of none yet.
    init() {}
  }

  /// The names that events give to what they begin, the last of each; one that two bear comes with the slug.
  private(set) var given: [String: String] = [:]
  /// The newest of what holds by the day of the state: of its last day what was recorded last, the last
  /// first, and how much there is of that day.
  private(set) var newest: [JSONObject] = []
  private(set) var newestCount = 0
  private static let mostNewest = 12
  /// What was amended, ended and waived on the last day on which something was amended.
  private(set) var changed: [JSONObject] = []
  /// The events of each month.
  private(set) var counts: [Month: Count] = [:]

  private var lastChange = ""

  init(_ snapshot: SpooledRows) throws {
    try snapshot.forEachRow(of: "timeline") { row in
      name(row)
      guard row.text("stream") != "entities" else { return }
      count(row)
      guard row["pending"] == .integer(0), row.text("status") != "denied", row["details"] != nil
      else { return }
      remember(row)
    }
    changed = changed.filter { $0.text("effective_earliest") == lastChange }
    let bearers = Dictionary(grouping: given.keys) { given[$0] ?? "" }
    for (name, slugs) in bearers where slugs.count > 1 {
      for slug in slugs { given[slug] = "\(name) [\(slug)]" }
    }
  }

  private mutating func name(_ row: JSONObject) {
    guard let details = row["details"]?.objectValue, let name = details["name"]?.stringValue,
      let field = Catalogue.shapes[row.text("type")]?.named,
      let slug = details[field]?.stringValue, row.text("status") != "denied"
    else { return }
    given[slug] = name
  }

  private mutating func count(_ row: JSONObject) {
    let day = row.text("effective_earliest")
    guard day.utf8.count == 10 else { return }
    let family = String(row.text("type").prefix { $0 != "." })
    let month = Month(family: family, period: String(day.prefix(7)))
    counts[month, default: Count()].add(Count(Snapshot.events(of: row)))
  }

  private mutating func remember(_ row: JSONObject) {
    let day = row.text("effective_earliest")
    let type = row.text("type")
    // A remark changes nothing, and a correction what the ledger tells, not what is so.
    if type == NoteRecorded.type.text || type.hasPrefix("event.") { return }
    let newestDay = newest.first?.text("effective_earliest") ?? ""
    if day > newestDay { (newest, newestCount) = ([], 0) }
    if day >= newestDay {
      newest = [row] + newest.prefix(Self.mostNewest - 1)
      newestCount += 1
    }
    let isAmended = type.hasSuffix(".amended")
    let isChanged =
      isAmended || [".ended", ".waived", ".terminated"].contains { type.hasSuffix($0) }
    guard isChanged else { return }
    if isAmended, day > lastChange {
      changed = changed.filter { $0.text("effective_earliest") == day }
      lastChange = day
    }
    if day >= lastChange { changed.append(row) }
  }
}
