/// The language of a report: its words, numbers and dates. What sources say stays as they said it.
///
/// To add one: its file beside this one, named in Package.swift, and its two lines here.
public enum Language: String, CaseIterable, Sendable {
  case english = "en"
  case french = "fr"
  case german = "de"

  /// The file of its words.
  var bytes: [UInt8] {
    switch self {
    case .english: PackageResources.en_txt
    case .french: PackageResources.fr_txt
    case .german: PackageResources.de_txt
    }
  }
}
