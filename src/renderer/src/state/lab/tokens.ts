// Programs of the lab, Python and JavaScript, cut into tokens for reading. No parser: it knows what begins and ends a token
// and nothing of grammar, which is enough for programs that are written to be read. Text is kept to the letter.
import type { Language } from '../../../../shared/model/outcome.ts'

export type TokenKind = 'plain' | 'comment' | 'string' | 'number' | 'keyword' | 'defined'

export interface Token {
  readonly kind: TokenKind
  readonly text: string
}

interface Rules {
  /** Tried in this order at each place; what none of them takes is plain. Sticky. */
  readonly patterns: readonly (readonly [kind: TokenKind, pattern: RegExp])[]
  readonly keywords: ReadonlySet<string>
  /** The word after one of these is being defined. */
  readonly definers: ReadonlySet<string>
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))
const NUMBER = /(?:0[xob][\da-f_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:e[+-]?\d+)?)[jn]?/iy
const NAME = /[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*/y

const languages: Readonly<Record<Language, Rules>> = {
  python: {
    patterns: [
      ['comment', /#[^\n]*/y],
      ['comment', /(?<=(?:^|\n)\s*)(?:"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$))/y], // a text that stands alone is a docstring
      ['string', /[rbuf]{0,2}(?:"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?)/iy],
      ['number', NUMBER],
      ['plain', NAME]
    ],
    keywords: words('and as assert async await break class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return try while with yield True False None'),
    definers: words('def class')
  },
  node: {
    patterns: [
      ['comment', /\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|(?<=^)#![^\n]*/y],
      ['string', /"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|`(?:\\[^]|\$\{(?:[^{}`]|\{[^{}`]*\}|`[^`]*`)*\}|[^`\\])*`?/y],
      ['string', /(?<=[(,=:[!&|?{};\n]\s*|return\s)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y], // a slash where a value begins
      ['number', NUMBER],
      ['plain', NAME]
    ],
    keywords: words('async await break case catch class const continue debugger default delete do else export extends finally for function if import in instanceof let new of return static super switch this throw try typeof var void while with yield true false null undefined'),
    definers: words('function class')
  }
}

/** The whole text in order: joined, the tokens are the text again. */
export function cutTokens(text: string, language: Language): Token[] {
  const { patterns, keywords, definers } = languages[language]
  const tokens: Token[] = []
  let isDefined = false
  for (let at = 0; at < text.length; ) {
    const { kind, piece } = takePiece(text, at, patterns)
    at += piece.length
    const isWord = /^[A-Za-z_$]/.test(piece) && kind === 'plain'
    push(tokens, { kind: isWord && keywords.has(piece) ? 'keyword' : isWord && isDefined ? 'defined' : kind, text: piece })
    if (isWord) isDefined = definers.has(piece)
  }
  return tokens
}

function takePiece(text: string, at: number, patterns: Rules['patterns']): { readonly kind: TokenKind; readonly piece: string } {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at
    const piece = pattern.exec(text)?.[0]
    if (piece) return { kind, piece }
  }
  return { kind: 'plain', piece: text.charAt(at) }
}

/** Plain neighbours are one token: a page has as few elements as it can. */
function push(tokens: Token[], token: Token): void {
  const last = tokens.at(-1)
  if (last?.kind === 'plain' && token.kind === 'plain') tokens[tokens.length - 1] = { kind: 'plain', text: last.text + token.text }
  else tokens.push(token)
}

/** By lines; a token that goes over several is in each of them. The newline itself is left out. */
export function cutLines(text: string, language: Language): Token[][] {
  const lines: Token[][] = [[]]
  for (const { kind, text: whole } of cutTokens(text.replace(/\n$/, ''), language)) {
    whole.split('\n').forEach((part, index) => {
      if (index > 0) lines.push([])
      if (part !== '') lines.at(-1)?.push({ kind, text: part })
    })
  }
  return lines
}
