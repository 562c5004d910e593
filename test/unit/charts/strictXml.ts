// A strict little XML reader for tests: throws at the first thing that a browser's XML parser would not take.

export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Element[]
  text: string
}

const NAME = '[A-Za-z_][\\w:.-]*'
const TAG = new RegExp(`^<(/?)(${NAME})((?:\\s+${NAME}="[^"<]*")*)\\s*(/?)>`)
// eslint-disable-next-line no-control-regex -- these are exactly the characters that XML does not allow
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

export function parseXml(text: string): Element {
  if (FORBIDDEN.test(text)) throw new Error('a character that XML does not allow')
  const root: Element = { name: '', attributes: {}, children: [], text: '' }
  const open = [root]
  let rest = text.replace(/^<\?xml[^?]*\?>/, '')
  while (rest !== '') {
    const here = open.at(-1) ?? root
    const tag = TAG.exec(rest)
    if (tag) {
      const [whole, closing, name = '', attributes = '', single] = tag
      if (closing && open.pop()?.name !== name) throw new Error(`</${name}> closes nothing`)
      if (!closing) {
        const element: Element = { name, attributes: parseAttributes(attributes), children: [], text: '' }
        here.children.push(element)
        if (!single) open.push(element)
      }
      rest = rest.slice(whole.length)
    } else {
      const words = /^[^<]+/.exec(rest)?.[0]
      if (words === undefined) throw new Error(`not a tag: ${rest.slice(0, 80)}`)
      here.text += unescape(words)
      rest = rest.slice(words.length)
    }
  }
  const [svg] = root.children
  if (open.length !== 1 || !svg || root.children.length !== 1) throw new Error('not exactly one element, closed')
  return svg
}

function parseAttributes(text: string): Record<string, string> {
  const pairs = [...text.matchAll(new RegExp(`(${NAME})="([^"]*)"`, 'g'))].map(([, name = '', value = '']) => [name, unescape(value)] as const)
  if (new Set(pairs.map(([name]) => name)).size !== pairs.length) throw new Error(`an attribute twice: ${text}`)
  return Object.fromEntries(pairs)
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

function unescape(text: string): string {
  return text.replaceAll(/&([^;]*);?/g, (whole, name: string) => {
    const character = whole.endsWith(';') ? ENTITIES[name] : undefined
    if (character === undefined) throw new Error(`not an entity: ${whole}`)
    return character
  })
}

/** All text of an element and what is in it, piece by piece. */
export const textsOf = (element: Element): string[] => [element.text.trim(), ...element.children.flatMap(textsOf)].filter(Boolean)
