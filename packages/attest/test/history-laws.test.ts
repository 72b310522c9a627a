import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { IdentityHistory, ReleaseIdentity, VouchedFile } from '@cordon/model'
import {
  madeIndex as index,
  madeIdentity,
  madeVouching,
  missingFile as missing,
  publishType as publish,
  slsaType as slsa,
  unreadFile as unread,
  verifiedFile as verified,
} from '@cordon/testkit'
import fc from 'fast-check'
import {
  AttestError,
  acceptPending,
  compareRelease,
  differencesBetween,
  emptyHistory,
  isSameIdentity,
  observeRelease,
  type Release,
  type ReleaseComparison,
  readHistories,
  releaseIdentityOf,
  writeHistories,
} from '../src/identities.ts'

const oneOf = <const T>(...values: readonly T[]) => fc.constantFrom(...values)

/** Few values, so that the same ones meet often. Numbers are always said: what is not said is compared with nothing. */
const identities = fc
  .record({
    sourceRepository: oneOf(
      'https://github.com/acme/tools',
      'https://github.com/acme/toolbox',
      'https://github.com/widgets/tools',
    ),
    sourceRepositoryId: oneOf('1', '2'),
    sourceOwner: oneOf('https://github.com/acme', 'https://github.com/widgets'),
    sourceOwnerId: oneOf('10', '20'),
    workflow: oneOf('.github/workflows/release.yml', '.github/workflows/ci.yml'),
    environment: oneOf('pypi', undefined),
    sourceRef: oneOf('refs/tags/v1', 'refs/heads/main'),
    runnerEnvironment: oneOf('github-hosted', 'self-hosted'),
    trigger: oneOf('release', 'push', 'workflow_dispatch', 'pull_request_target'),
  })
  .map(madeIdentity)

const days = fc.integer({ min: 0, max: 300 }).map((day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString())
const versions = fc
  .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 }))
  .map((parts) => parts.join('.'))
const names = oneOf(
  'acme_tools-1.0-py3-none-any.whl',
  'acme_tools-1.0-cp313-cp313-win_amd64.whl',
  'acme_tools-1.0.tar.gz',
)
const vouchings = fc
  .tuple(identities, days, oneOf(publish, slsa))
  .map(([identity, day, says]) => madeVouching(identity, day, says))
const verifiedFiles = fc
  .tuple(names, fc.array(vouchings, { minLength: 1, maxLength: 2 }))
  .map(([name, all]) => verified(name, ...all))
const unreadFiles = fc
  .tuple(names, oneOf('unknown' as const, 'failed' as const))
  .map(([name, state]) => unread(name, state))
const files = fc.oneof<fc.Arbitrary<VouchedFile>[]>(
  verifiedFiles,
  verifiedFiles,
  fc.tuple(names, fc.option(days)).map(([name, uploaded]) => missing(name, uploaded)),
  unreadFiles,
)
const releases: fc.Arbitrary<Release> = fc.record({
  version: versions,
  files: fc.array(files, { minLength: 1, maxLength: 4 }),
})
const histories = fc
  .tuple(fc.array(fc.tuple(releases, fc.boolean(), fc.boolean()), { maxLength: 6 }), fc.integer({ min: 0, max: 99 }))
  .map(([steps, number]) =>
    steps.reduce<IdentityHistory>(
      (history, [release, trust, accept]) => {
        const next = observeRelease(history, release, trust)
        return accept ? acceptPending(next) : next
      },
      emptyHistory(index, `project-${number}`),
    ),
  )
const plain = identities.map(releaseIdentityOf)

const order = ['critical', 'high', 'medium', 'low', 'none']
const gravestOf = (drifts: readonly { readonly severity: string }[]): number =>
  Math.min(order.length, ...drifts.map(({ severity }) => order.indexOf(severity)))

suite('laws of differences', () => {
  test('nothing differs from itself', () => {
    fc.assert(fc.property(plain, (one) => assert.deepEqual(differencesBetween(one, one), [])))
  })

  test('renaming alone is information and nothing else', () => {
    fc.assert(
      fc.property(plain, fc.webUrl(), fc.webUrl(), (one, repository, owner) => {
        const other: ReleaseIdentity = { ...one, repository, owner }
        assert.ok(
          differencesBetween(one, other).every(({ kind, severity }) => kind === 'renamed' && severity === 'none'),
        )
      }),
    )
  })

  test('another number is never a rename, whatever else is the same', () => {
    fc.assert(
      fc.property(plain, plain, oneOf('repositoryId', 'ownerId'), (one, base, field) => {
        const [first] = differencesBetween(one, { ...base, repository: one.repository, [field]: '99' })
        assert.ok(first !== undefined && first.kind !== 'renamed')
        assert.ok(order.indexOf(first.severity) <= 2)
      }),
    )
  })

  test('the same address with another repository number is critical', () => {
    fc.assert(
      fc.property(plain, plain, (one, other) => {
        const [first] = differencesBetween(one, { ...other, repository: one.repository, repositoryId: '99' })
        assert.equal(first?.severity, 'critical')
      }),
    )
  })

  test('gravest first', () => {
    fc.assert(
      fc.property(plain, plain, (one, other) => {
        const ranks = differencesBetween(one, other).map(({ severity }) => order.indexOf(severity))
        assert.deepEqual(
          ranks,
          ranks.toSorted((a, b) => a - b),
        )
      }),
    )
  })
})

suite('laws of histories', () => {
  test('a release that is seen twice changes nothing the second time', () => {
    fc.assert(
      fc.property(histories, releases, fc.boolean(), (history, release, trust) => {
        const once = observeRelease(history, release, trust)
        assert.equal(observeRelease(once, release, trust), once)
      }),
    )
  })

  test('a second look at a release ends as the first', () => {
    fc.assert(
      fc.property(histories, releases, fc.boolean(), (history, release, trust) => {
        const isClean = (compared: ReleaseComparison): boolean =>
          compared.drifts.every(({ kind }) => kind === 'renamed') && (trust || compared.firstSeen.length === 0)
        const once = observeRelease(history, release, trust)
        assert.equal(isClean(compareRelease(once, release)), isClean(compareRelease(history, release)))
      }),
    )
  })

  test('what was trusted on first use is no change after', () => {
    fc.assert(
      fc.property(releases, (release) => {
        const history = observeRelease(emptyHistory(index, 'acme-tools'), release, true)
        const after = compareRelease(history, release)
        assert.deepEqual(after.firstSeen, [])
        assert.ok(after.drifts.every(({ kind }) => kind === 'lost' || kind === 'statement-lost'))
      }),
    )
  })

  test('what is accepted is no change after', () => {
    fc.assert(
      fc.property(histories, releases, (history, release) => {
        const after = compareRelease(acceptPending(observeRelease(history, release, true)), release)
        assert.ok(after.drifts.every(({ kind }) => kind === 'lost' || kind === 'statement-lost' || kind === 'renamed'))
      }),
    )
  })

  test('files that could not be read change no drift and are no reason for one', () => {
    fc.assert(
      fc.property(histories, releases, unreadFiles, (history, release, file) => {
        const more = compareRelease(history, { ...release, files: [...release.files, file] })
        const without = compareRelease(history, release)
        const kept = without.drifts.filter(({ kind }) => kind !== 'lost')
        assert.deepEqual(
          more.drifts.filter(({ kind }) => kind !== 'lost'),
          kept,
        )
        assert.ok(more.drifts.length <= without.drifts.length)
        assert.deepEqual(more.firstSeen, without.firstSeen)
      }),
    )
  })

  test('an empty history knows no drift', () => {
    fc.assert(
      fc.property(releases, (release) => {
        assert.deepEqual(compareRelease(emptyHistory(index, 'acme-tools'), release).drifts, [])
      }),
    )
  })

  test('only what is accepted or first counts: nothing becomes accepted by being looked at', () => {
    fc.assert(
      fc.property(histories, releases, (history, release) => {
        const next = observeRelease(history, release, false)
        const counting = ({ identities }: IdentityHistory) => identities.filter(({ trust }) => trust !== 'pending')
        for (const { identity, trust } of counting(next))
          assert.ok(trust === 'follows' || counting(history).some((known) => isSameIdentity(known.identity, identity)))
      }),
    )
  })
})

suite('laws of the text', () => {
  const several = fc
    .array(histories, { maxLength: 4 })
    .map((all) => [...new Map(all.map((each) => [each.project, each])).values()])

  test('reading what was written gives the same text, whatever the order', () => {
    fc.assert(
      fc.property(several, (all) => {
        const text = writeHistories(all)
        assert.equal(writeHistories(readHistories(text).toReversed()), text)
        assert.equal(writeHistories(all.toReversed()), text)
      }),
    )
  })

  test('comparing with what was read back is comparing with what was written', () => {
    fc.assert(
      fc.property(histories, releases, (history, release) => {
        const read = readHistories(writeHistories([history]))[0] ?? emptyHistory(history.index, history.project)
        const compared = compareRelease(read, release)
        const written = compareRelease(history, release)
        assert.equal(compared.state, written.state)
        assert.equal(gravestOf(compared.drifts), gravestOf(written.drifts))
      }),
    )
  })

  test('a damaged text is refused with its code, never read as less', () => {
    const spoilt = fc.tuple(histories, fc.nat(), fc.string({ maxLength: 3 }), fc.nat({ max: 20 }))
    fc.assert(
      fc.property(spoilt, ([history, place, put, cut]) => {
        const text = writeHistories([history])
        const at = place % text.length
        const damaged = text.slice(0, at) + put + text.slice(at + cut)
        try {
          for (const { identities } of readHistories(damaged)) assert.ok(Array.isArray(identities))
        } catch (error) {
          assert.ok(error instanceof AttestError, String(error))
          assert.ok(error.code === 'malformed' || error.code === 'unsupported-version')
        }
      }),
    )
  })
})

test('every cut of the text is refused', () => {
  const release: Release = {
    version: '1.0',
    files: [verified('a-1.0.tar.gz', madeVouching(madeIdentity(), '2026-01-01T00:00:00Z'))],
  }
  const text = writeHistories([observeRelease(emptyHistory(index, 'a'), release, true)])
  for (let length = 0; length < text.length - 2; length += 1)
    assert.throws(() => readHistories(text.slice(0, length)), AttestError)
})

for (const [name, text] of Object.entries({
  'another version': '{"version":2,"projects":[]}',
  'a key that is not known': '{"version":1,"projects":[],"more":1}',
  'a key twice': '{"version":1,"version":1,"projects":[]}',
  'a project twice':
    '{"version":1,"projects":[{"project":"a","index":"i","identities":[]},{"project":"a","index":"i","identities":[]}]}',
  'an identity that was never seen':
    '{"version":1,"projects":[{"project":"a","index":"i","identities":[{"trust":"accepted","seen":[]}]}]}',
  'a trust that is not known':
    '{"version":1,"projects":[{"project":"a","index":"i","identities":[{"trust":"always","seen":[{"files":"wheel","says":"x","first":{"version":"1"},"last":{"version":"1"}}]}]}]}',
  'a time that is none':
    '{"version":1,"projects":[{"project":"a","index":"i","identities":[{"trust":"accepted","seen":[{"files":"wheel","says":"x","first":{"version":"1","time":"2026-99-01T00:00:00Z"},"last":{"version":"1"}}]}]}]}',
}))
  test(`refused: ${name}`, () => assert.throws(() => readHistories(text), AttestError))
