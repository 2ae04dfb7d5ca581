import Events
import Testing

/// A refusal says what to write instead: which field takes what was written, which word was meant.
struct OtherFormTests {
  private func hint(_ type: String, _ arguments: String...) throws -> String? {
    let rejection = #expect(throws: Rejection.self) {
      let (_, shape) = try Catalogue.shape(of: type)
      var said = Assignments(shape)
      for argument in arguments { try said.add(argument) }
      _ = try Accepted(
        Draft(type: type, stream: "deal", effective: "2025", data: .object(said.data)))
    }
    return rejection?.hint
  }

  @Test(arguments: [
    (
      "strike=USD 95 a share",
      "The price of a unit (such as USD 0.005 a share) goes into 'price'."
    ),
    (
      "strike=USD 22.9841",
      "The price of a unit (such as USD 0.005 a share) goes into 'price'."
    ),
    ("strike=10%", "A percent goes into 'percent'."),
    ("price=USD 95m", "An amount of money goes into 'strike', 'floor' or 'cap'."),
    ("units=10%", "A percent goes into 'percent'."),
    ("percent=10m shares", "A quantity goes into 'units'."),
    ("percent=USD 5bn", "An amount of money goes into 'strike', 'floor' or 'cap'."),
  ])
  func `a value of another form is pointed to the field that takes it`(
    written: String, hint: String
  ) throws {
    #expect(
      try self.hint("option.granted", "option=o", "kind=put", "holder=a", "writer=b", written)
        == hint)
  }

  @Test func `so is one within an object, and a field of no other form says how it is written`()
    throws
  {
    let debt = ["debt=d", "lender=a", "borrower=b"]
    #expect(
      try hint("debt.issued", debt[0], debt[1], debt[2], "principal=5%")
        == "A percent goes into 'rate' or 'spread'.")
    #expect(
      try hint(
        "debt.issued", debt[0], debt[1], debt[2], "principal=USD 5m", "conversion.price=USD 5bn")
        == "An amount of money goes into 'conversion.cap'.")
    #expect(
      try hint(
        "payment.promised", "payment=p", "payer=a", "payee=b", "category=upfront", "amount=20%")
        == "Write the code before it, like USD 1bn.")
    // Any year is a bare number.
    #expect(
      try hint(
        "payment.promised", "payment=p", "payer=a", "payee=b", "category=upfront", "amount=2030")
        == "Write the code before it, like USD 1bn.")
  }

  @Test(arguments: [
    ("lockup", "Did you mean 'lock_up'? "),
    ("non_competition", "Did you mean 'non_compete' or 'non_solicit'? "),
    ("board_observer", "Did you mean 'board_seat' or 'observer'? "), ("zzz", ""),
  ])
  func `of a long list the likely words are offered, and where to find the others`(
    word: String, near: String
  ) throws {
    #expect(
      try hint("right.granted", "right=r", "kind=\(word)", "grantor=a", "grantee=b")
        == near + "`stakebook types right.granted` lists them.")
  }

  @Test func `a long list is not told where a word is missing, a short one is`() throws {
    #expect(
      try hint("right.granted", "right=r", "grantor=a", "grantee=b")
        == "Write kind=… (exclusivity, ip_licence, right_of_first_refusal …). "
        + "`stakebook types right.granted` lists them.")
    #expect(
      try hint("option.granted", "option=r", "holder=a", "writer=b")
        == "Write kind=… (put, call, mutual).")
  }
}
