import { relative, resolve } from 'node:path'
import { acceptPending, mergeHistories, withoutPending } from '@cordon/attest/identities'
import type { IdentityHistories, ProjectHistories } from '@cordon/engine/identities'
import type { ExitCode, IdentityAnswer, IdentityHistory } from '@cordon/model'
import { parseName } from '@cordon/pypa'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'
import { harmless } from '../harmless.ts'
import { progressLine } from '../progress.ts'
import { takeTargets } from '../take.ts'
import { loadConfig, type PlacedConfig, type TargetOptions } from '../target-options.ts'
import { projectHistories, userHistories } from '../verify/over-time.ts'
import { version } from '../version.ts'
import { damagedLines, historyLines, numberedText } from './render.ts'

export interface ListOptions extends Pick<TargetOptions, 'config'> {
  readonly format: 'table' | 'json'
}

export interface AcceptOptions extends Pick<TargetOptions, 'config'> {
  readonly packagesOf?: readonly string[]
  readonly all?: boolean
}

export type ForgetOptions = Pick<TargetOptions, 'config'>

interface Open {
  readonly config: PlacedConfig
  readonly user: IdentityHistories
  readonly project: ProjectHistories | null
  /** The project's file, as it is shown. */
  readonly file: string
}

async function open(options: Pick<TargetOptions, 'config'>, io: Io): Promise<Open> {
  const config = await loadConfig(['.'], options, io)
  const user = openUser(io)
  const file = relative(io.cwd, resolve(config.folder, config.provenance.history ?? ''))
  return { config, user, project: projectHistories(config), file }
}

function openUser(io: Io): IdentityHistories {
  const user = userHistories(io)
  if (user === null)
    throw new UsageError('CONFIG', 'there is no folder for what is known of publishers; name one in CORDON_STATE_DIR')
  return user
}

/** Runs `cordon identities list`. As JSON `cordon.identities/1`: described by docs/schemas. */
export async function runList(names: readonly string[], options: ListOptions, io: Io): Promise<ExitCode> {
  const { user, project, file } = await open(options, io)
  const isWanted = wanted(names)
  const of = (histories: IdentityHistories | null): readonly IdentityAnswer[] =>
    (histories?.all() ?? []).filter(
      (answer) => answer.kind === 'damaged' || (isWanted(answer.history) && answer.history.identities.length > 0),
    )
  const [own, shared] = [of(user), of(project)]
  const all = [...own, ...shared]
  if (options.format === 'json') {
    const document = {
      schema: 'cordon.identities/1',
      tool: { name: 'cordon', version },
      file: project === null ? null : file,
      project: shared.flatMap(known),
      user: own.flatMap(known),
      damaged: all.flatMap((answer) =>
        answer.kind === 'damaged' ? [{ path: answer.path, detail: answer.detail }] : [],
      ),
    }
    io.stdout.write(`${JSON.stringify(document, null, 2)}\n`)
  } else {
    if (project !== null) io.stdout.write(`In ${harmless(file)}, which releases are compared with:\n`)
    io.stdout.write(historyLines(shared.flatMap(known)))
    if (project !== null) io.stdout.write('\nSeen by this user:\n')
    io.stdout.write(historyLines(own.flatMap(known)))
    io.stderr.write(damagedLines(all))
  }
  if (all.some(({ kind }) => kind === 'damaged')) return 4
  if (all.length > 0) return 0
  io.stderr.write('cordon identities: nobody is known yet; cordon verify remembers who vouches for what it verifies\n')
  return 3
}

function known(answer: IdentityAnswer): readonly IdentityHistory[] {
  return answer.kind === 'known' ? [answer.history] : []
}

/** Runs `cordon identities accept`. */
export async function runAccept(names: readonly string[], options: AcceptOptions, io: Io): Promise<ExitCode> {
  const { config, user, project, file } = await open(options, io)
  const all = [...names, ...packagesOf(options.packagesOf ?? [], config, io)]
  if (all.length === 0) throw new UsageError('OPTION', 'name packages, or a lock with --packages-of')
  const isWanted = wanted(all)
  const answers = user.all()
  const before = answers.flatMap(known).filter((history) => isWanted(history) && history.identities.length > 0)
  io.stderr.write(damagedLines(answers))
  if (before.length === 0) {
    io.stderr.write('cordon identities: nobody has vouched for them yet; run cordon verify on what pins them\n')
    return 3
  }
  if (options.all !== true) refuseSeveral(before)
  user.change(isWanted, acceptPending)
  const after = before.map(acceptPending)
  for (const history of before)
    for (const { identity, trust } of history.identities)
      if (trust === 'pending') io.stdout.write(`accepted for ${history.project}: ${harmless(numberedText(identity))}\n`)
  if (project !== null) {
    project.keep(after.map((history) => withFile(history, project)))
    io.stdout.write(`${harmless(file)}: who counts for ${counted(after.length)}\n`)
  } else if (before.every(({ identities }) => identities.every(({ trust }) => trust !== 'pending')))
    io.stdout.write('Nobody of them waits: all that were seen count already.\n')
  return 0
}

/** Of two that wait, one may be who took the project over: then a person says which, by rejecting both and verifying the right release. */
function refuseSeveral(histories: readonly IdentityHistory[]): void {
  for (const { project, identities } of histories) {
    const waiting = new Set(
      identities.flatMap(({ trust, identity }) => (trust === 'pending' ? [numberedText(identity)] : [])),
    )
    if (waiting.size > 1)
      throw new UsageError(
        'OPTION',
        `several publishers of ${project} wait: ${[...waiting].map(harmless).join('; ')}. Pass --all if all of them are right; else \`cordon identities reject ${project}\`, and verify the release that is right`,
      )
  }
}

function withFile(history: IdentityHistory, project: ProjectHistories): IdentityHistory {
  const answer = project.answer(history.index, history.project)
  return answer.kind === 'known' ? mergeHistories(answer.history, history) : history
}

/** Runs `cordon identities reject`. */
export function runReject(names: readonly string[], io: Io): ExitCode {
  const user = openUser(io)
  const dropped = user.change(wanted(names), (history) =>
    history.identities.some(({ trust }) => trust === 'pending') ? withoutPending(history) : history,
  )
  for (const { project } of dropped) io.stdout.write(`rejected for ${harmless(project)}: whoever waited\n`)
  if (dropped.length > 0) return 0
  io.stderr.write('cordon identities: nobody of them waits\n')
  return 3
}

/** Runs `cordon identities forget`. */
export async function runForget(names: readonly string[], options: ForgetOptions, io: Io): Promise<ExitCode> {
  const { user, project } = await open(options, io)
  const nobody = (history: IdentityHistory): IdentityHistory =>
    history.identities.length === 0 ? history : { ...history, identities: [] }
  const isWanted = wanted(names)
  const damaged = user.all().filter(({ kind }) => kind === 'damaged')
  io.stderr.write(damagedLines(damaged))
  const forgotten = [...user.change(isWanted, nobody), ...(project?.change(isWanted, nobody) ?? [])]
  if (forgotten.length === 0) {
    io.stderr.write('cordon identities: nothing is known of them\n')
    return damaged.length > 0 ? 4 : 3
  }
  for (const name of new Set(forgotten.map(({ project: name }) => name)))
    io.stdout.write(`forgotten: ${harmless(name)}\n`)
  return 0
}

function wanted(names: readonly string[]): (history: IdentityHistory) => boolean {
  const normalized = new Set(
    names.map((name) => {
      const parsed = parseName(name)
      if (parsed === null) throw new UsageError('OPTION', `"${name}" is no package name`)
      return String(parsed)
    }),
  )
  return ({ project }) => names.length === 0 || normalized.has(project)
}

function packagesOf(targets: readonly string[], config: PlacedConfig, io: Io): readonly string[] {
  if (targets.length === 0) return []
  const progress = progressLine(io)
  try {
    const taken = takeTargets(targets, {}, config, { io, progress })
    return [...new Set(taken.files.flatMap(({ file }) => file.dependencies.map(({ name }) => String(name))))]
  } finally {
    progress.clear()
  }
}

function counted(count: number): string {
  return `${count} ${count === 1 ? 'package' : 'packages'}`
}
