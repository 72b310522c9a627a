import { PypaError } from './error.ts'
import { type Marker, parseMarker } from './marker.ts'
import { normalizeName, type PackageName, parseName } from './name.ts'
import { parseSpecifiers, type SpecifierSet } from './specifier.ts'

/** A dependency specifier (PEP 508): `name[extras] >=1 ; marker` or `name[extras] @ url ; marker`. */
export interface Requirement {
  readonly name: PackageName
  /** The name as written. */
  readonly rawName: string
  /** Normalized, in the order written. */
  readonly extras: readonly string[]
  readonly specifier: SpecifierSet
  readonly url: string | null
  readonly marker: Marker | null
}

const longestRequirement = 65_536
const everything: SpecifierSet = { raw: '', clauses: [] }

// A name, then extras in brackets; what follows is read by its own rule.
const start = /^\s*([A-Za-z0-9._-]+)\s*(?:\[([^\]]*)\])?\s*/
// A URL ends at white space; only then may `;` begin a marker.
const direct = /^@\s*(\S+)(?:\s+|$)(?:;([\s\S]*))?$/
const ranged = /^([^;]*)(?:;([\s\S]*))?$/

/** Reads one dependency specifier (PEP 508); throws `PypaError` with the code of the part that is wrong. */
export function parseRequirement(text: string): Requirement {
  if (text.length > longestRequirement) {
    throw new PypaError('REQUIREMENT', `A requirement is longer than ${longestRequirement} characters.`)
  }
  const head = start.exec(text)
  const rawName = head?.[1] ?? ''
  const name = parseName(rawName)
  if (head === null || name === null)
    throw new PypaError('NAME', `\`${cut(text)}\` does not begin with a project name.`)
  const extras = head[2] === undefined ? [] : readExtras(head[2], text)
  const rest = text.slice(head[0].length)
  return rest.startsWith('@')
    ? { name, rawName, extras, ...readDirect(rest, text) }
    : { name, rawName, extras, ...readRanged(rest, text) }
}

type Details = Pick<Requirement, 'specifier' | 'url' | 'marker'>

function readDirect(rest: string, text: string): Details {
  const found = direct.exec(rest)
  const url = found?.[1]
  if (url === undefined)
    throw new PypaError('REQUIREMENT', `\`${cut(text)}\`: after \`@\` one URL, then \` ; \` and a marker.`)
  return { specifier: everything, url, marker: readMarker(found?.[2]) }
}

function readRanged(rest: string, text: string): Details {
  if (rest.startsWith('[')) throw new PypaError('REQUIREMENT', `\`${cut(text)}\`: the extras lack their \`]\`.`)
  const found = ranged.exec(rest)
  const written = withoutParentheses((found?.[1] ?? rest).trim())
  // A comma may end the list (PEP 508), nothing more.
  const specifier = /^\s*,|,\s*,/.test(written) ? null : parseSpecifiers(written)
  if (specifier === null) {
    throw new PypaError(
      'SPECIFIER',
      `\`${cut(text)}\`: after the name a version specifier such as \`>=1.0,<2\` is expected.`,
    )
  }
  return { specifier, url: null, marker: readMarker(found?.[2]) }
}

function readMarker(text: string | undefined): Marker | null {
  return text === undefined ? null : parseMarker(text)
}

/** `(>=1)` is how older metadata writes `>=1` (PEP 508). */
function withoutParentheses(text: string): string {
  return text.startsWith('(') && text.endsWith(')') ? text.slice(1, -1) : text
}

function readExtras(list: string, text: string): readonly string[] {
  if (list.trim() === '') return []
  return list.split(',').map((extra) => {
    const name = parseName(extra.trim())
    if (name === null)
      throw new PypaError('REQUIREMENT', `\`${cut(text)}\`: \`${cut(extra.trim())}\` is not the name of an extra.`)
    return normalizeName(name)
  })
}

function cut(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
