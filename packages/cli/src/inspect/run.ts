import { namesFileOf } from '@cordon/engine'
import {
  type Completing,
  compareArtifacts,
  completeArtifact,
  countArtifacts,
  type FileVerifier,
  fileVerifier,
  type InspectionPool,
  inOrder,
  inspectionOfArtifact,
  type JobContext,
  openKept,
  openPool,
  type PlanContext,
  type PlannedJob,
  planEnvironment,
  planTarget,
  readAgainst,
  readTarget,
  Siblings,
} from '@cordon/engine/artifact'
import type { ArtifactInspection, ExitCode, ReportMeta } from '@cordon/model'
import { exitOf, openDecider, withFlags } from '@cordon/policy'
import { useProxyOf } from '@cordon/sources'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'
import { harmless } from '../harmless.ts'
import { type ProgressLine, progressLine } from '../progress.ts'
import { loadConfig, type PlacedConfig } from '../target-options.ts'
import { version } from '../version.ts'
import { domainLookup } from './domains.ts'
import { openAccess } from './index-access.ts'
import { countLines, linesOf } from './lines.ts'
import type { InspectOptions } from './options.ts'
import { type Output, openOutputs } from './outputs.ts'
import { resultsFolder } from './results-folder.ts'
import { standardsOf } from './standards.ts'

export interface InspectRequest {
  readonly targets: readonly string[]
  readonly options: InspectOptions
  readonly outputs: readonly Output[]
  readonly io: Io
}

/** How far the second thread may run ahead of an artifact that takes long: answers that wait are small. */
const window = 32
const heapMegabytes = 1024

/** Inspects the targets one after the other and writes of each as soon as it is known. */
export async function inspectTargets(request: InspectRequest): Promise<ExitCode> {
  const { options, io } = request
  const named = request.targets.map((text) => readTarget(text, io.cwd))
  if (named.length === 0 && options.environment === undefined && options.filesFrom === undefined)
    throw new UsageError(
      'OPTION',
      'name a file, a folder or a project, or say --environment or --files-from; `cordon inspect --help` shows examples',
    )
  const config = await loadConfig(['.'], options, io)
  const jobs: JobContext = {
    results: options.cache ? resultsFolder(io) : null,
    names: namesFileOf(null, io),
    refresh: options.refresh ?? false,
  }
  const context: PlanContext = {
    cwd: io.cwd,
    env: io.env,
    ...openAccess(options, io),
    allFiles: options.allFiles ?? false,
    isKept: openKept(jobs),
  }
  const completing: Completing = {
    standards: standardsOf(config, options, io),
    index: context.index,
    domains: domainLookup(config, options, io),
    isOnline: options.online ?? false,
  }
  const old = options.against === undefined ? null : readAgainst(options.against, named, io.cwd)
  const pool = openPool({
    entry: io.worker ?? null,
    threads: countOf(options.threads, '--threads'),
    hardMilliseconds: countOf(options.timeout, '--timeout') * 1000,
    heapMegabytes,
    context: jobs,
  })
  const verifier = options.verify === true ? fileVerifier(io.cwd) : null
  const withoutProxy = await useProxyOf(io.env)
  try {
    const before = old === null ? [] : await all(planTarget(old, context), { pool, completing, verifier: null })
    const isAlone = named.length === 1 && named[0]?.kind !== 'project' && !isList(options)
    return await writeAll(planAll(named, request, context), {
      ...request,
      config,
      pool,
      completing,
      verifier,
      before,
      isAlone,
    })
  } finally {
    withoutProxy()
    await pool.close()
  }
}

function isList({ environment, filesFrom }: InspectOptions): boolean {
  return environment !== undefined || filesFrom !== undefined
}

function countOf(text: string, option: string): number {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (value > 0) return value
  throw new UsageError('OPTION', `${option} ${text}: write a whole number from 1 on`)
}

type Targets = readonly ReturnType<typeof readTarget>[]

async function* planAll(
  named: Targets,
  request: InspectRequest,
  context: PlanContext,
): AsyncGenerator<PlannedJob, void> {
  const { options, io } = request
  for (const target of named) yield* planTarget(target, context)
  if (options.environment !== undefined)
    yield* planEnvironment(options.environment === true ? null : options.environment, context)
  if (options.filesFrom === undefined) return
  for await (const line of linesOf(options.filesFrom, io)) yield* planLine(line, context)
}

/** A line of a list that names nothing is told, and the list goes on. */
async function* planLine(line: string, context: PlanContext): AsyncGenerator<PlannedJob, void> {
  let target: Targets[number]
  try {
    target = readTarget(line, context.cwd)
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    return yield { job: { label: line, source: { kind: 'absent', code: 'NOT_REACHED', detail } }, release() {} }
  }
  yield* planTarget(target, context)
}

async function all(planned: AsyncIterable<PlannedJob>, by: Inspecting): Promise<readonly ArtifactInspection[]> {
  const found: ArtifactInspection[] = []
  for await (const each of planned) found.push(await runPlanned(each, by))
  return found
}

/** Runs one job; what its index says of it is added afterwards. */
async function runPlanned({ job, published, release }: PlannedJob, by: Inspecting): Promise<ArtifactInspection> {
  try {
    const found = await completeArtifact(await by.pool.run(job), published ?? null, by.completing)
    return by.verifier === null ? found : by.verifier.complete(found, job.source)
  } finally {
    release()
  }
}

interface Inspecting {
  readonly pool: InspectionPool
  readonly completing: Completing
  /** Null: files are not compared with their RECORD. */
  readonly verifier: FileVerifier | null
}

interface Running extends InspectRequest, Inspecting {
  readonly isAlone: boolean
  readonly config: PlacedConfig
  /** What `--against` names, inspected. */
  readonly before: readonly ArtifactInspection[]
}

async function writeAll(planned: AsyncIterable<PlannedJob>, running: Running): Promise<ExitCode> {
  const { options, io, config } = running
  const started = performance.now()
  const flags = { failOn: options.failOn ?? [], warnOnly: options.warnOnly ?? false }
  const decider = openDecider(withFlags(config.policy, flags), io.now())
  const progress = progressLine(io)
  const outputs = openOutputs(running.outputs, metaOf(running, config.at?.path ?? null), {
    options,
    io,
    progress,
    isAlone: running.isAlone,
  })
  const decisions: { readonly decision: ReturnType<typeof decider.decide>['decision'] }[] = []
  try {
    const siblings = new Siblings()
    const bar = progressBar(progress, totalOf(running))
    for await (const found of inOrder(planned, window, (each) => runPlanned(each, running))) {
      bar(found.file)
      const artifact = compared(siblings.compare(found), running.before)
      const verdict = decider.decide(inspectionOfArtifact(artifact))
      decisions.push({ decision: verdict.decision })
      outputs.add({ artifact, verdict })
    }
    if (decisions.length === 0) {
      outputs.abandon()
      io.stderr.write('cordon: nothing to inspect; name a file, a folder or a project.\n')
      return 3
    }
    const exit = exitOf(decisions, 'allow')
    outputs.end({ exit, exceptions: decider.notices(), milliseconds: performance.now() - started })
    return exit
  } catch (error) {
    outputs.abandon()
    throw error
  } finally {
    progress.clear()
  }
}

const barWidth = 24

/** `inspected [#####-------] 12 of 60: demo-1.0.tar.gz`; without the bar where nobody knows how many there will be. */
function progressBar(progress: ProgressLine, total: number | null): (label: string) => void {
  let done = 0
  return (label) => {
    done += 1
    const filled = total === null ? 0 : Math.min(barWidth, Math.floor((done / total) * barWidth))
    const bar = total === null ? `${done}` : `[${'#'.repeat(filled).padEnd(barWidth, '-')}] ${done} of ${total}`
    progress.show(`inspected ${bar}: ${harmless(label)}`)
  }
}

/** How many artifacts there will be, where that is known before an index or a stream is asked. */
function totalOf({ targets, options, io }: Running): number | null {
  const counts = targets.map((text) => countArtifacts(readTarget(text, io.cwd)))
  const listed = options.filesFrom === undefined ? 0 : countLines(options.filesFrom, io)
  const isKnown = options.environment === undefined && listed !== null && counts.every((count) => count !== null)
  return isKnown ? counts.reduce((sum: number, count) => sum + (count ?? 0), listed) : null
}

/** Beside the old artifact of the same kind, where there is one. */
function compared(found: ArtifactInspection, before: readonly ArtifactInspection[]): ArtifactInspection {
  const old = before.find((each) => each.facts.kind === found.facts.kind) ?? before[0]
  return old === undefined ? found : compareArtifacts(found, old)
}

function metaOf({ targets, options, io }: Running, configuration: string | null): ReportMeta {
  const environment =
    options.environment === undefined ? [] : [options.environment === true ? '--environment' : options.environment]
  return {
    tool: { name: 'cordon', version },
    time: io.now().toISOString(),
    targets: [...targets, ...environment, ...(options.filesFrom === undefined ? [] : [options.filesFrom])],
    environment: null,
    configuration,
    asOf: null,
    warnings: [],
  }
}
