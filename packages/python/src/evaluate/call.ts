import { valuesOf } from './arguments.ts'
import { builtins } from './builtins.ts'
import { bytesMethods } from './bytes-methods.ts'
import { callMethod, instantiate } from './class.ts'
import { containerMethods } from './container-methods.ts'
import { callFunction } from './function.ts'
import { namesIn } from './iterate.ts'
import { libraryModels } from './library.ts'
import type { Machine, Site } from './machine.ts'
import type { Model } from './model.ts'
import { textMethods } from './text-methods.ts'
import { type Arguments, either, external, noArguments, opaque, sequence, text, unknown, type Value } from './value.ts'

/** `callee(…)`. Calls of what the file does not define are events, unless they are of builtins that only compute. */
export function callValue(m: Machine, callee: Value, given: Arguments, site: Site): Value {
  switch (callee.kind) {
    case 'external':
      return callExternal(m, callee.path, given, site)
    case 'function':
      return callFunction(m, callee, given, site.node)
    case 'class':
      return instantiate(m, callee, given, site.node)
    case 'method':
      return callBuiltinMethod(m, callee, given, site)
    case 'partial':
      return callValue(m, callee.callee, mergeArguments(callee.given, given), site)
    case 'choice':
      return either(callee.options.map((option) => callValue(m, option, given, site)))
    case 'instance':
      return callMethod(m, callee, '__call__', given) ?? callOpaque(m, callee, given, site)
    default:
      return callOpaque(m, callee, given, site)
  }
}

function mergeArguments(first: Arguments, second: Arguments): Arguments {
  return {
    positional: [...first.positional, ...second.positional],
    named: new Map([...first.named, ...second.named]),
    rest: [...first.rest, ...second.rest],
  }
}

function callExternal(m: Machine, path: string, given: Arguments, site: Site): Value {
  const name = path.startsWith('builtins.') ? path.slice('builtins.'.length) : ''
  const names = path.includes('.__dict__.') ? ofNames(m, path) : null
  if (names !== null) return names
  const [first] = given.positional
  if (path.endsWith('.__getattribute__') && name === '' && first?.kind === 'text')
    return m.rules.attribute(m, external(path.slice(0, -'.__getattribute__'.length)), first.value)
  const model = name === '' ? libraryModels.get(path) : builtins.get(name)
  const result = model?.(m, given, site) ?? typeMethod(m, name, given, site)
  if (name !== '' && !loudBuiltins.has(name)) {
    if (result !== null) return result
    if (quietBuiltins.has(name)) {
      callBack(m, given, site)
      return opaque('', valuesOf(given))
    }
  }
  return report(m, external(path), {
    path,
    given,
    site,
    result: result ?? opaque(`${path}()`, [external(path), ...valuesOf(given)]),
  })
}

const viewOfNames = /^(.+)\.__dict__\.(keys|values|items|copy)$/

/** `module.__dict__.items()` of a module whose names are known. */
function ofNames(m: Machine, path: string): Value | null {
  const [, module = '', view = ''] = viewOfNames.exec(path) ?? []
  const names = module === '' ? null : namesIn(`${module}.__dict__`)
  if (names === null) return null
  const entries = names.map((name) => [text(name), m.rules.attribute(m, external(module), name)] as const)
  if (view === 'keys')
    return sequence(
      'list',
      entries.map(([key]) => key),
    )
  if (view === 'values')
    return sequence(
      'list',
      entries.map(([, value]) => value),
    )
  if (view === 'items')
    return sequence(
      'list',
      entries.map((entry) => sequence('tuple', [...entry])),
    )
  return { kind: 'dict', entries: new Map(entries.map(([key, value]) => [`t${key.value}`, { key, value }])) }
}

/** Builtins whose calls are events even when the result is known. */
const loudBuiltins: ReadonlySet<string> = new Set(
  'exec eval compile __import__ getattr setattr delattr globals locals vars open input execfile'.split(' '),
)

/** Builtins that only compute: what comes out of what is not known comes from what went in. */
const quietBuiltins: ReadonlySet<string> = new Set(
  (
    'abs all any ascii bin bool bytearray bytes callable chr classmethod complex dict divmod enumerate filter float format frozenset ' +
    'hasattr hash hex id int isinstance issubclass iter len list map max memoryview min next object oct ord pow print property range ' +
    'repr reversed round set slice sorted staticmethod str sum super tuple type zip basestring cmp intern long reduce unichr unicode xrange'
  ).split(' '),
)

const typedMethod = /^(str|bytes|bytearray|list|tuple|dict|set|int|unicode)\.(\w+)$/

/** `str.join("", parts)`: a method of a builtin type, called with its object. */
function typeMethod(m: Machine, name: string, given: Arguments, site: Site): Value | null {
  const method = name.includes('.') ? typedMethod.exec(name)?.[2] : undefined
  const [self, ...positional] = given.positional
  if (method === undefined || self === undefined) return null
  return modelOf(self, method)?.(m, { ...given, positional }, site, self) ?? null
}

function modelOf(self: Value, name: string): Model | undefined {
  if (self.kind === 'text') return textMethods.get(name)
  if (self.kind === 'bytes') return bytesMethods.get(name)
  return containerMethods.get(name)
}

function callBuiltinMethod(m: Machine, callee: Value & { kind: 'method' }, given: Arguments, site: Site): Value {
  if (callee.name === '__getattribute__') {
    const [name] = given.positional
    return name?.kind === 'text' ? m.rules.attribute(m, callee.self, name.value) : unknown
  }
  const result = modelOf(callee.self, callee.name)?.(m, given, site, callee.self) ?? null
  if (result !== null) return result
  callBack(m, given, site)
  return opaque('', [callee.self, ...valuesOf(given)])
}

function callOpaque(m: Machine, callee: Value, given: Arguments, site: Site): Value {
  const path = callee.kind === 'opaque' ? callee.path : ''
  const self = callee.kind !== 'opaque' ? undefined : path.endsWith('()') ? callee : callee.from[0]
  const known = libraryModels.get(path)?.(m, given, site, self) ?? null
  const result = known ?? opaque(path === '' ? '' : `${path}()`, [callee, ...valuesOf(given)])
  report(m, callee, { path, given, site, result })
  if (self?.kind === 'instance' && startsRun.test(path)) callMethod(m, self, 'run', noArguments)
  return result
}

/** Starts what the class of the file defines as `run`. */
const startsRun = /(?:Thread|Process|Timer)\(\)\.start$/

interface Reported {
  readonly path: string
  readonly given: Arguments
  readonly site: Site
  readonly result: Value
}

function report(m: Machine, callee: Value, { path, given, site, result }: Reported): Value {
  const at = m.at(site.node)
  m.emit({ kind: 'call', at, root: m.root, through: m.through, path, callee, given, result })
  if (!keeps.test(path) && !wraps.test(path)) callBack(m, given, site)
  return result
}

/** Takes a function as a command of a program, to be called when a person asks for it; what bots are told comes from anybody. */
const keeps =
  /^(?!discord|nextcord|disnake|telebot|telegram|aiogram).*\.(?:command|add_command|add_typer|set_defaults)$/

/** Only notes the function that it is given, or wraps it, and calls it when it is called itself. */
const wraps =
  /^functools\.(?:wraps|update_wrapper|lru_cache|cache|cached_property|singledispatch|singledispatchmethod|total_ordering)\b|^(?:contextlib\.(?:async)?contextmanager|inspect\.\w+|typing\.\w+|abc\.\w+)$/

/** A function of the file that is handed over may be called: with the arguments that are handed over beside it, if any. */
function callBack(m: Machine, given: Arguments, site: Site): void {
  if (m.isDecorating || !handsOver(given)) return
  const items = given.named.get('args') ?? given.named.get('kwargs')
  const positional = items?.kind === 'tuple' || items?.kind === 'list' ? items.items : []
  for (const value of valuesOf(given))
    callHanded(m, value, { ...noArguments, positional, rest: [opaque('', [])] }, site)
}

/** Whether anything that is given may be called. */
function handsOver({ positional, named, rest }: Arguments): boolean {
  for (const value of positional) if (mayBeCalled(value)) return true
  for (const value of named.values()) if (mayBeCalled(value)) return true
  for (const value of rest) if (mayBeCalled(value)) return true
  return false
}

function mayBeCalled({ kind }: Value): boolean {
  return kind === 'function' || kind === 'partial' || kind === 'choice'
}

/** Calls what is handed over: a function of the file, or one that is wrapped. */
export function callHanded(m: Machine, value: Value, given: Arguments, site: Site): void {
  if (value.kind === 'function') callFunction(m, value, given, site.node)
  else if (value.kind === 'partial') callValue(m, value, given, site)
  else if (value.kind === 'choice')
    for (const option of value.options) if (option.kind === 'function') callFunction(m, option, given, site.node)
}
