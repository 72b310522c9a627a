/** The advisory database in words and as JSON. */

import type { NamesReport } from '@cordon/engine'
import type { DatabaseStatus } from '@cordon/model'
import type { DatabaseMeta, NamesResult, UpdateEvent, UpdateResult } from '@cordon/sources'
import { harmless } from './harmless.ts'

/** What `cordon db status` knows. */
export interface DatabaseReport {
  readonly path: string
  readonly status: DatabaseStatus
  /** Null when there is no database, or none that opens. */
  readonly meta: DatabaseMeta | null
  /** Of the file; 0 when there is none. */
  readonly bytes: number
  /** Why it is there and does not open, or null. */
  readonly problem: string | null
  /** The popular names beside it. */
  readonly names: NamesReport
}

/** `cordon.database/1`: described by docs/schemas. */
export function renderStatusJson({ path, status, meta, bytes, problem, names }: DatabaseReport): string {
  const document = {
    schema: 'cordon.database/1',
    path,
    state: status.state,
    source: status.source,
    sourceTime: meta?.sourceTime ?? null,
    dataTime: status.dataTime,
    builtTime: status.builtTime,
    ageDays: status.ageDays,
    counts: meta?.counts ?? null,
    bytes,
    digest: status.digest,
    problem,
    advice: status.advice,
    names: namesDocument(names),
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

/** The popular names, every key there in every state. */
function namesDocument(names: NamesReport): Readonly<Record<string, unknown>> {
  const status = names.state === 'ready' ? names.status : null
  return {
    path: names.path,
    state: names.state,
    source: status?.source ?? null,
    dataTime: status?.dataTime ?? null,
    builtTime: status?.builtTime ?? null,
    count: names.state === 'built-in' ? names.names : (status?.names ?? null),
    problem: names.state === 'damaged' ? names.problem : null,
  }
}

export function renderStatusText({ path, status, meta, bytes, problem, names }: DatabaseReport): string {
  if (meta === null)
    return problem === null
      ? `${harmless(path)}: no advisory database yet. Run: ${harmless(status.advice ?? 'cordon db update')}\n`
      : `${harmless(`${path}: ${problem}`)}\n`
  const rows = [
    ['database', path],
    ['state', stateInWords(status)],
    ['source', meta.source],
    ['newest', meta.dataTime === null ? 'no date' : minute(meta.dataTime)],
    ['built', minute(meta.builtTime)],
    ['holds', holdings(meta)],
    ['size', size(bytes)],
    ['digest', `sha256:${meta.digest}`],
    ['names', namesInWords(names)],
  ] as const
  return rows.map(([label, value]) => `${label.padEnd(9)} ${harmless(value)}\n`).join('')
}

function namesInWords(names: NamesReport): string {
  if (names.state === 'built-in')
    return `the ${count(names.names)} that are built in; for all: cordon db update --names`
  return names.state === 'damaged' ? names.problem : popular(names.status)
}

function popular({ names, dataTime }: NamesResult['status']): string {
  return `${counted(names, 'popular name', 'popular names')}${dataTime === null ? '' : ` of ${dataTime.slice(0, 10)}`}`
}

/** The one line about popular names that an update ends with. */
export function renderNamesResult({ kind, status, bytes }: NamesResult): string {
  if (kind === 'unchanged') return `nothing has changed since ${minute(status.builtTime)}: ${popular(status)}\n`
  return `${popular(status)}: ${size(bytes)}\n`
}

function stateInWords({ state, ageDays, advice }: DatabaseStatus): string {
  const age = ageDays === null ? 'of unknown age' : `${counted(ageDays, 'day', 'days')} old`
  return state === 'stale' ? `stale: ${age}; run: ${advice ?? 'cordon db update'}` : `${state}, ${age}`
}

function holdings({ counts }: DatabaseMeta): string {
  const parts = [
    `${counted(counts.live, 'advisory', 'advisories')} about ${counted(counts.packages, 'package', 'packages')}`,
    ...(counts.malware > 0 ? [`${count(counts.malware)} of them malware`] : []),
    ...(counts.withdrawn > 0 ? [`${count(counts.withdrawn)} withdrawn`] : []),
    ...(counts.kev > 0 ? [`KEV ${count(counts.kev)}`] : []),
    ...(counts.epss > 0 ? [`EPSS ${count(counts.epss)}`] : []),
  ]
  return parts.join(', ')
}

/** The one line that an update ends with. */
export function renderResult(result: UpdateResult, milliseconds: number): string {
  const newest = result.meta.dataTime === null ? '' : `, newest of ${result.meta.dataTime.slice(0, 10)}`
  if (result.kind === 'unchanged')
    return `nothing has changed since ${minute(result.meta.builtTime)}: ${holdings(result.meta)}${newest}\n`
  return `${holdings(result.meta)}${newest}: ${size(result.bytes)} in ${(milliseconds / 1000).toFixed(1)} s\n`
}

/** How far an update is, in one line with a bar; null for moments that need none. */
export function renderProgress({ phase, source, done, total }: UpdateEvent): string | null {
  if (phase === 'fetch') {
    const of = total === null ? size(done) : `${bar(done, total)} ${size(done)} of ${size(total)}`
    return `fetching ${source ?? ''} ${of}`
  }
  if (phase === 'build') return `reading ${source ?? ''} ${total === null ? count(done) : bar(done, total)}`
  return phase === 'write' ? 'writing' : null
}

const barWidth = 24

function bar(done: number, total: number): string {
  const share = total <= 0 ? 1 : Math.min(1, done / total)
  const filled = Math.floor(share * barWidth)
  return `[${'#'.repeat(filled)}${'-'.repeat(barWidth - filled)}] ${String(Math.floor(share * 100)).padStart(3)}%`
}

function minute(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`
}

function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(0)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}

function counted(value: number, one: string, many: string): string {
  return `${count(value)} ${value === 1 ? one : many}`
}

function count(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',')
}
