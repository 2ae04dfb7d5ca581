// The variadic C calls of SQLite that Swift cannot make.
#ifndef STAKEBOOK_CSQLITESHIM_H
#define STAKEBOOK_CSQLITESHIM_H

#include <sqlite3.h>

/// Sets one of the switches SQLITE_DBCONFIG_…; returns an SQLite result code.
int stakebook_db_config(sqlite3 *database, int option, int value);

#endif
