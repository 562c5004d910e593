// Starts a command that is killed when the one who started it leaves, however that happens: a benchmark stops its
// subjects with SIGSTOP, and a stopped process notices no closed channel. Usage: leash COMMAND ARGUMENT…
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  execvp(argv[1], argv + 1);
  perror(argv[1]);
  return 127;
}
