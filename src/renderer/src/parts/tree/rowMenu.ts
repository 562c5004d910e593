// What can be done with one process of the tree, as a menu.
import type { SignalName } from '../../../../shared/model/run.ts'
import type { MenuEntry } from '../common/menu.ts'

const signals: readonly (readonly [SignalName, string])[] = [
  ['SIGTERM', 'Stop (SIGTERM)'],
  ['SIGKILL', 'Kill (SIGKILL)'],
  ['SIGINT', 'Interrupt (SIGINT)'],
  ['SIGQUIT', 'Quit (SIGQUIT)'],
  ['SIGHUP', 'Hang up (SIGHUP)'],
  ['SIGSTOP', 'Suspend (SIGSTOP)'],
  ['SIGCONT', 'Continue (SIGCONT)'],
  ['SIGUSR1', 'Send SIGUSR1'],
  ['SIGUSR2', 'Send SIGUSR2']
]

export interface RowMenuState {
  readonly isAlive: boolean
  readonly hasChildren: boolean
  readonly withSubtree: boolean
  readonly isHidden: boolean
  /** Nobody of the run is there any more to be sent a signal. */
  readonly isOver: boolean
}

export function listRowMenu({ isAlive, hasChildren, withSubtree, isHidden, isOver }: RowMenuState): MenuEntry[] {
  const hide: MenuEntry = { kind: 'item', id: 'hide', title: isHidden ? 'Show in the charts' : 'Hide in the charts' }
  if (isOver) return [hide]
  const canSignal = isAlive || (hasChildren && withSubtree)
  const subtree: MenuEntry[] = hasChildren ? [{ kind: 'check', id: 'subtree', title: 'Also all processes below it', isOn: withSubtree }] : []
  const items = listSignals().map((entry): MenuEntry => (entry.kind === 'item' ? { ...entry, isDisabled: !canSignal } : entry))
  return [hide, { kind: 'line', id: 'line-1' }, ...subtree, ...items]
}

export function listSignals(): MenuEntry[] {
  return signals.map(([signal, title]): MenuEntry => ({ kind: 'item', id: signal, title, isDangerous: signal === 'SIGKILL' }))
}

export const isSignal = (id: string): id is SignalName => signals.some(([signal]) => signal === id)
