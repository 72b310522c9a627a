/** Every field of a provenance that its certificate repeats: the truth holds, and every lie, in every form, does not. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { githubIssuer, gitlabIssuer, type SignerIdentity } from '@cordon/model'
import { AttestError } from '../../src/error.ts'
import type { Json } from '../../src/json.ts'
import { slsaProvenanceV02 } from '../../src/kinds/slsa-provenance-v0.2.ts'
import { slsaProvenanceV1 } from '../../src/kinds/slsa-provenance-v1.ts'

const repository = 'https://github.com/example/demo'
const path = '.github/workflows/release.yml'
const commit = 'c0ffee'.repeat(6).concat('c0ff')
const generator = 'https://github.com/slsa-framework/slsa-github-generator/.github/workflows'
const signer = `${generator}/generator_generic_slsa3.yml@refs/tags/v2.1.0`
const github: SignerIdentity = {
  subject: signer,
  issuer: githubIssuer,
  facts: {
    buildSignerUri: signer,
    sourceRepository: repository,
    sourceRef: 'refs/tags/v1',
    sourceCommit: commit,
    sourceRepositoryId: '7',
    sourceOwnerId: '8',
    trigger: 'push',
    runnerEnvironment: 'github-hosted',
    runUri: `${repository}/actions/runs/11/attempts/2`,
    buildConfigUri: `${repository}/${path}@refs/tags/v1`,
    buildConfigDigest: commit,
  },
}
const gitlab: SignerIdentity = {
  subject: 'https://gitlab.com/example/demo//.gitlab-ci.yml@refs/tags/v1',
  issuer: gitlabIssuer,
  facts: {
    sourceRepository: 'https://gitlab.com/example/demo',
    sourceCommit: commit,
    runnerEnvironment: 'gitlab-hosted',
    runUri: 'https://gitlab.com/example/demo/-/jobs/42',
  },
}
const source = `git+${repository}@refs/tags/v1`
const upper = {
  GITHUB_EVENT_NAME: 'push',
  GITHUB_REF: 'refs/tags/v1',
  GITHUB_REPOSITORY: 'example/demo',
  GITHUB_REPOSITORY_ID: '7',
  GITHUB_REPOSITORY_OWNER_ID: '8',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_RUN_ID: 11,
  GITHUB_SHA: commit,
  GITHUB_WORKFLOW_REF: `example/demo/${path}@refs/tags/v1`,
  GITHUB_WORKFLOW_SHA: commit,
}

interface Case {
  readonly kind: typeof slsaProvenanceV1
  readonly identity: SignerIdentity
  readonly predicate: Json
  /** Leaves that the certificate says nothing of, by JSON pointer. */
  readonly free: readonly string[]
}

const cases: Readonly<Record<string, Case>> = {
  'GitHub’s own action': {
    kind: slsaProvenanceV1,
    identity: github,
    predicate: {
      buildDefinition: {
        buildType: 'https://actions.github.io/buildtypes/workflow/v1',
        externalParameters: { workflow: { repository, ref: 'refs/tags/v1', path } },
        internalParameters: {
          github: {
            event_name: 'push',
            repository_id: 7,
            repository_owner_id: '8',
            runner_environment: 'github-hosted',
          },
        },
        resolvedDependencies: [{ uri: source, digest: { gitCommit: commit } }],
      },
      runDetails: { builder: { id: signer }, metadata: { invocationId: `${repository}/actions/runs/11/attempts/2` } },
    },
    free: ['/buildDefinition/buildType'],
  },
  'a build in a container': {
    kind: slsaProvenanceV1,
    identity: github,
    predicate: {
      buildDefinition: {
        buildType: 'https://slsa.dev/container-based-build/v0.1?draft',
        externalParameters: { source: { uri: source, digest: { sha1: commit } }, configPath: 'build.toml' },
        internalParameters: upper,
        resolvedDependencies: [{ uri: source, digest: { sha1: commit } }],
      },
      runDetails: { builder: { id: signer }, metadata: { invocationId: '11-2' } },
    },
    // A dependency with another address is another dependency.
    free: [
      '/buildDefinition/buildType',
      '/buildDefinition/externalParameters/configPath',
      '/buildDefinition/resolvedDependencies/0/uri',
    ],
  },
  'provenance 0.2': {
    kind: slsaProvenanceV02,
    identity: github,
    predicate: {
      builder: { id: signer },
      buildType: 'https://github.com/slsa-framework/slsa-github-generator/generic@v1',
      invocation: {
        configSource: { uri: source, digest: { sha1: commit }, entryPoint: path },
        environment: {
          ...upper,
          github_event_name: 'push',
          github_ref: 'refs/tags/v1',
          github_run_id: '11',
          github_sha1: commit,
        },
      },
      materials: [{ uri: source, digest: { sha1: commit } }],
      metadata: { buildInvocationId: '11-2' },
    },
    free: ['/buildType', '/materials/0/uri'],
  },
  GitLab: {
    kind: slsaProvenanceV1,
    identity: gitlab,
    predicate: {
      buildDefinition: {
        buildType: 'https://gitlab.com/gitlab-org/gitlab-runner/-/blob/1/PROVENANCE.md',
        externalParameters: { source: 'https://gitlab.com/example/demo', entryPoint: 'build' },
        internalParameters: { job: 42 },
        resolvedDependencies: [{ uri: 'https://gitlab.com/example/demo', digest: { sha256: commit } }],
      },
      runDetails: { builder: { id: 'https://gitlab.com/example/demo/-/runners/7' }, metadata: { invocationId: '42' } },
    },
    free: [
      '/buildDefinition/buildType',
      '/buildDefinition/externalParameters/entryPoint',
      '/buildDefinition/resolvedDependencies/0/uri',
      // Compared where the level is told: no certificate says the runner.
      '/runDetails/builder/id',
    ],
  },
  'GitLab, 0.2': {
    kind: slsaProvenanceV02,
    identity: gitlab,
    predicate: {
      builder: { id: 'https://gitlab.com/example/demo/-/runners/7' },
      buildType: 'https://gitlab.com/gitlab-org/gitlab-runner/-/blob/1/PROVENANCE.md',
      invocation: { configSource: { uri: 'https://gitlab.com/example/demo', digest: { sha256: commit } } },
      metadata: { buildInvocationID: '42' },
    },
    free: ['/builder/id', '/buildType'],
  },
}

type Path = readonly string[]

function leaves(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([key, each]) => leaves(each, [...path, key]))
}

function changed(value: Json, [key, ...rest]: Path, change: (leaf: Json) => Json): Json {
  if (key === undefined) return change(value)
  const copy = structuredClone(value) as Record<string, Json>
  copy[key] = changed(copy[key] ?? null, rest, change)
  return copy
}

const lies: Readonly<Record<string, (leaf: Json) => Json>> = {
  longer: (leaf) => `${String(leaf)}x`,
  shorter: (leaf) => String(leaf).slice(0, -1),
  'in capitals': (leaf) => (/[a-z]/.test(String(leaf)) ? String(leaf).toUpperCase() : 'X'),
  'with a NUL': (leaf) => `${String(leaf)}\0`,
  'a list': (leaf) => [leaf],
  'an object': (leaf) => ({ toString: String(leaf) }),
  true: () => true,
  'another number': () => 4711,
}

function refuses({ kind, identity }: Case, predicate: Json): boolean {
  try {
    kind.checkSigner?.(predicate, identity)
    kind.read(predicate)
    return false
  } catch (error) {
    assert.ok(error instanceof AttestError)
    assert.equal(error.code, 'predicate')
    return true
  }
}

for (const [name, each] of Object.entries(cases))
  describe(name, () => {
    it('holds when it says what the certificate says', () => assert.equal(refuses(each, each.predicate), false))
    it('is not compared with a certificate of another service', () =>
      assert.equal(
        refuses({ ...each, identity: { ...each.identity, issuer: 'https://issuer.example.invalid' } }, each.predicate),
        false,
      ))
    for (const leaf of leaves(each.predicate)) {
      const pointer = `/${leaf.join('/')}`
      if (each.free.includes(pointer)) continue
      for (const [how, lie] of Object.entries(lies)) {
        // The builder's id is a text that another check compares, unless it names a workflow.
        if (/builder\/id$/.test(pointer) && !/longer|shorter|NUL/.test(how)) continue
        it(`does not hold when ${pointer} is ${how}`, () =>
          assert.equal(refuses(each, changed(each.predicate, leaf, lie)), true))
      }
    }
  })
