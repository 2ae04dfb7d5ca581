import Foundation
import Stakebook
import TestSupport
import Testing

/// Views as tables of SQLite hold what the views hold, and say of which types.
struct TypedTablesTests {
  @Test func `tables have the views' rows, and every column has its type for whoever reads`() throws
  {
    try withTemporaryFolder { folder in
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: "Fixtures"), withDestinationURL: Package.fixtures)
      let shell = Shell(in: folder)
      let made = try shell.run(
        """
        stakebook init -l deals.db && stakebook import -l deals.db --restore \\
          Fixtures/catalogue.jsonl 2>/dev/null && echo old > views.db &&
        stakebook export --sqlite views.db -l deals.db --as-of 2026-05-31 2>/dev/null &&
        stakebook export --table stakes --as-of 2026-05-31 -l deals.db --raw -o stakes.csv &&
        stakebook export --sqlite one.db --table stakes -l deals.db 2>/dev/null
        """)
      #expect(made.code == 0, "\(made.errors)")
      // Not a ledger's place, and nothing beside it.
      #expect(try shell.run("stakebook export --sqlite deals.db -l deals.db").code != 0)
      #expect(try shell.run("stakebook export --sqlite x.db -o x.csv -l deals.db").code == 64)
      let looked = try shell.run(
        """
        python3 - <<'END'
        import csv, sqlite3
        tables, one = sqlite3.connect("views.db"), sqlite3.connect("one.db")
        names = "SELECT name FROM sqlite_schema ORDER BY rowid"
        print([n for n, in one.execute(names)])
        rows = tables.execute("SELECT * FROM stakes")
        told = [[c[0] for c in rows.description]] + [
            ["" if v is None else f"{v:.10g}" if type(v) is float else str(v) for v in row] for row in rows]
        print(told == list(csv.reader(open("stakes.csv", newline=""))))
        try:
            import connectorx
        except ImportError:
            connectorx = None
        count = 0
        for name, in tables.execute(names).fetchall():
            count += 1
            types = [c[2] for c in tables.execute(f"PRAGMA table_info({name})")]
            assert set(types) <= {"INTEGER", "REAL", "TEXT"}, types
            if connectorx is None: continue
            frame = connectorx.read_sql("sqlite://views.db", f"SELECT * FROM {name}")
            kinds = {"INTEGER": "i", "REAL": "f", "TEXT": "O"}
            for type, kind in zip(types, frame.dtypes):
                is_text = getattr(kind, "kind", "O") not in "if"
                assert is_text == (type == "TEXT"), (name, type, kind)
            assert len(frame) == tables.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
        print(count)
        END
        """)
      #expect(
        looked.output == "['stakes']\nTrue\n\(Projections.publicViews.count)\n", "\(looked.errors)")
    }
  }
}
