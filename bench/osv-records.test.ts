import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sharedData, withoutSharedData } from '@cordon/testkit'
import { readOsvRecords } from './osv-records.ts'
import { slowMatch } from './slow-matcher.ts'

const archive = sharedData('osv', 'PyPI-all.zip')

test('the slow matcher finds each record by a version that the record itself lists', {
  skip: archive === null ? withoutSharedData('osv', 'PyPI-all.zip') : false,
}, () => {
  assert.ok(archive !== null)
  const records = [...readOsvRecords(archive)]
  assert.ok(records.length > 7_000)
  const expected = records.flatMap(({ id, withdrawn, affected = [] }) => {
    const [first] = affected
    const [name, version] = [first?.package?.name, first?.versions?.at(-1)]
    return withdrawn || name === undefined || version === undefined ? [] : [{ id, name, version }]
  })
  assert.ok(expected.length > 5_000)
  const found = slowMatch(records, expected)
  for (const { id, name, version } of expected) assert.ok(found.get(`${name}==${version}`)?.includes(id), id)
})
