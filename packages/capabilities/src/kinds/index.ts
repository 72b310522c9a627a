import type { ActionKind } from '../action.ts'
import { codeKinds } from './code.ts'
import { fileKinds } from './files.ts'
import { hostKinds, nativePrefixes } from './host.ts'
import { fileMethods, openFiles, pathMethods, pathObjects, tellingMethods } from './methods.ts'
import { httpFunctions, httpSenders, httpSessions, networkKinds } from './network.ts'
import { processKinds } from './process.ts'
import { storeKinds } from './stores.ts'

/** `http`: brings, or sends when it is given data. `open`: reads or writes by its mode. */
export type PathKind = ActionKind | 'http' | 'open'

const byPath: ReadonlyMap<string, PathKind> = new Map<string, PathKind>([
  ...[...codeKinds, ...processKinds, ...networkKinds, ...fileKinds, ...hostKinds].flatMap(([kind, paths]) =>
    wordsOf(paths).map((path) => [path, kind] as const),
  ),
  ...wordsOf(httpFunctions).map((path) => [path, 'http'] as const),
  ...wordsOf(httpSenders).map((path) => [path, 'send'] as const),
  ...wordsOf(openFiles).map((path) => [path.slice(0, -2), 'open'] as const),
])

const httpMethods: Readonly<Record<string, PathKind>> = {
  get: 'http',
  head: 'http',
  options: 'http',
  request: 'http',
  stream: 'http',
  send: 'http',
  post: 'send',
  put: 'send',
  patch: 'send',
  delete: 'send',
  ws_connect: 'connect',
}

/** Methods by what makes their object. */
const byMaker: ReadonlyMap<string, Readonly<Record<string, PathKind>>> = new Map([
  ...wordsOf(openFiles).map((maker) => [maker, fileMethods] as const),
  ...wordsOf(pathObjects).map((maker) => [maker, { ...pathMethods, open: 'open' } as const] as const),
  ...wordsOf(httpSessions).map((maker) => [maker, httpMethods] as const),
])

const byStore: ReadonlyMap<string, ActionKind> = new Map(
  storeKinds.flatMap(([kind, paths]) => wordsOf(paths).map((path) => [path, kind] as const)),
)

function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '')
}

const detour = /\.(?:__a?enter__|__await__)\(\)|^six\.moves\./g

/** What a call of this dotted path does; null for what is of no interest. */
export function kindOfPath(written: string): PathKind | null {
  const path = written.includes('__') || written.startsWith('six.') ? written.replace(detour, '') : written
  const known = byPath.get(path)
  if (known !== undefined) return known
  const dot = path.lastIndexOf('.')
  if (dot < 0) return null
  const methods = path.charAt(dot - 1) === ')' || path.startsWith('pathlib.') ? methodsOf(path.slice(0, dot)) : null
  const method = path.slice(dot + 1)
  if (methods !== null && Object.hasOwn(methods, method)) return methods[method] ?? null
  if (method === '__pyarmor__') return 'run-code'
  return path.startsWith('c') && nativePrefixes.some((prefix) => path.startsWith(prefix)) ? 'native' : null
}

const pathSteps = /^pathlib\.Path\b.*\)$/

/** Methods of what a path's last call makes. Paths of `pathlib` stay paths: `Path.home().joinpath().parent`. */
function methodsOf(maker: string): Readonly<Record<string, PathKind>> | null {
  return byMaker.get(maker) ?? (pathSteps.test(maker) ? (byMaker.get('pathlib.Path()') ?? null) : null)
}

/** What the call of a method of this name does, whatever its object; null for names that do not tell. */
export function kindOfMethod(name: string): ActionKind | null {
  return Object.hasOwn(tellingMethods, name) ? (tellingMethods[name] ?? null) : null
}

/** What setting this attribute or item does. */
export function kindOfStore(path: string): ActionKind | null {
  const known = byStore.get(path)
  if (known !== undefined) return known
  const dot = path.lastIndexOf('.')
  return dot < 0 ? null : (byStore.get(path.slice(0, dot + 1)) ?? null)
}

/** Whether importing this module unpacks enciphered source. */
export function isProtector(module: string): boolean {
  return /^(?:sourcedefender|pyconcrete|pytransform|pyarmor_runtime\w{0,40})(?:\.|$)/.test(module)
}
