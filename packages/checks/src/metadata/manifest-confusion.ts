import type { CheckMeta } from '@cordon/model'
import { type CoreMetadata, PypaError, parseName, parseRequirement, type Requirement } from '@cordon/pypa'
import { parse } from 'smol-toml'
import { type ContentFacts, defineContentNote, type Note, shown } from '../note.ts'

const meta: CheckMeta = {
  title: 'Metadata that differs from the manifest',
  domain: 'author',
  severity: 'medium',
  why: `A source distribution says twice what it needs: in PKG-INFO, which indexes and scanners read, and in \`pyproject.toml\`, from which an installer that builds it makes the real metadata. Where the two differ, what was looked at is not what gets installed.

Compared are name, version and requirements as requirements, not as text: spelling, order, extras and markers make no difference, and fields that the manifest calls dynamic are left out.`,
  remedy:
    'Build it in a place apart and look at the metadata that comes out; if it is yours, build the distribution anew.',
  references: [
    'https://peps.python.org/pep-0643/',
    'https://peps.python.org/pep-0621/',
    'https://packaging.python.org/en/latest/specifications/pyproject-toml/#dynamic',
  ],
}

/** Tells where PKG-INFO and `[project]` of the same source distribution contradict each other. */
export const manifestConfusion = defineContentNote({
  id: 'metadata/manifest-confusion',
  meta,
  note(facts) {
    const project = projectOf(facts)
    return facts.metadata === null || project === null ? [] : differences(facts.metadata, project)
  },
})

interface Project {
  readonly path: string
  readonly table: Readonly<Record<string, unknown>>
  readonly dynamic: ReadonlySet<string>
}

/** `[project]`, or null where there is none that can be read: then it is for the build to fail. */
function projectOf({ pyproject }: ContentFacts): Project | null {
  if (pyproject === null) return null
  const table = tableOf(tableOf(parsed(pyproject.text))?.project)
  if (table === null) return null
  const dynamic = new Set(stringsOf(table.dynamic) ?? [])
  return { path: pyproject.path, table, dynamic }
}

function parsed(text: string): unknown {
  try {
    return parse(text)
  } catch {
    return null
  }
}

function tableOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
}

function stringsOf(value: unknown): readonly string[] | null {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : null
}

function differences(metadata: CoreMetadata, { path, table, dynamic }: Project): readonly Note[] {
  const notes: Note[] = []
  const name = typeof table.name === 'string' ? parseName(table.name) : null
  if (name !== null && metadata.name !== null && name !== metadata.name)
    notes.push({ detail: `its metadata is of ${metadata.name}, its manifest of ${name}`, path })
  const written = stringsOf(table.dependencies)
  if (dynamic.has('dependencies') || metadata.dynamic.includes('requires-dist')) return notes
  const declared = requirementsOf(written ?? [])
  if (declared === null) return notes
  const announced = metadata.requires.filter((each) => !isOfExtra(each))
  const only = (here: readonly Requirement[], there: readonly Requirement[]): readonly string[] => {
    const others = new Set(there.map(meaningOf))
    return [...new Set(here.filter((each) => !others.has(meaningOf(each))).map(textOf))]
  }
  const hidden = only(declared, announced)
  const unused = only(announced, declared)
  if (hidden.length > 0) notes.push({ detail: `its manifest asks for ${listed(hidden)}, its metadata does not`, path })
  if (unused.length > 0) notes.push({ detail: `its metadata asks for ${listed(unused)}, its manifest does not`, path })
  return notes
}

function requirementsOf(texts: readonly string[]): readonly Requirement[] | null {
  try {
    return texts.map(parseRequirement)
  } catch (error) {
    if (error instanceof PypaError) return null
    throw error
  }
}

/** Optional dependencies carry `extra == "…"` in the metadata, and stand in a table of their own in the manifest. */
function isOfExtra({ marker }: Requirement): boolean {
  return marker !== null && /\bextra\b/.test(marker.raw)
}

/** Two requirements with one meaning ask for the same releases of the same project. */
function meaningOf({ name, specifier, url }: Requirement): string {
  const clauses = specifier.clauses.map(({ operator, version, wildcard }) => {
    const text = version.kind === 'pep440' ? version.normalized.replace(/(?:\.0)+$/, '') : version.raw
    return `${operator}${operator === '~=' && version.kind === 'pep440' ? version.normalized : text}${wildcard ? '.*' : ''}`
  })
  return [name, url ?? '', ...clauses.sort()].join(' ')
}

function textOf({ name, specifier, url }: Requirement): string {
  return url === null ? `${name}${specifier.raw}` : `${name} @ ${url}`
}

function listed(texts: readonly string[]): string {
  const few = texts.slice(0, 3).map(shown).join(', ')
  return texts.length > 3 ? `${few} and ${texts.length - 3} more` : few
}
