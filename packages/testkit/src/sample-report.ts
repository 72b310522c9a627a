import type { Dependency, FailedFile, Report, Skipped, Verdict } from '@cordon/model'
import {
  ctxTakeover,
  djangoDebug,
  djangoFix,
  djangoPasswords,
  djangoTrunc,
  hostileAdvisory,
  hostileText,
  supersetFix,
  supersetKey,
} from './sample-flaws.ts'
import {
  advisoryFinding,
  found,
  practiceFinding,
  sampleDependency,
  sampleFileVerdict,
  samplePlace,
  sampleRequirement,
  sampleVerdict,
  unknown,
} from './sample-parts.ts'

const clean = { kind: 'clean' } as const
const vulnerable = 'advisory/known-vulnerability'
const malware = 'advisory/known-malware'
const unpinned = 'hygiene/unpinned-requirement'

function djangoVerdict(dependency: Dependency, via: readonly string[]): Verdict {
  const flaw = (match: typeof djangoTrunc) => advisoryFinding(match, dependency, djangoFix)
  return sampleVerdict(
    dependency,
    { [malware]: clean, [vulnerable]: found(flaw(djangoTrunc), flaw(djangoPasswords), flaw(djangoDebug)) },
    [
      ['block', 'critical-or-high-with-fix', vulnerable, 'CVE-2022-34265', 'critical, and a fix is known'],
      ['block', 'critical-or-high-with-fix', vulnerable, 'CVE-2021-45115', 'high, and a fix is known'],
      [
        'allow',
        'exception:debug-tag',
        vulnerable,
        'CVE-2022-22818',
        'excepted until 2026-12-31: templates never use it',
      ],
    ],
    { via, direct: via.length === 0 },
  )
}

function unpinnedVerdict(dependency: Dependency): Verdict {
  const finding = practiceFinding(unpinned, dependency.text, dependency.at, {
    title: 'Requirement without a pinned version',
    message: `${dependency.text} installs whatever is newest on the day.`,
    remedy: 'Pin it with ==, or lock the project and install from the lock.',
  })
  const detail =
    'no fixed version; 41 of the 63 releases that the advisories know are affected, 2.3.2 is the lowest clear one'
  return sampleVerdict(
    dependency,
    { [malware]: unknown('UNPINNED', detail), [vulnerable]: unknown('UNPINNED', detail), [unpinned]: found(finding) },
    [
      ['warn', 'default:everything-else', unpinned, unpinned, 'every other finding'],
      ['warn', 'default:unknown', vulnerable, null, 'UNPINNED is a warning'],
      ['warn', 'default:unknown', malware, null, 'UNPINNED is a warning'],
    ],
  )
}

function unknownVerdict(dependency: Dependency, code: string, detail: string): Verdict {
  return sampleVerdict(dependency, { [malware]: unknown(code, detail), [vulnerable]: unknown(code, detail) }, [
    ['incomplete', 'default:unknown', vulnerable, null, `${code} is not allowed to stay open`],
    ['incomplete', 'default:unknown', malware, null, `${code} is not allowed to stay open`],
  ])
}

function optionFinding(
  check: string,
  text: string,
  place: string,
  about: { readonly title: string; readonly remedy: string },
) {
  const at = samplePlace(place)
  const { title, remedy } = about
  return practiceFinding(check, text, at, {
    title,
    message: `${text} ${title.toLowerCase()}.`,
    remedy,
    severity: 'high',
  })
}

function packageVerdicts(): readonly Verdict[] {
  const superset = sampleDependency('apache-superset', '2.0.1', 'uv.lock:40')
  const ctx = sampleRequirement('ctx', '==0.2.2', 'requirements.txt:7')
  const hostile = sampleDependency('free-money', '1.0', 'uv.lock:90', {
    origin: { kind: 'url', url: 'https://user:secret@evil.example/free.whl?a=|`<b>`' },
    text: `free-money @ https://user:secret@evil.example/\u001b[31mfree.whl`,
  })
  return [
    djangoVerdict(sampleDependency('django', '3.2.4', 'uv.lock:112'), [
      'pkg:pypi/storefront',
      'pkg:pypi/django-cms@3.9.0',
    ]),
    djangoVerdict(sampleRequirement('django', '==3.2.4', 'requirements.txt:3'), []),
    sampleVerdict(
      superset,
      { [malware]: clean, [vulnerable]: found(advisoryFinding(supersetKey, superset, supersetFix)) },
      [['block', 'known-exploited', vulnerable, 'CVE-2023-27524', 'in the list of known exploited vulnerabilities']],
      { via: ['pkg:pypi/storefront'], direct: false },
    ),
    sampleVerdict(ctx, { [malware]: found(advisoryFinding(ctxTakeover, ctx)), [vulnerable]: clean }, [
      ['block', 'known-malware', malware, 'PYSEC-2022-199', 'known malware'],
    ]),
    sampleVerdict(hostile, { [malware]: clean, [vulnerable]: found(advisoryFinding(hostileAdvisory, hostile)) }, [
      ['warn', 'default:everything-else', vulnerable, 'CVE-2024-00001', 'every other finding'],
    ]),
    unpinnedVerdict(sampleRequirement('flask', '>=1.0', 'requirements.txt:4')),
    unpinnedVerdict(
      sampleRequirement('requests', '', 'requirements.txt:5', { extras: ['socks'], text: 'requests[socks]' }),
    ),
    unknownVerdict(
      sampleDependency('numpy', '1.26.4', 'environment.yml:8', { origin: { kind: 'conda', channel: 'conda-forge' } }),
      'UNMAPPED',
      'a conda package; its name on the Python index is not known',
    ),
    unknownVerdict(sampleDependency('pytz', '2004d', 'uv.lock:60'), 'LEGACY_VERSION', '2004d is not a PEP 440 version'),
    ...['certifi==2025.8.3', 'idna==3.10', 'urllib3==2.5.0'].map((text, index) => {
      const [name = '', version = ''] = text.split('==')
      return sampleVerdict(sampleDependency(name, version, `uv.lock:${20 + index}`), {
        [malware]: clean,
        [vulnerable]: clean,
      })
    }),
  ]
}

function fileVerdicts(): readonly Verdict[] {
  const trusted = optionFinding(
    'hygiene/trusted-host',
    '--trusted-host wheels.internal.example',
    'requirements.txt:1',
    {
      title: 'Turns off certificate checks for a host',
      remedy: 'Give the host a certificate that pip can check, and drop the option.',
    },
  )
  const extra = optionFinding(
    'hygiene/extra-index',
    '--extra-index-url https://ci:hunter2@wheels.internal.example/simple',
    'requirements.txt:2',
    {
      title: 'Lets another index answer for any name',
      remedy: 'Use one index that serves both, or an explicit index in uv.',
    },
  )
  return [
    sampleFileVerdict('requirements.txt:1', { 'hygiene/trusted-host': found(trusted) }, [
      ['block', 'no-trusted-host', 'hygiene/trusted-host', 'hygiene/trusted-host', 'cordon.toml:12'],
    ]),
    sampleFileVerdict('requirements.txt:2', { 'hygiene/extra-index': found(extra) }, [
      ['warn', 'default:everything-else', 'hygiene/extra-index', 'hygiene/extra-index', 'every other finding'],
    ]),
    sampleFileVerdict('uv.lock', { 'hygiene/lock-out-of-date': clean }, []),
  ]
}

const skipped: readonly Skipped[] = [
  {
    at: samplePlace('requirements.txt:9'),
    code: 'UNSET_VARIABLE',
    text: `$\{PRIVATE_PACKAGE}==1.0`,
    reason: 'the name depends on an environment variable; write the name itself',
  },
  {
    at: { path: 'demo.ipynb', line: 2, cell: 5 },
    code: 'DYNAMIC_VALUE',
    text: `%pip install {package} ${hostileText}`,
    reason: 'the package is a variable of the notebook; write its name',
  },
]

const failed: readonly FailedFile[] = [
  {
    path: 'legacy/poetry.lock',
    format: 'poetry-lock',
    code: 'MALFORMED',
    message: 'line 14: a string does not end; restore the file from version control',
  },
  { path: `odd/${hostileText}/requirements.txt`, format: null, code: 'BINARY', message: 'holds NUL bytes' },
]

/** A report with one of everything, and with text that tries to escape from every format. The same each time. */
export function sampleReport(): Report {
  return {
    verdicts: [...packageVerdicts(), ...fileVerdicts()],
    skipped,
    skippedDecision: 'incomplete',
    coverage: {
      read: [
        { path: 'environment.yml', format: 'conda-environment', dependencies: 1, skipped: 0 },
        { path: 'requirements.txt', format: 'requirements', dependencies: 4, skipped: 1 },
        { path: 'uv.lock', format: 'uv-lock', dependencies: 8, skipped: 0 },
      ],
      failed,
      passedOver: [
        { path: '.venv', reason: 'virtual environment' },
        { path: 'build', reason: '.gitignore' },
      ],
      notSelected: 4,
    },
    database: {
      state: 'stale',
      source: 'https://osv.example/PyPI/all.zip',
      dataTime: '2026-07-30T09:12:00Z',
      builtTime: '2026-07-30T10:00:00Z',
      advisories: 7080,
      ageDays: 12,
      digest: `sha256:${'ab'.repeat(32)}`,
      advice: 'cordon db update',
    },
    exceptions: [
      {
        kind: 'expired',
        name: 'old-jinja',
        text: 'expired on 2026-06-30; its findings count again',
        at: samplePlace('cordon.toml:21'),
      },
      { kind: 'unused', name: 'gone', text: 'matched nothing; remove it', at: samplePlace('cordon.toml:30') },
    ],
    summary: {
      files: 3,
      dependencies: 12,
      blocked: 5,
      warned: 4,
      incomplete: 2,
      allowed: 4,
      vulnerabilities: 5,
      malware: 1,
      unknown: 4,
      skipped: 2,
    },
    exit: 1,
    meta: {
      tool: { name: 'cordon', version: '0.1.0' },
      time: '2026-08-11T12:00:00.000Z',
      targets: ['storefront'],
      environment: 'python 3.12, linux',
      asOf: null,
      warnings: ['The advisory database is 12 days old.'],
    },
  }
}

/** A report about an image, whose build commands are anybody's text. */
export function imageReport(): Report {
  const layer = { diffId: `sha256:${'1'.repeat(64)}`, createdBy: null, base: true, bytes: 74_800_000 }
  return {
    ...cleanReport(),
    image: {
      name: 'registry.example/team/shop:1.4',
      platform: 'linux/arm/v7',
      digest: `sha256:${'a'.repeat(64)}`,
      base: {
        name: 'docker.io/library/python:3.12-slim',
        digest: null,
        layers: 1,
        named: 'label',
        boundary: 'history',
      },
      layers: [
        { ...layer, index: 0 },
        {
          ...layer,
          index: 1,
          createdBy: `RUN pip install -i https://ci:hunter2@wheels.internal.example/simple shop # ${hostileText}`,
          base: false,
          bytes: 0,
        },
      ],
    },
  }
}

/** The same project with nothing wrong and nothing left open. */
export function cleanReport(): Report {
  const sample = sampleReport()
  return {
    ...sample,
    verdicts: sample.verdicts.filter((verdict) =>
      [...verdict.inspection.outcomes.values()].every((each) => each.kind === 'clean'),
    ),
    skipped: [],
    skippedDecision: 'allow',
    coverage: {
      read: sample.coverage.read.filter((each) => each.format === 'uv-lock'),
      failed: [],
      passedOver: [],
      notSelected: 0,
    },
    database: { ...sample.database, state: 'ready', ageDays: 0, advice: null },
    exceptions: [],
    summary: {
      ...sample.summary,
      files: 1,
      dependencies: 3,
      blocked: 0,
      warned: 0,
      incomplete: 0,
      allowed: 4,
      vulnerabilities: 0,
      malware: 0,
      unknown: 0,
      skipped: 0,
    },
    exit: 0,
    meta: { ...sample.meta, environment: null, warnings: [] },
  }
}
