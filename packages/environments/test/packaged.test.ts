import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { describe, it } from 'node:test'
import { findEnvironments, verifyEnvironments } from '@cordon/environments'
import type { FileTree } from '@cordon/model'
import { type MadeFile, memoryTree } from '@cordon/testkit'
import { ndbOf, rpmHeader } from './support/rpm.ts'

type Files = Readonly<Record<string, MadeFile>>

/** Two distributions of one package: metadata without RECORD, as distributions ship it. */
function packaged(library: string): Record<string, string> {
  return {
    [`${library}/demo-1.0.dist-info/METADATA`]: 'Name: demo\nVersion: 1.0\n',
    [`${library}/demo/__init__.py`]: 'x = 1\n',
    [`${library}/demo/gone.py`]: '',
    [`${library}/more-1.0.egg-info/PKG-INFO`]: 'Name: more\nVersion: 1.0\n',
    [`${library}/more.py`]: '',
  }
}

/** What is there once one file was changed and one taken out. */
function touched(library: string): Files {
  const { [`${library}/demo/gone.py`]: _, ...rest } = packaged(library)
  return { ...rest, [`${library}/more.py`]: 'import os\n' }
}

function integrityIn(files: Files, tree: FileTree = memoryTree(files)) {
  const { environments } = verifyEnvironments(tree, findEnvironments(tree))
  const all = environments.flatMap(({ distributions }) => distributions)
  return Object.fromEntries(all.map(({ name, integrity }) => [name as string, integrity]))
}

function expected(library: string, listed: number) {
  const nothing = { changed: [], missing: [], unchecked: [], outside: [] }
  return {
    demo: {
      ...nothing,
      listed,
      compared: listed - 1,
      changed: [`${library}/more.py`],
      missing: [`${library}/demo/gone.py`],
    },
    more: { ...nothing, listed: 0, compared: 0 },
  }
}

const hex = (algorithm: string, text: string): string => hash(algorithm, text, 'hex')

describe('what a package of the system owns is held to the digests of that package', () => {
  const debian = 'usr/lib/python3/dist-packages'
  const shipped = Object.entries(packaged(debian))
  const status = 'Package: python3-demo\nStatus: install ok installed\nVersion: 1.0-1\nArchitecture: all\n'
  const sums = [...shipped, ['usr/bin/demo', ''] as const]
    .map(([path, text]) => `${hex('md5', text)}  ${path}\n`)
    .join('')

  it('of dpkg', () => {
    const files: Files = {
      ...touched(debian),
      'var/lib/dpkg/status': status,
      'var/lib/dpkg/info/python3-demo.list': shipped.map(([path]) => `/${path}\n`).join(''),
      'var/lib/dpkg/info/python3-demo.md5sums': sums,
    }
    assert.deepEqual(integrityIn(files), expected(debian, 5))
    const { 'var/lib/dpkg/info/python3-demo.md5sums': _, ...without } = files
    assert.deepEqual(integrityIn(without), { demo: null, more: null })
  })

  it('of dpkg in images without a shell', () => {
    const files = { ...touched(debian), 'var/lib/dpkg/status.d/python3-demo': status }
    const list = { 'var/lib/dpkg/status.d/python3-demo.md5sums': sums }
    assert.deepEqual(integrityIn({ ...files, ...list }), expected(debian, 5))
  })

  it('of an image of which only digests were taken', () => {
    const files: Files = {
      ...touched(debian),
      'var/lib/dpkg/status': status,
      'var/lib/dpkg/info/python3-demo.list': shipped.map(([path]) => `/${path}\n`).join(''),
      'var/lib/dpkg/info/python3-demo.md5sums': sums,
    }
    const whole = memoryTree(files)
    const isCode = (path: string): boolean => path.endsWith('.py')
    const tree: FileTree = {
      ...whole,
      read: (path, limit) => (isCode(path) ? null : whole.read(path, limit)),
      taken: (path, algorithm) => {
        const bytes = whole.read(path, 1000)
        return bytes === null || !isCode(path) ? null : hash(algorithm, bytes, 'hex')
      },
    }
    assert.deepEqual(integrityIn(files, tree), expected(debian, 5))
    const { taken: _, ...blind } = tree
    assert.deepEqual(integrityIn(files, blind).demo?.unchecked, [`${debian}/demo/__init__.py`, `${debian}/more.py`])
  })

  const library = 'usr/lib/python3.12/site-packages'
  const made = Object.entries(packaged(library))

  it('of apk', () => {
    const lines = made.map(([path, text]) => {
      const slash = path.lastIndexOf('/')
      const sum = hash('sha1', text, 'base64')
      return `F:${path.slice(0, slash)}\nR:${path.slice(slash + 1)}\na:0:0:755\nZ:Q1${sum}\n`
    })
    const installed = `C:Q1x=\nP:other\nV:1-r0\nF:usr\nR:x\n\nP:py3-demo\nV:1.0-r0\nA:noarch\n${lines.join('')}\n`
    assert.deepEqual(integrityIn({ ...touched(library), 'lib/apk/db/installed': installed }), expected(library, 5))
  })

  it('of rpm', () => {
    const header = rpmHeader({
      name: 'python3-demo',
      version: '1.0',
      release: '1.fc40',
      arch: 'noarch',
      sourceRpm: 'python-demo-1.0-1.fc40.src.rpm',
      files: [...made.map(([path]) => `/${path}`), `/${library}/demo`],
      digests: [...made.map(([, text]) => hex('sha256', text)), ''],
    })
    const database = { 'usr/lib/sysimage/rpm/Packages.db': ndbOf([header]) }
    assert.deepEqual(integrityIn({ ...touched(library), ...database }), expected(library, 5))
  })

  it('of conda, as they are once it has written its folder into them', () => {
    const own = 'lib/python3.12/site-packages'
    const files = Object.entries(packaged(own))
    const record = {
      name: 'demo',
      version: '1.0',
      build: 'py_0',
      files: files.map(([path]) => path),
      paths_data: {
        paths: files.map(([_path, text], index) => ({
          _path,
          path_type: 'hardlink',
          ...(index === 0
            ? { sha256: '0'.repeat(64), sha256_in_prefix: hex('sha256', text), prefix_placeholder: '/opt/x' }
            : { sha256: hex('sha256', text) }),
        })),
      },
    }
    const found = integrityIn({ ...touched(own), 'conda-meta/demo-1.0-py_0.json': JSON.stringify(record) })
    assert.deepEqual(found, expected(own, 5))
  })

  it('and lists that are no lists compare nothing and never throw', () => {
    const lists = [
      '',
      '\0',
      'zz  x\n',
      `${'0'.repeat(32)}  ../../etc/passwd\n`,
      `${'0'.repeat(32)}  ${'x'.repeat(9000)}\n`,
    ]
    for (const list of lists) {
      const files: Files = {
        ...touched(debian),
        'var/lib/dpkg/status': status,
        'var/lib/dpkg/info/python3-demo.list': shipped.map(([path]) => `/${path}\n`).join(''),
        'var/lib/dpkg/info/python3-demo.md5sums': list,
      }
      assert.deepEqual(integrityIn(files), { demo: null, more: null })
    }
  })
})
