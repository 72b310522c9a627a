import type { Stage } from '@cordon/model'
import { type Arguments, type CallEvent, type Event, Node, type Value } from '@cordon/python'
import type { ActionKind } from './action.ts'
import { isProtector, kindOfMethod, kindOfPath, kindOfStore, type PathKind } from './kinds/index.ts'
import type { Sources } from './sources-of.ts'

/** An event that is of interest, before what goes in is read. */
export interface Draft {
  readonly kind: ActionKind
  readonly event: Event
  readonly file: string
  readonly stage: Stage
  readonly isReached: boolean
  readonly path: string
  /** What is given. */
  readonly values: readonly Value[]
  /** The object whose method is called. */
  readonly object: Value | null
  readonly given: Arguments | null
}

/** Where and when an event happens. */
export interface Setting {
  readonly file: string
  readonly stage: Stage
  readonly isReached: boolean
}

/** What an event is of; null when it is of no interest. */
export function draftOf(event: Event, setting: Setting, sources: Sources): Draft | null {
  if (event.kind === 'call') return draftOfCall(event, setting, sources)
  if (event.kind === 'import' && isProtector(event.path))
    return { ...setting, kind: 'decrypt', event, path: event.path, values: [], object: null, given: null }
  if (event.kind !== 'store') return null
  const kind = kindOfStore(event.path)
  return kind === null
    ? null
    : { ...setting, kind, event, path: event.path, values: [event.value], object: null, given: null }
}

function draftOfCall(event: CallEvent, setting: Setting, sources: Sources): Draft | null {
  const method = event.path === '' ? methodName(event) : ''
  const { given, callee } = event
  const found: PathKind | null =
    event.path === '' ? kindOfMethod(method) : (kindOfPath(event.path) ?? kindOfLookUp(event))
  if (found === null) return null
  return {
    ...setting,
    kind:
      found === 'http' ? kindOfRequest(given, sources) : found === 'open' ? kindOfOpening(event.path, given) : found,
    event,
    path: event.path === '' ? `.${method}` : event.path,
    values: valuesOf(given),
    object: callee.kind === 'opaque' ? (callee.from[0] ?? null) : callee.kind === 'method' ? callee.self : null,
    given,
  }
}

const reflected = /^(?:builtins|os|subprocess|sys|socket|importlib|shutil|ctypes|marshal|urllib\.request|requests)$/

/** `getattr(os, "sys" + "tem")`: of modules that act, by a name that was made. */
function kindOfLookUp({ path, given }: CallEvent): ActionKind | null {
  if (path !== 'builtins.getattr') return null
  const [object, name] = given.positional
  if (object?.kind !== 'external' || !reflected.test(object.path)) return null
  if (name?.kind === 'text') return name.making === null ? null : 'reflect'
  return name?.kind === 'opaque' && name.path !== 'parameter' ? 'reflect' : null
}

/** How a call names what it calls: see `Action.naming`. */
export function namingOf(event: Event): 'plain' | 'alias' | 'reflected' {
  if (event.kind !== 'call') return 'plain'
  const { tree } = event.at.unit
  if (tree.kind(event.at.node) !== Node.Call) return 'plain'
  const callee = tree.first(event.at.node)
  const kind = tree.kind(callee)
  if (kind !== Node.Name && kind !== Node.Attribute) return kind === Node.Lambda ? 'plain' : 'reflected'
  const name = event.path.slice(event.path.lastIndexOf('.') + 1)
  if (name === '' || tree.name(callee).toLowerCase().includes(name.toLowerCase())) return 'plain'
  return 'alias'
}

function methodName(event: CallEvent): string {
  const { tree } = event.at.unit
  const callee = tree.first(event.at.node)
  return tree.kind(event.at.node) === Node.Call && tree.kind(callee) === Node.Attribute ? tree.name(callee) : ''
}

/** All values that are given, in order. */
export function valuesOf(given: Arguments): readonly Value[] {
  if (given.named.size === 0 && given.rest.length === 0) return given.positional
  return [...given.positional, ...given.named.values(), ...given.rest]
}

const bodies: readonly string[] = ['data', 'json', 'files', 'body', 'content', 'fields']
const sendingMethod = /^(?:post|put|patch|delete)$/i

/** A request sends when it has a body, a sending method, or an address made from what is the machine's. */
function kindOfRequest(given: Arguments, sources: Sources): ActionKind {
  for (const name of bodies) {
    const body = given.named.get(name)
    if (body !== undefined && body.kind !== 'none') return 'send'
  }
  const [first, second, third] = given.positional
  if (first?.kind === 'text' && sendingMethod.test(first.value)) return 'send'
  if (second?.kind === 'bytes' || third?.kind === 'bytes' || isRequestWithBody(first)) return 'send'
  const parameters = given.named.get('params')
  const address = [first, second, given.named.get('url'), parameters].filter((value) => value !== undefined)
  return hasOwnFacts(sources.of(address)) ? 'send' : 'fetch'
}

const ownFacts = ['host-facts', 'whole-environment', 'clipboard', 'keys', 'process-output', 'file'] as const

function hasOwnFacts(found: ReadonlySet<string>): boolean {
  return ownFacts.some((source) => found.has(source))
}

/** `urllib.request.Request(url, data)`: what it was made from lies in `from`, the function itself first. */
function isRequestWithBody(value: Value | undefined): boolean {
  if (value?.kind !== 'opaque' || !/^(?:urllib\.request|urllib2)\.Request\(\)$/.test(value.path)) return false
  const second = value.from[2]
  return second !== undefined && second.kind !== 'none' && second.kind !== 'dict'
}

const writingMode = /^[rbtU+]{0,3}[wax+]/

function kindOfOpening(path: string, given: Arguments): ActionKind {
  if (path.includes('TemporaryFile')) return 'write-file'
  const mode = given.named.get('mode') ?? given.positional[path.endsWith('.Path().open') ? 0 : 1]
  return mode?.kind === 'text' && writingMode.test(mode.value) ? 'write-file' : 'read-file'
}
