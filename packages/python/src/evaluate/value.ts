import { latin1 } from '../decode-source.ts'
import type { Tree } from '../tree.ts'
import type { Stage } from './stage.ts'

/** One text that is evaluated: a file, or a text that code in an outer unit decoded and ran. */
export interface Unit {
  /** The path of the file in which it stands, or whose code ran it. */
  readonly file: string
  readonly tree: Tree
  /** 0 for the file itself, one more for each text within a text. */
  readonly layer: number
  /** Values of literals, by node, once they are known. */
  readonly literals: Map<number, Value>
  /** How often loops ran, by node. */
  readonly rounds: Map<number, Rounds>
  /** What was seen of functions, by node. */
  readonly visits: Map<number, Visits>
}

/** Rounds of one loop, over all times that it is entered. */
export interface Rounds {
  /** Rounds in which something outside the file is called: more of them say nothing new. */
  calling: number
  /** Rounds in which no text, bytes or list is made: such a loop only counts. */
  idle: number
  all: number
}

/** What was seen of a function: how often it was entered, with what, and what it gave last. */
export interface Visits {
  active: number
  /** Times that it was entered with something that is not known. */
  blind: number
  constant: number
  /** Times that it called something outside the file. */
  calling: number
  last: Value
  /** Nodes that were evaluated in it, and in what it called. */
  cost: number
  /** The earliest stage at which it was entered. */
  stage: Stage
  /** What it was given so far: texts, functions, and names of what is not known. */
  readonly heard: Set<unknown>
}

/** What the evaluator knows of a Python value. Lists, sets, dicts, instances and frames change in place, as in Python. */
export type Value =
  | TextValue
  | BytesValue
  | IntValue
  | FloatValue
  | BoolValue
  | NoneValue
  | SequenceValue
  | DictValue
  | ExternalValue
  | OpaqueValue
  | ChoiceValue
  | FunctionValue
  | ClassValue
  | InstanceValue
  | MethodValue
  | PartialValue
  | NamespaceValue
  | ModuleValue
  | SliceValue

/** The names of one run of a module, class body, function or comprehension. */
export interface Frame {
  readonly kind: 'module' | 'class' | 'function' | 'comprehension'
  readonly values: Map<string, Value>
  /** The frame around it in the source; null for a module. */
  readonly outer: Frame | null
  readonly module: ModuleFrame
  /** Names that `global` and `nonlocal` send elsewhere; null when there are none. */
  elsewhere: Map<string, Frame> | null
  /** What `return` gave so far; null when there was none. */
  returned: Value[] | null
  /** What `yield` gave so far; null when there was none. */
  yielded: Value[] | null
}

export interface ModuleFrame extends Frame {
  /** Modules elsewhere whose names all came in by `from … import *`. */
  readonly stars: string[]
}

/** What a text or bytes went through until it had this value, the last first. Null when it stands in the source as it is. */
export interface Making {
  /** The function, e.g. `base64.b64decode`, `str.join`, `chr`. */
  readonly by: string
  readonly before: Making | null
}

export interface TextValue {
  readonly kind: 'text'
  readonly value: string
  readonly making: Making | null
}

export interface BytesValue {
  readonly kind: 'bytes'
  readonly value: Uint8Array
  readonly making: Making | null
}

export interface IntValue {
  readonly kind: 'int'
  readonly value: bigint
}

export interface FloatValue {
  readonly kind: 'float'
  readonly value: number
}

export interface BoolValue {
  readonly kind: 'bool'
  readonly value: boolean
}

export interface NoneValue {
  readonly kind: 'none'
}

export interface SequenceValue {
  readonly kind: 'list' | 'tuple' | 'set'
  readonly items: Value[]
}

export interface DictValue {
  readonly kind: 'dict'
  /** By `keyOf`. */
  readonly entries: Map<string, { readonly key: Value; readonly value: Value }>
}

/** A module, or what a module or the builtins hold: `os`, `os.system`, `builtins.exec`; relative imports begin with dots. */
export interface ExternalValue {
  readonly kind: 'external'
  readonly path: string
}

/**
 * A value that is not known, and what it comes from. `path` says how it was got where that can be named: `requests.get()`,
 * `requests.get().text`, `os.environ[]`; empty otherwise.
 */
export interface OpaqueValue {
  readonly kind: 'opaque'
  readonly path: string
  readonly from: readonly Value[]
}

/** One of several values, by ways through the code that cannot be told apart. */
export interface ChoiceValue {
  readonly kind: 'choice'
  readonly options: readonly Value[]
}

export interface FunctionValue {
  readonly kind: 'function'
  readonly unit: Unit
  /** A Function or Lambda. */
  readonly node: number
  readonly name: string
  /** Where it was defined. */
  readonly frame: Frame
  /** What it is bound to as a method. */
  readonly self: Value | null
  readonly defaults: readonly (Value | null)[]
  /** How a class hands it out: bound to the instance, to the class, not at all, or called at once. */
  readonly form: 'method' | 'class-method' | 'static-method' | 'property'
}

export interface ClassValue {
  readonly kind: 'class'
  readonly unit: Unit
  readonly node: number
  readonly name: string
  readonly members: Map<string, Value>
  readonly bases: readonly Value[]
  readonly metaclass: ClassValue | null
}

export interface InstanceValue {
  readonly kind: 'instance'
  readonly type: ClassValue
  readonly attributes: Map<string, Value>
  /** Of what `super()` gives: the instance itself, which methods are bound to. */
  readonly behind: InstanceValue | null
}

/** A method of a value of a builtin type: `"".join`. */
export interface MethodValue {
  readonly kind: 'method'
  readonly self: Value
  readonly name: string
}

/** `functools.partial` */
export interface PartialValue {
  readonly kind: 'partial'
  readonly callee: Value
  readonly given: Arguments
}

/** `globals()`, `locals()`, `vars()` or the `__dict__` of something whose names are known here. */
export interface NamespaceValue {
  readonly kind: 'namespace'
  readonly values: Map<string, Value>
}

/** A module of the package that is analysed. Its names change while it is evaluated. */
export interface ModuleValue {
  readonly kind: 'module'
  /** Its dotted name as an import has it. */
  readonly path: string
  /** Its source; null for a folder without `__init__.py`. */
  readonly file: string | null
  /** Where its own modules lie; null when it is no package. */
  readonly folder: string | null
  readonly values: Map<string, Value>
  /** As of its frame. */
  readonly stars: string[]
}

export interface SliceValue {
  readonly kind: 'slice'
  readonly parts: readonly [lower: Value, upper: Value, step: Value]
}

/** The arguments of a call. `rest` are values of `*` and `**` whose items are not known. */
export interface Arguments {
  readonly positional: readonly Value[]
  readonly named: ReadonlyMap<string, Value>
  readonly rest: readonly Value[]
}

/** A text to evaluate, of which nothing is known yet. */
export function newUnit(file: string, tree: Tree, layer: number): Unit {
  return { file, tree, layer, literals: new Map(), rounds: new Map(), visits: new Map() }
}

export const none: NoneValue = { kind: 'none' }
export const yes: BoolValue = { kind: 'bool', value: true }
export const no: BoolValue = { kind: 'bool', value: false }
export const unknown: OpaqueValue = { kind: 'opaque', path: '', from: [] }
export const noArguments: Arguments = { positional: [], named: new Map(), rest: [] }

const mostSources = 12
const mostOptions = 6
const longestPath = 200
const longestMaking = 16

export function text(value: string, making: Making | null = null): TextValue {
  return { kind: 'text', value, making }
}

export function bytes(value: Uint8Array, making: Making | null = null): BytesValue {
  return { kind: 'bytes', value, making }
}

export function int(value: bigint | number): IntValue {
  if (typeof value === 'number') return smallInts[value] ?? { kind: 'int', value: BigInt(value) }
  return { kind: 'int', value }
}

/** What bytes and characters of ASCII are made of, once. */
const smallInts: readonly IntValue[] = Array.from({ length: 256 }, (_, value) => ({
  kind: 'int',
  value: BigInt(value),
}))

export function float(value: number): FloatValue {
  return { kind: 'float', value }
}

export function bool(value: boolean): BoolValue {
  return value ? yes : no
}

export function sequence(kind: 'list' | 'tuple' | 'set', items: Value[]): SequenceValue {
  return { kind, items }
}

/** A path that is too long to name anything is cut off. */
export function external(path: string): ExternalValue {
  return { kind: 'external', path: path.length > longestPath ? path.slice(0, longestPath) : path }
}

/** A value that is not known, made of others. Constants that tell nothing about where it comes from are left out. */
export function opaque(path: string, from: readonly Value[]): OpaqueValue {
  const kept = from.length <= mostSources ? from : [...from.slice(0, mostSources - 1), from.at(-1) ?? unknown]
  return { kind: 'opaque', path: path.length > longestPath ? path.slice(0, longestPath) : path, from: kept }
}

/** One more step in the making of a text. The same step twice in a row is one. */
export function made(by: string, before: Making | null): Making {
  if (before?.by === by) return before
  let length = 0
  for (let each = before; each !== null && length < longestMaking; each = each.before) length += 1
  return { by, before: length < longestMaking ? before : null }
}

/** The making of a text or bytes; null for all else. */
export function makingOf(value: Value | undefined): Making | null {
  return value?.kind === 'text' || value?.kind === 'bytes' ? value.making : null
}

/** The making of a text that was put together from others: that of the first which has one, with one step more. */
export function madeOf(by: string, parts: readonly Value[]): Making {
  return made(by, makingOfAny(parts))
}

/** The first making among values that were put together. */
export function makingOfAny(values: readonly Value[]): Making | null {
  for (const value of values) {
    const making = makingOf(value)
    if (making !== null) return making
  }
  return null
}

/** Either of several values: themselves when they are the same, else a choice. */
export function either(values: readonly Value[]): Value {
  const [first] = values
  if (first !== undefined && first.kind !== 'choice' && areAll(values, first)) return first
  const options: Value[] = []
  for (let index = 0; index < values.length && options.length <= mostOptions; index += 1) {
    const value = values[index]
    if (value === undefined) continue
    if (value.kind === 'choice') for (const option of value.options) addOption(options, option)
    else addOption(options, value)
  }
  if (options.length === 1) return options[0] ?? unknown
  return options.length <= mostOptions ? { kind: 'choice', options } : opaque('', options)
}

function areAll(values: readonly Value[], one: Value): boolean {
  for (let index = 1; index < values.length; index += 1) if (values[index] !== one) return false
  return true
}

function addOption(options: Value[], option: Value): void {
  for (let index = 0; index < options.length; index += 1) {
    const known = options[index]
    if (known !== undefined && isSame(known, option)) return
  }
  options.push(option)
}

function isSame(a: Value, b: Value): boolean {
  if (a === b) return true
  if (a.kind !== b.kind) return false
  switch (a.kind) {
    case 'text':
      return b.kind === 'text' && a.value === b.value
    case 'int':
      return b.kind === 'int' && a.value === b.value
    case 'external':
      return b.kind === 'external' && a.path === b.path
    case 'none':
      return true
    case 'function':
      return b.kind === 'function' && a.node === b.node && a.unit === b.unit && a.self === b.self
    case 'opaque':
      return b.kind === 'opaque' && a.path === b.path && a.from.length === 0 && b.from.length === 0
    default:
      return false
  }
}

const longestKey = 65_536

/** What makes a value the same key of a dict or set; null for what is no key or not known. */
export function keyOf(value: Value): string | null {
  switch (value.kind) {
    case 'text':
      return `t${value.value}`
    case 'int':
      return `i${value.value}`
    case 'bool':
      return value.value ? 'i1' : 'i0'
    case 'float':
      return Number.isInteger(value.value) ? `i${BigInt(value.value)}` : `f${value.value}`
    case 'none':
      return 'n'
    case 'bytes':
      return value.value.length > longestKey ? null : `b${latin1(value.value)}`
    case 'external':
      return `e${value.path}`
    case 'tuple':
      return keyOfAll(value.items)
    default:
      return null
  }
}

function keyOfAll(items: readonly Value[]): string | null {
  if (items.length > 64) return null
  const keys: string[] = []
  for (const item of items) {
    const key = item.kind === 'tuple' ? null : keyOf(item)
    if (key === null) return null
    keys.push(`${key.length}:${key}`)
  }
  return `(${keys.join()})`
}

/** Whether Python takes it for true; null when that is not known. */
export function truthOf(value: Value): boolean | null {
  switch (value.kind) {
    case 'text':
    case 'bytes':
      return value.value.length > 0
    case 'int':
      return value.value !== 0n
    case 'float':
      return value.value !== 0
    case 'bool':
      return value.value
    case 'none':
      return false
    case 'list':
    case 'tuple':
    case 'set':
      return value.items.length > 0
    case 'dict':
      return value.entries.size > 0
    case 'function':
    case 'class':
    case 'method':
    case 'partial':
    case 'module':
      return true
    default:
      return null
  }
}

/** No part of it is unknown, as far as it is looked at. */
export function isConstant(value: Value, depth = 3): boolean {
  switch (value.kind) {
    case 'text':
    case 'bytes':
    case 'int':
    case 'float':
    case 'bool':
    case 'none':
      return true
    case 'list':
    case 'tuple':
    case 'set':
      return depth > 0 && isEachConstant(value.items, depth - 1)
    case 'dict':
      return depth > 0 && isEachConstant(firstValuesOf(value, mostLookedAt), depth - 1)
    default:
      return false
  }
}

const mostLookedAt = 64

function isEachConstant(items: readonly Value[], depth: number): boolean {
  for (let index = 0; index < items.length && index < mostLookedAt; index += 1) {
    const item = items[index]
    if (item !== undefined && !isConstant(item, depth)) return false
  }
  return true
}

/** The values of the first entries of a dict; the others, however many, cost nothing. */
export function firstValuesOf({ entries }: DictValue, most: number): readonly Value[] {
  const found: Value[] = []
  for (const { value } of entries.values()) {
    if (found.length === most) break
    found.push(value)
  }
  return found
}
