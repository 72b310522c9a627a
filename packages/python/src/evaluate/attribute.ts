import { canonicalPath } from './builtin-names.ts'
import { classAttribute, instanceAttribute } from './class.ts'
import { callFunction } from './function.ts'
import type { Machine } from './machine.ts'
import { either, external, type ModuleValue, noArguments, opaque, text, type Value } from './value.ts'

const lower = 'abcdefghijklmnopqrstuvwxyz'
const upper = lower.toUpperCase()
const digits = '0123456789'
const marks = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'
const blanks = ' \t\n\r\v\f'

/** Texts that the standard library has names for. */
const constants: ReadonlyMap<string, Value> = new Map(
  Object.entries({
    ascii_lowercase: lower,
    ascii_uppercase: upper,
    ascii_letters: lower + upper,
    letters: lower + upper,
    lowercase: lower,
    uppercase: upper,
    digits,
    hexdigits: `${digits}abcdefABCDEF`,
    octdigits: '01234567',
    punctuation: marks,
    whitespace: blanks,
    printable: digits + lower + upper + marks + blanks,
  }).map(([name, value]) => [name, text(value)]),
)

/** `object.name` */
export function attributeOf(m: Machine, object: Value, name: string): Value {
  if (name === '__call__' && object.kind !== 'instance') return object
  switch (object.kind) {
    case 'external':
      if (object.path === 'builtins') return m.addedBuiltins.get(name) ?? external(`builtins.${name}`)
      if (name === '__name__') return nameOfExternal(object.path)
      return (
        (object.path === 'string' ? constants.get(name) : undefined) ??
        external(canonicalPath(`${object.path}.${name}`))
      )
    case 'opaque':
      return opaque(object.path === '' ? '' : `${object.path}.${name}`, [object])
    case 'choice':
      return either(object.options.map((option) => attributeOf(m, option, name)))
    case 'instance':
      return name === '__dict__' ? { kind: 'namespace', values: object.attributes } : instanceAttribute(m, object, name)
    case 'class':
      return attributeOfClass(m, object, name)
    case 'module':
      return attributeOfModule(m, object, name)
    case 'function':
      return functionAttribute(object, name)
    case 'namespace':
      return object.values.get(name) ?? { kind: 'method', self: object, name }
    case 'none':
    case 'slice':
      return opaque('', [object])
    default:
      return name === '__class__' ? typeOf(object) : { kind: 'method', self: object, name }
  }
}

/** `exec.__name__`: builtins are known to have their own name; of others it is not known whether they are modules. */
function nameOfExternal(path: string): Value {
  const name = path.startsWith('builtins.') ? path.slice('builtins.'.length) : ''
  return /^\w+$/.test(name) ? text(name) : external(canonicalPath(`${path}.__name__`))
}

function attributeOfClass(m: Machine, object: Value & { kind: 'class' }, name: string): Value {
  if (name === '__name__') return text(object.name)
  return name === '__dict__' ? { kind: 'namespace', values: object.members } : classAttribute(m, object, name)
}

/** A name of a module of the package, a module within it, or what its `__getattr__` gives. */
function attributeOfModule(m: Machine, object: ModuleValue, name: string): Value {
  if (name === '__dict__') return { kind: 'namespace', values: object.values }
  const own = object.values.get(name)
  if (own !== undefined) return own
  const inner = m.links?.within(m, object, name) ?? null
  if (inner !== null) return inner
  const getter = object.values.get('__getattr__')
  if (getter?.kind === 'function') return callFunction(m, getter, { ...noArguments, positional: [text(name)] }, 0)
  const paths = object.stars.length === 0 ? [object.path] : object.stars
  return either(paths.map((path) => external(canonicalPath(`${path}.${name}`))))
}

function functionAttribute(object: Value & { kind: 'function' }, name: string): Value {
  if (name === '__name__') return text(object.name)
  if (name === '__globals__' || name === 'func_globals')
    return { kind: 'namespace', values: object.frame.module.values }
  return opaque('', [object])
}

const typeNames: Readonly<Record<string, string>> = {
  text: 'str',
  bytes: 'bytes',
  int: 'int',
  float: 'float',
  bool: 'bool',
  none: 'NoneType',
  list: 'list',
  tuple: 'tuple',
  set: 'set',
  dict: 'dict',
}

/** `type(value)` */
export function typeOf(value: Value): Value {
  if (value.kind === 'instance') return value.type
  const name = typeNames[value.kind]
  return name === undefined ? opaque('', [value]) : external(`builtins.${name}`)
}
