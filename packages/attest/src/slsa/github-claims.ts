import { workflowPath } from './address.ts'
import { type Claim, claim, derived, type Facts } from './claims.ts'

const host = 'https://github.com/'
const external = ['buildDefinition', 'externalParameters']
const internal = ['buildDefinition', 'internalParameters']
const run = /\/actions\/runs\/([0-9]{1,20})\/attempts\/([0-9]{1,10})$/

/** What a workflow was started with: `externalParameters.workflow` of the two types of build that are a workflow. */
export const workflowClaims: readonly Claim[] = [
  claim([...external, 'workflow', 'repository'], 'sourceRepository'),
  claim([...external, 'workflow', 'ref'], 'sourceRef'),
  derived([...external, 'workflow', 'path'], (facts) => workflowPath(facts.buildConfigUri, facts.sourceRepository)),
]

/** Source of a build in a container. */
export const containerClaims: readonly Claim[] = [
  derived([...external, 'source', 'uri'], sourceUri),
  claim([...external, 'source', 'digest', 'sha1'], 'sourceCommit'),
]

/** Places whose meaning follows from their names, in any provenance of version 1 that GitHub's runners sign. */
export const provenanceV1Claims: readonly Claim[] = [
  claim([...internal, 'github', 'event_name'], 'trigger'),
  claim([...internal, 'github', 'repository_id'], 'sourceRepositoryId'),
  claim([...internal, 'github', 'repository_owner_id'], 'sourceOwnerId'),
  claim([...internal, 'github', 'runner_environment'], 'runnerEnvironment'),
  ...environmentClaims(internal, (name) => `GITHUB_${name}`),
  derived(['runDetails', 'metadata', 'invocationId'], invocations),
  derived(['runDetails', 'metadata', 'invocationID'], invocations),
]

/** The same for version 0.2. */
export const provenanceV02Claims: readonly Claim[] = [
  derived(['invocation', 'configSource', 'uri'], sourceUri),
  claim(['invocation', 'configSource', 'digest', 'sha1'], 'sourceCommit'),
  derived(['invocation', 'configSource', 'entryPoint'], ({ buildConfigUri, sourceRepository }) => {
    const path = workflowPath(buildConfigUri, sourceRepository)
    // Written in full by some.
    return path === undefined
      ? undefined
      : [path, `${withoutHost(sourceRepository)}/${path}`, withoutHost(buildConfigUri) ?? path]
  }),
  ...environmentClaims(['invocation', 'environment'], (name) => `GITHUB_${name}`),
  ...environmentClaims(['invocation', 'environment'], (name) => `github_${name.toLowerCase()}`),
  claim(['invocation', 'environment', 'github_sha1'], 'sourceCommit'),
  derived(['metadata', 'buildInvocationId'], invocations),
  derived(['metadata', 'buildInvocationID'], invocations),
]

/** The variables of a run, which the certificate has too. */
function environmentClaims(under: readonly string[], spelt: (name: string) => string): readonly Claim[] {
  const at = (name: string): readonly string[] => [...under, spelt(name)]
  return [
    claim(at('EVENT_NAME'), 'trigger'),
    claim(at('REF'), 'sourceRef'),
    derived(at('REPOSITORY'), ({ sourceRepository }) => withoutHost(sourceRepository)),
    claim(at('REPOSITORY_ID'), 'sourceRepositoryId'),
    claim(at('REPOSITORY_OWNER_ID'), 'sourceOwnerId'),
    derived(at('RUN_ID'), ({ runUri }) => run.exec(runUri ?? '')?.[1]),
    derived(at('RUN_ATTEMPT'), ({ runUri }) => run.exec(runUri ?? '')?.[2]),
    claim(at('SHA'), 'sourceCommit'),
    derived(at('WORKFLOW_REF'), ({ buildConfigUri }) => withoutHost(buildConfigUri)),
    claim(at('WORKFLOW_SHA'), 'buildConfigDigest'),
  ]
}

/** How the source of a build is written among its dependencies. */
export function sourceUri({ sourceRepository, sourceRef }: Facts): string | undefined {
  return sourceRepository === undefined || sourceRef === undefined ? undefined : `git+${sourceRepository}@${sourceRef}`
}

/** The address of a run, or its number and attempt. */
function invocations({ runUri }: Facts): readonly string[] | undefined {
  if (runUri === undefined) return undefined
  const [, id, attempt] = run.exec(runUri) ?? []
  return id === undefined || attempt === undefined ? [runUri] : [runUri, `${id}-${attempt}`]
}

function withoutHost(uri: string | undefined): string | undefined {
  return uri?.startsWith(host) === true ? uri.slice(host.length) : undefined
}
