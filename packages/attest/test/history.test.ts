import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { IdentityHistory, SignerIdentity, VouchedFile } from '@cordon/model'
import {
  madeIndex as index,
  type MadeIdentity,
  madeIdentity,
  madeVouching,
  missingFile as missing,
  slsaType as slsa,
  unreadFile as unread,
  verifiedFile as verified,
} from '@cordon/testkit'
import {
  acceptPending,
  compareRelease,
  emptyHistory,
  observeRelease,
  type Release,
  type ReleaseState,
  releaseIdentityOf,
  withoutPending,
} from '../src/identities.ts'

/** A release of one wheel and one sdist, signed on this day. */
function release(version: string, day: string, identity: SignerIdentity = madeIdentity()): Release {
  const vouching = madeVouching(identity, `${day}T10:00:00.000Z`)
  return {
    version,
    files: [
      verified(`acme_tools-${version}-py3-none-any.whl`, vouching),
      verified(`acme_tools-${version}.tar.gz`, vouching),
    ],
  }
}

function bare(version: string, uploaded: string | null = null): Release {
  return {
    version,
    files: [
      missing(`acme_tools-${version}-py3-none-any.whl`, uploaded),
      missing(`acme_tools-${version}.tar.gz`, uploaded),
    ],
  }
}

function historyOf(...releases: readonly Release[]): IdentityHistory {
  return releases.reduce((history, each) => observeRelease(history, each, true), emptyHistory(index, 'acme-tools'))
}

const known = historyOf(release('1.0', '2026-01-10'))

interface Case {
  readonly name: string
  readonly history?: IdentityHistory
  readonly now: Release
  readonly state: ReleaseState
  /** `kind severity` of each drift. */
  readonly drifts?: readonly string[]
}

function next(made: MadeIdentity): Release {
  return release('1.1', '2026-02-10', madeIdentity(made))
}

const wheel = 'acme_tools-1.1-py3-none-any.whl'
const sdist = 'acme_tools-1.1.tar.gz'
const vouching = madeVouching(madeIdentity(), '2026-02-10T10:00:00.000Z')
const withSlsa = historyOf({
  version: '1.0',
  files: [
    verified(
      'acme_tools-1.0-py3-none-any.whl',
      madeVouching(madeIdentity(), '2026-01-10T10:00:00.000Z'),
      madeVouching(
        madeIdentity({ signer: 'https://github.com/acme/builders/.github/workflows/slsa.yml' }),
        '2026-01-10T10:00:00.000Z',
        slsa,
      ),
    ),
  ],
})
const moved = { sourceRepository: 'https://github.com/widgets/tools', sourceOwner: 'https://github.com/widgets' }

const cases: readonly Case[] = [
  { name: 'nothing known, nothing there', history: historyOf(), now: bare('1.1'), state: 'none' },
  { name: 'first use', history: historyOf(), now: next({}), state: 'full' },
  { name: 'the same publisher', now: next({}), state: 'full' },
  {
    name: 'the next tag, the next commit',
    now: next({ sourceRef: 'refs/tags/v1.1', sourceCommit: 'f'.repeat(40) }),
    state: 'full',
  },
  { name: 'a tag that holds an at sign', now: next({ sourceRef: 'refs/tags/acme-tools@1.1' }), state: 'full' },
  {
    name: 'repository renamed',
    now: next({ sourceRepository: 'https://github.com/acme/toolbox' }),
    state: 'full',
    drifts: ['renamed none'],
  },
  { name: 'owner renamed', now: next(moved), state: 'full', drifts: ['renamed none'] },
  {
    name: 'transferred to another owner',
    now: next({ ...moved, sourceOwnerId: '5550002' }),
    state: 'changed',
    drifts: ['transferred medium'],
  },
  {
    name: 'deleted and made again under the same name',
    now: next({ sourceRepositoryId: '5550999' }),
    state: 'changed',
    drifts: ['recreated critical'],
  },
  {
    name: 'the name of the account taken by somebody else',
    now: next({
      sourceRepository: 'https://github.com/acme/tools-ng',
      sourceRepositoryId: '5550999',
      sourceOwnerId: '5550998',
    }),
    state: 'changed',
    drifts: ['recreated critical'],
  },
  {
    name: 'another repository of the same owner',
    now: next({ sourceRepository: 'https://github.com/acme/monorepo', sourceRepositoryId: '5550200' }),
    state: 'changed',
    drifts: ['publisher medium'],
  },
  {
    name: 'another repository of another owner',
    now: next({ ...moved, sourceRepositoryId: '5550200', sourceOwnerId: '5550002' }),
    state: 'changed',
    drifts: ['publisher high'],
  },
  {
    name: 'another service',
    now: next({ issuer: 'https://gitlab.com', sourceRepository: 'https://gitlab.com/acme/tools' }),
    state: 'changed',
    drifts: ['publisher high'],
  },
  {
    name: 'signed by a person now',
    now: release('1.1', '2026-02-10', {
      subject: 'dev@acme.example',
      issuer: 'https://accounts.google.com',
      facts: {},
    }),
    state: 'changed',
    drifts: ['publisher high'],
  },
  {
    name: 'another workflow',
    now: next({ workflow: '.github/workflows/nightly.yml' }),
    state: 'changed',
    drifts: ['workflow medium'],
  },
  {
    name: 'a workflow whose name goes on behind an at sign',
    now: next({ workflow: '.github/workflows/release.yml@x.yml' }),
    state: 'changed',
    drifts: ['workflow medium'],
  },
  {
    name: 'a workflow of somebody else signs',
    now: next({ signer: 'https://github.com/elsewhere/ci/.github/workflows/publish.yml' }),
    state: 'changed',
    drifts: ['signer medium'],
  },
  {
    name: 'no environment any more',
    now: next({ environment: undefined }),
    state: 'changed',
    drifts: ['environment medium'],
  },
  { name: 'another environment', now: next({ environment: 'test' }), state: 'changed', drifts: ['environment low'] },
  { name: 'built from a branch', now: next({ sourceRef: 'refs/heads/main' }), state: 'changed', drifts: ['ref low'] },
  {
    name: 'a runner of its own',
    now: next({ runnerEnvironment: 'self-hosted' }),
    state: 'changed',
    drifts: ['runner medium'],
  },
  {
    name: 'caused by a pull request',
    now: next({ trigger: 'pull_request_target' }),
    state: 'changed',
    drifts: ['trigger high'],
  },
  { name: 'caused by hand', now: next({ trigger: 'workflow_dispatch' }), state: 'changed', drifts: ['trigger low'] },
  { name: 'caused by a push instead', now: next({ trigger: 'push' }), state: 'full' },
  {
    name: 'several at once, gravest first',
    now: next({ trigger: 'pull_request_target', environment: 'test', workflow: '.github/workflows/pr.yml' }),
    state: 'changed',
    drifts: ['trigger high', 'workflow medium', 'environment low'],
  },
  { name: 'lost, by its version', now: bare('1.1'), state: 'lost', drifts: ['lost high'] },
  { name: 'an older release that never had any', now: bare('0.9'), state: 'none' },
  {
    name: 'lost, by its time: an old line goes on without',
    now: bare('0.9.1', '2026-03-01T00:00:00Z'),
    state: 'lost',
    drifts: ['lost high'],
  },
  {
    name: 'the index no longer shows what it has shown',
    now: bare('1.0'),
    state: 'lost',
    drifts: ['lost high'],
  },
  {
    name: 'lost for one kind of file',
    now: { version: '1.1', files: [verified(wheel, vouching), missing(sdist)] },
    state: 'lost',
    drifts: ['lost high'],
  },
  {
    name: 'some wheels without',
    now: { version: '1.1', files: [verified(wheel, vouching), missing('acme_tools-1.1-cp312-cp312-win_amd64.whl')] },
    state: 'partial',
  },
  {
    name: 'what could not be asked about is not lost',
    now: { version: '1.1', files: [missing(sdist), unread('acme_tools-1.1.zip')] },
    state: 'none',
  },
  {
    name: 'nothing could be asked about',
    now: { version: '1.1', files: [unread(sdist), unread(wheel, 'failed')] },
    state: 'unread',
  },
  {
    name: 'a type of statement is no longer made',
    history: withSlsa,
    now: { version: '1.1', files: [verified(wheel, vouching)] },
    state: 'full',
    drifts: ['statement-lost medium'],
  },
  {
    name: 'statements of another type, signed elsewhere, are no change',
    now: {
      version: '1.1',
      files: [
        verified(
          wheel,
          vouching,
          madeVouching(
            madeIdentity({ signer: 'https://github.com/acme/builders/.github/workflows/slsa.yml' }),
            '2026-02-10T10:00:00.000Z',
            slsa,
          ),
        ),
      ],
    },
    state: 'full',
  },
  {
    name: 'two sources in one release',
    history: historyOf(),
    now: {
      version: '1.1',
      files: [
        verified(wheel, vouching),
        verified(sdist, madeVouching(madeIdentity({ ...moved, sourceRepositoryId: '7' }), '2026-02-10T10:00:00.000Z')),
      ],
    },
    state: 'inconsistent',
  },
  {
    name: 'two workflows in one release, as ever',
    history: historyOf({
      version: '1.0',
      files: [
        verified('acme_tools-1.0-py3-none-any.whl', madeVouching(madeIdentity(), '2026-01-10T10:00:00.000Z')),
        verified(
          'acme_tools-1.0.tar.gz',
          madeVouching(madeIdentity({ workflow: 'sdist.yml' }), '2026-01-10T10:00:00.000Z'),
        ),
      ],
    }),
    now: {
      version: '1.1',
      files: [
        verified(wheel, vouching),
        verified(sdist, madeVouching(madeIdentity({ workflow: 'sdist.yml' }), '2026-02-10T10:00:00.000Z')),
      ],
    },
    state: 'inconsistent',
  },
  {
    name: 'the first files of another kind are compared with those that there are',
    history: historyOf({
      version: '1.0',
      files: [verified('acme_tools-1.0.tar.gz', madeVouching(madeIdentity(), '2026-01-10T10:00:00.000Z'))],
    }),
    now: {
      version: '1.1',
      files: [verified(wheel, madeVouching(madeIdentity({ sourceRepositoryId: '7' }), '2026-02-10T10:00:00.000Z'))],
    },
    state: 'changed',
    drifts: ['recreated critical'],
  },
  {
    name: 'a number that an older certificate does not say',
    history: historyOf(
      release(
        '1.0',
        '2022-01-10',
        madeIdentity({ sourceRepositoryId: undefined, sourceOwnerId: undefined, environment: undefined }),
      ),
    ),
    now: next({}),
    state: 'full',
  },
  {
    name: 'another address, and no number to tell a move from a change',
    history: historyOf(
      release('1.0', '2022-01-10', madeIdentity({ sourceRepositoryId: undefined, sourceOwnerId: undefined })),
    ),
    now: next(moved),
    state: 'changed',
    drifts: ['publisher high'],
  },
  {
    name: 'the old address taken after a rename',
    history: historyOf(release('1.0', '2026-01-10'), release('1.1', '2026-02-10', madeIdentity(moved))),
    now: release('1.2', '2026-03-10', madeIdentity({ sourceRepositoryId: '5550999', sourceOwnerId: '5550998' })),
    state: 'changed',
    drifts: ['recreated critical'],
  },
  {
    name: 'an older release of the same hands',
    history: historyOf(release('2.0', '2026-06-10')),
    now: release('1.0', '2026-01-10'),
    state: 'full',
  },
  {
    name: 'an older release by somebody who does not count is no less a change',
    history: historyOf(release('2.0', '2026-06-10')),
    now: release('1.0', '2026-01-10', madeIdentity({ ...moved, sourceOwnerId: '5550002' })),
    state: 'changed',
    drifts: ['transferred medium'],
  },
  {
    name: 'who counts goes on while somebody else waits',
    history: historyOf(
      release('1.0', '2026-01-10'),
      release('2.0', '2026-03-10', madeIdentity({ ...moved, sourceOwnerId: '5550002' })),
    ),
    now: release('3.0', '2026-06-10'),
    state: 'full',
  },
]

suite('a release against the history of its project', () => {
  for (const { name, history = known, now, state, drifts = [] } of cases)
    test(name, () => {
      const comparison = compareRelease(history, now)
      assert.deepEqual(
        comparison.drifts.map(({ kind, severity }) => `${kind} ${severity}`),
        drifts,
      )
      assert.equal(comparison.state, state)
    })
})

test('what a drift tells: before, after, since, files', () => {
  const now = release('1.1', '2026-02-10', madeIdentity({ ...moved, sourceOwnerId: '5550002' }))
  assert.deepEqual(compareRelease(known, now).drifts, [
    {
      kind: 'transferred',
      severity: 'medium',
      before: 'https://github.com/acme (id 5550001)',
      after: 'https://github.com/widgets (id 5550002)',
      since: { version: '1.0', time: '2026-01-10T10:00:00.000Z' },
      files: [wheel, sdist],
    },
  ])
})

suite('what counts', () => {
  const taken = next({ sourceRepositoryId: '5550999' })

  test('a change waits: the second look ends as the first', () => {
    const after = observeRelease(known, taken, true)
    assert.deepEqual(
      after.identities.map(({ trust }) => trust),
      ['first-use', 'pending'],
    )
    assert.deepEqual(compareRelease(after, taken), compareRelease(known, taken))
    assert.deepEqual(withoutPending(after), known)
  })

  test('a change that a person accepts counts, and what was there before still does', () => {
    const after = acceptPending(observeRelease(known, taken, true))
    assert.deepEqual(
      after.identities.map(({ trust }) => trust),
      ['first-use', 'accepted'],
    )
    assert.equal(compareRelease(after, taken).state, 'full')
    assert.equal(compareRelease(after, release('1.0', '2026-01-10')).state, 'full')
  })

  test('after a change was accepted, both count: two lines of releases go on side by side', () => {
    const moving = release('2.0', '2026-03-10', madeIdentity({ ...moved, sourceOwnerId: '5550002' }))
    const after = acceptPending(observeRelease(known, moving, true))
    assert.equal(compareRelease(after, release('1.9', '2026-06-10')).state, 'full')
    assert.equal(compareRelease(after, { ...moving, version: '2.1' }).state, 'full')
  })

  test('a rename counts by itself', () => {
    const renamed = next(moved)
    const after = observeRelease(known, renamed, false)
    assert.deepEqual(
      after.identities.map(({ trust }) => trust),
      ['first-use', 'follows'],
    )
    assert.deepEqual(compareRelease(after, renamed).drifts, [])
  })

  test('without trust on first use nothing counts until it is accepted', () => {
    const first = release('1.0', '2026-01-10')
    const after = observeRelease(emptyHistory(index, 'acme-tools'), first, false)
    assert.deepEqual(
      after.identities.map(({ trust }) => trust),
      ['pending'],
    )
    assert.equal(compareRelease(after, first).firstSeen.length, 2)
    assert.equal(compareRelease(acceptPending(after), first).firstSeen.length, 0)
  })

  test('what is lost is told of identities that wait as well', () => {
    const after = observeRelease(emptyHistory(index, 'acme-tools'), release('1.0', '2026-01-10'), false)
    assert.equal(compareRelease(after, bare('1.1')).state, 'lost')
  })

  test('failed, missing and unread files add nothing', () => {
    const files: readonly VouchedFile[] = [missing(wheel), unread(sdist), unread('acme_tools-1.1.zip', 'failed')]
    assert.equal(observeRelease(known, { version: '1.1', files }, true), known)
  })

  test('a signature by a key and a file that is no distribution add nothing', () => {
    const byKey = { ...vouching, identity: null }
    const files = [verified(wheel, byKey), verified('acme_tools-1.1.exe', vouching)]
    assert.equal(observeRelease(known, { version: '1.1', files }, true), known)
  })

  test('identities that wait are bounded; those that count stay', () => {
    let history = known
    for (let at = 0; at < 250; at += 1)
      history = observeRelease(history, next({ sourceRepositoryId: String(9_000_000 + at) }), true)
    assert.equal(history.identities.length, 200)
    assert.equal(history.identities[0]?.trust, 'first-use')
    assert.equal(history.identities.at(-1)?.identity.repositoryId, '9000249')
  })
})

test('of a certificate: paths without versions, and only what stays the same', () => {
  assert.deepEqual(
    releaseIdentityOf(
      madeIdentity({
        signer: 'https://github.com/acme/builders/.github/workflows/slsa.yml',
        sourceRef: 'refs/heads/main',
        trigger: 'push',
      }),
    ),
    {
      issuer: 'https://token.actions.githubusercontent.com',
      account: null,
      repository: 'https://github.com/acme/tools',
      repositoryId: '5550100',
      owner: 'https://github.com/acme',
      ownerId: '5550001',
      workflow: '.github/workflows/release.yml',
      signer: 'https://github.com/acme/builders/.github/workflows/slsa.yml',
      environment: 'pypi',
      ref: 'branch',
      runner: 'github-hosted',
      trigger: 'push',
    },
  )
  const gitlab = madeIdentity({
    issuer: 'https://gitlab.com',
    sourceRepository: 'https://gitlab.com/acme/group/tools',
    workflow: '/.gitlab-ci.yml',
  })
  assert.equal(releaseIdentityOf(gitlab).workflow, '.gitlab-ci.yml')
})
