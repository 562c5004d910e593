// Whether a key stroke is meant for the whole window or for the control that has the focus.

const TEXT = 'textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=range])'
const CONTROL = 'button, a[href], input, summary, [role=treegrid], [role=tab], [role=separator], [role=menu], [role=listbox], [role=option], [role=log], [role=region]'
/** Keys with which a focused control is worked. */
const WORKING_KEYS = new Set([' ', 'Enter', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'])

/** True: no control wants this stroke. Typing comes first, then the control, then the window. */
export function isForWindow(stroke: { readonly key: string; readonly ctrlKey: boolean; readonly metaKey: boolean }, target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return true
  if (target.closest('dialog, [role=menu]')) return false
  if (stroke.ctrlKey || stroke.metaKey) return true
  if (target.closest(TEXT)) return false
  if (target.closest('[role=treegrid]')) return stroke.key.length > 1 ? !WORKING_KEYS.has(stroke.key) : !/[ h]/i.test(stroke.key)
  return !WORKING_KEYS.has(stroke.key) || !target.closest(CONTROL)
}
