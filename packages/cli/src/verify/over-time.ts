import { hostname, platform } from 'node:os'
import { join, relative, resolve } from 'node:path'
import type { Taken } from '@cordon/engine'
import {
  type IdentityHistories,
  inspectProvenance,
  observedReleases,
  openProjectHistories,
  openUserHistories,
  type ProvenanceRequest,
} from '@cordon/engine/identities'
import type { Selection } from '@cordon/lockfiles'
import type { Dependency, Verdict, VouchedRelease } from '@cordon/model'
import { decideAll, demandsOf } from '@cordon/policy'
import { homeFolder, SourceError, stateFolder } from '@cordon/sources'
import type { Io } from '../command.ts'
import { isRunning } from '../running.ts'
import type { PlacedConfig } from '../target-options.ts'

/** What the policy makes of who vouches, has vouched before, and should. */
export interface JudgedOverTime {
  readonly verdicts: readonly Verdict[]
  readonly warnings: readonly string[]
}

export interface OverTimeRequest {
  readonly taken: Taken
  readonly selection: Selection
  readonly vouched: ReadonlyMap<Dependency, VouchedRelease>
  readonly config: PlacedConfig
}

/** What this user has seen of who vouches for what; null where there is no place for it. */
export function userHistories(io: Io): IdentityHistories | null {
  const folder = stateFolder(io.env, platform(), homeFolder())
  if (folder === null) return null
  const self = { pid: process.pid, host: hostname(), isRunning }
  return openUserHistories({ folder: join(folder, 'identities'), self, now: io.now })
}

/** The project's own file of identities; null where the configuration names none. */
export function projectHistories({ provenance, folder }: Pick<PlacedConfig, 'provenance' | 'folder'>) {
  return provenance.history === null ? null : openProjectHistories(resolve(folder, provenance.history))
}

/**
 * Compares what was verified with who has vouched before, holds it against the configuration, and keeps what is new of it for this user. The
 * project's own file is compared with, and not written.
 */
export function judgeOverTime({ taken, selection, vouched, config }: OverTimeRequest, io: Io): JudgedOverTime {
  const { provenance, policy } = config
  const own = userHistories(io)
  const project = projectHistories(config)
  const histories = project ?? own
  const request: ProvenanceRequest = {
    selection,
    vouched,
    histories,
    trustOnFirstUse: provenance.trustOnFirstUse,
    demands: (dependency) => demandsOf(provenance, dependency),
  }
  const { verdicts } = decideAll(inspectProvenance(taken, request), policy, io.now())
  const blocked = new Set(
    verdicts.flatMap(({ decision, inspection }) => (decision === 'block' ? [inspection.dependency] : [])),
  )
  const released = observedReleases(request, (dependency) => blocked.has(dependency))
  const warnings = [
    ...(histories === null
      ? ['there is no folder for what is known of publishers (CORDON_STATE_DIR): every run is the first']
      : []),
    ...keep(own, released),
    ...(project === null ? [] : unlisted(project, released, config, io)),
  ]
  return { verdicts, warnings }
}

function keep(histories: IdentityHistories | null, released: ReturnType<typeof observedReleases>): readonly string[] {
  try {
    histories?.observe(released)
    return []
  } catch (error) {
    if (error instanceof SourceError) return [`who vouches for what could not be kept: ${error.message}`]
    throw error
  }
}

/** What the project's file does not list is compared with nobody: that is told, with what to do. */
function unlisted(
  project: IdentityHistories,
  released: ReturnType<typeof observedReleases>,
  { provenance, folder }: PlacedConfig,
  io: Io,
): readonly string[] {
  const missing = released.filter(({ index, project: name, files }) => {
    const answer = project.answer(index, name)
    const isVouched = files.some(({ state }) => state === 'verified')
    return isVouched && answer.kind === 'known' && answer.history.identities.length === 0
  })
  const [first] = missing
  if (first === undefined) return []
  const file = relative(io.cwd, resolve(folder, provenance.history ?? ''))
  const names = [...new Set(missing.map(({ project: name }) => name))]
  const more = names.length > 1 ? ` and ${names.length - 1} more` : ''
  return [
    `${file} lists no publisher of ${first.project}${more}; \`cordon identities accept\` writes those that were seen`,
  ]
}
