import type { Coverage, Lockfile, ReportMeta, Skipped } from '@cordon/model'
import { parseMarker } from '@cordon/pypa'
import { hostileText } from './sample-flaws.ts'
import { sampleInstalled, sampleOwner } from './sample-installed.ts'
import { sampleDependency, sampleFile, sampleHash, sampleRequirement } from './sample-parts.ts'
import { sampleReport } from './sample-report.ts'

function lock(): Lockfile {
  const artifacts = [
    { filename: null, url: null, hashes: [sampleHash('sha256', '1')] },
    { filename: null, url: null, hashes: [sampleHash('sha256', '2'), sampleHash('md5', '1')] },
  ]
  return sampleFile('uv.lock', {
    dependencies: [
      sampleDependency('storefront', '0.1.0', 'uv.lock:5', { own: true, origin: { kind: 'path', path: '.' } }),
      sampleDependency('django', '3.2.4', 'uv.lock:12', { artifacts, direct: true, extras: ['argon2'] }),
      sampleDependency('colorama', '0.4.6', 'uv.lock:30', {
        artifacts,
        direct: false,
        marker: parseMarker('sys_platform == "win32"'),
        scopes: [{ kind: 'group', name: 'dev' }],
      }),
      sampleDependency('toolbox', '2.0', 'uv.lock:44', {
        origin: {
          kind: 'git',
          vcs: 'git',
          url: 'https://ci:hunter2@git.example/toolbox',
          ref: 'main',
          commit: null,
          subdirectory: 'python',
        },
      }),
      sampleDependency('wheelhouse', '1.0+local', 'uv.lock:51', {
        origin: { kind: 'url', url: `https://files.example/wheelhouse.whl?${hostileText}` },
      }),
    ],
    edges: [
      { from: 0, to: 1, marker: null, scope: null, extras: ['argon2'] },
      {
        from: 0,
        to: 2,
        marker: parseMarker('sys_platform == "win32"'),
        scope: { kind: 'group', name: 'dev' },
        extras: [],
      },
      { from: 0, to: 3, marker: null, scope: null, extras: [] },
    ],
  })
}

function requirements(): Lockfile {
  return sampleFile('requirements.txt', {
    dependencies: [
      sampleRequirement('flask', '>=1.0,<4', 'requirements.txt:2'),
      sampleRequirement('requests', '', 'requirements.txt:3', { extras: ['socks'] }),
      sampleRequirement('urllib3', '<3', 'requirements.txt:4', { constraint: true }),
    ],
  })
}

function environment(): Lockfile {
  const at = '.venv/lib/python3.12/site-packages/idna-3.7.dist-info/METADATA:3'
  const installed = sampleInstalled({
    path: 'lib/python3.12/site-packages/idna-3.7.dist-info',
    requested: true,
    license: { kind: 'expression', value: 'BSD-3-Clause' },
    entryPoints: [{ group: 'console_scripts', name: 'idna', value: 'idna:main' }],
    owner: sampleOwner('python3-idna', '3.7-1'),
    components: [
      {
        kind: 'library',
        name: 'libidn',
        version: '2',
        purl: null,
        license: null,
        path: 'idna.libs/libidn.so.2',
        components: [],
      },
    ],
    flaws: [{ code: 'RECORD', path: 'RECORD', detail: '1 lines are no entries, the first is line 4' }],
    integrity: { listed: 3, compared: 2, changed: ['idna/core.py'], missing: [], unchecked: [], outside: [] },
  })
  return sampleFile('.venv', {
    format: 'environment',
    role: 'installed',
    dependencies: [sampleDependency('idna', '3.7', at, { installed, direct: true })],
    environment: {
      base: '.venv',
      root: '',
      kind: 'venv',
      manager: 'uv',
      runtime: { implementation: 'cpython', version: '3.12.4', path: 'pyvenv.cfg', owner: null, layer: null },
      libraries: ['lib/python3.12/site-packages'],
      startFiles: [{ path: 'lib/python3.12/site-packages/zz.pth', distribution: null, runs: true }],
      strays: ['lib/python3.12/site-packages/zz.pth'],
      shadowed: [{ module: 'idna', kind: 'stray', paths: ['idna.py', 'idna/__init__.py'], distributions: ['idna'] }],
    },
  })
}

/** An inventory with one of every kind of dependency, and with text that tries to escape. */
export function sampleInventory(): {
  readonly files: readonly Lockfile[]
  readonly skipped: readonly Skipped[]
  readonly coverage: Coverage
  readonly meta: ReportMeta
} {
  const { skipped, coverage, meta } = sampleReport()
  const conda = sampleFile('environment.yml', {
    format: 'conda-environment',
    role: 'manifest',
    dependencies: [
      sampleDependency('numpy', '1.26.4', 'environment.yml:8', { origin: { kind: 'conda', channel: 'conda-forge' } }),
    ],
  })
  return { files: [lock(), requirements(), conda, environment()], skipped, coverage, meta }
}
