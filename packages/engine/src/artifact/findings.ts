import { checks } from '@cordon/checks'
import { authorDomainId, behaviours, noteChecks } from '@cordon/checks/artifact'
import {
  type ArtifactInspection,
  type ArtifactOddity,
  type ArtifactReference,
  type CheckMeta,
  type Dependency,
  emptyLockfile,
  type Finding,
  type Inspection,
  type Lockfile,
  type Outcome,
  type Severity,
  type Sighting,
} from '@cordon/model'
import { parseName, readVersion } from '@cordon/pypa'
import { artifactSentence, evidenceText, sightingSentence } from '@cordon/reports'

/** Whether files are what was installed, which `--verify` asks. */
const changedFileId = 'environment/changed-file'

/** Ids under which the policy knows what is said of an artifact beside its behaviours. */
export const artifactCheckIds = [
  'artifact/note',
  'artifact/oddity',
  'artifact/placeholder',
  'artifact/verdict',
] as const

/** Titles and remedies of behaviours by their ids. */
export const behaviourTexts: ReadonlyMap<string, { readonly title: string; readonly remedy: string }> = new Map(
  behaviours.map(({ id, meta }) => [id, meta]),
)

/** What a remark means, by its code. */
export const noteTexts: ReadonlyMap<string, CheckMeta> = new Map(
  [...noteChecks, ...checks].map(({ id, meta }) => [id, meta] as const),
)

/** Remarks that say much have a rule of their own in the policy; the others only inform. */
function checkOfNote({ code, severity: own }: ArtifactOddity): string {
  const severity = own ?? noteTexts.get(code)?.severity ?? 'low'
  return severity === 'low' || severity === 'none' ? 'artifact/note' : code
}

/**
 * What is said of an artifact as outcomes by check, for the policy and the reports: its behaviours where it is malicious or
 * suspicious, else whether it could be looked at; remarks beside.
 */
export function artifactOutcomes(artifact: ArtifactInspection): ReadonlyMap<string, Outcome> {
  const outcomes = new Map<string, Outcome>()
  const add = (check: string, findings: readonly Finding[]): void => {
    const [first, ...rest] = findings
    if (first !== undefined) outcomes.set(check, { kind: 'found', findings: [first, ...rest] })
  }
  for (const [check, notes] of Map.groupBy(artifact.notes, checkOfNote))
    add(
      check,
      notes.map((each) => remark(check, each, artifact)),
    )
  const unasked = artifact.unanalysed.find(({ code }) => code === 'DOMAIN_UNKNOWN')
  if (unasked !== undefined) {
    const unknown = { kind: 'unknown', ...unasked, artifact: referenceTo(artifact) } as const
    outcomes.set(authorDomainId, bothOutcomes(outcomes.get(authorDomainId) ?? { kind: 'clean' }, unknown))
  }
  const unverified = artifact.unanalysed.find(({ code }) => code === 'NOT_VERIFIED')
  if (unverified !== undefined) {
    const unknown = { kind: 'unknown', ...unverified, artifact: referenceTo(artifact) } as const
    outcomes.set(changedFileId, bothOutcomes(outcomes.get(changedFileId) ?? { kind: 'clean' }, unknown))
  }
  add(
    'artifact/oddity',
    artifact.facts.oddities.map((each) => remark('artifact/oddity', each, artifact)),
  )
  if (artifact.verdict === 'placeholder') add('artifact/placeholder', [whole('artifact/placeholder', artifact)])
  outcomes.set('artifact/verdict', { kind: 'clean' })
  if (artifact.verdict === 'unanalysable') outcomes.set('artifact/verdict', unread(artifact))
  if (artifact.verdict === 'malicious' || artifact.verdict === 'suspicious') {
    for (const sighting of artifact.behaviours) add(sighting.id, [behaviour(sighting, artifact)])
    if (artifact.behaviours.length === 0) add('artifact/verdict', [whole('artifact/verdict', artifact)])
  }
  return new Map([...outcomes].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The outcomes of several artifacts of one release as one: every finding, and unknown where one of them is. */
export function mergeOutcomes(all: readonly ReadonlyMap<string, Outcome>[]): ReadonlyMap<string, Outcome> {
  const merged = new Map<string, Outcome>()
  for (const outcomes of all)
    for (const [check, outcome] of outcomes) {
      const before = merged.get(check)
      merged.set(check, before === undefined ? outcome : bothOutcomes(before, outcome))
    }
  return merged
}

function bothOutcomes(a: Outcome, b: Outcome): Outcome {
  if (a.kind === 'clean') return b
  if (b.kind === 'clean') return a
  const [first, ...rest] = [...(a.findings ?? []), ...(b.findings ?? [])]
  const unread = a.kind === 'unknown' ? a : b.kind === 'unknown' ? b : null
  if (first === undefined) return unread ?? a
  const findings = [first, ...rest] as const
  return unread === null ? { kind: 'found', findings } : { ...unread, findings }
}

/** An artifact as the subject of a verdict: a dependency where its name is known, else a file as a whole. */
export function inspectionOfArtifact(artifact: ArtifactInspection): Inspection {
  const dependency = dependencyOf(artifact)
  const at = { path: artifact.file, line: 0 }
  return {
    dependency,
    file: fileOf(artifact, dependency),
    at,
    via: [],
    direct: null,
    locked: null,
    outcomes: artifactOutcomes(artifact),
  }
}

function referenceTo({ file, sha256, verdict }: ArtifactInspection): ArtifactReference {
  return { file, sha256, verdict }
}

const suspiciousSeverities: Readonly<Record<Sighting['confidence'], Severity>> = {
  high: 'high',
  medium: 'medium',
  low: 'low',
}

function behaviour(sighting: Sighting, artifact: ArtifactInspection): Finding {
  const text = behaviourTexts.get(sighting.id)
  const path = `${artifact.file}/${sighting.at.path}`
  const attack = sighting.attack.length === 0 ? '' : ` [${sighting.attack.join(', ')}]`
  return {
    id: sighting.id,
    title: text?.title ?? sighting.does,
    severity: artifact.verdict === 'malicious' ? 'critical' : suspiciousSeverities[sighting.confidence],
    confidence: sighting.confidence,
    domain: 'malicious',
    message: `${sightingSentence(sighting)}.${attack}`,
    remedy: text?.remedy ?? 'Do not install it before somebody has read that place.',
    evidence: [{ kind: 'line', path, line: sighting.at.line, text: evidenceText(sighting) }],
    artifact: referenceTo(artifact),
  }
}

function whole(id: string, artifact: ArtifactInspection): Finding {
  const isPlaceholder = artifact.verdict === 'placeholder'
  return {
    id,
    title: isPlaceholder ? 'Placeholder' : 'Looks malicious as a whole',
    severity: isPlaceholder ? 'none' : artifact.verdict === 'malicious' ? 'critical' : 'medium',
    confidence: 'medium',
    domain: isPlaceholder ? 'engineering' : 'malicious',
    message: artifactSentence(artifact),
    remedy: isPlaceholder
      ? 'Ask whether the package that was meant has another name.'
      : 'Read it, or ask its author, before it is installed.',
    evidence: [{ kind: 'line', path: artifact.file, line: 0, text: '' }],
    artifact: referenceTo(artifact),
  }
}

function remark(
  check: string,
  { code, path, detail, severity }: ArtifactOddity,
  artifact: ArtifactInspection,
): Finding {
  const isOddity = check === 'artifact/oddity'
  const text = noteTexts.get(code)
  return {
    id: code,
    title: text?.title ?? (isOddity ? `Oddity of an archive: ${code}` : `Remark on name or metadata: ${code}`),
    severity: severity ?? text?.severity ?? (isOddity ? 'none' : 'low'),
    confidence: 'medium',
    domain: text?.domain ?? (isOddity ? 'engineering' : 'author'),
    message: detail,
    remedy: text?.remedy ?? 'Take it into account together with what the code does.',
    evidence: [{ kind: 'line', path: path === null ? artifact.file : `${artifact.file}/${path}`, line: 0, text: '' }],
    artifact: referenceTo(artifact),
  }
}

/** Reasons that say that there was no artifact to look at, as against one that cannot be looked into. */
const unreached: ReadonlySet<string> = new Set(['NOT_REACHED'])

function unread(artifact: ArtifactInspection): Outcome {
  const isUnreached = artifact.unanalysed.some(({ code }) => unreached.has(code))
  return {
    kind: 'unknown',
    code: isUnreached ? 'NOT_REACHED' : 'UNANALYSABLE',
    detail: artifactSentence(artifact),
    artifact: referenceTo(artifact),
  }
}

function dependencyOf(artifact: ArtifactInspection): Dependency | null {
  const name = artifact.name === null ? null : parseName(artifact.name)
  if (name === null) return null
  const hashes = artifact.sha256 === '' ? [] : [{ algorithm: 'sha256', value: artifact.sha256 }]
  return {
    name,
    version: artifact.version === null ? null : readVersion(artifact.version),
    specifier: null,
    origin: { kind: 'path', path: artifact.file },
    editable: false,
    artifacts: [{ filename: artifact.file, url: null, hashes }],
    scopes: [],
    extras: [],
    marker: null,
    at: { path: artifact.file, line: 0 },
    text: artifact.file,
    constraint: false,
    own: false,
    direct: null,
    attestationIdentities: [],
  }
}

function fileOf(artifact: ArtifactInspection, dependency: Dependency | null): Lockfile {
  const file = emptyLockfile({ path: artifact.file, format: 'artifact', role: 'lock' })
  return dependency === null ? file : { ...file, dependencies: [dependency] }
}
