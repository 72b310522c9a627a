import { confusionNotes, metadataStatement, type Statement } from '@cordon/checks/artifact'
import type { ArtifactFacts, ArtifactInspection } from '@cordon/model'
import {
  type PackageName,
  PypaError,
  parseName,
  parseRequirement,
  parseSpecifiers,
  type Requirement,
  readVersion,
} from '@cordon/pypa'

/** Releases that are remembered at a time: the files of one lie near each other in every list. */
const mostReleases = 2000

type Kind = Extract<ArtifactFacts['kind'], 'sdist' | 'wheel'>

/** The artifacts of one run, so that the source distribution and the wheel of a release can be compared, in any order. */
export class Siblings {
  readonly #releases = new Map<string, Partial<Record<Kind, Statement>>>()

  /** The inspection with what contradicts the other kind of file of the same release, if that came before. */
  compare(inspection: ArtifactInspection): ArtifactInspection {
    const { kind } = inspection.facts
    const said = kind === 'sdist' || kind === 'wheel' ? statementOf(inspection) : null
    if (said === null || (kind !== 'sdist' && kind !== 'wheel')) return inspection
    const key = keyOf(inspection)
    const release = this.#releases.get(key) ?? {}
    const other = release[kind === 'sdist' ? 'wheel' : 'sdist']
    this.#keep(key, { ...release, [kind]: release[kind] ?? said })
    const notes = other === undefined ? [] : confusionNotes(other, said)
    return notes.length === 0 ? inspection : { ...inspection, notes: [...inspection.notes, ...notes] }
  }

  #keep(key: string, release: Partial<Record<Kind, Statement>>): void {
    this.#releases.delete(key)
    this.#releases.set(key, release)
    const [oldest] = this.#releases.keys()
    if (this.#releases.size > mostReleases && oldest !== undefined) this.#releases.delete(oldest)
  }
}

function keyOf({ name, version }: ArtifactInspection): string {
  const read = version === null ? null : readVersion(version)
  return JSON.stringify([name, read?.kind === 'pep440' ? read.key : version])
}

/** What the metadata of an inspected artifact says; null where it has none that can be read. */
export function statementOf({ file, facts }: ArtifactInspection): Statement | null {
  const { metadata } = facts
  if (metadata === undefined) return null
  const requires = facts.requires.flatMap(requirementOf)
  const said = metadataStatement(
    {
      name: nameOf(metadata.name),
      version: metadata.version === null ? null : readVersion(metadata.version),
      requires,
      requiresPython: metadata.requiresPython === null ? null : parseSpecifiers(metadata.requiresPython),
      dynamic: metadata.dynamic,
    },
    { source: baseName(file), path: metadata.path, entryPoints: null },
  )
  if (facts.kind !== 'sdist' || isBinding(metadata.metadataVersion)) return said
  // Before PEP 643 a build may add what PKG-INFO left out.
  return {
    ...said,
    requires: requires.length === 0 ? null : said.requires,
    requiresPython: metadata.requiresPython === null ? null : said.requiresPython,
  }
}

function isBinding(metadataVersion: string | null): boolean {
  const [, minor] = /^2\.(\d{1,3})$/.exec(metadataVersion ?? '') ?? []
  return minor !== undefined && Number(minor) >= 2
}

function nameOf(text: string | null): PackageName | null {
  return text === null ? null : parseName(text)
}

function requirementOf(text: string): readonly Requirement[] {
  try {
    return [parseRequirement(text)]
  } catch (error) {
    if (error instanceof PypaError) return []
    throw error
  }
}

function baseName(file: string): string {
  return file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1)
}
