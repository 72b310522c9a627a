import { createHash } from 'node:crypto'
import { confusionNote, confusionNotes, metadataStatement, type Statement } from '@cordon/checks/artifact'
import type { ArtifactInspection, ArtifactOddity, Unanalysed } from '@cordon/model'
import { type ProjectPage, parseCoreMetadata, parseSpecifiers, type ReleaseFile, readVersion } from '@cordon/pypa'
import { type IndexClient, SourceError } from '@cordon/sources'
import type { Publication } from './publication.ts'
import { statementOf } from './siblings.ts'

/**
 * Adds where its index says something else of a file than the file itself: on its page, and in the metadata that it serves beside the
 * file (PEP 658). The metadata is fetched only where its digest is not that of the file's own.
 */
export async function withIndexStatements(
  inspection: ArtifactInspection,
  { page, filename }: Publication,
  index: () => Pick<IndexClient, 'fetchMetadata'>,
): Promise<ArtifactInspection> {
  const own = statementOf(inspection)
  const file = page.files.find((each) => each.filename === filename)
  if (own === null || file === undefined) return inspection
  const inside: Statement = { ...own, source: fileOf(own.path) }
  const served = await servedMetadata(inspection, file, index)
  const notes = [
    ...confusionNotes(pageStatement(page, file), inside),
    ...unlisted(page, file),
    ...served.notes,
    ...(served.statement === null ? [] : confusionNotes(served.statement, inside)),
  ]
  return {
    ...inspection,
    notes: [...inspection.notes, ...notes],
    unanalysed: [...inspection.unanalysed, ...served.unanalysed],
  }
}

function fileOf(path: string | null): string {
  return path === null ? 'its metadata' : path.slice(path.lastIndexOf('/') + 1)
}

/** PEP 503, 691: the page says few things, and what it leaves out says nothing. */
function pageStatement(page: ProjectPage, file: ReleaseFile): Statement {
  return {
    source: 'its page on the index',
    path: null,
    name: page.name ?? file.distribution?.name ?? null,
    version: file.distribution?.version ?? null,
    requiresPython: file.requiresPython === null ? null : parseSpecifiers(file.requiresPython),
    requires: null,
    entryPoints: null,
  }
}

/** PEP 700: the page lists its versions, and a file is of one of them. */
function unlisted({ versions }: ProjectPage, { distribution }: ReleaseFile): readonly ArtifactOddity[] {
  if (versions === null || distribution === null) return []
  const { version } = distribution
  const isListed = versions.some((each) => {
    const listed = readVersion(each)
    return listed.kind === 'pep440' && version.kind === 'pep440' ? listed.key === version.key : each === version.raw
  })
  return isListed
    ? []
    : [confusionNote(`its page on the index lists the file, and not ${version.raw} among the versions`, null)]
}

interface Served {
  readonly statement: Statement | null
  readonly notes: readonly ArtifactOddity[]
  readonly unanalysed: readonly Unanalysed[]
}

const nothing: Served = { statement: null, notes: [], unanalysed: [] }

async function servedMetadata(
  { facts }: ArtifactInspection,
  file: ReleaseFile,
  index: () => Pick<IndexClient, 'fetchMetadata'>,
): Promise<Served> {
  const { metadata } = facts
  if (metadata === undefined || file.coreMetadata === null) return nothing
  const promised = file.coreMetadata.hashes.get('sha256')
  if (promised === metadata.sha256) return nothing
  const note = (detail: string): ArtifactOddity => confusionNote(detail, metadata.path)
  try {
    const bytes = await index().fetchMetadata(file)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const read = parseCoreMetadata(new TextDecoder().decode(bytes))
    const isOther = sha256 !== metadata.sha256
    return {
      statement: metadataStatement(read, {
        source: 'the metadata that its index serves',
        path: null,
        entryPoints: null,
      }),
      notes: [
        ...(isOther ? [note(`the metadata that its index serves has other bytes than ${fileOf(metadata.path)}`)] : []),
        ...(promised === undefined || promised === sha256
          ? []
          : [note('the metadata that its index serves does not have the digest that its page promises')]),
      ],
      unanalysed: [],
    }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    const at = { path: metadata.path, line: 0 }
    return { ...nothing, unanalysed: [{ at, code: 'INDEX_METADATA', detail: error.message }] }
  }
}
