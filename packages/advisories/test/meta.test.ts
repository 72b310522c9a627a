import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from '../src/index.ts'
import { build, record } from './support.ts'

test('a record dated after the build does not make the data look new', () => {
  const dated = (id: string, modified: string) => record(id, { versions: ['1'] }, { modified })
  const dataTime = (...records: readonly ReturnType<typeof dated>[]) => openDatabase(build(records).bytes).meta.dataTime
  const [old, future] = [dated('PYSEC-2024-1', '2024-05-06T07:08:09Z'), dated('PYSEC-2024-2', '2027-01-01T00:00:00Z')]
  assert.equal(dataTime(old, future), '2024-05-06T07:08:09Z')
  assert.equal(dataTime(future), null)
  assert.equal(dataTime(), null)
})
