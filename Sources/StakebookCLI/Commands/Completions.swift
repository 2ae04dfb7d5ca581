import ArgumentParser
import Stakebook

struct Completions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions",
    abstract: "Prints what makes a shell complete types, fields, names and views.",
    discussion: """
      EXAMPLES
        stakebook completions bash > ~/.local/share/bash-completion/completions/stakebook
        stakebook completions zsh > ~/.zfunc/_stakebook
        stakebook completions fish > ~/.config/fish/completions/stakebook.fish
      """)

  enum Shell: String, CaseIterable, ExpressibleByArgument { case bash, zsh, fish }

  @Argument(help: "bash, zsh or fish.")
  var shell: Shell

  func run() throws {
    let known: CompletionShell =
      switch shell {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    try say(Main.completionScript(for: known))
    if shell == .bash { try say(Self.openFields) }
  }

  /// No space behind `holder=`, whose value goes on in the same word, and no backslash before `=`.
  private static let openFields = """

    _stakebook_open() {
        _stakebook "${@}"
        [[ "${COMPREPLY[0]-}" == *= ]] && compopt +o filenames -o nospace
        return 0
    }
    complete -o filenames -F _stakebook_open stakebook
    """
}
