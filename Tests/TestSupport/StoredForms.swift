/// Every way in which SQLite can hold something else where a column of an event stood.
public enum StoredForms {
  static let texts = [
    "id", "stream", "type", "effective", "effective_earliest", "effective_latest", "recorded_at",
    "status", "data", "sources", "actor", "note", "correlation_id", "causation_id",
  ]
  static let blobs = ["salt", "content_hash", "leaf_hash"]

  /// What may stand in the place of a column, as SQL over the row.
  public static let all: [(column: String, form: String)] =
    texts.flatMap { column in
      [
        "\(column) || char(0)", "\(column) || char(0) || 'hidden'",
        "substr(\(column), 1, 3) || char(0) || substr(\(column), 4)", "char(0) || \(column)",
        "\(column) || ' '", "' ' || \(column)", "\(column) || char(10)",
        "iif(\(column) = upper(\(column)), lower(\(column)), upper(\(column)))",
        "replace(\(column), 'é', 'e' || char(769))", "replace(\(column), 'e' || char(769), 'é')",
        "replace(\(column), 'K', char(8490))",
        "CAST(\(column) AS BLOB)", "CAST(CAST(\(column) AS BLOB) || x'FF' AS TEXT)",
        "CAST(x'C080' || CAST(\(column) AS BLOB) AS TEXT)", "CAST(\(column) AS INTEGER)",
        "CAST(\(column) AS REAL)", "substr(\(column), 1, length(\(column)) - 1)", "''", "NULL",
      ].map { (column, $0) }
    }
    + blobs.flatMap { column in
      [
        "\(column) || x'00'", "x'00' || \(column)", "CAST(\(column) || x'00' AS BLOB)",
        "substr(\(column), 1, length(\(column)) - 1)", "CAST(\(column) AS TEXT)", "hex(\(column))",
        "x''", "zeroblob(length(\(column)))", "7", "7.0", "NULL",
      ].map { (column, $0) }
    }
    + [
      "version + 0.0", "version + 0.5", "CAST(version AS TEXT)", "version || ' '",
      "CAST(version AS BLOB)", "-version", "version + 1", "NULL",
    ].map { ("version", $0) }

  /// Has the table of the log hold anything in any column; the connection is used for that alone.
  public static let loosen = """
    PRAGMA ignore_check_constraints = ON;
    PRAGMA writable_schema = ON;
    UPDATE sqlite_schema
    SET sql = replace(replace(replace(replace(sql, 'TEXT NOT NULL', 'BLOB'), 'TEXT', 'BLOB'),
      'version INTEGER NOT NULL', 'version BLOB'), 'BLOB NOT NULL', 'BLOB')
    WHERE type = 'table' AND name = 'event';
    UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ')') WHERE name = 'event';
    PRAGMA writable_schema = RESET;
    """

  /// Brings the schema back that the table was made with, which is bound.
  public static let tighten = """
    UPDATE sqlite_schema SET sql = ? WHERE type = 'table' AND name = 'event'
    """
}
