// What could not be read, as sentences for people: each once, however often it is met.

export function sayOnce(damage: string[], sentence: string): void {
  if (!damage.includes(sentence)) damage.push(sentence)
}
