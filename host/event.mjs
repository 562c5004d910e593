// The event objects of Electron: an event that a listener may forbid.

/**
 * @template {object} [Details={}]
 * @param {Details} [details]
 * @returns {Details & { defaultPrevented: boolean, preventDefault(): void }}
 */
export function makeEvent(details) {
  return {
    ...details,
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true
    }
  }
}
