// The limit: what a program in C does with libsqlite3 and libcrypto that writes the same event
// rows, the same hashes and the same computed rows as Stakebook, and reads and verifies them.
//
//   limit dump LEDGER ROWS FIRST LAST CHUNK   the rows of these events as one flat file
//   limit bulk LEDGER ROWS OUT                writes them in one transaction
//   limit durable OUT ROWS                    writes them, one transaction for each event
//   limit free-bulk LEDGER ROWS OUT           the same facts in a schema of its own, in one transaction
//   limit free-durable LEDGER ROWS OUT        and one transaction for each event
//   limit verify LEDGER                       reads and checks every event and the file
//
// It is given its rows ready made, so it neither reads JSON nor works out what an event claims:
// what is measured against it is all that a program can hope to add. Schema, trigger, journal
// mode, `synchronous`, page cache and lock are those of the ledger. Prints seconds as JSON.
//
// The free limit is bound to none of that but durability and the hashes: ids are 16 bytes, what repeats
// is a number, claims lie clustered by stream, and nothing guards or indexes what no question needs.

#include <fcntl.h>
#include <openssl/sha.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#define COLUMNS 19
#define TABLES 7

static sqlite3 *db;

static void fail(const char *what) {
  fprintf(stderr, "limit: %s: %s\n", what, db ? sqlite3_errmsg(db) : "");
  exit(1);
}

static void run(const char *sql) {
  if (sqlite3_exec(db, sql, 0, 0, 0) != SQLITE_OK) fail(sql);
}

static sqlite3_stmt *prepare(const char *sql) {
  sqlite3_stmt *statement;
  if (sqlite3_prepare_v2(db, sql, -1, &statement, 0) != SQLITE_OK) fail(sql);
  return statement;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static void open_ledger(const char *path, int flags) {
  if (sqlite3_open_v2(path, &db, flags, 0) != SQLITE_OK) fail(path);
  run("PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -65536; PRAGMA secure_delete = ON;"
      "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;");
}

// ---- the rows as a file ------------------------------------------------------------------------

typedef struct {
  const char *name;
  // As many as the ledger's schema says.
  int columns;
  // The first event that makes the row, and the row.
  const char *rows;
} Table;

// In the order in which a chunk's rows are written.
static Table tables[TABLES] = {
    {"event", 0, "SELECT seq, * FROM event WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq"},
    {"x_withdrawal", 0,
     "SELECT withdrawn_by, * FROM x_withdrawal WHERE withdrawn_by BETWEEN ?1 AND ?2 ORDER BY 1"},
    {"x_name", 0, "SELECT * FROM temp.name_row WHERE first BETWEEN ?1 AND ?2 ORDER BY first"},
    {"x_mention", 0, "SELECT * FROM temp.mention_row WHERE first BETWEEN ?1 AND ?2 ORDER BY first"},
    {"x_claim_key", 0,
     "SELECT * FROM temp.claim_key_row WHERE first BETWEEN ?1 AND ?2 ORDER BY first"},
    {"x_claim", 0,
     "SELECT id >> 20, * FROM x_claim WHERE id BETWEEN ?1 << 20 AND (?2 << 20) + 1048575 ORDER BY id"},
    {"x_explanation", 0, "SELECT event, * FROM x_explanation WHERE event BETWEEN ?1 AND ?2 ORDER BY 1"},
};

static void count_columns(void) {
  for (int table = 0; table < TABLES; table++) {
    char sql[64];
    snprintf(sql, sizeof sql, "SELECT * FROM %s", tables[table].name);
    sqlite3_stmt *all = prepare(sql);
    tables[table].columns = sqlite3_column_count(all);
    sqlite3_finalize(all);
  }
  if (tables[0].columns != COLUMNS) fail("the columns of an event");
}

static void put(FILE *file, const void *bytes, size_t count) {
  if (fwrite(bytes, 1, count, file) != count) fail("writing the rows");
}

static void dump_row(FILE *file, sqlite3_stmt *row, int table) {
  fputc(table, file);
  for (int column = 1; column <= tables[table].columns; column++) {
    int type = sqlite3_column_type(row, column);
    fputc(type, file);
    if (type == SQLITE_INTEGER) {
      int64_t number = sqlite3_column_int64(row, column);
      put(file, &number, sizeof number);
    } else if (type == SQLITE_FLOAT) {
      double number = sqlite3_column_double(row, column);
      put(file, &number, sizeof number);
    } else if (type != SQLITE_NULL) {
      const void *bytes = sqlite3_column_blob(row, column);
      uint32_t count = (uint32_t)sqlite3_column_bytes(row, column);
      put(file, &count, sizeof count);
      put(file, bytes, count);
    }
  }
}

static void dump(const char *ledger, const char *path, int64_t first, int64_t last, int64_t chunk) {
  open_ledger(ledger, SQLITE_OPEN_READONLY);
  run("PRAGMA temp_store = MEMORY;"
      "CREATE TEMP TABLE name_row AS SELECT event AS first, * FROM x_name;"
      "CREATE TEMP TABLE began AS SELECT stream, min(seq) AS first FROM event GROUP BY stream;"
      "CREATE TEMP TABLE mention_row AS"
      " SELECT max(name.event, began.first) AS first, mention.*"
      " FROM x_mention AS mention JOIN x_name AS name USING (slug) JOIN began ON began.stream = mention.stream;"
      "CREATE TEMP TABLE claim_key_row AS"
      " SELECT (SELECT min(id) >> 20 FROM x_claim AS claim WHERE claim.key = claim_key.key) AS first, *"
      " FROM x_claim_key AS claim_key;"
      "CREATE INDEX temp.n ON name_row (first); CREATE INDEX temp.m ON mention_row (first);"
      "CREATE INDEX temp.k ON claim_key_row (first);");
  count_columns();
  sqlite3_stmt *rows[TABLES];
  for (int table = 0; table < TABLES; table++) rows[table] = prepare(tables[table].rows);
  FILE *file = fopen(path, "w");
  if (!file) fail(path);
  for (int64_t from = first; from <= last; from += chunk) {
    int64_t to = from + chunk - 1 < last ? from + chunk - 1 : last;
    for (int table = 0; table < TABLES; table++) {
      sqlite3_bind_int64(rows[table], 1, from);
      sqlite3_bind_int64(rows[table], 2, to);
      while (sqlite3_step(rows[table]) == SQLITE_ROW) dump_row(file, rows[table], table);
      sqlite3_reset(rows[table]);
    }
  }
  if (fclose(file) != 0) fail(path);
}

typedef struct {
  int type;
  int64_t integer;
  double real;
  uint32_t count;
  const char *bytes;
} Value;

static FILE *input;
static char *arena;
static size_t arena_size;

static void take(void *bytes, size_t count) {
  if (fread(bytes, 1, count, input) != count) fail("the rows end too early");
}

// The next row, or -1 at the end; texts lie in the arena until the next call.
static int next_row(Value *values) {
  int table = fgetc(input);
  if (table == EOF) return -1;
  size_t used = 0;
  size_t places[COLUMNS];
  for (int column = 0; column < tables[table].columns; column++) {
    Value *value = &values[column];
    value->type = fgetc(input);
    value->count = 0;
    places[column] = used;
    if (value->type == SQLITE_INTEGER) {
      take(&value->integer, sizeof value->integer);
    } else if (value->type == SQLITE_FLOAT) {
      take(&value->real, sizeof value->real);
    } else if (value->type != SQLITE_NULL) {
      take(&value->count, sizeof value->count);
      if (used + value->count > arena_size) {
        arena_size = 2 * (used + value->count);
        arena = realloc(arena, arena_size);
      }
      take(arena + used, value->count);
      used += value->count;
    }
  }
  for (int column = 0; column < tables[table].columns; column++)
    values[column].bytes = arena + places[column];
  return table;
}

// ---- hashes ------------------------------------------------------------------------------------

// In the order of the table's columns.
enum {
  SEQ, ID, STREAM, VERSION, TYPE, EFFECTIVE, EARLIEST, LATEST, RECORDED_AT, STATUS, DATA, SOURCES,
  ACTOR, NOTE, CORRELATION_ID, CAUSATION_ID, SALT, CONTENT_HASH, LEAF_HASH
};

static unsigned char *text;
static size_t text_used, text_size;

static void add(const void *bytes, size_t count) {
  if (text_used + count > text_size) {
    text_size = 2 * (text_used + count);
    text = realloc(text, text_size);
  }
  memcpy(text + text_used, bytes, count);
  text_used += count;
}

static void add_words(const char *words) { add(words, strlen(words)); }

static void add_string(const Value *value) {
  add("\"", 1);
  uint32_t start = 0;
  for (uint32_t place = 0; place < value->count; place++) {
    unsigned char byte = (unsigned char)value->bytes[place];
    if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
    add(value->bytes + start, place - start);
    char escape[8];
    const char *known = "\bb\tt\nn\ff\rr\"\"\\\\";
    const char *found = strchr(known, byte);
    if (byte && found && (found - known) % 2 == 0)
      snprintf(escape, sizeof escape, "\\%c", found[1]);
    else
      snprintf(escape, sizeof escape, "\\u%04x", byte);
    add_words(escape);
    start = place + 1;
  }
  add(value->bytes + start, value->count - start);
  add("\"", 1);
}

static int members;

static void add_member(const char *name, const Value *value, int is_json) {
  if (value->type == SQLITE_NULL) return;
  add_words(members++ ? ",\"" : "{\"");
  add_words(name);
  add_words("\":");
  if (value->type == SQLITE_INTEGER) {
    char digits[24];
    snprintf(digits, sizeof digits, "%lld", (long long)value->integer);
    add_words(digits);
  } else if (is_json) {
    add(value->bytes, value->count);
  } else {
    add_string(value);
  }
}

static void hashes(const Value *event, unsigned char *content, unsigned char *leaf) {
  text_used = 0;
  members = 0;
  add(event[SALT].bytes, event[SALT].count);
  add_member("actor", &event[ACTOR], 0);
  add_member("causation_id", &event[CAUSATION_ID], 0);
  add_member("correlation_id", &event[CORRELATION_ID], 0);
  add_member("data", &event[DATA], 1);
  add_member("note", &event[NOTE], 0);
  add_member("sources", &event[SOURCES], 1);
  add("}", 1);
  SHA256(text, text_used, content);
  char digits[64];
  for (int place = 0; place < 32; place++) {
    digits[2 * place] = "0123456789abcdef"[content[place] >> 4];
    digits[2 * place + 1] = "0123456789abcdef"[content[place] & 15];
  }
  Value hexadecimal = {SQLITE_TEXT, 0, 0, 64, digits};
  text_used = 0;
  members = 0;
  add("\0", 1);
  add_member("content", &hexadecimal, 0);
  add_member("effective", &event[EFFECTIVE], 0);
  add_member("id", &event[ID], 0);
  add_member("recorded_at", &event[RECORDED_AT], 0);
  add_member("seq", &event[SEQ], 0);
  add_member("status", &event[STATUS], 0);
  add_member("stream", &event[STREAM], 0);
  add_member("type", &event[TYPE], 0);
  add_member("version", &event[VERSION], 0);
  add("}", 1);
  SHA256(text, text_used, leaf);
}

// ---- writing -----------------------------------------------------------------------------------

static sqlite3_stmt *inserts[TABLES];

static void prepare_inserts(void) {
  count_columns();
  for (int table = 0; table < TABLES; table++) {
    char sql[160] = "";
    snprintf(sql, sizeof sql, "INSERT INTO %s VALUES (?", tables[table].name);
    for (int column = 1; column < tables[table].columns; column++) strcat(sql, ", ?");
    inserts[table] = prepare(strcat(sql, ")"));
  }
}

static void insert(int table, const Value *values) {
  sqlite3_stmt *statement = inserts[table];
  unsigned char content[32], leaf[32];
  if (table == 0) {
    hashes(values, content, leaf);
    if (memcmp(content, values[CONTENT_HASH].bytes, 32) || memcmp(leaf, values[LEAF_HASH].bytes, 32))
      fail("a hash differs");
  }
  for (int column = 0; column < tables[table].columns; column++) {
    const Value *value = &values[column];
    switch (value->type) {
      case SQLITE_INTEGER: sqlite3_bind_int64(statement, column + 1, value->integer); break;
      case SQLITE_FLOAT: sqlite3_bind_double(statement, column + 1, value->real); break;
      case SQLITE_NULL: sqlite3_bind_null(statement, column + 1); break;
      case SQLITE_BLOB:
        sqlite3_bind_blob(statement, column + 1, value->bytes, (int)value->count, SQLITE_STATIC);
        break;
      default:
        sqlite3_bind_text(statement, column + 1, value->bytes, (int)value->count, SQLITE_STATIC);
    }
  }
  if (sqlite3_step(statement) != SQLITE_DONE) fail(tables[table].name);
  sqlite3_reset(statement);
}

// The ledger's tables, indexes and triggers in a new file: all but its views.
static void create(const char *ledger, const char *out) {
  open_ledger(out, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  run("PRAGMA journal_mode = WAL");
  char sql[4096];
  snprintf(sql, sizeof sql, "ATTACH '%s' AS source", ledger);
  run(sql);
  sqlite3_stmt *schema = prepare(
      "SELECT sql FROM source.sqlite_schema WHERE type <> 'view' AND sql IS NOT NULL"
      " ORDER BY type = 'trigger', type = 'index', rowid");
  char *all = strdup("");
  while (sqlite3_step(schema) == SQLITE_ROW) {
    const char *part = (const char *)sqlite3_column_text(schema, 0);
    all = realloc(all, strlen(all) + strlen(part) + 3);
    strcat(strcat(all, part), ";\n");
  }
  sqlite3_finalize(schema);
  run("DETACH source");
  run(all);
  free(all);
}

static void open_rows(const char *path) {
  input = fopen(path, "r");
  if (!input) fail(path);
}

static void report(int64_t events, double start) {
  printf("{\"events\": %lld, \"seconds\": %.6f}\n", (long long)events, now() - start);
}

static int64_t checked(sqlite3_stmt *statement, const Value *value) {
  sqlite3_bind_text(statement, 1, value->bytes, (int)value->count, SQLITE_STATIC);
  int64_t found = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
  sqlite3_reset(statement);
  return found;
}

static sqlite3_stmt *by_id, *by_stream, *by_slug;

static void prepare_checks(void) {
  by_id = prepare("SELECT seq FROM event WHERE id = ?");
  by_stream = prepare("SELECT coalesce(max(version), 0) FROM event WHERE stream = ?");
  by_slug = prepare("SELECT noun FROM x_name WHERE slug = ?");
}

// The id is new, the version is the next one, and two names are looked up.
static void check(const Value *event) {
  if (checked(by_id, &event[ID]) >= 0) fail("an id is known");
  if (checked(by_stream, &event[STREAM]) + 1 != event[VERSION].integer) fail("a version is missing");
  checked(by_slug, &event[STREAM]);
  checked(by_slug, &event[TYPE]);
}

static void bulk(const char *ledger, const char *rows, const char *out) {
  if (access(out, F_OK) != 0) {
    create(ledger, out);
  } else {
    open_ledger(out, SQLITE_OPEN_READWRITE);
  }
  open_rows(rows);
  double start = now();
  run("BEGIN IMMEDIATE");
  prepare_inserts();
  prepare_checks();
  Value values[COLUMNS];
  int64_t events = 0;
  for (int table; (table = next_row(values)) >= 0;) {
    if (table == 0) {
      events++;
      check(values);
    }
    insert(table, values);
  }
  run("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
  report(events, start);
}

// So many events to a transaction.
static void durable(const char *out, const char *rows, int group) {
  open_ledger(out, SQLITE_OPEN_READWRITE);
  char lock[4096];
  snprintf(lock, sizeof lock, "%s-lock", out);
  int descriptor = open(lock, O_RDWR | O_CREAT, 0600);
  open_rows(rows);
  prepare_inserts();
  prepare_checks();
  sqlite3_stmt *begin = prepare("BEGIN IMMEDIATE"), *commit = prepare("COMMIT");
  Value values[COLUMNS];
  int64_t events = 0;
  double start = now();
  for (int table = next_row(values); table >= 0;) {
    flock(descriptor, LOCK_EX);
    sqlite3_step(begin);
    sqlite3_reset(begin);
    for (int place = 0; place < group && table >= 0; place++, events++) {
      check(values);
      do insert(table, values);
      while ((table = next_row(values)) > 0);
    }
    if (sqlite3_step(commit) != SQLITE_DONE) fail("commit");
    sqlite3_reset(commit);
    flock(descriptor, LOCK_UN);
  }
  report(events, start);
}

// ---- the free limit ----------------------------------------------------------------------------

enum { EVENT, WITHDRAWAL, NAME, MENTION, CLAIM_KEY, CLAIM, EXPLANATION };

static const char *free_schema =
    "CREATE TABLE word (place INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE) STRICT;"
    "CREATE TABLE event (seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, stream INTEGER NOT NULL,"
    " version INTEGER NOT NULL, type INTEGER NOT NULL, effective TEXT NOT NULL, status INTEGER NOT NULL,"
    " recorded_at INTEGER NOT NULL, data TEXT, sources TEXT, actor INTEGER, note TEXT, correlation_id TEXT,"
    " causation_id TEXT, salt BLOB, content_hash BLOB NOT NULL, leaf_hash BLOB NOT NULL) STRICT;"
    "CREATE TABLE claim (stream INTEGER NOT NULL, key INTEGER NOT NULL, id INTEGER NOT NULL,"
    " firm INTEGER NOT NULL, earliest TEXT NOT NULL, latest TEXT NOT NULL, dated INTEGER NOT NULL,"
    " rank INTEGER NOT NULL, breadth INTEGER NOT NULL, measure INTEGER NOT NULL, value ANY, unit INTEGER,"
    " certainty INTEGER, point INTEGER, low INTEGER, high INTEGER,"
    " PRIMARY KEY (stream, key, id)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE withdrawal (event INTEGER PRIMARY KEY, by INTEGER NOT NULL) STRICT;"
    "CREATE TABLE name (word INTEGER PRIMARY KEY, noun INTEGER NOT NULL, event INTEGER NOT NULL) STRICT;";

static sqlite3_stmt *word_of, *new_word, *free_event, *free_claim, *free_withdrawal, *free_name;

// The columns that the rows have, from the ledger that they were taken of.
static void open_free(const char *ledger, const char *out) {
  open_ledger(ledger, SQLITE_OPEN_READONLY);
  count_columns();
  sqlite3_close(db);
  int is_new = access(out, F_OK) != 0;
  open_ledger(out, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  run("PRAGMA secure_delete = OFF; PRAGMA journal_mode = WAL");
  if (is_new) run(free_schema);
  word_of = prepare("SELECT place FROM word WHERE word = ?");
  new_word = prepare("INSERT INTO word (word) VALUES (?)");
  free_event = prepare("INSERT INTO event VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  free_claim = prepare("INSERT INTO claim VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  free_withdrawal = prepare("INSERT INTO withdrawal VALUES (?,?)");
  free_name = prepare("INSERT INTO name VALUES (?,?,?)");
}

static int64_t word(const Value *value) {
  int64_t place = checked(word_of, value);
  if (place >= 0) return place;
  sqlite3_bind_text(new_word, 1, value->bytes, (int)value->count, SQLITE_STATIC);
  if (sqlite3_step(new_word) != SQLITE_DONE) fail("a word");
  sqlite3_reset(new_word);
  return sqlite3_last_insert_rowid(db);
}

static void bind(sqlite3_stmt *statement, int place, const Value *value) {
  if (value->type == SQLITE_INTEGER)
    sqlite3_bind_int64(statement, place, value->integer);
  else if (value->type == SQLITE_FLOAT)
    sqlite3_bind_double(statement, place, value->real);
  else if (value->type == SQLITE_NULL)
    sqlite3_bind_null(statement, place);
  else if (value->type == SQLITE_BLOB)
    sqlite3_bind_blob(statement, place, value->bytes, (int)value->count, SQLITE_STATIC);
  else
    sqlite3_bind_text(statement, place, value->bytes, (int)value->count, SQLITE_STATIC);
}

static void bind_word(sqlite3_stmt *statement, int place, const Value *value) {
  if (value->type == SQLITE_NULL)
    sqlite3_bind_null(statement, place);
  else
    sqlite3_bind_int64(statement, place, word(value));
}

static void stepped(sqlite3_stmt *statement, const char *what) {
  if (sqlite3_step(statement) != SQLITE_DONE) fail(what);
  sqlite3_reset(statement);
}

static int digit(char sign) { return sign <= '9' ? sign - '0' : sign - 'a' + 10; }

// Of 2026-11-29T12:00:00.123456Z, since 1970.
static int64_t microseconds(const char *text) {
  struct tm day = {
      .tm_year = atoi(text) - 1900, .tm_mon = atoi(text + 5) - 1, .tm_mday = atoi(text + 8),
      .tm_hour = atoi(text + 11), .tm_min = atoi(text + 14), .tm_sec = atoi(text + 17)};
  return (int64_t)timegm(&day) * 1000000 + atoi(text + 20);
}

// The streams of the events of this transaction, by seq.
static int64_t *stream_of;
static int64_t streams_from, streams_size;

static void insert_free(int table, const Value *row) {
  if (table == EVENT) {
    unsigned char content[32], leaf[32], id[16];
    hashes(row, content, leaf);
    if (memcmp(content, row[CONTENT_HASH].bytes, 32) || memcmp(leaf, row[LEAF_HASH].bytes, 32))
      fail("a hash differs");
    int nibble = 0;
    for (uint32_t place = 0; place < row[ID].count; place++) {
      if (row[ID].bytes[place] == '-') continue;
      int value = digit(row[ID].bytes[place]);
      id[nibble / 2] = (unsigned char)(nibble % 2 ? id[nibble / 2] | value : value << 4);
      nibble++;
    }
    int64_t stream = word(&row[STREAM]);
    if (!streams_from) streams_from = row[SEQ].integer;
    if (row[SEQ].integer - streams_from >= streams_size) {
      streams_size = 2 * (row[SEQ].integer - streams_from + 512);
      stream_of = realloc(stream_of, (size_t)streams_size * sizeof *stream_of);
    }
    stream_of[row[SEQ].integer - streams_from] = stream;
    bind(free_event, 1, &row[SEQ]);
    sqlite3_bind_blob(free_event, 2, id, 16, SQLITE_STATIC);
    sqlite3_bind_int64(free_event, 3, stream);
    bind(free_event, 4, &row[VERSION]);
    bind_word(free_event, 5, &row[TYPE]);
    bind(free_event, 6, &row[EFFECTIVE]);
    bind_word(free_event, 7, &row[STATUS]);
    sqlite3_bind_int64(free_event, 8, microseconds(row[RECORDED_AT].bytes));
    bind(free_event, 9, &row[DATA]);
    bind(free_event, 10, &row[SOURCES]);
    bind_word(free_event, 11, &row[ACTOR]);
    for (int place = 0; place < 3; place++) bind(free_event, 12 + place, &row[NOTE + place]);
    bind(free_event, 15, &row[SALT]);
    sqlite3_bind_blob(free_event, 16, content, 32, SQLITE_STATIC);
    sqlite3_bind_blob(free_event, 17, leaf, 32, SQLITE_STATIC);
    stepped(free_event, "an event");
  } else if (table == CLAIM) {
    // key, firm, effective_earliest, dated, id, effective_latest, rank, breadth, withdrawn_by, measure,
    // value, unit, certainty, point, low, high
    int64_t seq = row[4].integer >> 20;
    sqlite3_bind_int64(free_claim, 1, stream_of[seq - streams_from]);
    bind_word(free_claim, 2, &row[0]);
    bind(free_claim, 3, &row[4]);
    bind(free_claim, 4, &row[1]);
    bind(free_claim, 5, &row[2]);
    bind(free_claim, 6, &row[5]);
    bind(free_claim, 7, &row[3]);
    bind(free_claim, 8, &row[6]);
    bind(free_claim, 9, &row[7]);
    bind_word(free_claim, 10, &row[9]);
    bind(free_claim, 11, &row[10]);
    bind_word(free_claim, 12, &row[11]);
    bind_word(free_claim, 13, &row[12]);
    for (int place = 13; place < 16; place++) bind(free_claim, place + 1, &row[place]);
    stepped(free_claim, "a claim");
  } else if (table == WITHDRAWAL) {
    bind(free_withdrawal, 1, &row[0]);
    bind(free_withdrawal, 2, &row[1]);
    stepped(free_withdrawal, "a withdrawal");
  } else if (table == NAME) {
    bind_word(free_name, 1, &row[0]);
    bind_word(free_name, 2, &row[1]);
    bind(free_name, 3, &row[2]);
    stepped(free_name, "a name");
  }
  // Which keys and mentions there are follows from the claims.
}

static void free_bulk(const char *ledger, const char *rows, const char *out, int is_durable) {
  open_free(ledger, out);
  open_rows(rows);
  if (is_durable) run("PRAGMA wal_autocheckpoint = 4000");
  sqlite3_stmt *begin = prepare("BEGIN IMMEDIATE"), *commit = prepare("COMMIT");
  Value values[COLUMNS];
  int64_t events = 0;
  double start = now();
  stepped(begin, "begin");
  for (int table; (table = next_row(values)) >= 0;) {
    if (table == EVENT && events++ && is_durable) {
      stepped(commit, "commit");
      stepped(begin, "begin");
    }
    insert_free(table, values);
  }
  stepped(commit, "commit");
  if (!is_durable) run("PRAGMA wal_checkpoint(TRUNCATE)");
  report(events, start);
}

// ---- verifying ---------------------------------------------------------------------------------

typedef struct {
  char *name;
  int64_t version;
} Stream;

static Stream *streams;
static size_t stream_count, stream_places = 1 << 16;

// The next version of a stream, counted from its first event.
static int64_t next_version(const Value *name) {
  uint64_t hash = 14695981039346656037u;
  for (uint32_t place = 0; place < name->count; place++)
    hash = (hash ^ (unsigned char)name->bytes[place]) * 1099511628211u;
  size_t place = hash % stream_places;
  while (streams[place].name && (strncmp(streams[place].name, name->bytes, name->count) ||
                                 streams[place].name[name->count]))
    place = (place + 1) % stream_places;
  if (!streams[place].name) {
    if (++stream_count > stream_places / 2) fail("too many streams");
    streams[place].name = strndup(name->bytes, name->count);
  }
  return ++streams[place].version;
}

static void verify(const char *ledger) {
  open_ledger(ledger, SQLITE_OPEN_READONLY);
  streams = calloc(stream_places, sizeof *streams);
  double start = now();
  sqlite3_stmt *rows = prepare("SELECT * FROM event ORDER BY seq");
  Value values[COLUMNS];
  char recorded[32] = "";
  int64_t events = 0;
  while (sqlite3_step(rows) == SQLITE_ROW) {
    for (int column = 0; column < COLUMNS; column++) {
      Value *value = &values[column];
      value->type = sqlite3_column_type(rows, column);
      value->integer = sqlite3_column_int64(rows, column);
      if (value->type == SQLITE_INTEGER) continue;
      value->bytes = sqlite3_column_blob(rows, column);
      value->count = (uint32_t)sqlite3_column_bytes(rows, column);
    }
    unsigned char content[32], leaf[32];
    hashes(values, content, leaf);
    if (values[SEQ].integer != ++events) fail("a seq is missing");
    if (next_version(&values[STREAM]) != values[VERSION].integer) fail("a version is missing");
    if (memcmp(recorded, values[RECORDED_AT].bytes, 27) > 0) fail("the order of recording");
    memcpy(recorded, values[RECORDED_AT].bytes, 27);
    if (memcmp(content, values[CONTENT_HASH].bytes, 32) || memcmp(leaf, values[LEAF_HASH].bytes, 32))
      fail("a hash differs");
  }
  sqlite3_stmt *integrity = prepare("PRAGMA integrity_check(20)");
  if (sqlite3_step(integrity) != SQLITE_ROW ||
      strcmp((const char *)sqlite3_column_text(integrity, 0), "ok"))
    fail("integrity_check");
  report(events, start);
}

int main(int count, char **words) {
  const char *command = count > 1 ? words[1] : "";
  if (count == 7 && !strcmp(command, "dump"))
    dump(words[2], words[3], atoll(words[4]), atoll(words[5]), atoll(words[6]));
  else if (count == 5 && !strcmp(command, "bulk"))
    bulk(words[2], words[3], words[4]);
  else if (count >= 4 && !strcmp(command, "durable"))
    durable(words[2], words[3], count > 4 ? atoi(words[4]) : 1);
  else if (count == 5 && !strncmp(command, "free-", 5))
    free_bulk(words[2], words[3], words[4], !strcmp(command, "free-durable"));
  else if (count == 3 && !strcmp(command, "verify"))
    verify(words[2]);
  else {
    fprintf(stderr, "usage: limit dump|bulk|durable|free-bulk|free-durable|verify ...\n");
    return 64;
  }
  return 0;
}
