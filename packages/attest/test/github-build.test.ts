/** A provenance that says other things than its certificate does not hold, however well it is signed. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { SignerIdentity } from '@cordon/model'
import { AttestError } from '../src/error.ts'
import { checkGithubBuild } from '../src/github-build.ts'

const repository = 'https://github.com/example/demo'
const config = `${repository}/.github/workflows/release.yml@refs/tags/v1`
const identity: SignerIdentity = {
  subject: config,
  issuer: 'https://token.actions.githubusercontent.com',
  facts: {
    sourceRepository: repository,
    sourceRef: 'refs/tags/v1',
    sourceCommit: 'c0ffee',
    sourceRepositoryId: '7',
    sourceOwnerId: '8',
    trigger: 'push',
    runnerEnvironment: 'github-hosted',
    runUri: `${repository}/actions/runs/1/attempts/1`,
    buildConfigUri: config,
    buildSignerUri: config,
  },
}

function provenance() {
  const workflow = { repository, ref: 'refs/tags/v1', path: '.github/workflows/release.yml' }
  const github = {
    event_name: 'push',
    repository_id: '7',
    repository_owner_id: '8',
    runner_environment: 'github-hosted',
  }
  return {
    buildDefinition: {
      buildType: 'https://actions.github.io/buildtypes/workflow/v1',
      externalParameters: { workflow },
      internalParameters: { github },
      resolvedDependencies: [{ uri: `git+${repository}@refs/tags/v1`, digest: { gitCommit: 'c0ffee' } }],
    },
    runDetails: { builder: { id: config }, metadata: { invocationId: `${repository}/actions/runs/1/attempts/1` } },
  }
}
type Provenance = ReturnType<typeof provenance>

it('says what the certificate says', () => {
  checkGithubBuild(provenance(), identity)
  const older = provenance()
  older.runDetails.builder.id = 'https://github.com/actions/runner/github-hosted'
  checkGithubBuild(older, identity)
})

const lies: Readonly<Record<string, (claim: Provenance) => void>> = {
  repository: ({ buildDefinition }) => {
    buildDefinition.externalParameters.workflow.repository = 'https://github.com/example/other'
  },
  ref: ({ buildDefinition }) => {
    buildDefinition.externalParameters.workflow.ref = 'refs/heads/main'
  },
  path: ({ buildDefinition }) => {
    buildDefinition.externalParameters.workflow.path = '.github/workflows/other.yml'
  },
  trigger: ({ buildDefinition }) => {
    buildDefinition.internalParameters.github.event_name = 'release'
  },
  repositoryId: ({ buildDefinition }) => {
    buildDefinition.internalParameters.github.repository_id = '70'
  },
  ownerId: ({ buildDefinition }) => {
    buildDefinition.internalParameters.github.repository_owner_id = '80'
  },
  runner: ({ buildDefinition }) => {
    buildDefinition.internalParameters.github.runner_environment = 'self-hosted'
  },
  commit: ({ buildDefinition }) => {
    for (const each of buildDefinition.resolvedDependencies) each.digest.gitCommit = 'decaf'
  },
  builder: ({ runDetails }) => {
    runDetails.builder.id = 'https://github.com/example/builders/.github/workflows/trusted.yml@refs/tags/v1'
  },
  run: ({ runDetails }) => {
    runDetails.metadata.invocationId = `${repository}/actions/runs/2/attempts/1`
  },
}

for (const [name, lie] of Object.entries(lies))
  it(`does not hold when it lies about its ${name}`, () => {
    const claim = provenance()
    lie(claim)
    assert.throws(
      () => checkGithubBuild(claim, identity),
      (error) => error instanceof AttestError && error.code === 'predicate',
    )
  })
