import Events
import Projections

/// The charts of a snapshot. Each is drawn from the rows of one or two views.
public struct Charts {
  private let tables: ReportTables

  init(_ tables: ReportTables) { self.tables = tables }

  /// The charts of a snapshot in the words of a language.
  public init(_ snapshot: some SnapshotRows, in language: Language = .english) throws {
    tables = try ReportTables(snapshot, language)
  }

  /// Gives every chart, in the order of the report.
  public func forEach(_ body: (Chart) throws -> Void) throws {
    for topic in View.Topic.allCases { try forEach(of: topic, body) }
  }

  /// Gives the charts of a topic, each as soon as it is drawn.
  func forEach(of topic: View.Topic, _ body: (Chart) throws -> Void) throws {
    switch topic {
    case .stakes: try StakesChart.forEach(tables, body)
    case .valuations: try ValuationsChart.forEach(tables, body)
    case .capital, .purchases, .payments: try BalanceChart.charts(tables, topic).forEach(body)
    case .rights: try RightsChart(tables).chart().map(body)
    case .exposures: try WebChart(tables).chart().map(body)
    case .timeline: try TimelineChart(tables).chart().map(body)
    default: break
    }
  }
}

extension JSONObject {
  /// The day of that name.
  func day(_ name: String) -> Day? { self[name]?.stringValue.flatMap { try? Day($0) } }

  /// A whole number of that name.
  func integer(_ name: String) -> Int64? { self[name]?.integerValue }
}

extension ReportTables {
  /// The day of the state.
  var asOf: Day? { try? Day(snapshot.header.asOf) }
}

extension [JSONObject] {
  /// The rows by a text of theirs, in the order of its first mention.
  func grouped(by key: (JSONObject) -> String) -> [(String, [JSONObject])] {
    var places: [String: Int] = [:]
    var groups: [(String, [JSONObject])] = []
    for row in self {
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
