import type { RecordAction, RecordedDistribution, RecordedEnvironment } from '@cordon/engine/installed'
import { harmless } from '../harmless.ts'

export interface RecordedMeta {
  readonly dryRun: boolean
  readonly undo: boolean
}

/** `cordon.environment-record/1`: described by docs/schemas. */
export function renderRecordedJson(environments: readonly RecordedEnvironment[], meta: RecordedMeta): string {
  const json = environments.map(({ path, distributions }) => ({
    path,
    distributions: distributions.map(({ hashes, ...distribution }) => ({
      ...distribution,
      hashes: Object.fromEntries(hashes.map(({ algorithm, value }) => [algorithm, value])),
    })),
  }))
  const summary = Object.fromEntries(countsOf(environments))
  return `${JSON.stringify({ schema: 'cordon.environment-record/1', ...meta, environments: json, summary }, null, 2)}\n`
}

const actions: readonly RecordAction[] = ['written', 'mended', 'kept', 'removed', 'left', 'unresolved']

function countsOf(environments: readonly RecordedEnvironment[]): readonly (readonly [RecordAction, number])[] {
  const all = environments.flatMap(({ distributions }) => distributions)
  return actions.map((action) => [action, all.filter((each) => each.action === action).length])
}

interface TableOptions extends RecordedMeta {
  readonly columns: number
}

/** What was recorded, for people. */
export function renderRecordedTable(environments: readonly RecordedEnvironment[], options: TableOptions): string {
  const lines: string[] = []
  for (const { path, distributions } of environments) {
    // What is as it was is only counted.
    const shown = distributions.filter(({ action }) => action !== 'kept')
    if (shown.length === 0) continue
    lines.push(harmless(path))
    const width = Math.max(...shown.map((each) => nameOf(each).length))
    for (const each of shown) {
      const said = wordsOf(each, options)
      lines.push(`  ${nameOf(each).padEnd(width)}  ${said}`)
      if (each.detail !== null && each.action !== 'kept')
        lines.push(`  ${''.padEnd(width)}    ${harmless(each.detail)}`)
    }
  }
  const counts = new Map(countsOf(environments))
  if (lines.length > 0) lines.push('')
  lines.push(summaryOf(counts, options))
  if (options.dryRun) lines.push('Nothing was written (--dry-run).')
  const hint = hintOf(environments)
  if (hint !== null && !options.undo) lines.push(hint)
  return `${lines.join('\n')}\n`
}

function nameOf({ name, version }: RecordedDistribution): string {
  return harmless(version === null ? name : `${name} ${version}`)
}

const proofs = {
  report: 'as the report says',
  'only-file': 'the only file that fits',
  record: 'by its content',
} as const

function wordsOf({ action, code, url, proof }: RecordedDistribution, { dryRun }: RecordedMeta): string {
  const from = url === null ? '' : `  ${harmless(url)}`
  switch (action) {
    case 'written':
      return `${dryRun ? 'to write' : 'written'}${from}${proof === null ? '' : `  (${proofs[proof]})`}`
    case 'mended':
      return `${dryRun ? 'to mend' : 'mended'}${from}`
    case 'kept':
      return 'as it was'
    case 'removed':
      return `${dryRun ? 'to take back' : 'taken back'}${from}`
    case 'left':
      return `left alone  ${code ?? ''}`
    case 'unresolved':
      return `not recorded  ${code ?? ''}`
  }
}

function summaryOf(counts: ReadonlyMap<RecordAction, number>, { undo, dryRun }: RecordedMeta): string {
  const count = (action: RecordAction): number => counts.get(action) ?? 0
  const total = [...counts.values()].reduce((sum, each) => sum + each, 0)
  const parts = undo
    ? [`${count('removed')} ${dryRun ? 'to take back' : 'taken back'}`, `${count('kept')} had nothing`]
    : [`${count('written') + count('mended')} ${dryRun ? 'to write' : 'written'}`, `${count('kept')} recorded already`]
  return `${total} ${total === 1 ? 'distribution' : 'distributions'}: ${parts.join(', ')}, ${count('left')} left alone, ${count('unresolved')} not recorded`
}

function hintOf(environments: readonly RecordedEnvironment[]): string | null {
  const codes = new Set(environments.flatMap(({ distributions }) => distributions.map(({ code }) => code)))
  if (codes.has('CONTRADICTED'))
    return 'What is named is not what is installed: install anew, or name the right report or lock.'
  if (codes.has('UNKNOWN') || codes.has('AMBIGUOUS') || codes.has('NO_URL'))
    return 'To tell more: --report of pip, --lock, --wheels FOLDER, or --index-url URL.'
  return null
}
