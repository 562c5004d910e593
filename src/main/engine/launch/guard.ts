// If this program is killed, its workloads must not live on: a small shell per run, in a session of its own, waits for the
// end of a pipe. Silence (our end closed without a word) means that we died; then it ends the tree. It costs one sleeping
// process of half a megabyte and nothing while the run goes on.
import { spawn } from 'node:child_process'
import type { Identity } from './identity.ts'

export interface Guard {
  /** Resolves when the guard stands; release nothing before. */
  readonly ready: Promise<void>
  /** These left the root's session: they are named, since nothing else ties them to the run. */
  add(members: readonly Identity[]): void
  /** All is well, nobody is left. */
  dismiss(): void
}

/**
 * Watches over the tree of `root`: its session, whoever was added, and everyone below these; with a cgroup simply all of it.
 * Elsewhere than Linux, where there is no /proc, the process group of the root is what can be ended.
 */
export function postGuard(root: Identity, cgroupFolder: string | null): Guard {
  const child = spawn('/bin/sh', ['-c', guardScript, 'forkscope-guard', String(root.pid), String(root.startTicks), cgroupFolder ?? ''], {
    detached: true,
    cwd: '/',
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    stdio: ['pipe', 'ignore', 'ignore']
  })
  child.unref()
  const ready = new Promise<void>(resolve => {
    child.once('spawn', resolve)
    child.once('error', () => {
      resolve()
    })
  })
  child.stdin.on('error', () => undefined) // the guard was killed by somebody: nothing to be done about it
  return {
    ready,
    add: members => {
      if (members.length > 0) child.stdin.write(members.map(({ pid, startTicks }) => `${String(pid)} ${String(startTicks)}\n`).join(''))
    },
    dismiss: () => {
      child.stdin.end('done\n')
    }
  }
}

/**
 * Builtins only, but for rmdir and sleep: nothing may be missing at the worst moment. `who` puts start time, session and
 * parent of a PID into variables; names with brackets and newlines are cut off before the last ')'.
 * Three rounds with SIGKILL each: whoever was forked during one is found by the next.
 */
const guardScript = `
trap '' HUP INT TERM
root=$1 start=$2 group=$3 others=
while IFS= read -r line; do
  case $line in done) exit 0;; *) others="$others $line";; esac
done
who() {
  text=
  while IFS= read -r part || [ -n "$part" ]; do text="$text $part"; done < "/proc/$1/stat" || return 1
  [ -n "$text" ] || return 1
  set -- \${text##*)}
  state=$1 parent=$2 session=$4
  shift 19
  began=$1
} 2>/dev/null
is() { who "$1" && { [ "$2" = 0 ] || [ "$began" = "$2" ]; }; }
if [ ! -r /proc/self/stat ]; then kill -KILL -"$root"; exit 0; fi
for round in 1 2 3 4 5; do
  [ -n "$group" ] && echo 1 > "$group/cgroup.kill"
  doomed=" "
  is "$root" "$start" && doomed="$doomed$root "
  set -- $others
  while [ $# -ge 2 ]; do is "$1" "$2" && doomed="$doomed$1 "; shift 2; done
  for folder in /proc/[0-9]* /proc/[0-9]*; do # twice: a child may stand before its parent
    pid=\${folder#/proc/}
    who "$pid" || continue
    case $state in Z|X) continue;; esac
    case $doomed in *" $pid "*) continue;; esac
    if [ "$session" = "$root" ]; then doomed="$doomed$pid "; else case $doomed in *" $parent "*) doomed="$doomed$pid ";; esac; fi
  done
  [ "$doomed" = " " ] && break
  for pid in $doomed; do kill -STOP "$pid"; done
  for pid in $doomed; do kill -KILL "$pid"; done
  sleep 0.05
done 2>/dev/null
[ -n "$group" ] || exit 0
for round in 1 2 3 4 5 6; do rmdir "$group" && exit 0; sleep 0.5; done 2>/dev/null # zombies that nobody has waited for yet
exit 0
`
