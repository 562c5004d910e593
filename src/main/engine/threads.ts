// What every thread of the engine is started with.

/**
 * Node would else open process.stdout and stderr to pass on what a thread prints, and by that make them non-blocking: also
 * for a program that shares them with us, whose writes would then fail when a pipe is full.
 */
export const OWN_STREAMS = { stdout: true, stderr: true } as const
