// How a report looks: one style sheet, whose hash is the only style that its page allows. Colours are those of the window.
import type { TwoColours } from '../../../../shared/charts/svgPen.ts'
import { tokenColour } from '../../../../shared/charts/theme.ts'
import type { Token } from '../../../../shared/charts/pen.ts'

const TOKENS: readonly Token[] = ['ground', 'panel', 'line', 'text', 'muted', 'accent', 'danger', 'warning']

/** The system's choice, unless the reader makes one of their own with the buttons of the page. No `<` or `&`: it stands in XML. */
export function layoutStyle(colours: readonly TwoColours[]): string {
  const all = [...TOKENS.map(name => ({ name: `--${name}`, light: tokenColour('light', name), dark: tokenColour('dark', name) })), ...colours]
  const light = all.map(({ name, light: colour }) => `${name}:${colour}`).join(';')
  const dark = all.map(({ name, dark: colour }) => `${name}:${colour}`).join(';')
  return [
    `:root{color-scheme:light;${light}}`,
    `@media (prefers-color-scheme:dark){:root:not(:has(#theme-light:checked)){color-scheme:dark;${dark}}}`,
    `@media screen{:root:has(#theme-dark:checked){color-scheme:dark;${dark}}}`,
    RULES
  ].join('\n')
}

const RULES = `
*{box-sizing:border-box}
body{margin:0 auto;padding:24px;max-width:1200px;background:var(--ground);color:var(--text);font:13px/1.5 system-ui,sans-serif;font-variant-numeric:tabular-nums}
h1{margin:0;font-size:20px;font-weight:600;overflow-wrap:anywhere}
h2{margin:32px 0 8px;font-size:15px;font-weight:600}
p{margin:4px 0;max-width:80ch}
code,.command{font-family:ui-monospace,monospace}
.sentence{font-size:15px}
.muted,caption,figcaption{color:var(--muted)}
.doubt{color:var(--warning)}
header{display:flex;flex-wrap:wrap;gap:8px 24px;align-items:start;justify-content:space-between}
header div{flex:1 1 30ch}
fieldset{display:flex;gap:12px;margin:0;padding:4px 8px;border:1px solid var(--line);border-radius:4px}
legend{padding:0 4px;color:var(--muted)}
input{accent-color:var(--accent)}
figure{margin:0 0 16px}
.chart{position:relative;overflow-x:auto}
.chart svg{display:block;max-width:100%;height:auto}
.chart .hover{position:absolute;top:0;left:0}
.hover rect{fill:transparent}
.hover rect:hover{fill:var(--accent);fill-opacity:.18}
.wide{overflow-x:auto}
table{border-collapse:collapse;margin:8px 0}
caption{padding:4px 0;text-align:left}
th,td{padding:2px 12px 2px 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;font-weight:400}
thead th{color:var(--muted);white-space:nowrap}
.figure{text-align:right;white-space:nowrap}
summary{cursor:pointer;color:var(--muted)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
footer{margin-top:32px;color:var(--muted)}
@media print{fieldset,details:not([open]){display:none}body{padding:0}}
`
