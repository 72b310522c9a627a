import {
  type AdvisoryMatch,
  type Because,
  type Decision,
  type Dependency,
  emptyLockfile,
  type Finding,
  type Hash,
  type Inspection,
  type Location,
  type Lockfile,
  type Outcome,
  type Scope,
  type Verdict,
} from '@cordon/model'
import { parseName, parseSpecifiers, pinnedVersion, readVersion } from '@cordon/pypa'

export const mainScope: Scope = { kind: 'main', name: 'main' }

function nameOf(text: string): Dependency['name'] {
  const name = parseName(text)
  if (name === null) throw new TypeError(`not a package name: ${text}`)
  return name
}

/** A dependency as a lock file would give it: `sampleDependency('django', '3.2.4', 'uv.lock:12')`; the rest by default. */
export function sampleDependency(
  name: string,
  version: string | null,
  place: string,
  more: Partial<Dependency> = {},
): Dependency {
  return {
    name: nameOf(name),
    version: version === null ? null : readVersion(version),
    specifier: null,
    origin: { kind: 'index', url: null },
    editable: false,
    artifacts: [],
    scopes: [mainScope],
    extras: [],
    marker: null,
    at: samplePlace(place),
    text: version === null ? name : `${name}==${version}`,
    constraint: false,
    own: false,
    direct: null,
    attestationIdentities: [],
    ...more,
  }
}

/** A dependency that demands a range, as a requirements line would: `sampleRequirement('flask', '>=1.0', 'requirements.txt:4')`. */
export function sampleRequirement(
  name: string,
  range: string,
  place: string,
  more: Partial<Dependency> = {},
): Dependency {
  const specifier = parseSpecifiers(range)
  const version = specifier === null ? null : pinnedVersion(specifier)
  return { ...sampleDependency(name, null, place), version, specifier, direct: true, text: `${name}${range}`, ...more }
}

/** `path:line`, or a path alone for a file as a whole. */
export function samplePlace(text: string): Location {
  const [, path = text, line] = /^(.*):(\d+)$/s.exec(text) ?? []
  return { path, line: line === undefined ? 0 : Number(line) }
}

export function sampleFile(path: string, more: Partial<Lockfile> = {}): Lockfile {
  const [format, role] = path.endsWith('.lock')
    ? (['uv-lock', 'lock'] as const)
    : (['requirements', 'requirements'] as const)
  return { ...emptyLockfile({ path, format, role }), ...more }
}

/** A hash with a made-up digest of the right length. */
export function sampleHash(algorithm: 'sha256' | 'md5', digit: string): Hash {
  return { algorithm, value: digit.repeat(algorithm === 'md5' ? 32 : 64) }
}

/** A flaw with nothing known of it but its id; the rest by default. */
export function sampleAdvisory(id: string, more: Partial<AdvisoryMatch> = {}): AdvisoryMatch {
  return {
    kind: 'vulnerability',
    id,
    aliases: [],
    records: [id],
    summary: '',
    severity: 'unknown',
    vectors: [],
    kev: null,
    epss: null,
    fixed: [],
    proof: [],
    published: '2022-01-05T00:00:00Z',
    modified: '2022-01-05T00:00:00Z',
    disagreeing: [],
    ...more,
  }
}

/** The finding that a check makes of an advisory. */
export function advisoryFinding(advisory: AdvisoryMatch, dependency: Dependency, fix: Finding['fix'] = null): Finding {
  const { path, line } = dependency.at
  const malware = advisory.kind === 'malware'
  return {
    id: advisory.id,
    title: advisory.summary,
    severity: advisory.severity,
    confidence: 'high',
    domain: malware ? 'malicious' : 'vulnerability',
    message: `${dependency.name} is covered by ${advisory.proof[0]?.record ?? advisory.id} (${advisory.proof[0]?.text ?? ''}).`,
    remedy: fix?.version == null ? 'Remove it, or replace it by another package.' : `Move to ${fix.version}.`,
    evidence: [{ kind: 'line', path, line, text: dependency.text }],
    advisory,
    fix: fix ?? null,
  }
}

/** A finding of a hygiene check over one line. */
export function practiceFinding(check: string, text: string, at: Location, more: Partial<Finding> = {}): Finding {
  return {
    id: check,
    title: check,
    severity: 'medium',
    confidence: 'high',
    domain: 'engineering',
    message: `${text}.`,
    remedy: 'Change it.',
    evidence: [{ kind: 'line', path: at.path, line: at.line, text }],
    ...more,
  }
}

export function found(...findings: [Finding, ...Finding[]]): Outcome {
  return { kind: 'found', findings }
}

/** The answer about an unpinned requirement, an unmapped package, … */
export function unknown(code: string, detail: string, findings: readonly Finding[] = []): Outcome {
  return { kind: 'unknown', code, detail, findings }
}

/** A verdict over a dependency; what decides is given as `[decision, rule, check, finding, text]`. */
export function sampleVerdict(
  dependency: Dependency,
  outcomes: Readonly<Record<string, Outcome>>,
  because: readonly (readonly [Decision, string, string, string | null, string])[] = [],
  more: Partial<Inspection> = {},
): Verdict {
  return verdictOver(dependency, sampleFile(dependency.at.path), { outcomes, because, more })
}

/** A verdict over a file as a whole. */
export function sampleFileVerdict(
  place: string,
  outcomes: Readonly<Record<string, Outcome>>,
  because: readonly (readonly [Decision, string, string, string | null, string])[],
): Verdict {
  const at = samplePlace(place)
  return verdictOver(null, sampleFile(at.path), { outcomes, because, more: { at } })
}

function verdictOver(
  dependency: Dependency | null,
  file: Lockfile,
  rest: {
    readonly outcomes: Readonly<Record<string, Outcome>>
    readonly because: readonly (readonly [Decision, string, string, string | null, string])[]
    readonly more: Partial<Inspection>
  },
): Verdict {
  const because: Because[] = rest.because.map(([decision, rule, check, finding, text]) => {
    return { decision, rule, check, finding, text }
  })
  const hardest = (['block', 'incomplete', 'warn'] as const).find((each) =>
    because.some((one) => one.decision === each),
  )
  return {
    inspection: {
      dependency,
      file,
      at: dependency?.at ?? { path: file.path, line: 0 },
      via: [],
      direct: dependency?.direct ?? null,
      locked: null,
      outcomes: new Map(Object.entries(rest.outcomes).sort(([a], [b]) => (a < b ? -1 : 1))),
      ...rest.more,
    },
    decision: hardest ?? 'allow',
    because,
  }
}
