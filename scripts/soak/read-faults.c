/*
 * Loaded before the C library (LD_PRELOAD), lets one read of a file fail: the FAULT_AT-th since FAULT_ROUND changed, of
 * files whose path contains FAULT_FILE, with EIO or, where FAULT_KIND is "short", as if the file ended there. Sets
 * FAULT_FIRED when it has.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char last_round[32] = "";
static long count = 0;

static int is_meant(int fd, const char *part) {
  char link[64];
  char path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return strstr(path, part) != NULL;
}

/* 0 = let it through, 1 = fail, 2 = end of file. */
static int fault_for(int fd) {
  const char *at = getenv("FAULT_AT");
  const char *part = getenv("FAULT_FILE");
  const char *round = getenv("FAULT_ROUND");
  if (at == NULL || part == NULL || round == NULL || *at == 0 || !is_meant(fd, part)) return 0;
  pthread_mutex_lock(&lock);
  if (strcmp(round, last_round) != 0) {
    snprintf(last_round, sizeof last_round, "%s", round);
    count = 0;
  }
  int fires = ++count == atol(at);
  pthread_mutex_unlock(&lock);
  if (!fires) return 0;
  setenv("FAULT_FIRED", round, 1);
  const char *kind = getenv("FAULT_KIND");
  return kind != NULL && strcmp(kind, "short") == 0 ? 2 : 1;
}

#define FAULTY(fd)                     \
  switch (fault_for(fd)) {             \
    case 1: errno = EIO; return -1;    \
    case 2: return 0;                  \
  }

ssize_t read(int fd, void *to, size_t size) {
  static ssize_t (*real)(int, void *, size_t);
  if (real == NULL) real = dlsym(RTLD_NEXT, "read");
  FAULTY(fd)
  return real(fd, to, size);
}

ssize_t pread(int fd, void *to, size_t size, off_t at) {
  static ssize_t (*real)(int, void *, size_t, off_t);
  if (real == NULL) real = dlsym(RTLD_NEXT, "pread");
  FAULTY(fd)
  return real(fd, to, size, at);
}

ssize_t pread64(int fd, void *to, size_t size, off64_t at) {
  static ssize_t (*real)(int, void *, size_t, off64_t);
  if (real == NULL) real = dlsym(RTLD_NEXT, "pread64");
  FAULTY(fd)
  return real(fd, to, size, at);
}
