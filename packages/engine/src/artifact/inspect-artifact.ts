import { type Archive, ArchiveError, type ByteSource, openArchive } from '@cordon/archives'
import { classify, resembles, skeletonOfWorst, turningOf } from '@cordon/classifier'
import type { ArtifactFacts, ArtifactInspection, Unanalysed } from '@cordon/model'
import { type AnyVersion, PypaError, parseSdistFilename, parseWheelFilename } from '@cordon/pypa'
import type { NameAnswer } from '../names.ts'
import { clearest, examineArchive } from './examine.ts'

/** What is known of an artifact before it is opened. */
export interface ArtifactIdentity {
  /** As the person would write it. */
  readonly file: string
  /** Its base name, which tells what it is to be. */
  readonly filename: string
  readonly sha256: string
  readonly size: number
  /** Popular names; the few that are built in where none are given. */
  readonly names?: NameAnswer
  /** Milliseconds from any fixed point. */
  readonly clock: () => number
}

/** Says what an archive would do, from its bytes alone: nothing of it is written, imported or run. Never throws for what it holds. */
export function inspectArtifact(bytes: Uint8Array | ByteSource, identity: ArtifactIdentity): ArtifactInspection {
  const started = identity.clock()
  try {
    return inspectMembers(openArchive(bytes, identity.filename), kindOf(identity.filename), { ...identity, started })
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error
    const at = { path: identity.filename, line: 0 }
    return unanalysable({ ...identity, started }, { at, code: error.code, detail: error.message })
  }
}

interface Running extends ArtifactIdentity {
  readonly started: number
}

/** The same of members that are at hand: of a folder, or of an installed distribution. */
export function inspectMembers(archive: Archive, kind: ArtifactFacts['kind'], running: Running): ArtifactInspection {
  const filename = archive.kind === 'files' ? '' : running.filename
  const { distribution, evidence, unanalysed } = examineArchive(archive, filename, kind, running.names)
  const named = nameOf(running.filename)
  const { verdict, score, contributions } = classify(evidence)
  const turning = turningOf(evidence, verdict)
  const skeleton = skeletonOfWorst(evidence.sightings, evidence.code)
  return {
    file: running.file,
    sha256: running.sha256,
    size: running.size,
    name: distribution.name ?? named?.name ?? null,
    version: distribution.version ?? named?.version.raw ?? null,
    verdict,
    score,
    behaviours: clearest(evidence.sightings),
    notes: evidence.notes,
    family: skeleton === null ? null : resembles(skeleton),
    contributions,
    ...(turning === null ? {} : { turning }),
    facts: evidence.artifact,
    unanalysed,
    ms: elapsed(running),
  }
}

function elapsed({ clock, started }: Running): number {
  return Math.round((clock() - started) * 10) / 10
}

function kindOf(filename: string): ArtifactFacts['kind'] {
  if (/\.whl$/i.test(filename)) return 'wheel'
  return nameOf(filename) === null ? 'archive' : 'sdist'
}

interface NameAndVersion {
  readonly name: string
  readonly version: AnyVersion
}

function nameOf(filename: string): NameAndVersion | null {
  try {
    return /\.whl$/i.test(filename) ? parseWheelFilename(filename) : parseSdistFilename(filename)
  } catch (error) {
    if (error instanceof PypaError) return null
    throw error
  }
}

const nothing: ArtifactFacts = {
  kind: 'archive',
  members: 0,
  pythonFiles: 0,
  pythonBytes: 0,
  summary: null,
  requires: [],
  entryPoints: [],
  native: [],
  binaries: [],
  bytecode: [],
  nestedArchives: [],
  startFiles: [],
  outside: [],
  oddities: [],
}

/** The inspection of what could not be looked at, with the reason. */
export function unanalysable(
  running: Pick<Running, 'file' | 'filename' | 'sha256' | 'size' | 'clock' | 'started'>,
  reason: Unanalysed,
): ArtifactInspection {
  const name = nameOf(running.filename)
  return {
    file: running.file,
    sha256: running.sha256,
    size: running.size,
    name: name?.name ?? null,
    version: name?.version.raw ?? null,
    verdict: 'unanalysable',
    score: 0,
    behaviours: [],
    notes: [],
    family: null,
    contributions: [],
    facts: nothing,
    unanalysed: [reason],
    ms: elapsed(running),
  }
}
