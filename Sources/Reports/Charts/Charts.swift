import Events

/// The charts of a snapshot. Each is drawn from the rows of one or two views.
public struct Charts {
  private let contents: Contents

  init(_ contents: Contents) { self.contents = contents }

  /// The charts of a snapshot in the words of a language.
  public init(_ snapshot: some SnapshotRows, in language: Language = .english) throws {
    contents = Contents(snapshot, try Wording(language, namesOf: snapshot))
  }

  /// Every chart, in the order of the report.
  public var all: [Chart] {
    get throws { try Section.Topic.allCases.flatMap(of) }
  }

  func of(_ topic: Section.Topic) throws -> [Chart] {
    switch topic {
    case .stakes: try StakesChart.charts(contents)
    case .valuations: try ValuationsChart.charts(contents)
    case .capital: try BalanceChart.charts(contents, .capital)
    case .purchases: try BalanceChart.charts(contents, .purchases)
    case .rights: try [RightsChart(contents).chart()].compactMap { $0 }
    case .exposures: try [WebChart(contents).chart()].compactMap { $0 }
    case .timeline: try [TimelineChart(contents).chart()].compactMap { $0 }
    default: []
    }
  }
}

extension JSONObject {
  /// The day of that name.
  func day(_ name: String) -> Day? { self[name]?.stringValue.flatMap { try? Day($0) } }

  /// A whole number of that name.
  func integer(_ name: String) -> Int64? { self[name]?.integerValue }
}

extension Contents {
  /// The day of the state.
  var asOf: Day? { try? Day(snapshot.header.asOf) }

  /// Rows by the text of a column, in the order of their first mention.
  func grouped(_ rows: [JSONObject], by key: (JSONObject) -> String) -> [(String, [JSONObject])] {
    var places: [String: Int] = [:]
    var groups: [(String, [JSONObject])] = []
    for row in rows {
      let key = key(row)
      if let place = places[key] {
        groups[place].1.append(row)
      } else {
        places[key] = groups.count
        groups.append((key, [row]))
      }
    }
    return groups
  }
}
