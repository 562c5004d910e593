// Where the library's recordings are: the same folder for window and command line.
import { homedir } from 'node:os'
import { join } from 'node:path'

interface Place {
  readonly environment?: NodeJS.ProcessEnv
  readonly platform?: NodeJS.Platform
  readonly home?: string
}

/** XDG base directories; Apple's and Windows' own folders. FORKSCOPE_LIBRARY goes first. It may not be there yet. */
export function libraryFolder({ environment = process.env, platform = process.platform, home = homedir() }: Place = {}): string {
  if (environment.FORKSCOPE_LIBRARY) return environment.FORKSCOPE_LIBRARY
  if (platform === 'win32') return join(environment.APPDATA ?? join(home, 'AppData', 'Roaming'), 'Forkscope', 'recordings')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Forkscope', 'recordings')
  return join(environment.XDG_DATA_HOME ?? join(home, '.local', 'share'), 'forkscope', 'recordings')
}
