/** CycloneDX XML is valid against the official XML schema, as libxml2 sees it. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'node:test'
import { writeBom } from '@cordon/documents'
import { sharedData, temporaryFolder, withoutSharedData } from '@cordon/testkit'
import fc from 'fast-check'
import { anyBom } from './arbitrary.ts'

const schema = sharedData('schemas', 'cyclonedx', 'bom-1.6.xsd')
const hasLint = spawnSync('xmllint', ['--version']).status === 0
const skip = schema === null ? withoutSharedData('schemas') : hasLint ? false : 'needs xmllint (Debian: libxml2-utils)'

/** The list of licences is a schema of its own, which does not lie there: any token stands for it. */
const licenseList = `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://cyclonedx.org/schema/spdx">
  <xs:simpleType name="licenseId"><xs:restriction base="xs:token"/></xs:simpleType>
</xs:schema>
`

it('any bill in CycloneDX 1.6 XML is valid', { skip }, (t) => {
  const folder = temporaryFolder(t)
  cpSync(schema ?? '', join(folder, 'bom.xsd'))
  writeFileSync(join(folder, 'spdx.xsd'), licenseList)
  // The schema names the other by its address; the catalog says that it lies here.
  const catalog = join(folder, 'catalog.xml')
  writeFileSync(
    catalog,
    `<?xml version="1.0"?><catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog"><system systemId="http://cyclonedx.org/schema/spdx" uri="file://${folder}/spdx.xsd"/><uri name="http://cyclonedx.org/schema/spdx" uri="file://${folder}/spdx.xsd"/></catalog>`,
  )
  const files = fc.sample(anyBom, { numRuns: 60, seed: 16 }).map((bom, index) => {
    const file = join(folder, `${index}.xml`)
    writeFileSync(file, writeBom(bom, 'cyclonedx-xml', '1.6').text)
    return file
  })
  const ran = spawnSync('xmllint', ['--noout', '--nonet', '--schema', join(folder, 'bom.xsd'), ...files], {
    encoding: 'utf8',
    env: { ...process.env, XML_CATALOG_FILES: catalog },
  })
  assert.equal(ran.status, 0, ran.stderr.slice(0, 3000))
  assert.equal(ran.stderr.split('\n').filter((line) => line.endsWith(' validates')).length, files.length)
})
