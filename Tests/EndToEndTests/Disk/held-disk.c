/* Loaded before the C library: while the file that HELD_DISK_FILE names is there, nothing reaches the disk. Whoever
   waits for it says so by a second file, with ".waiting" behind its name. HELD_DISK_MILLISECONDS is what each way to the
   disk takes besides; each adds a byte to the file with ".ways" behind the name. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static void count(const char *held) {
    char ways[4096];
    snprintf(ways, sizeof ways, "%s.ways", held);
    int file = open(ways, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0) return;
    if (write(file, ".", 1) != 1) abort();
    close(file);
}

static void hold(void) {
    const char *held = getenv("HELD_DISK_FILE");
    const char *slow = getenv("HELD_DISK_MILLISECONDS");
    if (slow) usleep((useconds_t)atoi(slow) * 1000);
    if (held) count(held);
    if (!held || access(held, F_OK) != 0) return;
    char waiting[4096];
    snprintf(waiting, sizeof waiting, "%s.waiting", held);
    int file = open(waiting, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    if (file >= 0) close(file);
    while (access(held, F_OK) == 0) usleep(2000);
}

int fdatasync(int file) {
    hold();
    return (int)syscall(SYS_fdatasync, file);
}

int fsync(int file) {
    hold();
    return (int)syscall(SYS_fsync, file);
}
