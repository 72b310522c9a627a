import type { Json, JsonObject } from '../json.ts'
import { IssueError } from './error.ts'

/** How files were built, as SLSA provenance 1 says it; what is null or empty is left out of it. */
export interface BuildFacts {
  readonly buildType: string
  readonly externalParameters: JsonObject
  readonly internalParameters: JsonObject
  readonly dependencies: readonly BuildDependency[]
  readonly builderId: string
  readonly invocationId: string | null
  /** ISO 8601. */
  readonly startedOn: string | null
  readonly finishedOn: string | null
}

/** What went into a build. */
export interface BuildDependency {
  readonly uri: string
  /** Lower-case hex by algorithm; `gitCommit` for a commit. */
  readonly digest: Readonly<Record<string, string>>
}

/** The predicate of SLSA provenance 1 (https://slsa.dev/provenance/v1). Throws `build-facts`. */
export function provenancePredicate(facts: BuildFacts): JsonObject {
  for (const [what, value] of [
    ['build type', facts.buildType],
    ['builder', facts.builderId],
  ] as const)
    if (URL.parse(value) === null)
      throw new IssueError(
        'build-facts',
        `The ${what} of a provenance is an address; \`${value.slice(0, 200)}\` is none.`,
      )
  const { invocationId, startedOn, finishedOn } = facts
  const metadata = present({ invocationId, startedOn: timeOf(startedOn), finishedOn: timeOf(finishedOn) })
  return {
    buildDefinition: {
      buildType: facts.buildType,
      externalParameters: facts.externalParameters,
      ...(Object.keys(facts.internalParameters).length === 0 ? {} : { internalParameters: facts.internalParameters }),
      ...(facts.dependencies.length === 0
        ? {}
        : { resolvedDependencies: facts.dependencies.map(({ uri, digest }) => ({ uri, digest })) }),
    },
    runDetails: {
      builder: { id: facts.builderId },
      ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
    },
  }
}

/** RFC 3339 in UTC, which SLSA asks for. */
function timeOf(text: string | null): string | null {
  if (text === null) return null
  const time = new Date(text)
  if (Number.isNaN(time.getTime()))
    throw new IssueError('build-facts', `\`${text.slice(0, 60)}\` is no time; write it like 2026-01-02T03:04:05Z.`)
  return time.toISOString()
}

/** An object without its members that are null. */
export function present(members: Readonly<Record<string, Json>>): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null))
}
