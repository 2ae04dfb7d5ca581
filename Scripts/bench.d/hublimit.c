// The limit of desks at a hub: what a program in C does with libpq and libsqlite3 that inserts the same
// rows at the same server and keeps a copy of them in a file.
//
//   hublimit CONNINFO FILE COUNT own    inserts COUNT rows, one transaction each, and writes each into the
//                                       file durably as well
//   hublimit CONNINFO FILE COUNT copy   the same, and writes into the file what the others inserted since
//
// It computes nothing of the rows, checks nothing and asks nothing of its copy. Says that it is ready, begins when
// it is given a line, and prints seconds as JSON.

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// Of libpq-fe.h, so that only the library itself is needed.
typedef struct pg_conn PGconn;
typedef struct pg_result PGresult;
PGconn *PQconnectdb(const char *);
int PQstatus(const PGconn *);
char *PQerrorMessage(const PGconn *);
PGresult *PQexec(PGconn *, const char *);
PGresult *PQprepare(PGconn *, const char *, const char *, int, const unsigned *);
PGresult *PQexecPrepared(PGconn *, const char *, int, const char *const *, const int *, const int *, int);
int PQresultStatus(const PGresult *);
int PQntuples(const PGresult *);
char *PQgetvalue(const PGresult *, int, int);
int PQgetisnull(const PGresult *, int, int);
void PQclear(PGresult *);

#define COLUMNS 19

static PGconn *server;
static sqlite3 *file;

static void fail(const char *what) {
  fprintf(stderr, "hublimit: %s: %s %s\n", what, server ? PQerrorMessage(server) : "",
          file ? sqlite3_errmsg(file) : "");
  exit(1);
}

static void run(const char *sql) {
  if (sqlite3_exec(file, sql, 0, 0, 0) != SQLITE_OK) fail(sql);
}

static PGresult *ask(PGresult *result, const char *what) {
  int status = PQresultStatus(result);
  if (status != 1 && status != 2) fail(what);
  return result;
}

static PGresult *call(const char *name, int count, const char *const *values) {
  return ask(PQexecPrepared(server, name, count, values, 0, 0, 0), name);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
  if (argc != 5) return 64;
  int count = atoi(argv[3]), copies = !strcmp(argv[4], "copy");
  server = PQconnectdb(argv[1]);
  if (PQstatus(server)) fail("connect");
  if (sqlite3_open(argv[2], &file) != SQLITE_OK) fail("open");
  run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
      "CREATE TABLE event (seq INTEGER PRIMARY KEY, id TEXT NOT NULL, stream TEXT NOT NULL,"
      " version INTEGER NOT NULL, type TEXT NOT NULL, effective TEXT, effective_earliest TEXT,"
      " effective_latest TEXT, recorded_at TEXT, status TEXT, data TEXT, sources TEXT, actor TEXT,"
      " note TEXT, correlation_id TEXT, causation_id TEXT, salt BLOB, content_hash BLOB, leaf_hash BLOB)"
      " STRICT;"
      "CREATE UNIQUE INDEX event_id ON event (id);"
      "CREATE UNIQUE INDEX event_stream ON event (stream, version);"
      "CREATE INDEX event_type ON event (type, seq);"
      "CREATE INDEX event_recorded ON event (recorded_at, seq);");
  sqlite3_stmt *insert;
  if (sqlite3_prepare_v2(file, "INSERT INTO event VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,CAST(? AS BLOB),"
                         "CAST(? AS BLOB),CAST(? AS BLOB))", -1, &insert, 0) != SQLITE_OK) fail("insert");
  PQclear(ask(PQprepare(server, "move", "UPDATE plain_head SET seq = seq + 1 RETURNING seq", 0, 0), "move"));
  PQclear(ask(PQprepare(
      server, "put",
      "INSERT INTO plain (seq, stream, version, type, effective, effective_earliest, effective_latest,"
      " status, data, actor, salt, content_hash, leaf_hash) VALUES ($1::bigint, 'entities', $1::bigint,"
      " 'entity.registered', '2020', '2020-01-01', '2020-12-31', 'reported',"
      " '{\"entity\":\"desk-entity\",\"kind\":\"company\",\"name\":\"An entity of a desk\"}', 'owner',"
      " '\\x00112233445566778899aabbccddeeff', sha256('a'), sha256('b'))", 1, 0), "put"));
  PQclear(ask(PQprepare(server, "tail",
      "SELECT * FROM plain WHERE seq > $1::bigint AND seq <= $2::bigint ORDER BY seq", 2, 0), "tail"));
  PGresult *head = ask(PQexec(server, "SELECT seq FROM plain_head"), "head");
  char seen[32], seq[32], before[32];
  snprintf(seen, sizeof seen, "%s", PQgetvalue(head, 0, 0));
  PQclear(head);
  printf("ready\n");
  fflush(stdout);
  if (getchar() == EOF) fail("no line");
  double start = now();
  for (int i = 0; i < count; i++) {
    PQclear(ask(PQexec(server, "BEGIN"), "BEGIN"));
    PGresult *moved = call("move", 0, 0);
    snprintf(seq, sizeof seq, "%s", PQgetvalue(moved, 0, 0));
    PQclear(moved);
    const char *one[] = {seq};
    PQclear(call("put", 1, one));
    PQclear(ask(PQexec(server, "COMMIT"), "COMMIT"));
    snprintf(before, sizeof before, "%lld", atoll(seq) - 1);
    const char *two[] = {copies ? seen : before, seq};
    PGresult *tail = call("tail", 2, two);
    run("BEGIN IMMEDIATE");
    for (int row = 0; row < PQntuples(tail); row++) {
      for (int column = 0; column < COLUMNS; column++) {
        const char *value = PQgetisnull(tail, row, column) ? 0 : PQgetvalue(tail, row, column);
        sqlite3_bind_text(insert, column + 1, value, -1, SQLITE_STATIC);
      }
      if (sqlite3_step(insert) != SQLITE_DONE) fail("insert");
      sqlite3_reset(insert);
    }
    run("COMMIT");
    PQclear(tail);
    memcpy(seen, seq, sizeof seen);
  }
  printf("{\"seconds\": %f}\n", now() - start);
  return 0;
}
