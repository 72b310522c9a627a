import type { Value } from '@cordon/python'
import type { SourceKind } from './action.ts'
import { kindOfPath, type PathKind } from './kinds/index.ts'
import { hostVariables, placeVariables } from './kinds/variables.ts'
import { isDecoded } from './making.ts'

const mostVisited = 400
const deepest = 40
const mostItems = 40

/** What a value is found to be: the sources by name, as bits for speed. */
const bits: Readonly<Record<SourceKind, number>> = {
  environment: 1,
  'whole-environment': 1 << 1,
  'secret-file': 1 << 2,
  'browser-data': 1 << 3,
  wallet: 1 << 4,
  'host-facts': 1 << 5,
  clipboard: 1 << 6,
  screen: 1 << 7,
  keys: 1 << 8,
  network: 1 << 9,
  decoded: 1 << 10,
  file: 1 << 11,
  'dropped-file': 1 << 12,
  'downloaded-file': 1 << 13,
  'process-output': 1 << 14,
  input: 1 << 15,
  parameter: 1 << 16,
}

/** What the result of a call of this kind is. */
const bitOfKind: ReadonlyMap<PathKind, number> = new Map<PathKind, number>([
  ['http', bits.network],
  ['fetch', bits.network],
  ['send', bits.network],
  ['spawn', bits['process-output']],
  ['read-file', bits.file],
  ['open', bits.file],
  ['decode', bits.decoded],
  ['decrypt', bits.decoded],
  ['read-host', bits['host-facts']],
  ['read-registry', bits['host-facts']],
  ['processes', bits['host-facts']],
  ['read-clipboard', bits.clipboard],
  ['capture-screen', bits.screen],
  ['capture-camera', bits.screen],
  ['capture-keys', bits.keys],
])

/** Calls whose result says nothing of what they were given. */
const closed = bits.network | bits.file | bits['process-output'] | bits['host-facts']

const inputs: ReadonlySet<string> = new Set(['builtins.input()', 'builtins.raw_input()', 'getpass.getpass()'])

/** Reads where values come from; each value is looked at once. */
export class Sources {
  private readonly known = new WeakMap<object, number>()
  private visited = 0

  /** The sources of any of these values. */
  of(values: readonly Value[]): ReadonlySet<SourceKind> {
    this.visited = 0
    let mask = 0
    for (const value of values) mask |= this.maskOf(value, 0)
    return namesOf(mask)
  }

  private maskOf(value: Value, depth: number): number {
    const known = this.known.get(value)
    if (known !== undefined) return known
    this.visited += 1
    if (depth > deepest || this.visited > mostVisited) return 0
    this.known.set(value, 0)
    const mask = this.read(value, depth + 1)
    if (this.visited <= mostVisited) this.known.set(value, mask)
    else this.known.delete(value)
    return mask
  }

  private read(value: Value, depth: number): number {
    switch (value.kind) {
      case 'text':
      case 'bytes':
        return isDecoded(value.making) ? bits.decoded : 0
      case 'list':
      case 'tuple':
      case 'set':
        return this.all(value.items, depth)
      case 'dict':
        return this.all(
          [...value.entries.values()].slice(0, mostItems).map((entry) => entry.value),
          depth,
        )
      case 'choice':
        return this.all(value.options, depth)
      case 'external':
        return value.path === 'os.environ' || value.path === 'os.environb' ? bits['whole-environment'] : 0
      case 'opaque':
        return this.readOpaque(value, depth)
      case 'method':
        return this.maskOf(value.self, depth)
      case 'partial':
        return this.all([value.callee, ...value.given.positional], depth)
      case 'instance':
        return this.all([...value.attributes.values()].slice(0, mostItems), depth)
      default:
        return 0
    }
  }

  private all(values: readonly Value[], depth: number): number {
    let mask = 0
    for (let index = 0; index < values.length && index < mostItems; index += 1) {
      const value = values[index]
      if (value !== undefined) mask |= this.maskOf(value, depth)
    }
    return mask
  }

  private readOpaque(value: Value & { kind: 'opaque' }, depth: number): number {
    const { path } = value
    if (path === 'parameter') return bits.parameter
    if (request.test(path)) return bits.network
    if (wholeEnvironment.test(path)) return bits['whole-environment']
    if (path.startsWith('os.environ') || path.startsWith('os.getenv')) {
      const variable = variableOf(path, value.from)
      if (variable !== null) return variable
    }
    if (path.endsWith('()')) {
      const kind = kindOfPath(path.slice(0, -2))
      const own = kind === null || path.includes('TemporaryFile') ? 0 : (bitOfKind.get(kind) ?? 0)
      if ((own & closed) !== 0) return own
      if (inputs.has(path)) return bits.input
      return own | this.all(value.from, depth)
    }
    return this.all(value.from, depth)
  }
}

/** What a web framework hands to a handler of what came over the network. */
const request =
  /^(?:flask|quart|bottle)\.request\.(?:args|form|values|json|data|files|cookies|headers|query|forms|params|body|get_json|get_data)\b/

/** Names of variables alone are not what they hold. */
const wholeEnvironment = /^os\.environb?\.(?:items|values|copy|__repr__|__str__)\(\)$/

/** What one variable of the environment tells; null when the path is not that of one. */
function variableOf(path: string, from: readonly Value[]): number | null {
  if (!/^os\.(?:environb?\[\]|environ\.(?:get|pop|setdefault)\(\)|getenvb?\(\))$/.test(path)) return null
  const name = from.find((each) => each.kind === 'text')
  if (name?.kind !== 'text') return bits.environment
  const upper = name.value.toUpperCase()
  if (placeVariables.has(upper)) return 0
  return hostVariables.has(upper) ? bits['host-facts'] : bits.environment
}

const namesOfMask = new Map<number, ReadonlySet<SourceKind>>()

function namesOf(mask: number): ReadonlySet<SourceKind> {
  const known = namesOfMask.get(mask)
  if (known !== undefined) return known
  const names = new Set<SourceKind>()
  for (const [name, bit] of Object.entries(bits) as [SourceKind, number][]) if ((mask & bit) !== 0) names.add(name)
  if (namesOfMask.size < 4096) namesOfMask.set(mask, names)
  return names
}
