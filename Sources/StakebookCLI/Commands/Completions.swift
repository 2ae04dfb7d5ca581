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

  /// Taken as every command takes it; the answer is the same for all ledgers.
  @OptionGroup var ledger: LedgerOption

  func run() throws {
    let known: CompletionShell =
      switch shell {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    let script = Main.completionScript(for: known)
    switch shell {
    case .bash: try say(script + "\n" + Self.openFieldsInBash)
    case .zsh:
      // Its last lines begin it, as a function of zsh's own or as a file that was read.
      guard let end = script.range(of: "\nif [[", options: .backwards)?.lowerBound else {
        preconditionFailure("the script for zsh begins in another way")
      }
      try say(script[..<end] + "\n" + Self.openFieldsInZsh + script[end...])
    case .fish: try say(script)
    }
  }

  // Behind `holder=`, whose value goes on in the same word, there is to be no space. fish knows.

  private static let openFieldsInZsh = """
    __stakebook_complete() {
        local -a open=("${(M)@:#*=}") whole=("${@:#*=}")
        local -i ret=1
        (( ${#open} )) && compadd -S '' -a open && ret=0
        (( ${#whole} )) && _describe -V '' whole && ret=0
        return ret
    }

    """

  private static let openFieldsInBash = """

    _stakebook_open() {
        _stakebook "${@}"
        [[ "${COMPREPLY[0]-}" == *= ]] && compopt +o filenames -o nospace
        return 0
    }
    complete -o filenames -F _stakebook_open stakebook
    """
}
