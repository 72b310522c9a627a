/** CPython's marshal format, read for its texts and the shape of its code objects. Nothing is built that could be run. */

/** One code object: a module, class or function. */
export interface CodeFacts {
  /** As compiled: `<module>`, a function's name. */
  readonly name: string
  /** The source file that it says it was compiled from. */
  readonly filename: string
  /** Names that it uses: globals, attributes and modules that it imports. */
  readonly names: readonly string[]
  /** Its constant texts; bytes as Latin-1. */
  readonly texts: readonly string[]
}

export interface MarshalFacts {
  /** In the order in which they end: inner ones first. */
  readonly code: readonly CodeFacts[]
  /** Every text that is no name: constants of all code objects, or of the data itself. */
  readonly texts: readonly string[]
  /** False when a bound was hit or the data is damaged: what came before is there. */
  readonly isWhole: boolean
  /** Bytes that were read. */
  readonly consumed: number
}

/** How the fields of a code object are laid out: by release, since each changed them. */
export type CodeLayout = '2.7' | '3.0' | '3.8' | '3.11'

const maxDepth = 200
const maxObjects = 2_000_000
const maxTexts = 50_000
/** Values that are looked through for texts: code objects may share their constants. */
const maxLooks = 5_000_000
const maxTextBytes = 16 * 1024 * 1024

type Value = { readonly text: string } | { readonly items: readonly Value[] } | { readonly code: CodeFacts } | null

class Damage extends Error {}

interface State {
  readonly bytes: Buffer
  readonly layout: CodeLayout
  at: number
  objects: number
  textBytes: number
  looks: number
  readonly references: Value[]
  readonly interned: Value[]
  readonly code: CodeFacts[]
  readonly texts: Set<string>
}

/** Reads one marshalled value. Never throws. */
export function readMarshal(bytes: Uint8Array, layout: CodeLayout): MarshalFacts {
  const state: State = {
    bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
    layout,
    at: 0,
    objects: 0,
    textBytes: 0,
    looks: 0,
    references: [],
    interned: [],
    code: [],
    texts: new Set(),
  }
  let isWhole = true
  try {
    collectTexts(readValue(state, 0), state)
  } catch (damage) {
    if (!(damage instanceof Damage)) throw damage
    isWhole = false
  }
  return { code: state.code, texts: [...state.texts], isWhole, consumed: state.at }
}

function take(state: State, count: number): number {
  const at = state.at
  if (count < 0 || at + count > state.bytes.length) throw new Damage()
  state.at = at + count
  return at
}

function takeByte(state: State): number {
  return state.bytes[take(state, 1)] ?? 0
}

function takeSize(state: State): number {
  return state.bytes.readInt32LE(take(state, 4))
}

/** Bytes of values of one size. */
const fixedSizes = new Map([
  ['i', 4],
  ['I', 8],
  ['g', 8],
  ['y', 16],
])
const singles = '0NFTS.'

function readValue(state: State, depth: number): Value {
  state.objects += 1
  if (depth > maxDepth || state.objects > maxObjects) throw new Damage()
  const byte = takeByte(state)
  const type = String.fromCharCode(byte & 0x7f)
  // The place is taken before the inner values take theirs.
  const place = (byte & 0x80) !== 0 ? state.references.push(null) - 1 : null
  const value = readTyped(state, type, depth)
  if (place !== null) state.references[place] = value
  return value
}

function readTyped(state: State, type: string, depth: number): Value {
  if (singles.includes(type)) return null
  const size = fixedSizes.get(type)
  if (size !== undefined) {
    take(state, size)
    return null
  }
  const text = readTextual(state, type)
  if (text !== undefined) return text
  if (type === 'r') return state.references[takeSize(state)] ?? null
  if (type === 'R') return state.interned[takeSize(state)] ?? null
  if (type === 'c') return { code: readCode(state, depth) }
  return readContainer(state, type, depth)
}

/** Undefined for a type that is no text and no number written as one. */
function readTextual(state: State, type: string): Value | undefined {
  if (type === 'f' || type === 'x') {
    for (let part = type === 'f' ? 1 : 2; part > 0; part--) take(state, takeByte(state))
    return null
  }
  if (type === 'l') {
    // A count of 15-bit digits, negative for a negative number.
    take(state, Math.abs(takeSize(state)) * 2)
    return null
  }
  if (!'stuaAzZ'.includes(type)) return undefined
  const length = type === 'z' || type === 'Z' ? takeByte(state) : takeSize(state)
  const start = take(state, length)
  state.textBytes += length
  if (state.textBytes > maxTextBytes) throw new Damage()
  const isUtf8 = type === 'u' || (type === 't' && state.layout !== '2.7')
  const value = { text: state.bytes.toString(isUtf8 ? 'utf8' : 'latin1', start, start + length) }
  if (type === 't' && state.layout === '2.7') state.interned.push(value)
  return value
}

function readContainer(state: State, type: string, depth: number): Value {
  if (type === '{') {
    const items: Value[] = []
    // Ends with a null in place of a key.
    while (state.bytes[state.at] !== 0x30) items.push(readValue(state, depth + 1))
    take(state, 1)
    return { items }
  }
  const count = type === ')' ? takeByte(state) : type === ':' ? 3 : '([<>'.includes(type) ? takeSize(state) : -1
  // Every item takes a byte at least: a count beyond the data is a lie.
  if (count < 0 || count > state.bytes.length - state.at) throw new Damage()
  const items: Value[] = []
  for (let left = count; left > 0; left--) items.push(readValue(state, depth + 1))
  return { items }
}

/** Numbers before the first object, and which of the objects behind them are what. */
const layouts: Readonly<Record<CodeLayout, CodeFields>> = {
  '2.7': { numbers: 4, objects: 6, filename: 6, name: 7, tail: 1 },
  '3.0': { numbers: 5, objects: 6, filename: 6, name: 7, tail: 1 },
  '3.8': { numbers: 6, objects: 6, filename: 6, name: 7, tail: 1 },
  '3.11': { numbers: 5, objects: 5, filename: 5, name: 6, tail: 2 },
}

interface CodeFields {
  readonly numbers: number
  /** Instructions, constants, names, then those of local variables. */
  readonly objects: number
  readonly filename: number
  readonly name: number
  /** Tables of line numbers and handlers behind the first line's number. */
  readonly tail: number
}

function readCode(state: State, depth: number): CodeFacts {
  const { numbers, objects, filename, name, tail } = layouts[state.layout]
  take(state, numbers * 4)
  const values: Value[] = []
  const texts = state.layout === '3.11' ? objects + 3 : objects + 2
  for (let index = 0; index < texts; index++) values.push(readValue(state, depth + 1))
  take(state, 4)
  for (let index = 0; index < tail; index++) readValue(state, depth + 1)
  const constants = new Set<string>()
  gather(values[1] ?? null, constants, { seen: new Set(), state })
  const names = itemsOf(values[2])
  state.looks += names.length
  if (state.looks > maxLooks) throw new Damage()
  const facts = {
    name: textOf(values[name]),
    filename: textOf(values[filename]),
    names: names.map(textOf),
    texts: [...constants],
  }
  for (const text of constants) addText(state, text)
  state.code.push(facts)
  return facts
}

function textOf(value: Value | undefined): string {
  return value !== null && value !== undefined && 'text' in value ? value.text : ''
}

function itemsOf(value: Value | undefined): readonly Value[] {
  return value !== null && value !== undefined && 'items' in value ? value.items : []
}

/**
 * Texts in a value and in what it holds; those of a code object inside are its own. References let a value hold itself, or another one a
 * thousand times: each is looked at once.
 */
function gather(value: Value, found: Set<string>, looking: Looking): void {
  const { seen, state } = looking
  state.looks += 1
  if (state.looks > maxLooks) throw new Damage()
  if (value === null || found.size >= maxTexts || seen.has(value)) return
  seen.add(value)
  if ('text' in value) found.add(value.text)
  else if ('items' in value) for (const item of value.items) gather(item, found, looking)
}

interface Looking {
  readonly seen: Set<Value>
  readonly state: State
}

function collectTexts(value: Value, state: State): void {
  const found = new Set<string>()
  gather(value, found, { seen: new Set(), state })
  for (const text of found) addText(state, text)
}

function addText(state: State, text: string): void {
  if (text !== '' && state.texts.size < maxTexts) state.texts.add(text)
}
