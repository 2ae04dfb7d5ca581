#include "CSQLiteShim.h"

int stakebook_db_config(sqlite3 *database, int option, int value) {
  int now = 0;
  return sqlite3_db_config(database, option, value, &now);
}
