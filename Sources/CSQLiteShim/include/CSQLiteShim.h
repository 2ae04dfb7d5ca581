// The few calls of C that Swift cannot make: variadic ones of SQLite, and of the system those that
// its module leaves out.
#ifndef STAKEBOOK_CSQLITESHIM_H
#define STAKEBOOK_CSQLITESHIM_H

#include <sqlite3.h>

/// Sets one of the switches SQLITE_DBCONFIG_…; returns an SQLite result code.
int stakebook_db_config(sqlite3 *database, int option, int value);

/// Has what takes back half a statement stay in memory instead of a temporary file, memory be counted or
/// not (each count takes a lock), and pages be allocated when there is something in them (SQLite takes
/// twenty at once for each table that a statement makes for itself, and a statement of ours makes a hundred
/// of these, most with a few rows), for all connections of the process; returns an SQLite result code,
/// SQLITE_MISUSE where one was opened before.
int stakebook_set_up(int counts_memory);

/// Has what is freed stay with the process, up to some megabytes, for what is allocated next: who reads
/// again and again would give the same pages to the system and take them back, each filled with zeros.
void stakebook_keep_memory(void);

/// Bounds the memory of all connections of the process, 0 for no bound; SQLITE_MISUSE where it is not
/// counted.
int stakebook_bound_memory(long long bytes);

/// Gives a file another name where nothing has that name; 0, or -1 and errno (EEXIST).
int stakebook_rename_new(const char *from, const char *to);

/// Has two files change their names in one step; 0, or -1 and errno (ENOTSUP where that cannot be).
int stakebook_rename_exchange(const char *one, const char *other);

/// Whether something is mounted on just this path; 0 where the system does not tell.
int stakebook_is_mount_point(const char *path);

/// Writes all that is still to be written on the file system of a descriptor; 0, or -1 and errno.
int stakebook_sync_file_system(int descriptor);

#endif
