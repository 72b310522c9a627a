/** Answers a job whose label begins with `fine`, ends with an error for `throw`, and hangs for every other. */
import { parentPort } from 'node:worker_threads'
import type { WorkerRequest } from '../../src/artifact/worker.ts'

parentPort?.on('message', ({ id, job }: WorkerRequest) => {
  if (job.label.startsWith('throw')) throw new Error('a fault of ours')
  if (job.label.startsWith('fine'))
    parentPort?.postMessage({ id, inspection: { verdict: 'unanalysable', unanalysed: [{ code: 'NOT_REACHED' }] } })
  else for (;;);
})
