import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { findEnvironments } from '@cordon/environments'
import { distInfo, type MadeFile, memoryTree, temporaryFolder } from '@cordon/testkit'
import fc from 'fast-check'
import { berkeleyOf, type MadeRpm, ndbOf, rpmHeader } from './support/rpm.ts'

type Files = Readonly<Record<string, MadeFile>>

function ownersIn(files: Files) {
  const { environments, runtimes, problems } = findEnvironments(memoryTree(files))
  const distributions = environments.flatMap((each) => each.distributions)
  return { owners: new Map(distributions.map(({ name, owner }) => [name as string, owner])), runtimes, problems }
}

const debianLibrary = 'usr/lib/python3/dist-packages'
const debian: Files = {
  'etc/os-release': { link: '../usr/lib/os-release' },
  'usr/lib/os-release': 'ID=debian\nVERSION_ID="12"\n',
  ...distInfo(debianLibrary, { name: 'requests', version: '2.28.1' }),
  ...distInfo('usr/local/lib/python3.11/dist-packages', { name: 'idna', version: '3.4' }),
  'usr/lib/python3.11/os.py': '',
}
const requestsPackage = [
  'Package: python3-requests',
  'Status: install ok installed',
  'Architecture: all',
  'Source: requests',
  'Version: 2.28.1+dfsg-1',
  'Description: HTTP for Python',
  ' Package: not-a-field',
  '',
  'Package: gone',
  'Status: deinstall ok config-files',
  'Version: 1',
  'Architecture: all',
  '',
  'Package: libpython3.11-minimal',
  'Status: install ok installed',
  'Architecture: amd64',
  'Multi-Arch: same',
  'Source: python3.11 (3.11.2-6)',
  'Version: 3.11.2-6+deb12u3',
  '',
].join('\n')

describe('owners', () => {
  it('reads dpkg: its status and the lists beside it', () => {
    const { owners, runtimes, problems } = ownersIn({
      ...debian,
      'var/lib/dpkg/status': requestsPackage,
      'var/lib/dpkg/info/python3-requests.list': `/.\n/usr\n/${debianLibrary}/requests-2.28.1.dist-info/METADATA\n`,
      'var/lib/dpkg/info/gone.list': `/usr/local/lib/python3.11/dist-packages/idna-3.4.dist-info/METADATA\n`,
      'var/lib/dpkg/info/libpython3.11-minimal:amd64.list': '/usr/lib/python3.11/os.py\n',
    })
    assert.deepEqual(owners.get('requests'), {
      kind: 'dpkg',
      name: 'python3-requests',
      version: '2.28.1+dfsg-1',
      source: { name: 'requests', version: '2.28.1+dfsg-1' },
      purl: 'pkg:deb/debian/python3-requests@2.28.1%2Bdfsg-1?arch=all&distro=debian-12',
    })
    assert.equal(owners.get('idna'), null)
    assert.equal(runtimes[0]?.version, '3.11.2')
    assert.deepEqual(runtimes[0]?.owner?.source, { name: 'python3.11', version: '3.11.2-6' })
    assert.deepEqual(problems, [])
  })

  it('reads dpkg as distroless images have it', () => {
    const { owners } = ownersIn({
      ...debian,
      'var/lib/dpkg/status.d/python3-requests':
        'Package: python3-requests\nVersion: 2.28.1+dfsg-1\nArchitecture: all\n',
      'var/lib/dpkg/status.d/python3-requests.md5sums': `${'0'.repeat(32)}  ${debianLibrary}/requests-2.28.1.dist-info/METADATA\n`,
    })
    assert.equal(owners.get('requests')?.name, 'python3-requests')
  })

  it('reads apk', () => {
    const library = 'usr/lib/python3.12/site-packages'
    const { owners } = ownersIn({
      'etc/os-release': 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.20.3\n',
      ...distInfo(library, { name: 'idna', version: '3.7' }),
      ...distInfo(library, { name: 'other', version: '1' }),
      'lib/apk/db/installed': `C:Q1x=\nP:musl\nV:1.2.5-r0\nA:x86_64\nF:lib\nR:libc.so\n\nC:Q1y=\nP:py3-idna\nV:3.7-r0\nA:noarch\no:py3-idna\nF:${library}/idna-3.7.dist-info\nR:METADATA\nZ:Q1z=\nR:RECORD\n`,
    })
    assert.equal(owners.get('idna')?.purl, 'pkg:apk/alpine/py3-idna@3.7-r0?arch=noarch&distro=alpine-3.20.3')
    assert.equal(owners.get('other'), null)
  })

  it('reads conda', () => {
    const library = 'lib/python3.12/site-packages'
    const { owners, problems } = ownersIn({
      ...distInfo(library, { name: 'numpy', version: '2.0.0', installer: 'conda' }),
      'conda-meta/numpy-2.0.0-py312_0.json': JSON.stringify({
        name: 'numpy',
        version: '2.0.0',
        build: 'py312_0',
        channel: 'https://conda.example.invalid/conda-forge/linux-64',
        subdir: 'linux-64',
        files: [`${library}/numpy-2.0.0.dist-info/METADATA`],
      }),
      'conda-meta/broken-1.json': '[]',
      'conda-meta/history': '',
    })
    assert.equal(owners.get('numpy')?.purl, 'pkg:conda/numpy@2.0.0?build=py312_0&channel=conda-forge&subdir=linux-64')
    assert.deepEqual(
      problems.map(({ code, path }) => [code, path]),
      [['MALFORMED', 'conda-meta/broken-1.json']],
    )
  })
})

const library = 'usr/lib/python3.12/site-packages'
const packages: readonly MadeRpm[] = [
  {
    name: 'bash',
    version: '5.2',
    release: '1.fc40',
    arch: 'x86_64',
    sourceRpm: 'bash-5.2-1.fc40.src.rpm',
    files: ['/usr/bin/bash'],
  },
  {
    name: 'python3-idna',
    version: '3.7',
    release: '1.fc40',
    epoch: 2,
    arch: 'noarch',
    sourceRpm: 'python-idna-3.7-1.fc40.src.rpm',
    files: ['/usr/share/doc/idna/README', `/${library}/idna/__init__.py`, `/${library}/idna-3.7.dist-info/METADATA`],
    padding: 30_000,
  },
]
const fedora: Files = {
  'etc/os-release': 'ID=fedora\nVERSION_ID=40\n',
  ...distInfo(library, { name: 'idna', version: '3.7', installer: 'rpm' }),
}
const expected = {
  kind: 'rpm',
  name: 'python3-idna',
  version: '2:3.7-1.fc40',
  source: { name: 'python-idna', version: '3.7-1.fc40' },
  purl: 'pkg:rpm/fedora/python3-idna@3.7-1.fc40?arch=noarch&distro=fedora-40&epoch=2',
}

/** As rpm makes it; SQLite itself lays out the pages. */
function sqliteOf(folder: string, blobs: readonly Buffer[], pageSize: number): Buffer {
  const path = join(folder, `rpmdb-${pageSize}.sqlite`)
  const database = new DatabaseSync(path)
  database.exec(
    `PRAGMA page_size = ${pageSize}; CREATE TABLE Name (key TEXT); CREATE TABLE Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL);`,
  )
  const insert = database.prepare('INSERT INTO Packages (blob) VALUES (?)')
  for (const blob of blobs) insert.run(blob)
  database.close()
  return readFileSync(path)
}

describe('rpm', () => {
  const blobs = packages.map(rpmHeader)
  const small = Array.from({ length: 600 }, (_, index) =>
    rpmHeader({
      name: `filler-${index}`,
      version: '1',
      release: '1',
      arch: 'noarch',
      sourceRpm: '',
      files: [`/usr/share/filler/${index}`],
    }),
  )

  it('reads rpmdb.sqlite, of one page size or another, with rows on many pages', (t) => {
    for (const pageSize of [512, 4096, 65_536]) {
      const content = sqliteOf(temporaryFolder(t), [...small, ...blobs], pageSize)
      const { owners, problems } = ownersIn({ ...fedora, 'var/lib/rpm/rpmdb.sqlite': content })
      assert.deepEqual(owners.get('idna'), expected)
      assert.deepEqual(problems, [])
    }
  })

  it('reads Packages.db of ndb', () => {
    assert.deepEqual(
      ownersIn({ ...fedora, 'usr/lib/sysimage/rpm/Packages.db': ndbOf(blobs) }).owners.get('idna'),
      expected,
    )
  })

  it('reads Packages of Berkeley DB in either byte order, with values on and off the page', () => {
    const { padding: _, ...short } = { ...(packages[1] as MadeRpm), files: [`/${library}/idna-3.7.dist-info/METADATA`] }
    for (const isBig of [false, true]) {
      const content = berkeleyOf([...blobs.slice(0, 1), rpmHeader(packages[1] as MadeRpm)], { isBig })
      assert.deepEqual(ownersIn({ ...fedora, 'var/lib/rpm/Packages': content }).owners.get('idna'), expected)
    }
    const content = berkeleyOf([rpmHeader({ ...short, sourceRpm: '' }).subarray(0, 400)])
    assert.deepEqual(ownersIn({ ...fedora, 'var/lib/rpm/Packages': content }).problems, [])
  })

  it('says so when a database is none', () => {
    const { problems } = ownersIn({ ...fedora, 'var/lib/rpm/rpmdb.sqlite': 'SQLite format 3, or so' })
    assert.deepEqual(
      problems.map(({ code, path }) => [code, path]),
      [['MALFORMED', 'var/lib/rpm/rpmdb.sqlite']],
    )
  })

  it('never throws and always ends, whatever the bytes', (t) => {
    const contents = [
      ['rpmdb.sqlite', sqliteOf(temporaryFolder(t), blobs, 1024)],
      ['Packages.db', ndbOf(blobs)],
      ['Packages', berkeleyOf(blobs)],
    ] as const
    const change = fc.array(fc.tuple(fc.nat(8000), fc.nat(255)), { maxLength: 40 })
    fc.assert(
      fc.property(fc.constantFrom(...contents), change, ([name, whole], changes) => {
        const content = Buffer.from(whole)
        for (const [at, value] of changes) content[at % content.length] = value
        ownersIn({ ...fedora, [`var/lib/rpm/${name}`]: content })
      }),
      { numRuns: 300 },
    )
  })

  it('reads what rpm itself has written', (t) => {
    if (spawnSync('rpm', ['--version']).status !== 0 || spawnSync('rpmbuild', ['--version']).status !== 0) {
      t.skip('rpm and rpmbuild are not on this machine: apt-get install rpm')
      return
    }
    const folder = temporaryFolder(t)
    const spec = [
      'Name: python3-idna',
      'Version: 3.7',
      'Release: 1.fc40',
      'Epoch: 2',
      'Summary: none',
      'License: none',
      'BuildArch: noarch',
      '%description',
      'none',
      '%install',
      `mkdir -p %{buildroot}/${library}/idna-3.7.dist-info`,
      `touch %{buildroot}/${library}/idna-3.7.dist-info/METADATA`,
      '%files',
      `/${library}/idna-3.7.dist-info/METADATA`,
      '',
    ].join('\n')
    writeFileSync(join(folder, 'idna.spec'), spec)
    execFileSync('rpmbuild', ['-bb', '--quiet', '--define', `_topdir ${folder}`, join(folder, 'idna.spec')], {
      stdio: 'pipe',
    })
    const built = join(folder, 'RPMS', 'noarch', readdirSync(join(folder, 'RPMS', 'noarch'))[0] ?? '')
    // Debian's rpm writes only this one of the three databases.
    const database = join(folder, 'database')
    mkdirSync(database)
    execFileSync('rpm', ['--dbpath', database, '-i', '--justdb', '--nodeps', built], { stdio: 'pipe' })
    const written = readFileSync(join(database, 'rpmdb.sqlite'))
    const { owners } = ownersIn({ ...fedora, 'var/lib/rpm/rpmdb.sqlite': written })
    assert.deepEqual(owners.get('idna'), { ...expected, source: { name: 'python3-idna', version: '3.7-1.fc40' } })
  })
})
