import { publisherOf } from '@cordon/attest/identities'
import type { PylockPins, WrittenIdentity } from '@cordon/lockfiles'
import type { Dependency, VouchedFile, VouchedRelease } from '@cordon/model'

/**
 * `pinned` who vouches is to be written · `kept` it is written already · `changed` somebody else than is written · `lost` somebody is written, and nothing
 * vouches any more · `none` nothing vouches · `partial` something vouches for some of its files only · `failed` an attestation does not hold · `unknown` it could not be
 * told · `elsewhere` it comes from no index, or has no version.
 */
export type PinState = 'pinned' | 'kept' | 'changed' | 'lost' | 'none' | 'partial' | 'failed' | 'unknown' | 'elsewhere'

/** One of the packages of a lock, and what is to be done about its identities. */
export interface PackagePin {
  /** From 0, in the order of the lock. */
  readonly position: number
  readonly name: string
  readonly version: string | null
  readonly state: PinState
  /** Who vouches for its files now. */
  readonly identities: readonly WrittenIdentity[]
  /** What the lock says, as far as it is texts. */
  readonly before: readonly WrittenIdentity[]
  readonly code: string | null
  readonly detail: string | null
}

/** What is to be done for one package; `release` is null where nobody could be asked about it. */
export function planPin(
  dependency: Pick<Dependency, 'version'> | null,
  pins: PylockPins & { readonly position: number },
  release: VouchedRelease | null,
): PackagePin {
  const before = pins.identities.map(textsOf)
  const plan = (state: PinState, rest: Partial<PackagePin> = {}): PackagePin => ({
    position: pins.position,
    name: pins.name,
    version: dependency?.version?.raw ?? null,
    state,
    identities: [],
    before,
    code: null,
    detail: null,
    ...rest,
  })
  if (release === null) return plan('elsewhere')
  const files = release.files.map(withoutPins)
  if (files.length === 0) return plan('unknown', { code: 'no-files', detail: 'the lock names no file of it' })
  for (const state of ['failed', 'unknown'] as const) {
    const file = files.find((each) => each.state === state)
    const [reason] = file?.failures ?? []
    if (file !== undefined)
      return plan(state, {
        code: reason?.code ?? null,
        detail: `${file.filename}: ${reason?.detail ?? 'it is not known'}`,
      })
  }
  const unpinned = files.find(({ digestFrom }) => digestFrom === 'index')
  if (unpinned !== undefined)
    return plan('unknown', { code: 'no-hash', detail: `${unpinned.filename}: the lock has no SHA-256 of it` })
  const missing = files.filter(({ state }) => state === 'missing')
  if (missing.length === files.length) return plan(before.length > 0 ? 'lost' : 'none')
  return judged(files, missing, { plan, before })
}

interface Planning {
  readonly plan: (state: PinState, rest?: Partial<PackagePin>) => PackagePin
  readonly before: readonly WrittenIdentity[]
}

function judged(
  files: readonly VouchedFile[],
  missing: readonly VouchedFile[],
  { plan, before }: Planning,
): PackagePin {
  const identities: WrittenIdentity[] = []
  for (const { identity } of files.flatMap(({ vouchings }) => vouchings)) {
    const publisher = publisherOf(identity)
    if (publisher === null)
      return plan('unknown', {
        code: 'unknown-publisher-kind',
        detail: `it is signed by ${identity?.subject ?? 'a key'}, for which PEP 740 has no kind of publisher`,
      })
    const written = { kind: publisher.kind, ...publisher.claims }
    if (!identities.some((each) => isSame(each, written))) identities.push(written)
  }
  if (missing.length > 0)
    return plan(before.length > 0 ? 'lost' : 'partial', {
      identities,
      detail: `nothing vouches for ${missing.length} of ${files.length} files: ${missing[0]?.filename ?? ''}`,
    })
  if (before.length === 0) return plan('pinned', { identities })
  const isKept =
    identities.every((each) => before.some((old) => isSame(old, each))) &&
    before.every((old) => identities.some((each) => isSame(old, each)))
  return plan(isKept ? 'kept' : 'changed', { identities })
}

/** What is known of a file by itself, before it was held against what the lock says. */
function withoutPins(file: VouchedFile): VouchedFile {
  const failures = file.failures.filter(({ code }) => code !== 'identity-mismatch' && code !== 'provenance-missing')
  if (file.failures.some(({ code }) => code === 'provenance-missing')) return { ...file, state: 'missing' }
  const isUnknownPin = file.state === 'unknown' && failures.every(({ code }) => code === 'unknown-publisher-kind')
  const isOnlyPin = file.state === 'failed' ? failures.length === 0 : isUnknownPin
  return isOnlyPin && file.vouchings.length > 0 ? { ...file, state: 'verified', failures: [] } : file
}

const deciding = ['kind', 'repository', 'workflow', 'workflow_filepath', 'email'] as const

/** Certificates of before 2026 name no environment, so that one which is missing is not another. */
function isSame(a: WrittenIdentity, b: WrittenIdentity): boolean {
  if (!deciding.every((key) => (a[key] ?? '') === (b[key] ?? ''))) return false
  const [one = '', other = ''] = [a.environment, b.environment]
  return one === '' || other === '' || one === other
}

function textsOf(identity: Readonly<Record<string, unknown>>): WrittenIdentity {
  return Object.fromEntries(
    Object.entries(identity).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
