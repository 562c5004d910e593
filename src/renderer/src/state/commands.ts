// Everything that can be done in the window, once: the palette lists it, keys and menus of the system call it.
import type { MenuCommand } from '../../../shared/contract.ts'
import { exportChoices } from './exporting.ts'
import type { Forkscope, ViewName } from './forkscope.ts'
import { type LibraryChoice, libraryChoices } from './library/libraryChoices.ts'
import { isLive } from './run/runPhase.ts'

export interface Command {
  readonly id: string
  readonly title: string
  readonly group: 'Run' | 'Lab' | 'Library' | 'Time' | 'Processes' | 'Export' | 'View'
  isEnabled(): boolean
  run(): void
}

const always = (): boolean => true

export function listCommands(forkscope: Forkscope): readonly Command[] {
  return [...runCommands(forkscope), ...labCommands(forkscope), ...libraryCommands(forkscope), ...timeCommands(forkscope), ...processCommands(forkscope), ...exportCommands(forkscope), ...viewCommands(forkscope)]
}

function runCommands({ run, session, launch, attach, lab, view, startWith, runAgain }: Forkscope): Command[] {
  const isGoing = (): boolean => isLive(run.phase.value)
  const hasEnded = (): boolean => run.shown.value !== null && !isGoing() && !launch.isStarting.value
  const isAttached = (): boolean => run.shown.value?.history.header.spec.kind === 'attach'
  const isInLab = (): boolean => view.value === 'lab' && lab.isGoing.value
  /** What Ctrl+Enter means where one is. */
  const byView: Readonly<Record<ViewName, { readonly isEnabled: () => boolean; readonly run: () => unknown }>> = {
    launch: { isEnabled: () => !launch.isStarting.value, run: () => (startWith.value === 'process' ? attach.submit() : launch.submit()) },
    lab: { isEnabled: () => lab.form.value !== null && !lab.isGoing.value && !lab.isStarting.value, run: () => lab.submit() },
    library: { isEnabled: () => false, run: () => Promise.resolve() }, // opening starts nothing, so Ctrl+Enter does not open
    run: { isEnabled: hasEnded, run: runAgain }
  }
  return [
    { id: 'run', title: 'Run what is shown: the command, or the experiment', group: 'Run', isEnabled: () => byView[view.value].isEnabled(), run: () => void byView[view.value].run() },
    { id: 'run-again', title: 'Run the same program again: shows the command first', group: 'Run', isEnabled: hasEnded, run: () => runAgain() },
    {
      ...{ id: 'stop', title: 'End the run: stop what was launched, detach from what was attached', group: 'Run' },
      isEnabled: () => isGoing() || isInLab(),
      run: () => {
        if (isInLab()) void lab.stop() // the next run would begin at once
        else if (isAttached()) void run.detach()
        else run.stop()
      }
    },
    {
      ...{ id: 'switch-run', title: 'Switch to another run of this session …', group: 'Run' },
      isEnabled: () => session.runs.value.some(({ header }) => header.run !== run.shown.value?.history.header.run),
      run: () => {
        view.value = 'run'
        session.isOpen.value = true
      }
    },
    { id: 'kill', title: 'Kill the run at once (SIGKILL)', group: 'Run', isEnabled: isGoing, run: () => run.kill() }
  ]
}

function labCommands({ lab, view, showLab }: Forkscope): Command[] {
  return [
    { id: 'stop-experiment', title: 'Stop the experiment', group: 'Lab', isEnabled: () => lab.isGoing.value, run: () => void lab.stop() },
    { id: 'experiments', title: 'All experiments of the lab', group: 'Lab', isEnabled: () => view.value !== 'lab' || lab.form.value !== null, run: () => showLab(null) }
  ]
}

const libraryTitles: Readonly<Record<LibraryChoice, string>> = {
  open: 'Open the chosen recording',
  rename: 'Rename the recording',
  note: 'Edit the note of the recording',
  pin: 'Pin or unpin the chosen recordings',
  copy: 'Copy the command of the recording',
  show: 'Show the recording in the file manager',
  trash: 'Move the chosen recordings to the trash …'
}

function libraryCommands({ library, libraryList, view, focusWish, isLimitOpen }: Forkscope): Command[] {
  const search = (): void => {
    view.value = 'library'
    focusWish.value = { place: 'search' }
  }
  const limit = (): void => {
    view.value = 'library'
    isLimitOpen.value = true
  }
  return [
    { id: 'open', title: 'Open a recording from a file …', group: 'Library', isEnabled: () => library.opening.value === null, run: () => void library.openFile() },
    { id: 'search-library', title: 'Search the recordings', group: 'Library', isEnabled: always, run: search },
    ...libraryChoices.map((choice): Command => ({ id: `recording-${choice}`, title: libraryTitles[choice], group: 'Library', isEnabled: () => view.value === 'library' && libraryList.active.value !== null, run: () => (libraryList.wish.value = { choice }) })),
    { id: 'library-limit', title: 'Limit the size of the library …', group: 'Library', isEnabled: always, run: limit }
  ]
}

function timeCommands({ run, time, playback, view }: Forkscope): Command[] {
  const isShown = (): boolean => run.shown.value !== null && view.value === 'run'
  const isGoing = (): boolean => isShown() && isLive(run.phase.value)
  const isPlayable = (): boolean => isShown() && playback.isPlayable.value
  const stepOrMove = (direction: 1 | -1): void => {
    if (time.headNs.value === null) time.move(direction * MOVE_STEP)
    else playback.stepTick(direction)
  }
  const clear = (): void => {
    time.point(null)
    time.place(null)
  }
  return [
    {
      ...{ id: 'pause', title: 'Pause or resume: the screen of a run that goes on, the playing of one that is over', group: 'Time' },
      isEnabled: () => isGoing() || isPlayable(),
      run: () => (isPlayable() ? playback.toggle() : time.togglePause())
    },
    { id: 'slower', title: 'Play slower', group: 'Time', isEnabled: isPlayable, run: () => playback.changeSpeed(-1) },
    { id: 'faster', title: 'Play faster', group: 'Time', isEnabled: isPlayable, run: () => playback.changeSpeed(1) },
    { id: 'to-start', title: 'Play head to the start', group: 'Time', isEnabled: isPlayable, run: () => time.place(0) },
    { id: 'to-end', title: 'Play head to the end', group: 'Time', isEnabled: isPlayable, run: () => time.place(time.lengthNs.value) },
    { id: 'follow', title: 'Follow the newest', group: 'Time', isEnabled: isGoing, run: () => time.follow() },
    { id: 'zoom-in', title: 'Zoom in', group: 'Time', isEnabled: isShown, run: () => time.zoom(1 / ZOOM_STEP) },
    { id: 'zoom-out', title: 'Zoom out', group: 'Time', isEnabled: isShown, run: () => time.zoom(ZOOM_STEP) },
    { id: 'zoom-reset', title: 'Show the whole run', group: 'Time', isEnabled: isShown, run: () => time.showAll() },
    { id: 'earlier', title: 'Play head to the tick before; without one: move to earlier', group: 'Time', isEnabled: isShown, run: () => stepOrMove(-1) },
    { id: 'later', title: 'Play head to the next tick; without one: move to later', group: 'Time', isEnabled: isShown, run: () => stepOrMove(1) },
    { id: 'former-event', title: 'Go to the former event', group: 'Time', isEnabled: isShown, run: () => time.stepEvent(-1) },
    { id: 'next-event', title: 'Go to the next event', group: 'Time', isEnabled: isShown, run: () => time.stepEvent(1) },
    { id: 'clear-cursor', title: 'Take cursor and play head away', group: 'Time', isEnabled: () => isShown() && (time.cursorNs.value ?? time.headNs.value) !== null, run: clear }
  ]
}

const ZOOM_STEP = 1.5
const MOVE_STEP = 0.2

function processCommands({ run, tree, settings, view, focusWish }: Forkscope): Command[] {
  const isShown = (): boolean => run.shown.value !== null && view.value === 'run'
  return [
    { id: 'filter', title: 'Filter the processes, or search the library', group: 'Processes', isEnabled: () => isShown() || view.value === 'library', run: () => (focusWish.value = { place: view.value === 'library' ? 'search' : 'filter' }) },
    { id: 'tree', title: 'Go to the process tree', group: 'Processes', isEnabled: isShown, run: () => (focusWish.value = { place: 'tree' }) },
    { id: 'show-processes', title: 'Show all hidden processes in the charts', group: 'Processes', isEnabled: () => tree.hidden.value.size > 0, run: () => tree.showAllProcesses() },
    {
      id: 'percent-of',
      title: 'Switch 100 % between one core and all cores',
      group: 'Processes',
      isEnabled: always,
      run: () => settings.change({ percentOf: settings.settings.value.percentOf === 'core' ? 'machine' : 'core' })
    }
  ]
}

function exportCommands({ run, exporting, isExportOpen, view }: Forkscope): Command[] {
  const isShown = (): boolean => run.shown.value !== null
  const one = exportChoices.map(
    (choice): Command => ({ id: `export-${choice.id}`, title: `Export: ${choice.title}`, group: 'Export', isEnabled: isShown, run: () => void exporting.exportRun(choice, { onlyVisible: false }) })
  )
  return [{ id: 'export', title: 'Export …', group: 'Export', isEnabled: () => isShown() && view.value === 'run', run: () => (isExportOpen.value = true) }, ...one]
}

function viewCommands({ view, startWith, focusWish, overlay, settings, drawer, run }: Forkscope): Command[] {
  const show = (what: typeof startWith.value) => (): void => {
    view.value = 'launch'
    startWith.value = what
    focusWish.value = { place: what === 'process' ? 'running' : 'command' }
  }
  const openDrawer = (tab: typeof drawer.value) => (): void => {
    view.value = 'run'
    drawer.value = tab
  }
  const isShown = (): boolean => run.shown.value !== null
  return [
    { id: 'launch-view', title: 'Launch a program', group: 'View', isEnabled: always, run: show('program') },
    { id: 'attach', title: 'Attach to a running process …', group: 'View', isEnabled: always, run: show('process') },
    { id: 'run-view', title: 'Show the run', group: 'View', isEnabled: always, run: () => (view.value = 'run') },
    { id: 'lab-view', title: 'Show the lab', group: 'View', isEnabled: always, run: () => (view.value = 'lab') },
    { id: 'library-view', title: 'Show the library', group: 'View', isEnabled: always, run: () => (view.value = 'library') },
    { id: 'output', title: 'Show the output', group: 'View', isEnabled: isShown, run: openDrawer('output') },
    { id: 'events', title: 'Show the events', group: 'View', isEnabled: isShown, run: openDrawer('events') },
    { id: 'warnings', title: 'Show the warnings', group: 'View', isEnabled: isShown, run: openDrawer('warnings') },
    { id: 'measuring', title: 'Show how each figure was measured', group: 'View', isEnabled: isShown, run: openDrawer('measuring') },
    { id: 'theme-light', title: 'Theme: light', group: 'View', isEnabled: always, run: () => settings.change({ theme: 'light' }) },
    { id: 'theme-dark', title: 'Theme: dark', group: 'View', isEnabled: always, run: () => settings.change({ theme: 'dark' }) },
    { id: 'theme-system', title: 'Theme: as the system', group: 'View', isEnabled: always, run: () => settings.change({ theme: 'system' }) },
    { id: 'commands', title: 'All commands', group: 'View', isEnabled: always, run: () => (overlay.value = 'commands') },
    { id: 'keys', title: 'All keys', group: 'View', isEnabled: always, run: () => (overlay.value = 'keys') }
  ]
}

/** Runs a command if it makes sense now; says whether it did. */
export function runCommand(commands: readonly Command[], id: string): boolean {
  const command = commands.find(each => each.id === id)
  if (!command?.isEnabled()) return false
  command.run()
  return true
}

/** What the menu of the system may ask for is among the commands, under the same name. */
export const menuCommands = [
  ...(['export', 'stop', 'pause', 'follow', 'launch-view', 'run-view', 'lab-view', 'library-view', 'open', 'commands', 'keys'] as const),
  ...(['zoom-in', 'zoom-out', 'zoom-reset', 'attach'] as const)
] satisfies MenuCommand[]
