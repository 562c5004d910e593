// Parsing of values from outside: each function returns the value with its type, or throws a `bad-input` fault that
// names the field. Nothing is converted and nothing is let through that was not asked for.
import { FaultError } from './fault.ts'

export type Parse<Value> = (value: unknown, field: string) => Value

export function refuse(field: string, reason: string): never {
  throw new FaultError({ kind: 'bad-input', field, reason })
}

/** An object with exactly these fields: one missing or one too many is refused. */
export function parseFields<Shape extends object>(fields: { readonly [Key in keyof Shape]: Parse<Shape[Key]> }): Parse<Shape> {
  return (value, field) => {
    const given = parseObject(value, field)
    const wanted: [string, Parse<unknown>][] = Object.entries(fields)
    const names = new Set(wanted.map(([name]) => name))
    for (const name of Object.keys(given)) if (!names.has(name)) refuse(field, `has an unknown field “${name.slice(0, 40)}”.`)
    // Each value comes from the parser of its own field, which the type of `fields` guarantees.
    return Object.fromEntries(wanted.map(([name, parse]) => [name, parse(given[name], name)])) as Shape
  }
}

/** Text of at most `longest` UTF-16 units, without NUL (the kernel ends a text there, so what follows would be lost unseen). */
export function parseText({ longest, shortest = 0 }: { longest: number; shortest?: number }): Parse<string> {
  return (value, field) => {
    if (typeof value !== 'string') return refuse(field, 'must be text.')
    if (value.length < shortest) refuse(field, 'must not be empty.')
    if (value.length > longest) refuse(field, `is longer than ${longest} characters.`)
    if (value.includes('\0')) refuse(field, 'contains a NUL character, which no program can receive.')
    return value
  }
}

export function parseNumber({ lowest, highest, whole = false }: { lowest: number; highest: number; whole?: boolean }): Parse<number> {
  return (value, field) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return refuse(field, 'must be a number.')
    if (whole && !Number.isInteger(value)) refuse(field, 'must be a whole number.')
    if (value < lowest || value > highest) refuse(field, `must be between ${lowest} and ${highest}.`)
    return value
  }
}

export const parseYesNo: Parse<boolean> = (value, field) => (typeof value === 'boolean' ? value : refuse(field, 'must be true or false.'))

export const parseNull: Parse<null> = (value, field) => (value === null ? null : refuse(field, 'must be null.'))

export function parseOneOf<const Word extends string>(words: readonly Word[]): Parse<Word> {
  return (value, field) => words.find(word => word === value) ?? refuse(field, `must be one of ${words.join(', ')}.`)
}

export function parseList<Item>(parseItem: Parse<Item>, { longest }: { longest: number }): Parse<readonly Item[]> {
  return (value, field) => {
    if (!Array.isArray(value)) return refuse(field, 'must be a list.')
    if (value.length > longest) refuse(field, `has more than ${longest} entries.`)
    return value.map((item: unknown, index) => parseItem(item, `${field}[${index}]`))
  }
}

/** Names that may be anything, each with a parsed value. */
export function parseEntries<Value>(parseName: Parse<string>, parseValue: Parse<Value>, { longest }: { longest: number }): Parse<Readonly<Record<string, Value>>> {
  return (value, field) => {
    const entries = Object.entries(parseObject(value, field))
    if (entries.length > longest) refuse(field, `has more than ${longest} entries.`)
    return Object.fromEntries(entries.map(([name, each]) => [parseName(name, field), parseValue(each, `${field}.${name.slice(0, 40)}`)]))
  }
}

export function parseOrNull<Value>(parse: Parse<Value>): Parse<Value | null> {
  return (value, field) => (value === null ? null : parse(value, field))
}

function parseObject(value: unknown, field: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(field, 'must be an object.')
  return value as Record<string, unknown>
}
