// Puts text on the clipboard without a permission: the window grants none, and a copy that the user asked for needs none.

/** False: the system did not take it. Only on a click or a key. */
export function copyText(text: string): boolean {
  const onCopy = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
  }
  document.addEventListener('copy', onCopy, { once: true })
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- navigator.clipboard would need a permission, which stays denied
    return document.execCommand('copy')
  } finally {
    document.removeEventListener('copy', onCopy)
  }
}
