// The order of a column in a list, as the page tells it to whoever cannot see the arrow.
export type Order = 'ascending' | 'descending' | 'none'

export const orderOf = <Key>(key: Key, { by, descending }: { readonly by: Key; readonly descending: boolean }): Order => (by !== key ? 'none' : descending ? 'descending' : 'ascending')
