extension SchemaCheck {
  /// The hash of what stands beside a log where this program, and nobody else, made all of it.
  ///
  /// `STAKEBOOK_WRITE_PAGES=1 Scripts/test --filter 'Contract|Schema'` writes it. While it is that of an
  /// earlier program each object is compared with its text, which gives the same and takes longer.
  static let ownHash = "cc7aaf801e7e03cccb8b5098d7a51626a55383c352a8ad3a2427951085a84628"
}
