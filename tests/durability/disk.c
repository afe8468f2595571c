/*
 * Stands between a program and its disk (LD_PRELOAD): writes down, in order, every change that the
 * program makes under one folder, and fails or kills the program at a change that the test names.
 *
 *   TITIP_DISK_FOLDER   the folder
 *   TITIP_DISK_LOG      where the changes are written down; absent: nowhere
 *   TITIP_DISK_SWITCH   a file of eight u64, shared with the test while the program runs
 *
 * A change of the log, little-endian: kind u8, errno u8, path length u16, length u32, offset u64,
 * path, bytes. `length` counts the bytes that follow the path: those written, or a second path.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { CREATE = 1, MAKE_FOLDER, REMOVE, RENAME, WRITE, TRUNCATE, SYNC, LINK };
enum { FAIL, KILL, TEAR_AND_KILL, TEAR_AND_FAIL };

struct switches {
    volatile uint64_t count;      /* changes so far, failed ones included */
    volatile uint64_t fail_from;  /* changes with fail_from <= number < fail_to are struck */
    volatile uint64_t fail_to;
    volatile uint64_t error;      /* errno of a failed change */
    volatile uint64_t action;
    volatile uint64_t reads_fail; /* while set, reading fails with EIO */
    volatile uint64_t spare[2];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct switches *switches;
static const char *folder;
static size_t folder_len;
static int log_fd = -1;

static void give_up(const char *what) {
    perror(what);
    abort();
}

__attribute__((constructor)) static void begin(void) {
    const char *log_path = getenv("TITIP_DISK_LOG");
    const char *switch_path = getenv("TITIP_DISK_SWITCH");
    folder = getenv("TITIP_DISK_FOLDER");
    if (!folder || !switch_path) {
        folder = NULL;
        return;
    }
    folder_len = strlen(folder);
    int fd = syscall(SYS_openat, AT_FDCWD, switch_path, O_RDWR | O_CLOEXEC);
    void *shared = mmap(NULL, sizeof *switches, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (fd < 0 || shared == MAP_FAILED) give_up(switch_path);
    switches = shared;
    syscall(SYS_close, fd);
    if (log_path) {
        int flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC;
        log_fd = syscall(SYS_openat, AT_FDCWD, log_path, flags, 0600);
        if (log_fd < 0) give_up(log_path);
    }
}

static int watched(const char *path) {
    return folder && !strncmp(path, folder, folder_len)
        && (path[folder_len] == '/' || path[folder_len] == '\0');
}

/* The path under which an open file is known now, or NULL where it is none of ours. */
static const char *path_of(int fd, char *room) {
    char link[64];
    int before = errno;
    if (!folder) return NULL;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t len = readlink(link, room, PATH_MAX - 1);
    errno = before;
    if (len < 0) return NULL;
    room[len] = '\0';
    return watched(room) ? room : NULL;
}

static void put(const void *bytes, size_t len) {
    const char *at = bytes;
    while (len) {
        ssize_t done = syscall(SYS_write, log_fd, at, len);
        if (done < 0) give_up("log");
        at += done;
        len -= done;
    }
}

static void note(int kind, int error, const char *path, const void *bytes, uint32_t len, uint64_t at) {
    unsigned char head[16] = {kind, error};
    uint16_t path_len = strlen(path);
    if (log_fd < 0) return;
    memcpy(head + 2, &path_len, 2);
    memcpy(head + 4, &len, 4);
    memcpy(head + 8, &at, 8);
    put(head, sizeof head);
    put(path, path_len);
    put(bytes, len);
}

/* Counts a change; true where it must fail. `torn` tells how much of a write still happens. */
static int struck(size_t len, size_t *torn) {
    uint64_t number = switches->count++;
    *torn = 0;
    if (number < switches->fail_from || number >= switches->fail_to) return 0;
    if (switches->action >= TEAR_AND_KILL) *torn = len / 2;
    if (switches->action == KILL) raise(SIGKILL);
    errno = switches->error;
    return 1;
}

static void end_if_killed(void) {
    if (switches->action == TEAR_AND_KILL) raise(SIGKILL);
}

static ssize_t put_down(int fd, const void *bytes, size_t len, off_t at, int seeks) {
    char room[PATH_MAX];
    const char *path = path_of(fd, room);
    size_t torn;
    ssize_t done;
    if (!path)
        return seeks ? syscall(SYS_pwrite64, fd, bytes, len, at) : syscall(SYS_write, fd, bytes, len);
    pthread_mutex_lock(&lock);
    if (!seeks) {
        int flags = syscall(SYS_fcntl, fd, F_GETFL);
        at = syscall(SYS_lseek, fd, 0, flags & O_APPEND ? SEEK_END : SEEK_CUR);
    }
    int failed = struck(len, &torn), error = errno;
    if (failed) len = torn;
    done = failed && !len ? 0
         : seeks ? syscall(SYS_pwrite64, fd, bytes, len, at) : syscall(SYS_write, fd, bytes, len);
    if (done > 0) note(WRITE, 0, path, bytes, done, at);
    if (failed) {
        end_if_killed();
        note(WRITE, error, path, "", 0, at);
        errno = error;
        done = -1;
    }
    pthread_mutex_unlock(&lock);
    return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t len, off_t at) { return put_down(fd, bytes, len, at, 1); }
ssize_t pwrite64(int fd, const void *bytes, size_t len, off_t at) { return put_down(fd, bytes, len, at, 1); }
ssize_t write(int fd, const void *bytes, size_t len) { return put_down(fd, bytes, len, 0, 0); }

static ssize_t take(int fd, void *bytes, size_t len, off_t at) {
    char room[PATH_MAX];
    if (folder && switches->reads_fail && path_of(fd, room)) {
        errno = EIO;
        return -1;
    }
    return syscall(SYS_pread64, fd, bytes, len, at);
}

ssize_t pread(int fd, void *bytes, size_t len, off_t at) { return take(fd, bytes, len, at); }
ssize_t pread64(int fd, void *bytes, size_t len, off_t at) { return take(fd, bytes, len, at); }

/* Every change that is not a write: does it, or fails it, and writes it down. */
static int change(int kind, const char *path, const char *second, uint64_t at, long number, ...) {
    size_t torn;
    long result = -1, a, b, c, d, e;
    va_list rest;
    va_start(rest, number);
    a = va_arg(rest, long), b = va_arg(rest, long), c = va_arg(rest, long), d = va_arg(rest, long);
    e = va_arg(rest, long);
    va_end(rest);
    pthread_mutex_lock(&lock);
    if (!struck(0, &torn)) result = syscall(number, a, b, c, d, e);
    else end_if_killed();
    int error = errno;
    note(kind, result < 0 ? error : 0, path, second, strlen(second), at);
    pthread_mutex_unlock(&lock);
    errno = error;
    return result;
}

static int cut(int fd, off_t len) {
    char room[PATH_MAX];
    const char *path = path_of(fd, room);
    if (!path) return syscall(SYS_ftruncate, fd, len);
    return change(TRUNCATE, path, "", len, SYS_ftruncate, (long)fd, (long)len, 0L, 0L, 0L);
}

int ftruncate(int fd, off_t len) { return cut(fd, len); }
int ftruncate64(int fd, off_t len) { return cut(fd, len); }

static int keep(int fd, long number) {
    char room[PATH_MAX];
    const char *path = path_of(fd, room);
    if (!path) return syscall(number, fd);
    return change(SYNC, path, "", 0, number, (long)fd, 0L, 0L, 0L, 0L);
}

int fsync(int fd) { return keep(fd, SYS_fsync); }
int fdatasync(int fd) { return keep(fd, SYS_fdatasync); }

/* The whole path that a call means. */
static const char *whole(int at_fd, const char *path, char *room) {
    char base[PATH_MAX];
    if (!folder || !path) return NULL;
    if (*path == '/') return watched(path) ? path : NULL;
    if (at_fd == AT_FDCWD ? !getcwd(base, sizeof base) : !path_of(at_fd, base)) return NULL;
    if (snprintf(room, PATH_MAX, "%s/%s", base, path) >= PATH_MAX) return NULL;
    return watched(room) ? room : NULL;
}

static int open_at(int at_fd, const char *given, int flags, mode_t mode) {
    char room[PATH_MAX];
    int before = errno;
    const char *path = flags & (O_CREAT | O_TRUNC) ? whole(at_fd, given, room) : NULL;
    int there = path && !syscall(SYS_faccessat, AT_FDCWD, path, F_OK);
    errno = before;
    if (path && there && flags & O_TRUNC)
        return change(TRUNCATE, path, "", 0, SYS_openat, (long)at_fd, (long)given, (long)flags, (long)mode, 0L);
    if (path && !there && flags & O_CREAT)
        return change(CREATE, path, "", 0, SYS_openat, (long)at_fd, (long)given, (long)flags, (long)mode, 0L);
    return syscall(SYS_openat, at_fd, given, flags, mode);
}

#define MODE(after) \
    mode_t mode = 0; \
    va_list rest; \
    va_start(rest, after); \
    if (flags & (O_CREAT | O_TMPFILE)) mode = va_arg(rest, mode_t); \
    va_end(rest)

int open(const char *path, int flags, ...) { MODE(flags); return open_at(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags); return open_at(AT_FDCWD, path, flags, mode); }
int openat(int fd, const char *path, int flags, ...) { MODE(flags); return open_at(fd, path, flags, mode); }
int openat64(int fd, const char *path, int flags, ...) { MODE(flags); return open_at(fd, path, flags, mode); }

int mkdirat(int fd, const char *given, mode_t mode) {
    char room[PATH_MAX];
    const char *path = whole(fd, given, room);
    if (!path) return syscall(SYS_mkdirat, fd, given, mode);
    return change(MAKE_FOLDER, path, "", 0, SYS_mkdirat, (long)fd, (long)given, (long)mode, 0L, 0L);
}

int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

int unlinkat(int fd, const char *given, int flags) {
    char room[PATH_MAX];
    const char *path = whole(fd, given, room);
    if (!path) return syscall(SYS_unlinkat, fd, given, flags);
    return change(REMOVE, path, "", 0, SYS_unlinkat, (long)fd, (long)given, (long)flags, 0L, 0L);
}

int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }

int renameat(int from_fd, const char *from, int to_fd, const char *to) {
    char from_room[PATH_MAX], to_room[PATH_MAX];
    const char *old = whole(from_fd, from, from_room), *new = whole(to_fd, to, to_room);
    if (!old || !new) return syscall(SYS_renameat2, from_fd, from, to_fd, to, 0);
    return change(RENAME, old, new, 0, SYS_renameat2, (long)from_fd, (long)from, (long)to_fd, (long)to, 0L);
}

int rename(const char *from, const char *to) { return renameat(AT_FDCWD, from, AT_FDCWD, to); }

int linkat(int from_fd, const char *from, int to_fd, const char *to, int flags) {
    char from_room[PATH_MAX], to_room[PATH_MAX];
    const char *old = whole(from_fd, from, from_room), *new = whole(to_fd, to, to_room);
    if (!old || !new) return syscall(SYS_linkat, from_fd, from, to_fd, to, flags);
    return change(LINK, old, new, 0, SYS_linkat, (long)from_fd, (long)from, (long)to_fd, (long)to, (long)flags);
}

int link(const char *from, const char *to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }
