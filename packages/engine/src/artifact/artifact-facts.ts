import { createHash } from 'node:crypto'
import type { Archive, DistributionFacts, Member, RecordCheck } from '@cordon/archives'
import { repositoriesOf } from '@cordon/checks/artifact'
import type { ArtifactFacts, ArtifactMetadata, ArtifactOddity } from '@cordon/model'
import type { Requirement } from '@cordon/pypa'
import { binariesOf, bytecodeOf } from './compiled-facts.ts'

/** Facts of one artifact for reports and behaviours, from what its archive and its metadata say. */
export function artifactFacts(
  archive: Archive,
  facts: DistributionFacts,
  kind: ArtifactFacts['kind'],
): Omit<ArtifactFacts, 'oddities'> {
  const python = archive.members.filter(isPython)
  return {
    kind,
    members: archive.members.length,
    pythonFiles: python.length,
    pythonBytes: python.reduce((sum, member) => sum + member.size, 0),
    summary: facts.metadata?.summary ?? null,
    ...metadataOf(archive, facts),
    requires: (facts.metadata?.requires ?? []).map(requirementText),
    entryPoints: facts.entryPoints.map(
      ({ group, name, module, attribute }) =>
        `${group}:${name} = ${module}${attribute === null ? '' : `:${attribute}`}`,
    ),
    native: facts.native.map(({ path }) => path),
    binaries: binariesOf(archive, facts),
    bytecode: bytecodeOf(facts),
    nestedArchives: facts.nested.map(({ path }) => path),
    startFiles: facts.startFiles.map(({ path }) => path),
    outside: facts.outside.map(({ path, what }) => ({ path, what })),
  }
}

function metadataOf(
  archive: Archive,
  { metadata, metadataPath }: DistributionFacts,
): { readonly metadata?: ArtifactMetadata } {
  const member = metadata === null ? undefined : archive.members.find(({ path }) => path === metadataPath)
  if (metadata === null || metadataPath === null || member === undefined) return {}
  return {
    metadata: {
      path: metadataPath,
      sha256: createHash('sha256').update(member.bytes()).digest('hex'),
      metadataVersion: metadata.metadataVersion,
      name: metadata.rawName,
      version: metadata.rawVersion,
      requiresPython: metadata.requiresPython?.raw ?? null,
      dynamic: metadata.dynamic,
      domains: [...new Set(metadata.emails.map((email) => email.slice(email.lastIndexOf('@') + 1)))],
      repositories: repositoriesOf(metadata).map(({ place }) => place),
    },
  }
}

function requirementText({ rawName, extras, specifier, url, marker }: Requirement): string {
  const asked = extras.length === 0 ? '' : `[${extras.join(',')}]`
  const from = url === null ? specifier.raw : ` @ ${url}`
  return `${rawName}${asked}${from}${marker === null ? '' : ` ; ${marker.raw}`}`
}

/** What is out of order in the archive, in its metadata and in its RECORD. Read after the members: their faults show only then. */
export function artifactOddities(archive: Archive, { problems, record }: DistributionFacts): readonly ArtifactOddity[] {
  return [
    ...archive.oddities.map(({ code, member, detail }) => ({ code, path: member, detail })),
    ...problems.map(({ code, path, detail }) => ({ code, path, detail })),
    ...(record === null ? [] : recordOddities(record)),
  ]
}

const recordFaults = [
  ['missing', 'RECORD_MISSING', 'listed in RECORD and not there'],
  ['extra', 'RECORD_EXTRA', 'there and not listed in RECORD'],
  ['wrongHash', 'RECORD_HASH', 'not the bytes that RECORD promises'],
  ['wrongSize', 'RECORD_SIZE', 'not of the size that RECORD promises'],
  ['unhashed', 'RECORD_UNHASHED', 'listed in RECORD without a digest that counts'],
  ['repeated', 'RECORD_REPEATED', 'listed in RECORD more than once'],
] as const satisfies readonly (readonly [keyof RecordCheck, string, string])[]

/** One oddity for each kind of fault, at its first file. */
function recordOddities(record: RecordCheck): readonly ArtifactOddity[] {
  const faults = recordFaults.flatMap(([key, code, what]) => {
    const [first, ...rest] = record[key]
    if (first === undefined) return []
    return [{ code, path: first, detail: rest.length === 0 ? what : `${what}; ${rest.length} more such files` }]
  })
  const [line] = record.unreadable
  if (line === undefined) return faults
  return [...faults, { code: 'RECORD_LINE', path: null, detail: `line ${line} of RECORD is no entry` }]
}

export function isPython(member: Member): boolean {
  return member.type === 'file' && /\.pyw?$/i.test(member.path)
}
