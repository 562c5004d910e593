// The trash of the desktop: a file is moved there with a note of where it was, so that file managers can put it back.
// https://specifications.freedesktop.org/trash-spec/latest/ (the home trash; what lies on another disk is copied there)
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, join, parse } from 'node:path'

/** Throws if it cannot be moved: then it is where it was. @param {string} path absolute */
export function moveToTrash(path) {
  if (process.platform === 'darwin' || process.platform === 'win32') throw new Error('without Electron there is no way to the trash of this system')
  if (statSync(path, { throwIfNoEntry: false }) === undefined) throw new Error('there is no such file')
  const trash = join(process.env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'Trash')
  for (const folder of ['files', 'info']) mkdirSync(join(trash, folder), { recursive: true, mode: 0o700 })
  const { name, note } = claimName(trash, path)
  try {
    move(path, join(trash, 'files', name))
  } catch (error) {
    rmSync(note, { force: true })
    throw error
  }
}

/** A name that nobody has there: the note is written first, and only if there is none of that name. */
function claimName(trash, path) {
  const { name: stem, ext } = parse(basename(path))
  const text = `[Trash Info]\nPath=${encodeURI(path).replaceAll('#', '%23').replaceAll('?', '%3F')}\nDeletionDate=${localTime(new Date())}\n`
  for (let count = 1; ; count++) {
    const name = count === 1 ? `${stem}${ext}` : `${stem}.${count}${ext}`
    const note = join(trash, 'info', `${name}.trashinfo`)
    if (existsSync(join(trash, 'files', name))) continue
    try {
      writeFileSync(note, text, { flag: 'wx', mode: 0o600 })
      return { name, note }
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
  }
}

function move(from, to) {
  try {
    renameSync(from, to)
  } catch (error) {
    if (error.code !== 'EXDEV') throw error
    copyFileSync(from, to)
    try {
      rmSync(from)
    } catch (failure) {
      rmSync(to, { force: true })
      throw failure
    }
  }
}

/** '2026-03-01T14:32:05', as the note wants it. */
function localTime(when) {
  const two = value => String(value).padStart(2, '0')
  return `${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())}T${two(when.getHours())}:${two(when.getMinutes())}:${two(when.getSeconds())}`
}
