/*
 * Loaded before the C library (LD_PRELOAD), lets one read of a file fail: the FAULT_AT-th since FAULT_ROUND changed, of
 * files whose path contains FAULT_FILE: with EIO or, where FAULT_KIND is "short", as if the file ended there, or, where it
 * is "wrong", with one bit that is not the one of the file. Where it is "rotten", every read of the FAULT_AT-th 8192 bytes
 * of the file gives the same wrong bit. Sets FAULT_FIRED when it has.
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

/* 0 = let it through, 1 = fail, 2 = end of file, 3 = a wrong bit. */
static int fault_for(int fd) {
  const char *at = getenv("FAULT_AT");
  const char *part = getenv("FAULT_FILE");
  const char *round = getenv("FAULT_ROUND");
  if (at == NULL || part == NULL || round == NULL || *at == 0 || !is_meant(fd, part)) return 0;
  const char *kind = getenv("FAULT_KIND");
  if (kind != NULL && strcmp(kind, "rotten") == 0) return 0;
  pthread_mutex_lock(&lock);
  if (strcmp(round, last_round) != 0) {
    snprintf(last_round, sizeof last_round, "%s", round);
    count = 0;
  }
  int fires = ++count == atol(at);
  pthread_mutex_unlock(&lock);
  if (!fires) return 0;
  setenv("FAULT_FIRED", round, 1);
  if (kind != NULL && strcmp(kind, "wrong") == 0) return 3;
  return kind != NULL && strcmp(kind, "short") == 0 ? 2 : 1;
}

/* Where in a page the wrong bit stands: in the bytes of a chunk, where the page holds such. */
static const off_t PAGE = 8192, IN_PAGE = 5000;

/* What was read from `at` on, with the place that is rotten or, where `is_wrong`, with one bit of it wrong. */
static ssize_t spoil(int fd, unsigned char *to, ssize_t length, off_t at, int is_wrong) {
  if (length <= 0) return length;
  if (is_wrong) to[length / 2] ^= 4;
  const char *kind = getenv("FAULT_KIND");
  const char *place = getenv("FAULT_AT");
  const char *part = getenv("FAULT_FILE");
  if (kind == NULL || strcmp(kind, "rotten") != 0 || place == NULL || *place == 0 || part == NULL) return length;
  off_t rotten = atol(place) * PAGE + IN_PAGE;
  if (rotten < at || rotten >= at + length || !is_meant(fd, part)) return length;
  to[rotten - at] ^= 4;
  setenv("FAULT_FIRED", getenv("FAULT_ROUND"), 1);
  return length;
}

#define FAULTY(fd)                     \
  int fault = fault_for(fd);           \
  if (fault == 1) {                    \
    errno = EIO;                       \
    return -1;                         \
  }                                    \
  if (fault == 2) return 0;

ssize_t read(int fd, void *to, size_t size) {
  static ssize_t (*real)(int, void *, size_t);
  if (real == NULL) real = dlsym(RTLD_NEXT, "read");
  FAULTY(fd)
  off_t at = lseek(fd, 0, SEEK_CUR);
  return spoil(fd, to, real(fd, to, size), at, fault == 3);
}

ssize_t pread(int fd, void *to, size_t size, off_t at) {
  static ssize_t (*real)(int, void *, size_t, off_t);
  if (real == NULL) real = dlsym(RTLD_NEXT, "pread");
  FAULTY(fd)
  return spoil(fd, to, real(fd, to, size, at), at, fault == 3);
}

ssize_t pread64(int fd, void *to, size_t size, off64_t at) {
  static ssize_t (*real)(int, void *, size_t, off64_t);
  if (real == NULL) real = dlsym(RTLD_NEXT, "pread64");
  FAULTY(fd)
  return spoil(fd, to, real(fd, to, size, at), at, fault == 3);
}
