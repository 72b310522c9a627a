import { join, resolve } from 'node:path'
import { checks } from '@cordon/checks'
import type { ArtifactInspection, ArtifactOddity, Evidence, Inspection, Skipped, Unanalysed } from '@cordon/model'
import { takeArchive, takeEnvironments } from '../environment/take.ts'
import type { Placed } from '../includes.ts'
import { inspectAll } from '../scan.ts'
import type { ArtifactSource } from './job.ts'

/** What `--verify` finds where artifacts lie: their files against RECORD, and what lies beside. */
export interface FileVerifier {
  /** The inspection with what its files turned out to be. Its verdict, which is about code, stays. */
  complete(inspection: ArtifactInspection, source: ArtifactSource): ArtifactInspection
}

interface Found {
  readonly inspections: readonly Inspection[]
  readonly skipped: readonly Skipped[]
}

const environmentChecks = checks.filter(({ id }) => id.startsWith('environment/'))
const everywhere = { environment: null, groups: null, extras: null }

/** Reads each environment once. */
export function fileVerifier(cwd: string): FileVerifier {
  const known = new Map<string, Found>()
  const foundIn = (sitePackages: string): Found => {
    const found = known.get(sitePackages) ?? judged(takeEnvironments([sitePackages], { cwd, verify: true }).files)
    known.set(sitePackages, found)
    return found
  }
  return {
    complete(inspection, source) {
      if (source.kind === 'file') return withFound(inspection, ofFile(source, cwd))
      if (source.kind !== 'installed' && source.kind !== 'loose') return inspection
      const { inspections, skipped } = foundIn(source.sitePackages)
      if (source.kind === 'loose')
        return withFound(inspection, { inspections: inspections.filter((each) => each.dependency === null), skipped })
      const place = join(source.sitePackages, source.distInfo)
      return withFound(inspection, {
        inspections: inspections.filter((each) => placeOf(each, cwd) === place),
        skipped: [],
      })
    },
  }
}

/** What is no distribution and no application holds no RECORD, and says so in its own inspection. */
function ofFile({ path, filename }: Extract<ArtifactSource, { kind: 'file' }>, cwd: string): Found {
  const taken = takeArchive(path, { cwd, verify: true, filename })
  return 'code' in taken ? { inspections: [], skipped: [] } : judged(taken)
}

function judged(files: readonly Placed[]): Found {
  const skipped = files.flatMap(({ file }) => file.skipped)
  const taken = { files, includes: new Map(), skipped, coverage: { read: [], failed: [], passedOver: [] } }
  const { inspections } = inspectAll(taken, {
    checks: environmentChecks,
    selection: everywhere,
    advisories: () => ({ kind: 'unknown', code: 'NO_DATABASE', detail: 'nobody asks', matches: [] }),
  })
  return { inspections, skipped }
}

/** Of an installed distribution: the folder of its metadata. */
function placeOf({ dependency, file }: Inspection, cwd: string): string | null {
  const { installed } = dependency ?? {}
  return installed === undefined ? null : resolve(cwd, file.environment?.base ?? '', installed.path)
}

function withFound(inspection: ArtifactInspection, { inspections, skipped }: Found): ArtifactInspection {
  const notes: ArtifactOddity[] = []
  const unanalysed: Unanalysed[] = skipped.map(({ at, code, reason }) => ({ at, code, detail: reason }))
  for (const { outcomes, file } of inspections)
    for (const outcome of outcomes.values()) {
      if (outcome.kind === 'clean') continue
      for (const { id, message, severity, evidence } of outcome.findings ?? [])
        notes.push({ code: id, path: pathIn(evidence[0], file.environment?.base), detail: message, severity })
      if (outcome.kind === 'unknown')
        unanalysed.push({ at: { path: '.', line: 0 }, code: outcome.code, detail: outcome.detail })
    }
  if (notes.length === 0 && unanalysed.length === 0) return inspection
  return {
    ...inspection,
    notes: [...inspection.notes, ...notes],
    unanalysed: [...inspection.unanalysed, ...unanalysed],
  }
}

/** Without the environment or archive before it, which the artifact's own name already says. */
function pathIn(evidence: Evidence, base = ''): string | null {
  if (evidence.kind !== 'line') return null
  return evidence.path.startsWith(`${base}/`) ? evidence.path.slice(base.length + 1) : evidence.path
}
