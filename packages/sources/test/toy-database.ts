/** A database that is simple enough to see through: what this room needs of a builder, and nothing of what it builds. */
import { createHash } from 'node:crypto'
import { CodedError } from '@cordon/model'
import type { BuildInput, DatabaseBuilder, DatabaseMeta } from '@cordon/sources'

const mark = 'TOY '

interface ToyRecord {
  readonly id: string
  readonly modified: string
}

export interface ToyContent {
  readonly ids: readonly string[]
  readonly kev: readonly string[]
  readonly epss: readonly string[]
  readonly meta: Omit<DatabaseMeta, 'digest'>
  readonly padding: string
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

export function openToy(bytes: Uint8Array): ToyContent {
  const text = Buffer.from(bytes).toString('utf8')
  const payload = text.slice(mark.length + 64)
  if (!text.startsWith(mark) || text.slice(mark.length, mark.length + 64) !== digestOf(payload))
    throw new CodedError('DATABASE_DAMAGED', 'not a toy database')
  return JSON.parse(payload) as ToyContent
}

/** `padding` makes the file larger, for tests that interrupt writing. */
export function toyBuilder(
  options: { readonly formatVersion?: number; readonly padding?: number } = {},
): DatabaseBuilder {
  const formatVersion = options.formatVersion ?? 1
  return {
    read(bytes) {
      const { meta } = openToy(bytes)
      if (meta.formatVersion !== formatVersion) throw new CodedError('DATABASE_VERSION', 'another format')
      return { ...meta, digest: digestOf(JSON.stringify(meta)) }
    },
    build(input) {
      const records: ToyRecord[] = []
      const problems = []
      for (const { name, text } of input.records) {
        try {
          records.push(JSON.parse(text) as ToyRecord)
        } catch (cause) {
          if (!(cause instanceof SyntaxError)) throw cause
          problems.push({ record: name, code: 'JSON', detail: cause.message })
        }
      }
      const content = contentOf(input, records, { formatVersion, padding: 'x'.repeat(options.padding ?? 0) })
      const payload = JSON.stringify(content)
      const bytes = Buffer.from(mark + digestOf(payload) + payload)
      return { bytes, stats: { refused: problems.length }, problems }
    },
  }
}

function contentOf(
  input: BuildInput,
  records: readonly ToyRecord[],
  extra: { readonly formatVersion: number; readonly padding: string },
): ToyContent {
  const ids = records.map(({ id }) => id).sort()
  const catalogue = input.kev as { vulnerabilities: { cveID: string }[] } | undefined
  const kev = (catalogue?.vulnerabilities ?? []).map(({ cveID }) => cveID)
  const epss = [...(input.epss ?? [])].filter((line) => line.startsWith('CVE-'))
  const counts = { records: ids.length, live: ids.length, withdrawn: 0, packages: 1, malware: 0 }
  const meta = {
    formatVersion: extra.formatVersion,
    source: input.source,
    sourceTime: input.sourceTime,
    dataTime:
      records
        .map(({ modified }) => modified)
        .sort()
        .at(-1) ?? null,
    builtTime: input.builtTime,
    counts: { ...counts, kev: kev.length, epss: epss.length },
  }
  return { ids, kev, epss, meta, padding: extra.padding }
}

/** An OSV archive's members: `count` records of which the newest is of `day`. */
export function toyRecords(count: number, day: string): { readonly name: string; readonly data: string }[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `PYSEC-${index}.json`,
    data: JSON.stringify({ id: `PYSEC-${index}`, modified: index === 0 ? `${day}T00:00:00Z` : '2020-01-01T00:00:00Z' }),
  }))
}
