import type {
  AdvisoryMatch,
  Dependency,
  Finding,
  FixChoice,
  Inspection,
  Lockfile,
  LockfileRole,
  Outcome,
  Scope,
} from '@cordon/model'
import { normalizeName, readVersion } from '@cordon/pypa'

/** What a test says of an inspection; the rest is plain. */
export interface Given {
  readonly name?: string | null
  readonly version?: string | null
  readonly scopes?: readonly Scope[]
  readonly direct?: boolean | null
  readonly path?: string
  readonly role?: LockfileRole
  readonly outcomes: Readonly<Record<string, Outcome>>
}

export function fileOf(path: string, role: LockfileRole): Lockfile {
  return {
    path,
    format: 'requirements',
    role,
    dependencies: [],
    edges: [],
    options: [],
    includes: [],
    skipped: [],
    requiresPython: null,
    contentHash: null,
  }
}

export function inspection(given: Given): Inspection {
  const at = { path: given.path ?? 'requirements.txt', line: 3 }
  const version = given.version === undefined ? '2.10' : given.version
  const dependency: Dependency = {
    name: normalizeName(given.name ?? 'jinja2'),
    version: version === null ? null : readVersion(version),
    specifier: null,
    origin: { kind: 'index', url: null },
    editable: false,
    artifacts: [],
    scopes: given.scopes ?? [],
    extras: [],
    marker: null,
    at,
    text: '',
    constraint: false,
    own: false,
    direct: given.direct ?? null,
    attestationIdentities: [],
  }
  return {
    dependency: given.name === null ? null : dependency,
    file: fileOf(at.path, given.role ?? 'requirements'),
    at,
    via: [],
    direct: given.direct ?? null,
    locked: null,
    outcomes: new Map(Object.entries(given.outcomes)),
  }
}

export function advisory(id: string, parts: Partial<AdvisoryMatch> = {}): AdvisoryMatch {
  return {
    kind: 'vulnerability',
    id,
    aliases: [],
    records: [id],
    summary: '',
    severity: 'high',
    vectors: [],
    kev: null,
    epss: null,
    fixed: ['3.1'],
    proof: [],
    published: '2026-01-01T00:00:00Z',
    modified: '2026-01-01T00:00:00Z',
    disagreeing: [],
    ...parts,
  }
}

export function flaw(match: AdvisoryMatch, fix: FixChoice | null = null): Finding {
  return {
    ...hygiene(match.id),
    severity: match.severity,
    domain: match.kind === 'malware' ? 'malicious' : 'vulnerability',
    advisory: match,
    fix,
  }
}

export function hygiene(id: string, parts: Partial<Finding> = {}): Finding {
  return {
    id,
    title: id,
    severity: 'medium',
    confidence: 'high',
    domain: 'engineering',
    message: '',
    remedy: '',
    evidence: [{ kind: 'line', path: 'requirements.txt', line: 3, text: '' }],
    ...parts,
  }
}

export function found(first: Finding, ...rest: readonly Finding[]): Outcome {
  return { kind: 'found', findings: [first, ...rest] }
}

export function unknown(code: string, findings: readonly Finding[] = []): Outcome {
  return { kind: 'unknown', code, detail: `detail of ${code}`, ...(findings.length > 0 ? { findings } : {}) }
}
