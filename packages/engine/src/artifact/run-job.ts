import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { archiveOfFiles, type LooseFile } from '@cordon/archives'
import type { ArtifactFacts, ArtifactInspection, Unanalysed } from '@cordon/model'
import { openResultCache, type ResultCache } from '@cordon/sources'
import { EngineError } from '../error.ts'
import { type NameAnswer, openNames } from '../names.ts'
import { looseFiles, ownedFiles } from './environment.ts'
import { openFile } from './file-source.ts'
import { digestOfFiles, readFolder } from './folder.ts'
import { inspectArtifact, inspectMembers, unanalysable } from './inspect-artifact.ts'
import type { ArtifactJob, JobContext } from './job.ts'
import { readResult, writeResult } from './kept-result.ts'
import { rulesVersion } from './rules-version.ts'

/** Runs jobs, one after the other, with the results that are kept. */
export class JobRunner {
  readonly #cache: ResultCache | null
  readonly #refresh: boolean
  readonly #names: NameAnswer

  constructor(context: JobContext) {
    const version = `${rulesVersion()}-${stampOf(context.names)}`
    this.#cache = context.results === null ? null : openResultCache(context.results, version, new Date())
    this.#refresh = context.refresh
    this.#names = openNames(context.names).answer
  }

  /** The inspection of one artifact; what cannot be read is unanalysable, with its reason. */
  run(job: ArtifactJob): ArtifactInspection {
    const started = performance.now()
    try {
      return this.#inspect(job)
    } catch (error) {
      // The engine's catch per file: what fails here is a fault of this artifact or of ours, and never the end of the run.
      const code = error instanceof EngineError ? error.code : 'INSPECTION_FAILED'
      const detail = error instanceof Error ? error.message : String(error)
      return absent(job, { code, detail, started })
    }
  }

  #inspect(job: ArtifactJob): ArtifactInspection {
    const { source, label } = job
    switch (source.kind) {
      case 'file': {
        const file = openFile(source.path, label)
        try {
          const sha256 = file.digest()
          const identity = {
            file: label,
            filename: source.filename,
            sha256,
            size: file.size,
            names: this.#names,
            clock,
          }
          return this.#kept(identity, () => inspectArtifact(file, identity))
        } finally {
          file.close()
        }
      }
      case 'directory': {
        const { files, passedOver } = readFolder(source.path)
        return this.#members({ label, filename: basename(source.path), kind: 'directory', files, passedOver })
      }
      case 'unpacked': {
        const { files, passedOver } = readFolder(source.path)
        const kind = source.filename.endsWith('.whl') ? 'wheel' : 'directory'
        return this.#members({ label, filename: source.filename, kind, files, passedOver })
      }
      case 'installed': {
        const { files, passedOver, hasRecord } = ownedFiles(source.sitePackages, source.distInfo)
        const filename = `${source.distInfo.slice(0, -'.dist-info'.length)}.tar`
        const at = { path: `${source.distInfo}/RECORD`, line: 0 }
        const missing = { at, code: 'NO_RECORD', detail: 'nothing says which files belong to it' }
        const unread = hasRecord ? passedOver : [...passedOver, missing]
        return this.#members({ label, filename, kind: 'installed', files, passedOver: unread })
      }
      case 'loose': {
        const { files, passedOver } = looseFiles(source.sitePackages)
        return this.#members({ label, filename: 'site-packages', kind: 'directory', files, passedOver })
      }
      case 'kept':
        return (
          this.recall(source.sha256, source.filename, label) ??
          absent(job, { code: 'NOT_REACHED', detail: 'its kept result is gone; run again', started: performance.now() })
        )
      case 'absent':
        return absent(job, { ...source, started: performance.now() })
    }
  }

  #members({ label, filename, kind, files, passedOver }: Members): ArtifactInspection {
    const size = files.reduce((sum, file) => sum + file.size, 0)
    const identity = { file: label, filename, sha256: digestOfFiles(files), size, names: this.#names, clock }
    const found = this.#kept(identity, () =>
      inspectMembers(archiveOfFiles(files), kind, { ...identity, started: clock() }),
    )
    if (passedOver.length === 0) return found
    const isBlind = found.verdict === 'clean' && passedOver.some(({ code }) => code === 'NO_RECORD')
    return {
      ...found,
      verdict: isBlind ? 'unanalysable' : found.verdict,
      unanalysed: [...found.unanalysed, ...passedOver],
    }
  }

  /** The result that is kept for these bytes under this name, or a new one, which is then kept. */
  #kept(identity: Identity, inspect: () => ArtifactInspection): ArtifactInspection {
    const key = keyOf(identity.sha256, identity.filename)
    const kept = this.#cache === null || this.#refresh ? null : readResult(this.#cache.read(key), identity)
    if (kept !== null) return kept
    const made = inspect()
    if (made.unanalysed.every(({ code }) => code !== 'INSPECTION_FAILED')) this.#cache?.write(key, writeResult(made))
    return made
  }

  /** The kept result for a digest that a lock or an index promises, without the file itself; null where there is none. */
  recall(sha256: string, filename: string, file: string): ArtifactInspection | null {
    return this.#cache === null || this.#refresh
      ? null
      : readResult(this.#cache.read(keyOf(sha256, filename)), { sha256, file })
  }
}

interface Identity {
  readonly file: string
  readonly filename: string
  readonly sha256: string
}

interface Members {
  readonly label: string
  readonly filename: string
  readonly kind: ArtifactFacts['kind']
  readonly files: readonly LooseFile[]
  readonly passedOver: readonly Unanalysed[]
}

/** What tells one list of popular names from the next: other names, other remarks. */
function stampOf(names: string | null): string {
  const stats = names === null ? undefined : statSync(names, { throwIfNoEntry: false })
  return stats === undefined ? 'built-in' : `${stats.size.toString(36)}-${Math.floor(stats.mtimeMs).toString(36)}`
}

function clock(): number {
  return performance.now()
}

/** What is said of an artifact depends on its name as well. */
function keyOf(sha256: string, filename: string): string {
  return `${sha256}-${createHash('sha256').update(filename).digest('hex').slice(0, 12)}.json`
}

interface Absence {
  readonly code: string
  readonly detail: string
  readonly started: number
}

/** The inspection of a job whose artifact could not be looked at. */
export function absent({ label, source }: ArtifactJob, { code, detail, started }: Absence): ArtifactInspection {
  const filename = 'filename' in source ? source.filename : basename(label)
  const identity = { file: label, filename, sha256: '', size: 0, clock, started }
  return unanalysable(identity, { at: { path: filename, line: 0 }, code, detail })
}
