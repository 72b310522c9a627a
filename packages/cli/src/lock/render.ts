import type { WrittenIdentity } from '@cordon/lockfiles'
import { harmless } from '../harmless.ts'
import type { PackagePin, PinState } from './plan.ts'

export interface PinMeta {
  readonly path: string
  readonly dryRun: boolean
  /** Whether the file was, or would be, changed. */
  readonly written: boolean
}

export const pinStates: readonly PinState[] = [
  'pinned',
  'kept',
  'changed',
  'lost',
  'none',
  'partial',
  'failed',
  'unknown',
  'elsewhere',
]

/** `cordon.lock-identities/1`: described by docs/schemas. */
export function renderPinsJson(pins: readonly PackagePin[], meta: PinMeta): string {
  const summary = Object.fromEntries(countsOf(pins))
  return `${JSON.stringify({ schema: 'cordon.lock-identities/1', ...meta, packages: pins, summary }, null, 2)}\n`
}

function countsOf(pins: readonly PackagePin[]): readonly (readonly [PinState, number])[] {
  return pinStates.map((state) => [state, pins.filter((each) => each.state === state).length])
}

/** Only counted: there may be hundreds, and there is nothing to do about them. */
const quiet: ReadonlySet<PinState> = new Set(['kept', 'none', 'elsewhere'])

/** What was pinned, for people. */
export function renderPinsTable(pins: readonly PackagePin[], { path, dryRun, written }: PinMeta): string {
  const lines: string[] = []
  const shown = pins.filter(({ state }) => !quiet.has(state))
  const width = Math.max(0, ...shown.map((each) => nameOf(each).length))
  for (const pin of shown) {
    const { state, identities, before, code, detail } = pin
    const said =
      state === 'pinned'
        ? identities.map(wordsOf).join('; ')
        : harmless([code, detail].filter((each) => each !== null).join(': '))
    lines.push(`${state.padEnd(8)}  ${nameOf(pin).padEnd(width)}  ${said}`.trimEnd())
    if (state !== 'changed' && state !== 'lost') continue
    lines.push(...before.map((each) => `            - ${wordsOf(each)}`))
    lines.push(...identities.map((each) => `            + ${wordsOf(each)}`))
  }
  if (lines.length > 0) lines.push('')
  const counts = countsOf(pins).filter(([, count]) => count > 0)
  lines.push(
    `${harmless(path)}: ${pins.length} packages: ${counts.map(([state, count]) => `${count} ${titles[state]}`).join(', ')}`,
  )
  const has = (state: PinState): boolean => pins.some((each) => each.state === state)
  if (written) lines.push(dryRun ? 'Nothing was written (--dry-run).' : `${harmless(path)} was written.`)
  else if (has('changed') || has('lost') || has('failed')) lines.push('Nothing was written.')
  if (has('changed') && !written)
    lines.push('Find out why the builder is another than the lock says. If that is meant: --update writes the new one.')
  if (has('lost'))
    lines.push(
      'Nothing vouches any more for what the lock says who has built. If that is meant: take the identities out by hand.',
    )
  return `${lines.join('\n')}\n`
}

const titles: Readonly<Record<PinState, string>> = {
  pinned: 'pinned',
  kept: 'pinned already',
  changed: 'changed',
  lost: 'lost',
  none: 'without attestation',
  partial: 'attested in part',
  failed: 'failed',
  unknown: 'unknown',
  elsewhere: 'from no index',
}

function nameOf({ name, version }: PackagePin): string {
  return harmless(version === null ? name : `${name} ${version}`)
}

function wordsOf({ kind = '', ...claims }: WrittenIdentity): string {
  return harmless([kind, ...Object.values(claims)].join(' '))
}
