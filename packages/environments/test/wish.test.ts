import assert from 'node:assert/strict'
import { it } from 'node:test'
import { findEnvironments, wishOf } from '@cordon/environments'
import type { FileTree } from '@cordon/model'
import { distInfo, type MadeFile, memoryTree, writeZip } from '@cordon/testkit'

const library = 'usr/lib/python3/dist-packages'

/** A tree of which only that was kept which the wish asks for, as a pass over an image leaves it. */
function kept(tree: FileTree, files: readonly string[]): FileTree {
  const wanted = new Set(files.filter((path) => wishOf(path, tree.look(path)?.size ?? 0) === 'keep'))
  return { ...tree, read: (path, limit) => (wanted.has(path) ? tree.read(path, limit) : null) }
}

it('keeps all that the reading of environments needs: nothing is lost by it', () => {
  const files: Record<string, MadeFile> = {
    'usr/lib/os-release': 'ID=debian\nVERSION_ID=12\n',
    'usr/lib/python3.11/os.py': '',
    'usr/include/python3.11/patchlevel.h': '#define PY_VERSION "3.11.2"\n',
    'var/lib/dpkg/status': 'Package: python3-demo\nStatus: install ok installed\nVersion: 1.0-1\nArchitecture: all\n',
    'var/lib/dpkg/info/python3-demo.list': `/${library}/demo-1.0.dist-info/METADATA\n`,
    'opt/app/pyvenv.cfg': 'version = 3.11.2\n',
    'opt/app/lib/python3.11/site-packages/zz.pth': 'import demo\n',
    'opt/app/lib/python3.11/site-packages/old.egg-link': '/srv/old\n',
    'srv/old/old.egg-info/PKG-INFO': 'Name: old\nVersion: 1\n',
    ...distInfo('opt/app/lib/python3.11/site-packages', {
      name: 'six',
      version: '1.0',
      requires: ['demo'],
      files: { 'entry_points.txt': '[a]\nb = c:d\n', 'sboms/x.cdx.json': '{}', 'direct_url.json': '{}' },
      code: { 'six/_vendor/vendor.txt': 'toml==1\n' },
    }),
    ...distInfo(library, { name: 'demo', version: '1.0' }),
    [`${library}/zipped-1-py3.egg`]: writeZip([{ name: 'EGG-INFO/PKG-INFO', data: 'Name: zipped\nVersion: 1\n' }]),
    [`${library}/plain-1.egg-info`]: 'Name: plain\nVersion: 1\n',
  }
  const tree = memoryTree(files)
  assert.deepEqual(findEnvironments(kept(tree, Object.keys(files))), findEnvironments(tree))
})

it('keeps no code, and takes digests only where files are to be compared', () => {
  assert.equal(wishOf(`${library}/demo/__init__.py`, 100), 'pass')
  const compared = (path: string): string => wishOf(path, 100, { verify: true })
  assert.equal(compared('opt/app/lib/python3.11/site-packages/demo/__init__.py'), 'digest')
  assert.equal(compared(`${library}/demo/__init__.py`), 'digest-md5')
  assert.equal(compared('usr/lib/python3.12/site-packages/demo/__init__.py'), 'digest-sha1')
  for (const beside of [
    'opt/app/bin/demo',
    'usr/local/bin/demo',
    'opt/app/share/man/man1/demo.1',
    'opt/app/etc/x.json',
  ])
    assert.equal(compared(beside), 'digest', beside)
  for (const other of ['usr/share/doc/x', 'etc/passwd', 'opt/app/lib/x.so'])
    assert.equal(compared(other), 'pass', other)
  assert.equal(compared('var/lib/dpkg/info/python3-demo.md5sums'), 'keep')
  assert.equal(wishOf('var/lib/dpkg/info/python3-demo.md5sums', 100), 'pass')
  assert.equal(wishOf('usr/bin/python3', 100), 'pass')
  assert.equal(wishOf(`${library}/demo-1.0.dist-info/METADATA`, 64 * 1024 * 1024), 'pass')
  assert.equal(wishOf('etc/passwd', 100), 'pass')
})
