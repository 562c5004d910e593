// Where interpreters are kept: by the system, by installers and by version managers. Each row is what its tool documents;
// a folder that is not there costs nothing. Nothing is executed here.
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { delimiter, join, sep } from 'node:path'
import type { Language } from '../../../../shared/model/outcome.ts'
import type { Environment } from '../../launch/environment.ts'

/** Whose interpreters are looked for. */
export interface Seeker {
  readonly environment: Environment
  readonly home: string
  /** In which they work. */
  readonly folder: string
  readonly platform: NodeJS.Platform
}

/** A file that may be an interpreter. */
export interface Candidate {
  readonly language: Language
  /** As found: a symbolic link stays one. */
  readonly path: string
  readonly foundBy: string
}

interface Place {
  readonly language: Language
  readonly foundBy: string
  /** Folders with interpreters in them; `*` in the place of a name stands for every name. */
  readonly folders: readonly string[]
}

const names: Readonly<Record<Language, RegExp>> = {
  python: /^(python(3(\.\d+)?t?)?|pypy3?(\.\d+)?)(\.exe)?$/,
  node: /^node(\.exe)?$/
}

/** In order: what the user's PATH finds comes first, and the plain name before those with a version. */
export function listCandidates(seeker: Seeker): Candidate[] {
  return [...pathPlaces(seeker), ...pythonPlaces(seeker), ...nodePlaces(seeker)].flatMap(({ language, foundBy, folders }) =>
    folders
      .flatMap(expandStars)
      .flatMap(folder => listNames(folder, names[language]).map(name => ({ language, foundBy, path: join(folder, name) })))
  )
}

function pathPlaces({ environment }: Seeker): Place[] {
  const folders = (environment.PATH ?? '').split(delimiter).filter(folder => folder !== '')
  return [
    { language: 'python', foundBy: 'PATH', folders },
    { language: 'node', foundBy: 'PATH', folders }
  ]
}

function pythonPlaces({ environment, home, folder: current, platform }: Seeker): Place[] {
  const windows = platform === 'win32'
  const shared = environment.XDG_DATA_HOME ?? join(home, '.local', 'share')
  const inside = (folder: string): string => join(folder, windows ? 'Scripts' : 'bin')
  const local = environment.LOCALAPPDATA ?? join(home, 'AppData', 'Local')
  const roaming = environment.APPDATA ?? join(home, 'AppData', 'Roaming')
  const pyenv = environment.PYENV_ROOT ?? join(home, '.pyenv')
  const virtual = [environment.VIRTUAL_ENV, ownEnvironment(current), ...(environment.WORKON_HOME === undefined ? [] : [join(environment.WORKON_HOME, '*')])]
  const python = (foundBy: string, ...folders: (string | undefined)[]): Place => ({ language: 'python', foundBy, folders: folders.filter(folder => folder !== undefined) })
  return [
    python('virtual environment', ...[...virtual.filter(each => each !== undefined), join(home, '.virtualenvs', '*'), join(shared, 'virtualenvs', '*'), join(home, '.cache', 'pypoetry', 'virtualenvs', '*')].map(inside)),
    python('pyenv', join(pyenv, 'versions', '*', 'bin'), join(pyenv, 'versions', '*', 'envs', '*', 'bin'), windows ? join(home, '.pyenv', 'pyenv-win', 'versions', '*') : undefined),
    python('conda', ...condaFolders({ environment, home }).map(folder => (windows ? folder : join(folder, 'bin')))),
    python('uv', ...[environment.UV_PYTHON_INSTALL_DIR ?? (windows ? join(roaming, 'uv', 'python') : join(shared, 'uv', 'python'))].map(folder => join(folder, '*', ...(windows ? [] : ['bin'])))),
    python('asdf', join(environment.ASDF_DATA_DIR ?? join(home, '.asdf'), 'installs', 'python', '*', 'bin')),
    python('mise', join(environment.MISE_DATA_DIR ?? join(shared, 'mise'), 'installs', 'python', '*', 'bin')),
    ...(windows
      ? [python('python.org', join(local, 'Programs', 'Python', '*'), join(environment.ProgramFiles ?? 'C:\\Program Files', 'Python*'))]
      : [
          python('python.org', '/Library/Frameworks/Python.framework/Versions/*/bin', '/Library/Frameworks/PythonT.framework/Versions/*/bin'),
          python('Homebrew', '/opt/homebrew/bin', '/home/linuxbrew/.linuxbrew/bin', '/usr/local/opt/python@*/bin', '/usr/local/opt/python-freethreading/bin'),
          python('distribution', '/usr/bin'),
          python('local build', '/usr/local/bin', '/opt/python*/bin')
        ])
  ]
}

/**
 * `.venv` of the folder one works in, where its Python is a link to one that is installed, as venv, virtualenv and uv make it:
 * a program that came with somebody else's files is not run to fill a list.
 */
function ownEnvironment(folder: string): string | undefined {
  const environment = join(folder, '.venv')
  try {
    const leadsOut = !realpathSync(join(environment, 'bin', 'python')).startsWith(realpathSync(folder) + sep)
    return leadsOut && existsSync(join(environment, 'pyvenv.cfg')) ? environment : undefined
  } catch {
    return undefined // none
  }
}

function nodePlaces({ environment, home, platform }: Seeker): Place[] {
  const windows = platform === 'win32'
  const shared = environment.XDG_DATA_HOME ?? join(home, '.local', 'share')
  const roaming = environment.APPDATA ?? join(home, 'AppData', 'Roaming')
  const fnm = [environment.FNM_DIR ?? join(shared, 'fnm'), join(home, '.fnm'), join(home, 'Library', 'Application Support', 'fnm'), join(roaming, 'fnm')]
  const node = (foundBy: string, ...folders: string[]): Place => ({ language: 'node', foundBy, folders })
  const installation = windows ? [] : ['bin']
  return [
    node('nvm', join(environment.NVM_DIR ?? join(home, '.nvm'), 'versions', 'node', '*', 'bin'), ...(windows ? [join(environment.NVM_HOME ?? join(roaming, 'nvm'), '*')] : [])),
    node('fnm', ...fnm.map(folder => join(folder, 'node-versions', '*', 'installation', ...installation))),
    node('volta', join(environment.VOLTA_HOME ?? join(home, '.volta'), 'tools', 'image', 'node', '*', ...installation)),
    node('n', join(environment.N_PREFIX ?? '/usr/local', 'n', 'versions', 'node', '*', 'bin')),
    node('asdf', join(environment.ASDF_DATA_DIR ?? join(home, '.asdf'), 'installs', 'nodejs', '*', 'bin')),
    node('mise', join(environment.MISE_DATA_DIR ?? join(shared, 'mise'), 'installs', 'node', '*', 'bin')),
    ...(windows
      ? [node('nodejs.org', join(environment.ProgramFiles ?? 'C:\\Program Files', 'nodejs'))]
      : [node('Homebrew', '/opt/homebrew/bin', '/home/linuxbrew/.linuxbrew/bin', '/usr/local/opt/node@*/bin'), node('distribution', '/usr/bin'), node('local build', '/usr/local/bin')])
  ]
}

/** Base installations and their environments; conda lists all it made in a file. */
function condaFolders({ environment, home }: Pick<Seeker, 'environment' | 'home'>): string[] {
  const bases = ['miniconda3', 'anaconda3', 'miniforge3', 'mambaforge', 'micromamba'].flatMap(name => [join(home, name), `/opt/${name}`])
  const active = environment.CONDA_PREFIX === undefined ? [] : [environment.CONDA_PREFIX]
  return [...active, ...[...bases, '/opt/conda', environment.MAMBA_ROOT_PREFIX ?? ''].filter(Boolean).flatMap(base => [base, join(base, 'envs', '*')]), ...readLines(join(home, '.conda', 'environments.txt'))]
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').filter(line => line.trim() !== '')
  } catch {
    return [] // no conda here
  }
}

function expandStars(pattern: string): string[] {
  const parts = pattern.split(sep)
  const star = parts.findIndex(part => part.includes('*'))
  if (star < 0) return [pattern]
  const folder = parts.slice(0, star).join(sep) || sep
  const [before = '', after = ''] = (parts[star] ?? '').split('*')
  return listFolder(folder)
    .filter(name => name.startsWith(before) && name.endsWith(after) && existsSync(join(folder, name)))
    .flatMap(name => expandStars(join(folder, name, ...parts.slice(star + 1))))
}

/** Shortest first: 'python3' before 'python3.12'; equal ones from the newest version down. */
function listNames(folder: string, pattern: RegExp): string[] {
  return listFolder(folder).filter(name => pattern.test(name)).sort((a, b) => rankOf(a) - rankOf(b) || b.localeCompare(a, 'en', { numeric: true }))
}

const ranks = ['python3', 'python', 'node']
const rankOf = (name: string): number => (ranks.indexOf(name.replace('.exe', '')) + ranks.length + 1) % (ranks.length + 1)

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return [] // not there, or not ours to read: no interpreter of this user's
  }
}
