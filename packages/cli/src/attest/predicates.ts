import {
  type BuildFacts,
  ciBuild,
  IssueError,
  type Json,
  type JsonObject,
  parsePredicate,
  provenancePredicate,
} from '@cordon/attest'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'
import { readDocumentText } from '../verify/subjects.ts'
import type { ProvenanceOptions } from './options.ts'

/** A predicate out of a file. Throws `UsageError`, `predicate`. */
export async function readPredicate(path: string, io: Io): Promise<Json> {
  return parsePredicate(await readDocumentText(path, io.cwd))
}

/**
 * SLSA provenance of what a CI job builds, from its environment; options say it elsewhere, and count more than the environment. With a
 * certificate, what it says too is compared before anything is written. Throws `build-facts`.
 */
export function buildProvenance(options: ProvenanceOptions, claims: JsonObject | null, io: Io): JsonObject {
  const job = ciBuild(io.env, claims)
  const { buildType, builderId } = options
  if (job === null && (buildType === undefined || builderId === undefined))
    throw new IssueError(
      'build-facts',
      'This is no job of GitHub Actions or GitLab CI, so nothing says how the files were built; say it with --build-type and --builder-id (and --source, --commit).',
    )
  const facts: BuildFacts = {
    buildType: buildType ?? job?.buildType ?? '',
    builderId: builderId ?? job?.builderId ?? '',
    externalParameters: { ...job?.externalParameters, ...sourceOf(options), ...parametersOf(options.parameter ?? []) },
    internalParameters: job?.internalParameters ?? {},
    dependencies: [...(job?.dependencies ?? []), ...dependenciesOf(options)],
    invocationId: options.invocationId ?? job?.invocationId ?? null,
    startedOn: options.startedOn ?? job?.startedOn ?? null,
    finishedOn: options.finishedOn ?? job?.finishedOn ?? null,
  }
  return provenancePredicate(facts)
}

function sourceOf({ source }: ProvenanceOptions): JsonObject {
  return source === undefined ? {} : { source }
}

function parametersOf(pairs: readonly string[]): JsonObject {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=')
      if (at < 1) throw new UsageError('OPTION', `--parameter ${pair}: write NAME=VALUE`)
      return [pair.slice(0, at), pair.slice(at + 1)]
    }),
  )
}

const digestForm = /^([A-Za-z0-9_]{1,40}):([0-9a-f]{32,128})$/

function dependenciesOf({ source, commit, dependency = [] }: ProvenanceOptions): BuildFacts['dependencies'] {
  if (commit !== undefined && !/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(commit))
    throw new UsageError('OPTION', `--commit ${commit}: write the whole commit id, 40 or 64 digits of hex`)
  if (commit !== undefined && source === undefined)
    throw new UsageError('OPTION', '--commit is a commit of --source; give both')
  const own = source === undefined || commit === undefined ? [] : [{ uri: source, digest: { gitCommit: commit } }]
  const others = dependency.map((text) => {
    const at = text.lastIndexOf('=')
    const [, algorithm, hex] = digestForm.exec(text.slice(at + 1)) ?? []
    if (at < 1 || algorithm === undefined || hex === undefined)
      throw new UsageError('OPTION', `--dependency ${text}: write ADDRESS=sha256:HEX`)
    return { uri: text.slice(0, at), digest: { [algorithm]: hex } }
  })
  return [...own, ...others]
}
