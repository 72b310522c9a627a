import { decodeHex } from '../decoders/base-n.ts'
import { Token } from '../token.ts'
import { argument } from './arguments.ts'
import { bitsOf, modularPower, numberOf, smallIntOf } from './arithmetic.ts'
import { addBuiltin } from './assign.ts'
import { typeOf } from './attribute.ts'
import { builtinNames } from './builtin-names.ts'
import { builtinTextModels } from './builtin-texts.ts'
import { announce, classOf, superOf } from './class.ts'
import { conversions } from './conversions.ts'
import { formatValue } from './format-spec.ts'
import { enclosing, moduleFrame } from './frame.ts'
import { moduleOf } from './import.ts'
import { iterate } from './iterate.ts'
import { iteration } from './iteration.ts'
import { evaluateText, runText } from './layer.ts'
import type { Machine, Site } from './machine.ts'
import { type Model, models } from './model.ts'
import { namesOfModule } from './module-names.ts'
import { runNamedFiles } from './named-file.ts'
import { binary } from './operate.ts'
import { reprOf } from './text-of.ts'
import {
  type Arguments,
  bytes,
  type Frame,
  int,
  made,
  noArguments,
  none,
  sequence,
  text,
  truthOf,
  type Value,
} from './value.ts'

const chr: Model = (_m, given) => {
  const code = smallIntOf(given.positional[0])
  return code === null || code < 0 || code > 0x10ffff ? null : text(String.fromCodePoint(code), made('chr', null))
}

const ord: Model = (_m, given) => {
  const [value] = given.positional
  if (value?.kind === 'bytes') return value.value.length === 1 ? int(value.value[0] ?? 0) : null
  if (value?.kind !== 'text') return null
  const [first, second] = Array.from(value.value.slice(0, 4))
  return first === undefined || second !== undefined ? null : int(first.codePointAt(0) ?? 0)
}

/** `exec` and `eval` of a text that is known run it. */
export const exec: Model = (m, given, site) => {
  const [code] = given.positional
  if (code?.kind === 'choice') return runEach(m, code.options, given, site)
  if (code?.kind !== 'text' && code?.kind !== 'bytes') {
    if (code !== undefined) runNamedFiles(m, code)
    return null
  }
  return withNames(given, site, (inner) => runText(m, code, inner))
}

const evaluate: Model = (m, given, site) => {
  const [code] = given.positional
  if (code?.kind !== 'text' && code?.kind !== 'bytes') return null
  return withNames(given, site, (inner) => evaluateText(m, code, inner))
}

/** Any of several texts may be what is run. */
function runEach(m: Machine, codes: readonly Value[], given: Arguments, site: Site): Value | null {
  for (const code of codes) exec(m, { ...given, positional: [code, ...given.positional.slice(1)] }, site)
  return null
}

/** Runs a text with the names of the dicts that are handed over beside it, and keeps in them what it binds. */
function withNames(given: Arguments, site: Site, work: (site: Site) => Value): Value {
  const scopes = [argument(given, 2, 'locals'), argument(given, 1, 'globals')]
  const space = scopes.find((scope) => scope?.kind === 'namespace')
  const dicts = scopes.filter((scope) => scope?.kind === 'dict')
  if (dicts.length === 0 && space?.kind !== 'namespace') return work(site)
  const frame = moduleFrame(space?.kind === 'namespace' ? space.values : new Map())
  for (const { entries } of [...dicts].reverse())
    for (const { key, value } of entries.values()) if (key.kind === 'text') frame.values.set(key.value, value)
  const result = work({ node: site.node, frame })
  for (const [name, value] of frame.values) dicts[0]?.entries.set(`t${name}`, { key: text(name), value })
  return result
}

/** Compiled code is its text. */
const compile: Model = (m, given) => {
  const code = argument(given, 0, 'source')
  if (code?.kind === 'opaque') runNamedFiles(m, code)
  return code?.kind === 'text' || code?.kind === 'bytes' ? { ...code, making: made('compile', code.making) } : null
}

const getAttribute: Model = (m, given) => {
  const [object, name] = given.positional
  if (object === undefined || name === undefined) return null
  return name.kind === 'text' ? m.rules.attribute(m, object, name.value) : null
}

const setAttribute: Model = (m, given) => {
  const [object, name, value] = given.positional
  if (name?.kind !== 'text' || value === undefined) return null
  if (object?.kind === 'instance') object.attributes.set(name.value, value)
  else if (object?.kind === 'class') object.members.set(name.value, value)
  else if (object?.kind === 'module' || object?.kind === 'namespace') object.values.set(name.value, value)
  else if (object?.kind === 'external' && object.path === 'builtins') addBuiltin(m, name.value, value)
  else return null
  return none
}

const importModule: Model = (m, given, site) => {
  const name = argument(given, 0, 'name')
  if (name?.kind === 'opaque' && name.path === '__name__') return name.from[0] ?? null
  if (name?.kind !== 'text') return null
  const fromList = argument(given, 3, 'fromlist')
  const isWhole = fromList !== undefined && truthOf(fromList) === true
  const whole = moduleOf(m, name.value, site.node)
  return isWhole || !name.value.includes('.') ? whole : moduleOf(m, name.value.split('.')[0] ?? '', site.node)
}

function namespaceOf(frame: Frame): Value {
  return { kind: 'namespace', values: frame.values }
}

const vars: Model = (m, given, site) => {
  const [object] = given.positional
  return object === undefined ? namespaceOf(site.frame) : m.rules.attribute(m, object, '__dict__')
}

/** `type(value)`, and `type(name, bases, members)`. */
const makeType: Model = (m, given, site) => {
  const [value, bases, members] = given.positional
  if (value === undefined) return null
  if (bases === undefined) return typeOf(value)
  if (value.kind !== 'text' || members?.kind !== 'dict') return null
  const own = new Map<string, Value>()
  for (const { key, value: member } of members.entries.values()) if (key.kind === 'text') own.set(key.value, member)
  const positional = iterate(m, bases) ?? []
  const type = classOf({ unit: m.unit, node: site.node }, value.value, own, { ...noArguments, positional })
  announce(m, type)
  return type
}

/** The first name that was bound in a function: its first parameter. */
function firstOf(frame: Frame): Value | undefined {
  const [first] = enclosing(frame).values.values()
  return first
}

const pow: Model = (m, given) => {
  const [base, exponent, modulus] = given.positional
  if (base === undefined || exponent === undefined) return null
  if (modulus === undefined) return binary(m, Token.DoubleStar, base, exponent)
  if (base.kind !== 'int' || exponent.kind !== 'int' || modulus.kind !== 'int') return null
  if (!m.work((bitsOf(exponent.value) * bitsOf(modulus.value)) / 64)) return null
  const result = modularPower(base.value, exponent.value, modulus.value)
  return result === null ? null : int(result)
}

function inBase(prefix: string, base: number): Model {
  return (_m, given) => {
    const value = given.positional[0] === undefined ? null : numberOf(given.positional[0])
    if (typeof value !== 'bigint') return null
    return text(`${value < 0n ? '-' : ''}${prefix}${(value < 0n ? -value : value).toString(base)}`)
  }
}

const round: Model = (_m, given) => {
  const value = given.positional[0] === undefined ? null : numberOf(given.positional[0])
  if (value === null || given.positional[1] !== undefined) return null
  return typeof value === 'bigint' ? int(value) : Number.isFinite(value) ? int(roundHalfEven(value)) : null
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  if (rest !== 0.5) return Math.round(value)
  return floor % 2 === 0 ? floor : floor + 1
}

/** Builtins by name. */
export const builtins: ReadonlyMap<string, Model> = new Map([
  ...conversions,
  ...iteration,
  ...builtinTextModels,
  ...models({
    chr,
    unichr: chr,
    ord,
    exec,
    eval: evaluate,
    compile,
    getattr: getAttribute,
    setattr: setAttribute,
    __import__: importModule,
    globals: (_m, _given, site) => namespaceOf(site.frame.module),
    locals: (_m, _given, site) => namespaceOf(site.frame),
    vars,
    pow,
    round,
    hex: inBase('0x', 16),
    oct: inBase('0o', 8),
    bin: inBase('0b', 2),
    repr: (_m, given) => {
      const shown = given.positional[0] === undefined ? null : reprOf(given.positional[0])
      return shown === null ? null : text(shown)
    },
    dir: (_m, given) => {
      const [object] = given.positional
      if (object?.kind !== 'external') return null
      const names = object.path === 'builtins' ? [...builtinNames].sort() : namesOfModule(object.path)
      return names === null
        ? null
        : sequence(
            'list',
            names.map((name) => text(name)),
          )
    },
    format: (_m, given) => {
      const [value, spec] = given.positional
      const shown =
        value === undefined || (spec !== undefined && spec.kind !== 'text')
          ? null
          : formatValue(value, spec?.value ?? '')
      return shown === null ? null : text(shown)
    },
    type: makeType,
    super: (_m, given, site) => {
      const type = given.positional[0]?.kind === 'class' ? given.positional[0] : null
      const self = given.positional[1] ?? firstOf(site.frame)
      return self?.kind === 'instance' ? superOf(self, type) : null
    },
    'bytes.fromhex': fromHex,
    'bytearray.fromhex': fromHex,
    'object.__getattribute__': getAttribute,
    print: () => none,
  }),
])

function fromHex(_m: unknown, given: { readonly positional: readonly Value[] }): Value | null {
  const [digits] = given.positional
  if (digits?.kind !== 'text') return null
  const data = decodeHex(new TextEncoder().encode(digits.value))
  return data === null ? null : bytes(data, made('bytes.fromhex', digits.making))
}
