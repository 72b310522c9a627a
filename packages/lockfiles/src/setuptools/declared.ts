import type { Dependency, Location, Scope, Skipped } from '@cordon/model'
import { PypaError, parseMarker } from '@cordon/pypa'
import { mainScope, skip } from '../builder.ts'
import { codeOf, readSpecifierText } from '../requirements/requirement.ts'

/** A keyword of `setup()` that lists requirements, and the part of the project that it stands for. */
export const requirementKeywords: ReadonlyMap<string, Scope> = new Map<string, Scope>([
  ['install_requires', mainScope],
  ['setup_requires', { kind: 'build', name: 'setup_requires' }],
  ['tests_require', { kind: 'group', name: 'tests_require' }],
])

/** What a key of `extras_require` says: an extra, a marker (`:python_version < "3"`), or both (`socks:os_name == "nt"`). */
export interface ExtraKey {
  readonly scope: Scope
  readonly marker: string | null
}

/** Reads a key of `extras_require`. */
export function readExtraKey(key: string): ExtraKey {
  const colon = key.indexOf(':')
  const name = (colon < 0 ? key : key.slice(0, colon)).trim()
  const marker = colon < 0 ? '' : key.slice(colon + 1).trim()
  return { scope: name === '' ? mainScope : { kind: 'extra', name }, marker: marker === '' ? null : marker }
}

/** One requirement as setuptools takes it. */
export interface Declared extends ExtraKey {
  readonly text: string
  readonly at: Location
}

/** Reads one requirement of a project; what cannot be understood goes to `skipped`. */
export function readDeclared(
  declared: Declared,
  into: { readonly dependencies: Dependency[]; readonly skipped: Skipped[] },
): void {
  const { at, text, scope, marker } = declared
  const reading = readSpecifierText(text, { at, scopes: [scope], direct: true })
  into.skipped.push(...reading.skipped)
  const { dependency } = reading
  if (dependency === null || marker === null) {
    if (dependency !== null) into.dependencies.push(dependency)
    return
  }
  try {
    const whole = dependency.marker === null ? marker : `(${dependency.marker.raw}) and (${marker})`
    into.dependencies.push({ ...dependency, marker: parseMarker(whole) })
  } catch (error) {
    if (!(error instanceof PypaError)) throw error
    into.skipped.push(skip(at, codeOf(error), marker, `${error.message} The package counts for every environment.`))
    into.dependencies.push(dependency)
  }
}
