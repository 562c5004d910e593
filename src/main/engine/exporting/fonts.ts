// The fonts that pictures are drawn with, shipped with the program: without a font, text vanishes silently from a PNG.
// They stand in assets/fonts at the project's root, whether this runs as source or from the bundle in out/main.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

const FONT_FILES = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf', 'DejaVuSansMono.ttf'] as const

/** Full paths; empty if the program was installed without its fonts. */
export function findFontFiles(startFolder = import.meta.dirname): string[] {
  for (let folder = startFolder; ; folder = dirname(folder)) {
    const files = FONT_FILES.map(name => join(folder, 'assets', 'fonts', name))
    if (files.every(file => existsSync(file))) return files
    if (dirname(folder) === folder) return []
  }
}
