import Stakebook
import TestSupport
import Testing

@testable import Projections
@testable import Reports

/// What a view says of itself is whole: whoever adds one is told here what it still lacks.
struct UsesTests {
  @Test func `a public view is met everywhere, or says why it is not`() {
    for view in Projections.publicViews {
      let uses = view.uses
      let isEverywhere =
        uses.isState && uses.comparison != nil && uses.topic != nil && uses.claims != nil
      #expect(
        isEverywhere == uses.reason.isEmpty,
        "\(view.name): give it snapshot, diff, why and a topic, or the reason (View.Uses)")
    }
  }

  @Test func `no two views have the same place in comparisons`() {
    let places = Projections.publicViews.compactMap(\.uses.comparison)
    #expect(Set(places).count == places.count, "\(places.sorted())")
  }

  @Test func `what is compared and explained is part of the state`() {
    for view in Projections.publicViews where !view.uses.isState {
      #expect(view.uses.comparison == nil && view.uses.topic == nil, "\(view.name)")
    }
  }

  @Test func `every chapter of a report is told from a view`() {
    for topic in View.Topic.allCases {
      #expect(!topic.views.isEmpty, "no view has the topic \(topic.rawValue): View.Uses")
    }
  }

  @Test func `every family that SQL names is one of which events make claims`() {
    let known = Set(ClaimFamily.allCases.map(\.rawValue))
    let texts = Projections.all.flatMap { projection in
      projection.fill.map(\.sql) + projection.views.map(\.sql)
    }
    for text in texts {
      for match in text.matches(of: /family (?:= ('[a-z_]+')|IN \(([^)]*)\))/) {
        let named = (match.1 ?? match.2 ?? "").split(separator: /[', ]+/)
        for family in named {
          #expect(known.contains(String(family)), "'\(family)' is in no ClaimFamily")
        }
      }
    }
  }

  @Test func `every family is claimed by an event, and explained where a figure rests on it`() {
    let claimed = Catalogue.types.flatMap { $0.shape.claims }.map(\.family)
    expectSame(
      Set(ClaimFamily.allCases).subtracting(claimed), [],
      "no event type under Sources/Events/Catalogue makes claims of it")
    let explained = Set(Projections.publicViews.flatMap { $0.uses.claims ?? [] })
    // Nothing but the names of two entities is told by a restructuring itself.
    expectSame(
      Set(ClaimFamily.allCases).subtracting(explained), [.restructuring],
      "no view under Sources/Projections shows what is claimed (View.Uses)")
  }

  @Test func `a column names only columns of its own view`() {
    for view in Projections.publicViews {
      let names = Set(view.columns.map(\.name))
      for column in view.columns {
        if let stated = column.stated { #expect(names.contains(stated), "\(view.name).\(stated)") }
        switch column.kind {
        case .minor(let other), .milli(let other):
          #expect(names.contains(other), "\(view.name).\(column.name) is in units of '\(other)'")
        default: continue
        }
      }
      for name in view.key + view.parties { #expect(names.contains(name), "\(view.name).\(name)") }
    }
  }
}
