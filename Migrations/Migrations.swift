/// The schema of the log itself: what may not be lost.
///
/// One SQL file for each change, never edited once released. Projection tables are not here: they
/// are computed and can be thrown away.
public enum Migrations {
  /// `PRAGMA application_id` of a ledger: "Stbk" in ASCII.
  public static let applicationID: Int32 = 0x5374_626B

  /// The SQL of each migration, oldest first; `PRAGMA user_version` counts those applied.
  public static let all: [String] = [
    text(PackageResources.m0001_event_log_sql), text(PackageResources.m0002_erasure_sql),
    text(PackageResources.m0003_documents_sql), text(PackageResources.m0004_hub_sql),
    text(PackageResources.m0005_withheld_sql),
  ]

  private static func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}
