import Foundation
import TestSupport
import Testing

/// An event asked for at a terminal: nothing is recorded before it was shown and agreed to.
struct EntryTests {
  @Test(.enabled(if: TerminalTests.isEdited))
  func `append alone asks for an event, completes, shows what would change, and records after yes`()
    throws
  {
    let (screen, isDone) = try TerminalTests.play(
      "bash --norc --noprofile -i",
      #"""
      = $
      > printf minutes > m.txt; stakebook append\r
      < type [
      > stake.r\t\r
      < partnership [
      > microsoft-op\t\r
      < holds from
      > 2026-06-31\r
      < error: bad-date
      > 2026-06-30\r
      < holder, who holds [microsoft]:
      > microsfot\r
      < issuer, whose shares [openai-group]:
      > \r
      < percent,
      > about a quarter\r
      < error: bad-percent
      > about 25%\r
      < basis,
      > as_c\t\r
      < more
      > \r
      < status [reported]:
      > \r
      < source
      > title=A paper,kind=press\r
      < the file of its document:
      > m.txt\r
      < another source
      > \r
      < error: unknown-entity: 'microsfot' is not registered. Did you mean 'microsoft'?
      > hol\tmicr\t\r
      < more
      > \r
      < stated: about 27% → about 25%
      > percent=about 24%\r
      < stated: about 27% → about 24%
      = append it (yes, no, or field=value to change)?
      > yes\r
      = $
      > stakebook log --last 1; stakebook documents\r
      < microsoft holds about 24% of openai-group
      < m.txt 7 90e63d85
      = $
      """#)
    #expect(isDone, "\(screen)")
  }

  /// Where somebody stops, with which key, in which terminal.
  @Test(
    .enabled(if: TerminalTests.isEdited), arguments: ["xterm", "dumb"], [#"\x03"#, #"\x04"#, "no"])
  func `who stops at any prompt leaves nothing`(_ terminal: String, _ key: String) throws {
    let (screen, isDone) = try TerminalTests.play(
      "bash --norc --noprofile -i",
      #"""
      = $
      > TERM=\#(terminal) stakebook append note.recorded text=x -s microsoft-openai -n; export TERM=\#(terminal)\r
      < would be seq 92
      = $
      > stakebook append -s microsoft-openai -e 2026 --status reported\r
      < type [
      > note.recorded\r
      < text, the remark
      > a remark\r
      < more
      > \r
      < source
      > \r
      < append it (yes, no, or field=value to change)?
      > \#(key == "no" ? #"no\r"# : key)
      < nothing was recorded
      = $
      > stakebook log --last 1\r
      < 91 20
      = $
      """#)
    #expect(isDone, "\(screen)")
  }
}
