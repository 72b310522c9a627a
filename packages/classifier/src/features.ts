import {
  type Action,
  type ActionKind,
  type CodeFile,
  type FileRole,
  isAside,
  isBuilding,
  isDecoding,
  type PackageCode,
} from '@cordon/capabilities'
import { isUnasked, type Sighting, type Stage } from '@cordon/model'

/**
 * What is said of one file, as the names of features that hold: sorted, each once. Nothing here tells an sdist from a wheel, a large
 * package from a small one, or one name from another: code that runs without being asked for counts alike, whether it runs while the
 * package is installed, at the start of the interpreter, or when it is imported; and everything is present or absent, never counted.
 */
export interface FileFeatures {
  readonly path: string
  readonly features: readonly string[]
}

/** Raised whenever the features mean something else; a test refuses a model of another version. */
export const featuresVersion = 1

/** Actions that take something in or out, or that run something: where a flow from a source matters. */
const sinks: ReadonlySet<ActionKind> = new Set([
  'run-code',
  'spawn',
  'send',
  'fetch',
  'resolve',
  'write-file',
  'native',
  'unpickle',
])

/** Kinds that are told in pairs when both run unasked in one file. */
const paired: ReadonlySet<ActionKind> = new Set([
  'run-code',
  'spawn',
  'fetch',
  'send',
  'connect',
  'resolve',
  'write-file',
  'read-host',
  'read-environment',
  'native',
  'decode',
  'decrypt',
  'install-package',
  'list-files',
  'delete-file',
])

/** Traits of how a text looks. Those of what it names are words, and words are in every large package. */
const shapes: ReadonlySet<string> = new Set(['gap', 'long-blob', 'blob', 'arithmetic', 'wide-names', 'odd-encoding'])

/**
 * The features of each file that has any; files for which the same holds are told once, by the first. What stands in tests,
 * documentation and examples counts only where it runs unasked or as a command.
 */
export function featuresOf(sightings: readonly Sighting[], code: PackageCode): readonly FileFeatures[] {
  const byPath = new Map<string, Set<string>>()
  const roles = new Map(code.files.map((file) => [file.path, file.role]))
  for (const sighting of sightings) {
    if (isLeftOut(roles.get(sighting.at.path), sighting.stage)) continue
    const features = byPath.get(sighting.at.path) ?? new Set()
    addSighting(sighting, features)
    byPath.set(sighting.at.path, features)
  }
  for (const file of code.files) {
    const features = byPath.get(file.path) ?? new Set<string>()
    addFile(file, features)
    if (features.size > 0) byPath.set(file.path, features)
  }
  const told = new Map<string, FileFeatures>()
  for (const [path, features] of byPath) {
    const sorted = [...features].sort()
    const key = sorted.join()
    if (!told.has(key)) told.set(key, { path, features: sorted })
  }
  return [...told.values()]
}

function isLeftOut(role: FileRole | undefined, stage: Stage): boolean {
  return role !== undefined && isAside(role) && stage === 'call'
}

function addSighting(sighting: Sighting, features: Set<string>): void {
  const name = `saw:${sighting.id.replace(/^source\//, '')}`
  const whens = isUnasked(sighting.stage) ? [name, `${name}:unasked`] : [name]
  for (const when of whens) {
    features.add(when)
    if (sighting.confidence !== 'low') features.add(`${when}:likely`)
    if (sighting.confidence === 'high') features.add(`${when}:sure`)
  }
}

function addFile(file: CodeFile, features: Set<string>): void {
  const unasked = new Set<ActionKind>()
  for (const action of file.actions) {
    if (!action.isReached || isLeftOut(file.role, action.stage)) continue
    addAction(action, features)
    if (isUnasked(action.stage) && paired.has(action.kind)) unasked.add(action.kind)
  }
  const kinds = [...unasked].sort()
  for (const [index, first] of kinds.entries())
    for (const second of kinds.slice(index + 1)) features.add(`both:${first}+${second}`)
  if (!isAside(file.role)) for (const { id } of file.traits) if (shapes.has(id)) features.add(`trait:${id}`)
}

function addAction(action: Action, features: Set<string>): void {
  const whens = isUnasked(action.stage) ? ['', ':unasked'] : ['']
  const { kind } = action
  if (whens.length > 1) features.add(`does:${kind}:unasked`)
  if (action.layer > 0) features.add(`hidden:${kind}`)
  if (action.making.some(isDecoding)) features.add(`made:${kind}`)
  if (action.making.some(isBuilding)) features.add(`built:${kind}`)
  if (!sinks.has(kind)) return
  if (action.naming !== 'plain') features.add(`${action.naming}:${kind}`)
  for (const when of whens) {
    for (const source of action.sources) features.add(`flow:${source}>${kind}${when}`)
    if (action.isHidden) features.add(`quiet:${kind}${when}`)
    if (action.isBlind) features.add(`blind:${kind}${when}`)
  }
}
