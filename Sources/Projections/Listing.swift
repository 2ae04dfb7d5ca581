import Events

extension View {
  /// The query for all rows and columns, the rounded ones too, in the view's own order.
  package var listing: String { "SELECT * FROM \(name) ORDER BY \(order)" }
}

extension Projections {
  /// The public view of that name. Throws `unknown-view` with the nearest one.
  public static func publicView(_ name: String) throws -> View {
    if let view = view(named: name) { return view }
    throw Rejection(
      .unknownView, "there is no view '\(name.prefix(60))'",
      hint: nearest(to: name, among: publicViews.map(\.name)).map { "Did you mean '\($0)'?" }
        ?? "There are: \(publicViews.map(\.name).joined(separator: ", ")).")
  }
}
