export function moveToTrash(path: string): void
