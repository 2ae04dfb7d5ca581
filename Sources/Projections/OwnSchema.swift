extension SchemaCheck {
  /// The hash of what stands beside a log where this program, and nobody else, made all of it.
  ///
  /// `STAKEBOOK_WRITE_PAGES=1 Scripts/test --filter 'Contract|Schema'` writes it. While it is that of an
  /// earlier program each object is compared with its text, which gives the same and takes longer.
  static let ownHash = "75700dd1cf14ebf5905c45516578cb321c9bbcbe483730865e8643540fc416ab"
}
