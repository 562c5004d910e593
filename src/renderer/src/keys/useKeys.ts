// Listens to the keyboard of the whole window and runs the command that a key stands for.
import { onBeforeUnmount, onMounted } from 'vue'
import { type Command, runCommand } from '../state/commands.ts'
import { findCommand } from './bindings.ts'
import { isForWindow } from './reach.ts'

export function useKeys(commands: readonly Command[]): void {
  const onKeydown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return
    const id = findCommand(event)
    if (id === null || !isForWindow(event, event.target)) return
    if (runCommand(commands, id)) event.preventDefault() // also keeps the menu of the system from running it again
  }
  onMounted(() => window.addEventListener('keydown', onKeydown))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKeydown))
}
