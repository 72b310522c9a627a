import { Worker } from 'node:worker_threads'
import type { ArtifactInspection } from '@cordon/model'
import type { ArtifactJob, JobContext } from './job.ts'
import { absent, JobRunner } from './run-job.ts'
import type { WorkerAnswer, WorkerRequest } from './worker.ts'

export interface PoolSettings {
  /** A module that calls `serveInspections` in a worker thread; null: everything runs in this thread, without a watchdog. */
  readonly entry: URL | null
  readonly threads: number
  /** After so long a worker is ended, and what it worked at is unanalysable. */
  readonly hardMilliseconds: number
  /** Heap of one worker; what needs more is unanalysable. */
  readonly heapMegabytes: number
  readonly context: JobContext
}

/** Inspects artifacts, each in one thread, several at a time. */
export interface InspectionPool {
  run(job: ArtifactJob): Promise<ArtifactInspection>
  /** Ends the threads; jobs that still run are dropped. */
  close(): Promise<void>
}

export function openPool(settings: PoolSettings): InspectionPool {
  const { entry } = settings
  if (entry === null) return inThisThread(settings.context)
  const lanes = Array.from({ length: Math.max(1, settings.threads) }, () => new Lane(entry, settings))
  return {
    run: (job) => lanes.reduce((idlest, lane) => (lane.waiting < idlest.waiting ? lane : idlest)).run(job),
    close: async () => {
      await Promise.all(lanes.map((lane) => lane.close()))
    },
  }
}

/** Says of which files results are kept. */
export function openKept(context: JobContext): (sha256: string, filename: string) => boolean {
  const runner = new JobRunner(context)
  return (sha256, filename) => runner.recall(sha256, filename, filename) !== null
}

function inThisThread(context: JobContext): InspectionPool {
  const runner = new JobRunner(context)
  return { run: async (job) => runner.run(job), close: async () => undefined }
}

/** Room for trees and values of a file, most of which are gone with it: with less, a tenth more time goes into moving them. */
const youngMegabytes = 96

/** What waits for a worker's word. */
interface Turn {
  readonly id: number
  readonly job: ArtifactJob
  readonly started: number
  readonly watchdog: NodeJS.Timeout
  resolve(inspection: ArtifactInspection): void
}

/** One worker thread and the jobs that wait for it. A thread is started with the first job, and again after it was ended. */
class Lane {
  readonly #entry: URL
  readonly #settings: PoolSettings
  #worker: Worker | null = null
  #turn: Turn | null = null
  #last: Promise<unknown> = Promise.resolve()
  #count = 0
  waiting = 0

  constructor(entry: URL, settings: PoolSettings) {
    this.#entry = entry
    this.#settings = settings
  }

  async run(job: ArtifactJob): Promise<ArtifactInspection> {
    this.waiting += 1
    const answer = this.#last.then(() => this.#ask(job))
    this.#last = answer
    try {
      return await answer
    } finally {
      this.waiting -= 1
    }
  }

  async close(): Promise<void> {
    const worker = this.#worker
    this.#worker = null
    if (this.#turn !== null) clearTimeout(this.#turn.watchdog)
    await worker?.terminate()
  }

  /** One job, answered by the worker, by the watchdog, or by the worker's end. Never rejects. */
  #ask(job: ArtifactJob): Promise<ArtifactInspection> {
    const worker = this.#worker ?? this.#start()
    const id = ++this.#count
    const { hardMilliseconds } = this.#settings
    return new Promise((resolve) => {
      const watchdog = setTimeout(() => {
        this.#fail(worker, 'TIMEOUT', `not done after ${hardMilliseconds / 1000} s`)
      }, hardMilliseconds)
      this.#turn = { id, job, started: performance.now(), watchdog, resolve }
      worker.postMessage({ id, job } satisfies WorkerRequest)
    })
  }

  #start(): Worker {
    const { context, heapMegabytes } = this.#settings
    const worker = new Worker(this.#entry, {
      workerData: { inspects: context },
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes, maxYoungGenerationSizeMb: youngMegabytes },
    })
    worker.on('message', ({ id, inspection }: WorkerAnswer) => {
      if (this.#turn?.id === id) this.#finish(inspection)
    })
    worker.on('error', (error: unknown) => {
      this.#fail(worker, codeOf(error), error instanceof Error ? error.message : String(error))
    })
    worker.on('exit', () => this.#fail(worker, 'INSPECTION_FAILED', 'the inspecting thread ended by itself'))
    this.#worker = worker
    return worker
  }

  #finish(inspection: ArtifactInspection): void {
    const turn = this.#turn
    this.#turn = null
    if (turn === null) return
    clearTimeout(turn.watchdog)
    turn.resolve(inspection)
  }

  /** Ends a worker and answers for it. A worker that was ended before has nothing more to say. */
  #fail(worker: Worker, code: string, detail: string): void {
    if (this.#worker !== worker) return
    this.#worker = null
    void worker.terminate()
    const turn = this.#turn
    if (turn !== null) this.#finish(absent(turn.job, { code, detail, started: turn.started }))
  }
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'OUT_OF_MEMORY' : 'INSPECTION_FAILED'
}
