import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { PypaError, parsePipReport } from '@cordon/pypa'
import fc from 'fast-check'

const url = 'https://files.example.invalid/demo-1.0-py3-none-any.whl'
const sha256 = 'ab'.repeat(32)

function report(...install: readonly unknown[]): string {
  return JSON.stringify({ version: '1', pip_version: '23.2.1', install })
}

const metadata = { name: 'De.mo', version: '1.0' }

describe('a report of pip', () => {
  it('tells what was installed, and from what', () => {
    const archive = { url, archive_info: { hash: `sha256=${sha256}`, hashes: { sha256 } } }
    const [read, ...more] = parsePipReport(
      report({ metadata, download_info: archive, is_direct: false, is_yanked: true, requested: true }),
    )
    assert.deepEqual(more, [])
    assert.deepEqual(
      { ...read, version: read?.version.raw },
      {
        name: 'de-mo',
        version: '1.0',
        url,
        hashes: [{ algorithm: 'sha256', value: sha256 }],
        isDirect: false,
        kind: 'archive',
        isYanked: true,
      },
    )
    const kinds = [{ url, dir_info: {} }, { url, vcs_info: {} }, { url }].map(
      (download_info) => parsePipReport(report({ metadata, download_info, is_direct: true }))[0]?.kind,
    )
    assert.deepEqual(kinds, ['directory', 'vcs', 'unknown'])
  })

  it('leaves out what tells nothing, and refuses what is none', () => {
    assert.deepEqual(
      parsePipReport(report(7, {}, { metadata }, { metadata: { name: '!' }, download_info: { url } })),
      [],
    )
    for (const text of ['', '[]', '{}', '{"version":"2","install":[]}', '{"version":"1"}'])
      assert.throws(
        () => parsePipReport(text),
        (error) => error instanceof PypaError && error.code === 'REPORT',
      )
  })

  it('throws nothing else', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.jsonValue().map((value) => report(value, { metadata: value })),
          fc.json(),
        ),
        (text) => {
          try {
            parsePipReport(text)
          } catch (error) {
            assert.ok(error instanceof PypaError)
          }
        },
      ),
    )
  })
})
