import { dirname } from 'node:path'
import { namesFileOf, type Taken } from '@cordon/engine'
import {
  artifactOutcomes,
  type Completing,
  completeArtifact,
  type InspectionPool,
  inOrder,
  type JobContext,
  mergeOutcomes,
  openKept,
  openPool,
  type PlanContext,
  planDependency,
  Siblings,
} from '@cordon/engine/artifact'
import type { Dependency, Finding, Inspection, Outcome } from '@cordon/model'
import { useProxyOf } from '@cordon/sources'
import type { Io } from '../command.ts'
import type { ProgressLine } from '../progress.ts'
import type { PlacedConfig } from '../target-options.ts'
import { domainLookup } from './domains.ts'
import { type AccessOptions, absolutePlace, openAccess } from './index-access.ts'
import type { InspectOptions } from './options.ts'
import { resultsFolder } from './results-folder.ts'
import { standardsOf } from './standards.ts'

/** What `cordon scan --inspect` needs beside the dependencies. */
export interface ArtifactScan {
  readonly options: AccessOptions & Pick<InspectOptions, 'cooldown' | 'knownArtifacts'>
  readonly config: PlacedConfig
  readonly io: Io
  readonly progress: ProgressLine
}

const atOnce = 8
const threads = 2
const hardMilliseconds = 120_000
const heapMegabytes = 2048

/** The folders and pages of links that the files of a project name, each as its own file means it. */
export function findLinksOf({ files }: Taken): readonly string[] {
  const places = files.flatMap(({ file, absolute }) =>
    file.options.flatMap(({ kind, value }) =>
      kind === 'find-links' && value !== null ? [absolutePlace(value, dirname(absolute))] : [],
    ),
  )
  return [...new Set(places)].sort()
}

/** The inspections with what the artifacts of each pinned dependency would do: each release is looked at once. */
export async function withArtifacts(
  inspections: readonly Inspection[],
  { options, config, io, progress }: ArtifactScan,
): Promise<readonly Inspection[]> {
  const pinned = new Map(inspections.flatMap(({ dependency }) => keyed(dependency)))
  const jobs: JobContext = { results: resultsFolder(io), names: namesFileOf(null, io), refresh: false }
  const context: PlanContext = {
    cwd: io.cwd,
    env: io.env,
    ...openAccess(options, io),
    allFiles: false,
    isKept: openKept(jobs),
  }
  const completing: Completing = {
    standards: standardsOf(config, options, io),
    index: context.index,
    domains: domainLookup(config, options, io),
    isOnline: false,
  }
  const pool = openPool({
    entry: io.worker ?? null,
    threads,
    hardMilliseconds,
    heapMegabytes,
    context: jobs,
  })
  const found = new Map<string, ReadonlyMap<string, Outcome>>()
  const withoutProxy = await useProxyOf(io.env)
  try {
    const work = async ([key, dependency]: readonly [string, Dependency]) => {
      return [key, await outcomesOf(dependency, context, { pool, completing })] as const
    }
    for await (const [key, outcomes] of inOrder(pinned, atOnce, work)) {
      found.set(key, outcomes)
      progress.show(`inspected ${found.size} of ${pinned.size}: ${pinned.get(key)?.name ?? ''}`)
    }
  } finally {
    withoutProxy()
    await pool.close()
  }
  return inspections.map((inspection) => joined(inspection, found))
}

/** What nothing pins has no artifact of its own: a check says so already. */
function keyed(dependency: Dependency | null): readonly (readonly [string, Dependency])[] {
  if (dependency === null || (dependency.version === null && dependency.origin.kind === 'index')) return []
  return [[keyOf(dependency), dependency]]
}

function keyOf({ name, version, origin, artifacts }: Dependency): string {
  return JSON.stringify([
    name,
    version?.raw,
    origin,
    artifacts.flatMap(({ hashes }) => hashes.map(({ value }) => value)),
  ])
}

async function outcomesOf(
  dependency: Dependency,
  context: PlanContext,
  { pool, completing }: { readonly pool: InspectionPool; readonly completing: Completing },
): Promise<ReadonlyMap<string, Outcome>> {
  const siblings = new Siblings()
  const all: ReadonlyMap<string, Outcome>[] = []
  for await (const { job, published, release } of planDependency(dependency, context)) {
    try {
      const found = await pool.run(job)
      all.push(artifactOutcomes(siblings.compare(await completeArtifact(found, published ?? null, completing))))
    } finally {
      release()
    }
  }
  return mergeOutcomes(all)
}

function joined(inspection: Inspection, found: ReadonlyMap<string, ReadonlyMap<string, Outcome>>): Inspection {
  const { dependency } = inspection
  const own = dependency === null ? undefined : found.get(keyOf(dependency))
  if (own === undefined || dependency === null) return inspection
  const placed = [...own].map(([check, outcome]) => [check, at(dependency, outcome)] as const)
  return { ...inspection, outcomes: new Map([...inspection.outcomes, ...placed].sort(([a], [b]) => (a < b ? -1 : 1))) }
}

/** A report of a project points at the line that asks for the package, and then into the package. */
function at({ at: place, text }: Dependency, outcome: Outcome): Outcome {
  if (outcome.kind === 'clean' || outcome.findings === undefined) return outcome
  const point = (finding: Finding): Finding => {
    return { ...finding, evidence: [{ kind: 'line', path: place.path, line: place.line, text }, ...finding.evidence] }
  }
  const [first, ...rest] = outcome.findings
  if (first === undefined) return outcome
  const findings = [point(first), ...rest.map(point)] as const
  return outcome.kind === 'found' ? { ...outcome, findings } : { ...outcome, findings }
}
