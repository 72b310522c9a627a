import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { acceptPending, emptyHistory, observeRelease } from '@cordon/attest/identities'
import type { Dependency, Facts, IdentityAnswer, VouchDemand, VouchedFile } from '@cordon/model'
import {
  type MadeIdentity,
  madeIdentity,
  madeIndex,
  madeVouching,
  missingFile,
  publishType,
  slsaType,
  unreadFile,
  verifiedFile,
} from '@cordon/testkit'

/** What a check of provenance reads of one dependency. */
export type ProvenanceFacts = Pick<Facts, 'vouched' | 'identityHistory' | 'demands'>

interface MadeFile {
  readonly name: string
  readonly state?: VouchedFile['state']
  readonly uploaded?: string
  /** `publish`, `slsa`: types of the statements that vouch for it. */
  readonly says?: readonly ('publish' | 'slsa')[]
  /** Otherwise than the usual; null for what the certificate does not say. */
  readonly identity?: Readonly<Record<string, string | null>>
  /** Why it failed or is not known. */
  readonly code?: string
}

interface MadeRelease {
  readonly version: string
  readonly day: string
  readonly files: readonly MadeFile[]
}

interface MadePackage {
  /** Releases that were looked at before, in order. */
  readonly before?: readonly MadeRelease[]
  /** Whether a person has accepted all of them. */
  readonly accepted?: boolean
  readonly now: MadeRelease
  readonly trustOnFirstUse?: boolean
  readonly damaged?: string
  readonly pinned?: boolean
  readonly demands?: readonly Partial<VouchDemand>[]
}

/** As in a scan. */
export const nobodyAsked: ProvenanceFacts = { vouched: null, identityHistory: null, demands: [] }

/** What `provenance.json` of a case says by package; nobody asked where it says nothing. */
export function provenanceOf(folder: string): (dependency: Dependency) => ProvenanceFacts {
  const path = join(folder, 'provenance.json')
  if (!existsSync(path)) return () => nobodyAsked
  const made: Readonly<Record<string, MadePackage>> = JSON.parse(readFileSync(path, 'utf8'))
  return ({ name }) => {
    const own = made[name]
    return own === undefined ? nobodyAsked : factsOf(name, own)
  }
}

function factsOf(project: string, made: MadePackage): ProvenanceFacts {
  const { before = [], now, demands = [], trustOnFirstUse = true } = made
  const observed = before.reduce(
    (history, release) => observeRelease(history, { version: release.version, files: filesOf(release) }, true),
    emptyHistory(madeIndex, project),
  )
  const history = made.accepted === true ? acceptPending(observed) : observed
  const answer: IdentityAnswer =
    made.damaged === undefined
      ? { kind: 'known', history }
      : { kind: 'damaged', index: madeIndex, path: 'identities.json', detail: made.damaged }
  return {
    vouched: {
      files: filesOf(now),
      candidates: false,
      pinned: made.pinned === true ? [{ kind: 'GitHub', claims: {}, at: null }] : null,
    },
    identityHistory: { answers: [answer], trustOnFirstUse },
    demands: demands.map((each) => ({
      require: null,
      publishers: [],
      slsaLevel: 0,
      at: { path: 'cordon.toml', line: 3 },
      ...each,
    })),
  }
}

function filesOf({ day, files }: MadeRelease): readonly VouchedFile[] {
  return files.map(({ name, state = 'verified', uploaded, says = ['publish'], identity = {}, code }) => {
    if (state === 'missing') return missingFile(name, uploaded ?? null)
    if (state !== 'verified') return unreadFile(name, state, code)
    const entries = Object.entries(identity).map(([key, value]) => [key, value ?? undefined])
    const signer = madeIdentity(Object.fromEntries(entries) as MadeIdentity)
    return verifiedFile(
      name,
      ...says.map((type) => ({
        ...madeVouching(signer, `${day}T10:00:00.000Z`, type === 'publish' ? publishType : slsaType),
        kind: type === 'publish' ? 'pypi-publish-v1' : 'slsa-provenance-v1',
      })),
    )
  })
}
