// The floor: the least that a look at N files of /proc can cost. Descriptors kept open, one buffer, pread() of each at
// every tick of an absolute grid, nothing parsed, nothing stored. What it uses is what the kernel charges for the reads.
// Usage: floor HZ. Standard input: one path a line, then an empty line; from then on every line is answered by
// "TICKS READS FAILURES USER_US SYSTEM_US"; its end ends the program.
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static char contents[65536];
static int *descriptors;
static long count, ticks, reads, failures;

/** Node does the same at its start: the soft limit (often 1,024) is raised to the hard one. */
static void raise_limit(void) {
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

/** Byte by byte without stdio's buffer: poll() must see the questions that follow the paths. */
static int read_line(char *line, size_t size) {
  size_t length = 0;
  char byte;
  while (read(0, &byte, 1) == 1) {
    if (byte == '\n') {
      line[length] = 0;
      return 1;
    }
    if (length + 1 < size) line[length++] = byte;
  }
  return 0;
}

static void open_all(void) {
  char path[256];
  long room = 0;
  while (read_line(path, sizeof path) && path[0]) {
    if (count == room) descriptors = realloc(descriptors, (room += 1024) * sizeof *descriptors);
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
      perror(path);
      exit(1);
    }
    descriptors[count++] = descriptor;
  }
}

static void look(void) {
  for (long i = 0; i < count; i++)
    if (pread(descriptors[i], contents, sizeof contents, 0) <= 0) failures++;
  reads += count;
  ticks++;
}

static void answer(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  printf("%ld %ld %ld %ld %ld\n", ticks, reads, failures, usage.ru_utime.tv_sec * 1000000L + usage.ru_utime.tv_usec,
         usage.ru_stime.tv_sec * 1000000L + usage.ru_stime.tv_usec);
  fflush(stdout);
}

static long now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000L + now.tv_nsec;
}

/** Sleeps until the deadline, or answers a question; 0 when nobody will ask any more. */
static int wait_until(long deadline) {
  struct pollfd question = { .fd = 0, .events = POLLIN };
  for (;;) {
    long left = deadline - now_ns();
    if (left <= 0) return 1;
    struct timespec timeout = { left / 1000000000L, left % 1000000000L };
    if (ppoll(&question, 1, &timeout, NULL) <= 0) continue;
    char line[16];
    if (!read_line(line, sizeof line)) return 0;
    answer();
  }
}

int main(int argc, char **argv) {
  if (argc != 2 || atof(argv[1]) <= 0) return 2;
  long period = (long)(1e9 / atof(argv[1]));
  raise_limit();
  open_all();
  answer();
  long deadline = now_ns();
  while (wait_until(deadline)) {
    look();
    // A tick that was missed is dropped, not caught up: a burst would run with warm caches and flatter the floor.
    long late = now_ns() - deadline;
    deadline += (late / period + 1) * period;
  }
  return 0;
}
