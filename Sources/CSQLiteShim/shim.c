#define _GNU_SOURCE
#include "CSQLiteShim.h"

#include <errno.h>
#include <fcntl.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

int stakebook_db_config(sqlite3 *database, int option, int value) {
  int now = 0;
  return sqlite3_db_config(database, option, value, &now);
}

int stakebook_set_up(int counts_memory) {
  int done = sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, -1);
  if (done == SQLITE_OK) done = sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, 0);
  return done != SQLITE_OK ? done : sqlite3_config(SQLITE_CONFIG_MEMSTATUS, counts_memory);
}

void stakebook_keep_memory(void) {
#if defined(__GLIBC__)
  mallopt(M_TRIM_THRESHOLD, 16 << 20);
  mallopt(M_MMAP_THRESHOLD, 4 << 20);
#endif
}

int stakebook_bound_memory(long long bytes) {
  if (sqlite3_initialize() != SQLITE_OK) return SQLITE_NOMEM;
  void *probe = sqlite3_malloc(1024);
  int is_counted = sqlite3_memory_used() > 0;
  sqlite3_free(probe);
  if (!is_counted) return SQLITE_MISUSE;
  sqlite3_hard_heap_limit64(bytes);
  return SQLITE_OK;
}

int stakebook_rename_new(const char *from, const char *to) {
#if defined(__APPLE__)
  int done = renamex_np(from, to, RENAME_EXCL);
#elif defined(RENAME_NOREPLACE)
  int done = renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
#else
  int done = -1;
  errno = ENOSYS;
#endif
  if (done == 0 || (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP)) return done;
  // A file system that cannot: for a moment the file has both names.
  if (link(from, to) != 0) return -1;
  return unlink(from);
}

int stakebook_rename_exchange(const char *one, const char *other) {
#if defined(__APPLE__)
  int done = renamex_np(one, other, RENAME_SWAP);
#elif defined(RENAME_EXCHANGE)
  int done = renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE);
#else
  int done = -1;
  errno = ENOSYS;
#endif
  if (done != 0 && (errno == EINVAL || errno == ENOSYS)) errno = ENOTSUP;
  return done;
}

int stakebook_is_mount_point(const char *path) {
#if defined(STATX_ATTR_MOUNT_ROOT)
  struct statx found;
  if (statx(AT_FDCWD, path, AT_STATX_DONT_SYNC, STATX_TYPE, &found) != 0) return 0;
  return (found.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
#else
  (void)path;
  return 0;
#endif
}

int stakebook_sync_file_system(int descriptor) {
#if defined(__linux__)
  return syncfs(descriptor);
#else
  return fsync(descriptor);
#endif
}
