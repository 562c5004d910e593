// What can be done with chosen recordings, by name: keys, menus and the palette mean the same.

export const libraryChoices = ['open', 'rename', 'note', 'pin', 'copy', 'show', 'trash'] as const
export type LibraryChoice = (typeof libraryChoices)[number]

export const isLibraryChoice = (id: string): id is LibraryChoice => libraryChoices.some(choice => choice === id)
