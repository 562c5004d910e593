// What stands for the user and the desktop in the tests of the window.
import type { ElectronApplication } from 'playwright-core'

/** From now on the dialog for saving answers with `path`, as if the user had chosen it. */
export async function answerSaveDialog(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, path)
}

/** From now on whoever is asked for a place to save thinks better of it. */
export async function forgetDialogs(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ dialog }) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: true, filePath: '' })
  })
}

/** The numbers that a text holds where the pattern's first group is. */
export function saySelected(text: string | null, pattern: RegExp): number[] {
  return [...(text ?? '').matchAll(pattern)].map(([, figure]) => Number(figure))
}

/** From now on message boxes are only heard; returns how to ask what they said. */
export async function rememberMessages(app: ElectronApplication): Promise<() => Promise<string[]>> {
  await app.evaluate(({ dialog }) => {
    const said: string[] = []
    Object.assign(dialog, {
      said,
      showMessageBox: (_window: unknown, { detail }: { detail?: string }) => {
        said.push(detail ?? '')
        return Promise.resolve({ response: 0, checkboxChecked: false })
      }
    })
  })
  return () => app.evaluate(({ dialog }) => [...(dialog as unknown as { said: string[] }).said])
}
