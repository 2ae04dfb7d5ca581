import Events

extension SavedQuery {
  /// The queries that come with the program, in alphabetical order.
  public static let builtIn: [SavedQuery] = [
    read("board", PackageResources.board_sql),
    read("cap-table", PackageResources.cap_table_sql),
    read("claims-on", PackageResources.claims_on_sql),
    read("commitments-in", PackageResources.commitments_in_sql),
    read("disputed", PackageResources.disputed_sql),
    read("entity", PackageResources.entity_sql),
    read("exclusivity", PackageResources.exclusivity_sql),
    read("exposure", PackageResources.exposure_sql),
    read("exposure-matrix", PackageResources.exposure_matrix_sql),
    read("invested-funded", PackageResources.invested_funded_sql),
    read("open-conditions", PackageResources.open_conditions_sql),
    read("options", PackageResources.options_sql),
    read("owed", PackageResources.owed_sql),
    read("rights-ending", PackageResources.rights_ending_sql),
    read("royalties", PackageResources.royalties_sql),
    read("thin-sources", PackageResources.thin_sources_sql),
    read("upcoming", PackageResources.upcoming_sql),
    read("valuations-over-time", PackageResources.valuations_over_time_sql),
    read("what-changed", PackageResources.what_changed_sql),
    read("who-owes-whom", PackageResources.who_owes_whom_sql),
  ]

  private static func read(_ name: String, _ bytes: [UInt8]) -> SavedQuery {
    do throws(Rejection) {
      return try SavedQuery(name: name, text: String(decoding: bytes, as: UTF8.self))
    } catch {
      preconditionFailure("\(name): \(error)")
    }
  }
}
