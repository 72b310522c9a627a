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

function inThisThread(context: JobContext): InspectionPool {
  const runner = new JobRunner(context)
  return { run: async (job) => runner.run(job), close: async () => undefined }
}

/** One worker thread and the jobs that wait for it. A thread is started with the first job, and again after it was ended. */
class Lane {
  readonly #entry: URL
  readonly #settings: PoolSettings
  #worker: Worker | null = null
  #last: Promise<unknown> = Promise.resolve()
  #count = 0
  waiting = 0

  constructor(entry: URL, settings: PoolSettings) {
    this.#entry = entry
    this.#settings = settings
  }

  async run(job: ArtifactJob): Promise<ArtifactInspection> {
    this.waiting += 1
    const turn = this.#last.then(() => this.#ask(job))
    this.#last = turn
    try {
      return await turn
    } finally {
      this.waiting -= 1
    }
  }

  async close(): Promise<void> {
    const worker = this.#worker
    this.#worker = null
    await worker?.terminate()
  }

  #start(): Worker {
    const { context, heapMegabytes } = this.#settings
    this.#worker ??= new Worker(this.#entry, {
      workerData: { inspects: context },
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
      stdin: false,
    })
    return this.#worker
  }

  /** One job, answered by the worker, by the watchdog, or by the worker's end. Never rejects. */
  #ask(job: ArtifactJob): Promise<ArtifactInspection> {
    const worker = this.#start()
    const id = ++this.#count
    const started = performance.now()
    return new Promise((resolve) => {
      const end = (inspection: ArtifactInspection): void => {
        clearTimeout(watchdog)
        worker.removeAllListeners()
        resolve(inspection)
      }
      const fail = (code: string, detail: string): void => {
        if (this.#worker === worker) this.#worker = null
        end(absent(job, { code, detail, started }))
        void worker.terminate()
      }
      const watchdog = setTimeout(() => {
        fail('TIMEOUT', `not done after ${this.#settings.hardMilliseconds / 1000} s`)
      }, this.#settings.hardMilliseconds)
      worker.on('message', (answer: WorkerAnswer) => {
        if (answer.id === id) end(answer.inspection)
      })
      worker.on('error', (error: unknown) =>
        fail(codeOf(error), error instanceof Error ? error.message : String(error)),
      )
      worker.on('exit', () => fail('INSPECTION_FAILED', 'the inspecting thread ended by itself'))
      worker.postMessage({ id, job } satisfies WorkerRequest)
    })
  }
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'OUT_OF_MEMORY' : 'INSPECTION_FAILED'
}
