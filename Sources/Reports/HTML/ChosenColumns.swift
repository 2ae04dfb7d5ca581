import Events
import Projections

/// The tables of events, of what is owed and of what comes due: fewer columns than the views have, in the
/// order in which people read them.
extension PageTable {
  /// A column: by which column of the view it is sorted, its title, and what stands in it.
  struct Chosen {
    let name: String
    let title: Word
    var isFigure = false
    let cell: (JSONObject) -> String
  }

  /// The columns of a view of which people read some; nil for any other view.
  static func chosen(of view: View, _ wording: Wording) -> [Chosen]? {
    func day(_ name: String, _ title: Word) -> Chosen {
      Chosen(name: name, title: title) { wording.date($0.text(name)) }
    }
    func party(_ name: String, _ title: Word) -> Chosen {
      Chosen(name: name, title: title) { wording.name($0.text(name)) }
    }
    func stored(_ name: String, _ title: Word) -> Chosen {
      Chosen(name: name, title: title) { row in
        row.text(name).isEmpty ? "" : wording.stored(name, row.text(name))
      }
    }
    let thing = Chosen(name: "thing", title: .thing) { wording.thing($0.text("thing")) }
    let amount = Chosen(name: "amount_minor", title: .amount, isFigure: true) { row in
      if row["amount_minor"] == nil, row["amount_low_minor"] == nil {
        return wording.stated(row.text("left_quantity"))
      }
      return wording.money("amount", of: row)
    }
    switch view.name {
    case "owed":
      return [
        party("from_entity", .from), party("to_entity", .to), amount, stored("what", .kind), thing,
        stored("counts_as", .countsAs), day("due", .due), day("expires", .expires),
      ]
    case "upcoming":
      let occasion = Chosen(name: "occasion", title: .kindOfDay) { row in
        let told = wording.stored("occasion", row.text("occasion"))
        return row["overdue"] == .integer(1)
          ? "\(told), \(wording.stored("occasion", "overdue"))" : told
      }
      return [
        day("day", .date), occasion, thing, stored("what", .kind), amount,
        party("from_entity", .from), party("to_entity", .to),
      ]
    case "events":
      return [
        Chosen(name: "headline", title: .event) { wording.headline(of: $0).text },
        stored("type", .kind), day("effective", .effective), stored("status", .status),
        Chosen(name: "recorded_at", title: .recorded) {
          wording.date(String($0.text("recorded_at").prefix(10)))
        },
        Chosen(name: "note", title: .notes) { $0.text("note") },
      ]
    default: return nil
    }
  }

  init(of view: View, _ rows: [JSONObject], _ chosen: [Chosen], _ words: PageWords) {
    let cells = rows.map { row in chosen.map { $0.cell(row) } }
    let filled = chosen.indices.filter { place in cells.contains { !$0[place].isEmpty } }
    self.init(
      columns: filled.map { place in
        Column(
          name: chosen[place].name, title: Self.title(words.title(chosen[place].title.rawValue)),
          isFigure: chosen[place].isFigure)
      },
      rows: zip(rows, cells).map { row, cells in
        Row(
          cells: filled.map { cells[$0] }, name: view.name(of: row), why: view.explaining(row),
          events: Snapshot.events(of: row))
      })
  }
}
