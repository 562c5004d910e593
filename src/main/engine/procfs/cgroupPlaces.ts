// Where our own cgroups are in the file system. Sources: /proc/self/cgroup (which group) and /proc/self/mountinfo (which
// folder shows it); cgroups(7). A container sees its group as the root of a mount, so both paths must be brought together.
import { join, relative } from 'node:path'

/** The folders of one hierarchy from our own group up to the mount, nearest first; empty when it is not mounted. */
export interface CgroupPlaces {
  readonly v2: readonly string[]
  /** Version 1, controller `cpu`. */
  readonly v1: readonly string[]
}

export function parseCgroupPlaces(cgroup: string, mountinfo: string): CgroupPlaces {
  const mounts = mountinfo.split('\n').map(parseMount).filter(mount => mount !== null)
  const groups = cgroup.split('\n').map(line => /^(\d+):([^:]*):(.*)$/.exec(line))
  const groupV2 = groups.find(match => match?.[1] === '0' && match[2] === '')?.[3]
  const groupV1 = groups.find(match => match?.[2]?.split(',').includes('cpu'))?.[3]
  const mountV2 = mounts.find(mount => mount.type === 'cgroup2')
  const mountV1 = mounts.find(mount => mount.type === 'cgroup' && mount.controllers.includes('cpu'))
  return { v2: foldersUp(groupV2, mountV2), v1: foldersUp(groupV1, mountV1) }
}

interface Mount {
  /** What part of the hierarchy is mounted. */
  readonly shows: string
  readonly at: string
  readonly type: string
  readonly controllers: readonly string[]
}

// 31 23 0:28 / /sys/fs/cgroup/cpu rw,relatime shared:9 - cgroup cgroup rw,cpu   (proc(5); the optional fields vary in number)
function parseMount(line: string): Mount | null {
  const [left, right] = line.split(' - ')
  const [, , , shows, at] = left?.split(' ') ?? []
  const [type, , options] = right?.split(' ') ?? []
  if (shows === undefined || at === undefined || type === undefined) return null
  return { shows: unescapeOctal(shows), at: unescapeOctal(at), type, controllers: options?.split(',') ?? [] }
}

const unescapeOctal = (text: string): string => text.replaceAll(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(parseInt(code, 8)))

function foldersUp(group: string | undefined, mount: Mount | undefined): string[] {
  if (group === undefined || !mount) return []
  const below = relative(mount.shows, group)
  // A group outside what is mounted ('..'): the mount's own top is the nearest that can be read.
  const parts = below.startsWith('..') ? [] : below.split('/').filter(part => part !== '')
  return Array.from({ length: parts.length + 1 }, (_, index) => join(mount.at, ...parts.slice(0, parts.length - index)))
}
