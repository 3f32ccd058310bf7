/* Preloaded into a server: while the file named by RANDNOTIZ_FAULTS exists, what it names fails
   for files of the database. "sync 5" lets every fsync and fdatasync fail with EIO (5), "write 28"
   every write with ENOSPC (28). Nothing else is touched. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static int fault_for(const char *deed, int file) {
    const char *list = getenv("RANDNOTIZ_FAULTS");
    char named[16] = "", link[64], path[4096], text[64] = "";
    int number = 0;
    if (!list) return 0;
    int order = open(list, O_RDONLY | O_CLOEXEC);
    if (order < 0) return 0;
    ssize_t read_in = read(order, text, sizeof text - 1);
    close(order);
    if (read_in <= 0 || sscanf(text, "%15s %d", named, &number) != 2) return 0;
    if (strcmp(named, deed)) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    const char *name = strrchr(path, '/');
    return name && strstr(name, ".db") && !strstr(name, ".lock") ? number : 0;
}

#define FAIL(deed, file) \
    do { int number = fault_for(deed, file); if (number) { errno = number; return -1; } } while (0)
#define REAL(name, ...) ((ssize_t (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name))

int fsync(int file) { FAIL("sync", file); return (int)REAL("fsync", int)(file); }
int fdatasync(int file) { FAIL("sync", file); return (int)REAL("fdatasync", int)(file); }

ssize_t write(int file, const void *from, size_t count) {
    FAIL("write", file);
    return REAL("write", int, const void *, size_t)(file, from, count);
}
ssize_t pwrite(int file, const void *from, size_t count, off_t where) {
    FAIL("write", file);
    return REAL("pwrite", int, const void *, size_t, off_t)(file, from, count, where);
}
ssize_t pwrite64(int file, const void *from, size_t count, off64_t where) {
    FAIL("write", file);
    return REAL("pwrite64", int, const void *, size_t, off64_t)(file, from, count, where);
}
