// Farms: trees of processes and threads with a known behaviour, to be looked at. Nobody outlives the parent, however it
// ends (PR_SET_PDEATHSIG). Says "ready" on standard output once everybody lives.
// Usage: farm idle COUNT AWAKE HZ        COUNT children; the first AWAKE of them wake HZ times a second, the rest sleep
//        farm threads COUNT EACH HZ      COUNT children of EACH threads; every thread wakes HZ times a second (0: never)
//        farm churn COUNT RATE LIFE_MS FILE   COUNT children, RATE a second, each lives LIFE_MS; their PIDs go to FILE
//        farm busy COUNT                 COUNT children that compute for ever
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double wake_hz;
static int alive[2]; // a pipe: each child writes a byte once all its threads live

static void die_with(pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(0); // it had already left
}

static long now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000L + now.tv_nsec;
}

static void sleep_until(long deadline) {
  struct timespec at = { deadline / 1000000000L, deadline % 1000000000L };
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL) != 0) continue;
}

static void say_alive(void) {
  if (write(alive[1], "", 1) != 1) _exit(1);
}

/** Wakes once a period, at a phase of its own: all at the same instant would be one burst, not a load. */
static void wake_for_ever(double phase) {
  if (wake_hz <= 0)
    for (;;) pause();
  long period = (long)(1e9 / wake_hz);
  long deadline = now_ns() + (long)(phase * period);
  for (;;) {
    sleep_until(deadline);
    deadline += period;
  }
}

static void *run_thread(void *phase) {
  wake_for_ever(*(double *)phase);
  return NULL;
}

static void be_threads(long each, double phase) {
  double *phases = malloc(each * sizeof *phases);
  for (long i = 1; i < each; i++) {
    pthread_t thread;
    phases[i] = phase + (double)i / each;
    if (pthread_create(&thread, NULL, run_thread, &phases[i]) != 0) _exit(1);
  }
  say_alive();
  wake_for_ever(phase);
}

static void be_busy(void) {
  for (volatile unsigned long turns = 0;; turns++) continue;
}

static pid_t make_child(void) {
  pid_t parent = getpid();
  pid_t child = fork();
  if (child < 0) {
    perror("fork");
    exit(1);
  }
  if (child == 0) die_with(parent);
  return child;
}

/** Returns when every child has said that it lives. */
static void wait_for(long count) {
  char byte;
  for (long i = 0; i < count; i++)
    if (read(alive[0], &byte, 1) != 1) exit(1);
}

static void rest_for_ever(long count) {
  wait_for(count);
  printf("ready\n");
  fflush(stdout);
  for (;;) pause();
}

static void make_idle(long count, long awake, double hz) {
  for (long i = 0; i < count; i++) {
    if (make_child() != 0) continue;
    wake_hz = i < awake ? hz : 0;
    say_alive();
    wake_for_ever(awake > 0 ? (double)i / awake : 0);
  }
  rest_for_ever(count);
}

static void make_threads(long count, long each, double hz) {
  wake_hz = hz;
  for (long i = 0; i < count; i++)
    if (make_child() == 0) be_threads(each, (double)i / count);
  rest_for_ever(count);
}

static void make_busy(long count) {
  for (long i = 0; i < count; i++)
    if (make_child() == 0) {
      say_alive();
      be_busy();
    }
  rest_for_ever(count);
}

static int make_churn(long count, double rate, long life_ms, const char *path) {
  FILE *file = fopen(path, "w");
  if (!file) return 1;
  printf("ready\n");
  fflush(stdout);
  long start = now_ns();
  for (long i = 0; i < count; i++) {
    sleep_until(start + (long)(i * 1e9 / rate));
    pid_t child = make_child();
    if (child == 0) {
      sleep_until(now_ns() + life_ms * 1000000L);
      _exit(0);
    }
    fprintf(file, "%d\n", child);
    while (waitpid(-1, NULL, WNOHANG) > 0) continue;
  }
  while (wait(NULL) > 0) continue;
  return fclose(file);
}

int main(int argc, char **argv) {
  die_with(getppid());
  if (pipe(alive) != 0) return 1;
  const char *kind = argc > 1 ? argv[1] : "";
  if (argc == 5 && !strcmp(kind, "idle")) make_idle(atol(argv[2]), atol(argv[3]), atof(argv[4]));
  if (argc == 5 && !strcmp(kind, "threads")) make_threads(atol(argv[2]), atol(argv[3]), atof(argv[4]));
  if (argc == 6 && !strcmp(kind, "churn")) return make_churn(atol(argv[2]), atof(argv[3]), atol(argv[4]), argv[5]);
  if (argc == 3 && !strcmp(kind, "busy")) make_busy(atol(argv[2]));
  return 2;
}
