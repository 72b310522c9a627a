import assert from 'node:assert/strict'
import { it } from 'node:test'
import { findEnvironments } from '@cordon/environments'
import type { NestedComponent } from '@cordon/model'
import { distInfo, memoryTree } from '@cordon/testkit'

const library = 'lib/python3.12/site-packages'

it('tells bills, bundled libraries and vendored packages as parts of the distribution that holds them', () => {
  const inner: NestedComponent = {
    kind: 'document',
    name: 'openssl',
    version: '3.0.1',
    purl: null,
    license: null,
    path: '',
    components: [],
  }
  const tree = memoryTree({
    'pyvenv.cfg': '',
    ...distInfo(library, {
      name: 'demo',
      version: '1.0',
      files: { 'sboms/auditwheel.cdx.json': '{"bomFormat":"CycloneDX"}' },
      code: {
        'demo/__init__.py': '',
        'demo.libs/libssl-3b5a2c1d.so.1.1': '',
        'demo.libs/libopenblas-r0-11edc3fa.3.21.dylib': '',
        'demo/.dylibs/libpng16.16.dylib': '',
        'demo.libs/msvcp140-8d7e0fbc0a5fa3f4.dll': '',
        'demo/data.libs.txt': '',
        'demo/_vendor/vendor.txt':
          '# what we carry\nfirst==1.2\nsecond == 2.0 ; python_version < "4"\n\n-r other.txt\n',
        'demo/_vendor/second-2.1.dist-info/METADATA':
          'Metadata-Version: 2.4\nName: Second\nVersion: 2.1\nLicense-Expression: MIT\n\n',
      },
    }),
  })
  const seen: string[] = []
  const { environments } = findEnvironments(tree, {
    readDocument: (bytes, path) => {
      seen.push(`${path} ${bytes.length}`)
      return [inner]
    },
  })
  const [environment] = environments
  assert.deepEqual(
    environment?.distributions.map(({ name }) => name),
    ['demo'],
  )
  assert.deepEqual(seen, [`${library}/demo-1.0.dist-info/sboms/auditwheel.cdx.json 25`])
  assert.deepEqual(
    environment.distributions[0]?.components.map(({ kind, name, version, purl, license, components }) =>
      [kind, name, version, purl, license, components.length].join(' '),
    ),
    [
      'document auditwheel.cdx.json    1',
      'library libssl 1.1   0',
      'library libopenblas-r0 3.21   0',
      'library libpng16 16   0',
      'library msvcp140    0',
      'vendored second 2.1 pkg:pypi/second@2.1 MIT 0',
      'vendored first 1.2 pkg:pypi/first@1.2  0',
    ],
  )
})
