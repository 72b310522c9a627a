import { parentPort, workerData } from 'node:worker_threads'
import type { ArtifactInspection } from '@cordon/model'
import type { ArtifactJob, JobContext } from './job.ts'
import { JobRunner } from './run-job.ts'

/** To a worker: one job under a number. */
export interface WorkerRequest {
  readonly id: number
  readonly job: ArtifactJob
}

/** From a worker: its answer. */
export interface WorkerAnswer {
  readonly id: number
  readonly inspection: ArtifactInspection
}

/** Whether this thread was started to inspect, as `workerData` says. */
export function isInspectionWorker(data: unknown): data is { readonly inspects: JobContext } {
  return typeof data === 'object' && data !== null && 'inspects' in data
}

/** Answers jobs until the pool ends this thread. */
export function serveInspections(): void {
  const data: unknown = workerData
  if (parentPort === null || !isInspectionWorker(data)) throw new Error('not started by a pool of inspections')
  const port = parentPort
  const runner = new JobRunner(data.inspects)
  port.on('message', ({ id, job }: WorkerRequest) => {
    port.postMessage({ id, inspection: runner.run(job) } satisfies WorkerAnswer)
  })
}
