import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { golden, sampleInventory } from '@cordon/testkit'
import { renderInventory } from '../../src/render-inventory.ts'
import { displayWidth } from '../../src/text/width.ts'
import { plainOptions } from '../options.ts'
import { shippedValidator } from '../schemas.ts'

const json = renderInventory(sampleInventory(), 'json', plainOptions)

interface InventoryDocument {
  readonly dependencies: readonly {
    readonly name: string
    readonly version: string | null
    readonly purl: string
    readonly hashes: readonly string[]
  }[]
  readonly edges: readonly { readonly from: string; readonly to: string }[]
}

function goldenAt(name: string): string {
  return join(import.meta.dirname, `${name}.golden`)
}

describe('renderInventory', () => {
  it('writes the sample as its goldens', () => {
    golden(goldenAt('json'), json)
    golden(goldenAt('table'), renderInventory(sampleInventory(), 'table', plainOptions))
    const wide = { ...plainOptions, columns: 120, verbose: true }
    golden(goldenAt('table-120-verbose'), renderInventory(sampleInventory(), 'table', wide))
  })

  it('is valid by the shipped schema, which describes every field', () => {
    assert.deepEqual(shippedValidator('cordon.inventory-1', true)(JSON.parse(json)), [])
  })

  it('has edges between package URLs that are listed, and null for versions that nothing pins', () => {
    const { dependencies, edges } = JSON.parse(json) as InventoryDocument
    const purls = new Set(dependencies.map(({ purl }) => purl))
    for (const { from, to } of edges) assert.ok(purls.has(from) && purls.has(to), `${from} needs ${to}`)
    const versionOf = (name: string) => dependencies.find((each) => each.name === name)?.version
    assert.equal(versionOf('flask'), null)
    assert.equal(versionOf('django'), '3.2.4')
    const hashes = dependencies.find((each) => each.name === 'django')?.hashes ?? []
    assert.deepEqual(hashes, [`sha256:${'1'.repeat(64)}`, `sha256:${'2'.repeat(64)}`, `md5:${'1'.repeat(32)}`])
  })

  it('does not depend on the order in which files and lines were read', () => {
    const { files, ...rest } = sampleInventory()
    const shuffled = { ...rest, skipped: [...rest.skipped].reverse(), files: [...files].reverse() }
    for (const format of ['json', 'table'] as const)
      assert.equal(
        renderInventory(shuffled, format, plainOptions),
        renderInventory(sampleInventory(), format, plainOptions),
      )
  })

  it('fits its width, masks credentials and obeys no control character', () => {
    for (const columns of [60, 80, 120])
      for (const line of renderInventory(sampleInventory(), 'table', { ...plainOptions, columns }).split('\n')) {
        assert.ok(displayWidth(line) <= columns, `too wide: ${line}`)
        assert.doesNotMatch(line, /[\p{Cc}\p{Cf}]|hunter2/u)
      }
    assert.doesNotMatch(json, /hunter2/)
  })
})
