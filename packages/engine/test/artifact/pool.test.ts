import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ArtifactJob, inOrder, openPool } from '../../src/artifact/index.ts'

function job(label: string): ArtifactJob {
  return { label, source: { kind: 'absent', code: 'NOT_REACHED', detail: 'toy' } }
}

const settings = {
  entry: new URL('./hanging-worker.ts', import.meta.url),
  threads: 1,
  hardMilliseconds: 5000,
  heapMegabytes: 256,
  context: { results: null, names: null, refresh: false },
}

test('a worker that hangs or fails is ended, its artifact is unanalysable, and the next has a new one', async () => {
  const pool = openPool(settings)
  try {
    const codes: string[] = []
    for (const label of ['fine 1', 'throw', 'fine 2', 'hang', 'fine 3']) {
      const { verdict, unanalysed } = await pool.run(job(label))
      assert.equal(verdict, 'unanalysable')
      codes.push(`${label} ${unanalysed[0]?.code}`)
    }
    assert.deepEqual(codes, [
      'fine 1 NOT_REACHED',
      'throw INSPECTION_FAILED',
      'fine 2 NOT_REACHED',
      'hang TIMEOUT',
      'fine 3 NOT_REACHED',
    ])
  } finally {
    await pool.close()
  }
})

test('without an entry everything runs here', async () => {
  const pool = openPool({ ...settings, entry: null })
  const { file, unanalysed } = await pool.run(job('here'))
  assert.deepEqual([file, unanalysed[0]?.detail], ['here', 'toy'])
  await pool.close()
})

test('answers come in the order of the items, and no more work is begun than asked for', async () => {
  let running = 0
  let most = 0
  const turns: (() => void)[] = []
  const work = async (item: number): Promise<number> => {
    running += 1
    most = Math.max(most, running)
    await new Promise<void>((resolve) => turns.push(resolve))
    running -= 1
    return item
  }
  const found: number[] = []
  const all = (async () => {
    for await (const answer of inOrder([1, 2, 3, 4, 5, 6, 7], 3, work)) found.push(answer)
  })()
  while (found.length < 7) {
    turns.pop()?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  await all
  assert.deepEqual(found, [1, 2, 3, 4, 5, 6, 7])
  assert.ok(most <= 3, `${most} at once`)
})

test('a failure is told at its turn', async () => {
  const found: number[] = []
  await assert.rejects(async () => {
    for await (const answer of inOrder([1, 2, 3], 3, async (item) =>
      item === 2 ? Promise.reject(new Error('two')) : item,
    ))
      found.push(answer)
  }, /two/)
  assert.deepEqual(found, [1])
})
