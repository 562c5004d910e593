// What run.mjs knows about the application and the other modules need: one record, filled before anything else runs.

/**
 * @type {{ folder: string, description: { name?: string, productName?: string, version?: string, main?: string },
 *   switches: string[], becomeReady: () => void }}
 * `switches` are in Chromium's form, `--name` or `--name=value`; app.commandLine adds to them until Chromium starts.
 */
export const boot = { folder: process.cwd(), description: {}, switches: [], becomeReady: () => {} }

/** Value of a switch: '' when it stands without one, undefined when it is not there. @param {string} name */
export function readSwitch(name) {
  const found = boot.switches.findLast(word => word === `--${name}` || word.startsWith(`--${name}=`))
  return found?.slice(name.length + 3)
}

/** Notes for whoever works on the host; silent unless FORKSCOPE_HOST_DEBUG is set. @param {unknown[]} words */
export function note(...words) {
  if (process.env.FORKSCOPE_HOST_DEBUG) console.error('[host]', ...words)
}
