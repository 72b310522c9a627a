import { inOrder } from '@cordon/engine/artifact'
import {
  type AuditedEnvironment,
  type AuditRequest,
  auditDistribution,
  type OpenedEnvironments,
  openInstalled,
  shownEnvironment,
} from '@cordon/engine/installed'
import type { ExitCode, VouchedRelease } from '@cordon/model'
import type { PackageName } from '@cordon/pypa'
import { type FoundPage, useProxyOf } from '@cordon/sources'
import type { Io } from '../command.ts'
import { openAccess } from '../inspect/index-access.ts'
import { type ProgressLine, progressLine } from '../progress.ts'
import type { AuditOptions } from './options.ts'
import { renderAuditJson, renderAuditTable } from './render-audit.ts'
import { readLockPins } from './sources.ts'

const atOnce = 8

/** `cordon environment audit ENV`: what is installed, from where, whether it still is that, and who vouches for it. */
export async function auditEnvironment(target: string, options: AuditOptions, io: Io): Promise<ExitCode> {
  const { lock } = options
  const pins = lock === undefined ? null : { told: lock, dependencies: readLockPins(lock, io) }
  const progress = progressLine(io)
  const opened = openInstalled(target, { cwd: io.cwd, verify: options.verify })
  const withoutProxy = await useProxyOf(io.env)
  try {
    const environments = await auditAll(opened, { lock: pins, options, io, progress })
    const all = environments.flatMap(({ distributions }) => distributions)
    progress.clear()
    if (all.length === 0) {
      io.stderr.write(`cordon environment audit: nothing is installed in ${opened.shown}\n`)
      return 3
    }
    const json = options.format === 'json'
    io.stdout.write(
      json ? renderAuditJson(environments, opened, io) : renderAuditTable(environments, io.stdout.columns),
    )
    const levels = new Set(all.flatMap(({ reasons }) => reasons.map(({ level }) => level)))
    return levels.has('fails') ? 1 : levels.has('unknown') ? 4 : 0
  } finally {
    progress.clear()
    withoutProxy()
  }
}

interface Asking {
  readonly lock: AuditRequest['lock']
  readonly options: AuditOptions
  readonly io: Io
  readonly progress: ProgressLine
}

async function auditAll(opened: OpenedEnvironments, asking: Asking): Promise<readonly AuditedEnvironment[]> {
  const { lock, options, io, progress } = asking
  const request: AuditRequest = {
    verified: options.verify,
    hosts: options.allowHost === undefined ? null : new Set(options.allowHost.map((host) => host.toLowerCase())),
    lock,
    pages: options.indexUrl === undefined ? null : pagesOf(options, io),
    vouched: options.vouched === true ? await vouchedBy(opened, asking) : () => null,
  }
  const all: AuditedEnvironment[] = []
  for (const environment of opened.report.environments) {
    const distributions = []
    for await (const each of inOrder(environment.distributions, atOnce, (one) =>
      auditDistribution(opened, one, request),
    )) {
      distributions.push(each)
      progress.show(`audited ${distributions.length} of ${environment.distributions.length}: ${each.name}`)
    }
    all.push({
      path: shownEnvironment(opened, environment),
      kind: environment.kind,
      manager: environment.manager,
      python: environment.runtime?.version ?? null,
      distributions,
      strays: environment.strays ?? null,
    })
  }
  return all
}

/** The page of a project on every index that is named. */
function pagesOf(options: AuditOptions, io: Io): NonNullable<AuditRequest['pages']> {
  const access = openAccess(options, io)
  return async (name: PackageName) => {
    const found: FoundPage[] = []
    for await (const page of access.index().findPages(name)) found.push(page)
    return found
  }
}

/** Who vouches, as `cordon verify ENV` finds it. */
async function vouchedBy(
  opened: OpenedEnvironments,
  { options, io }: Asking,
): Promise<(distribution: { readonly name: string; readonly path: string }) => VouchedRelease | null> {
  const { answerPlaces } = await import('../verify/places.ts')
  const { indexUrl, offline, refresh, trustedRoot, lock } = options
  const targets = [opened.root, ...(lock === undefined ? [] : [lock])]
  const named = {
    ...(indexUrl === undefined ? {} : { indexUrl }),
    ...(offline === undefined ? {} : { offline }),
    ...(refresh === undefined ? {} : { refresh }),
    ...(trustedRoot === undefined ? {} : { trustedRoot }),
  }
  const { packages } = await answerPlaces(targets, { ...named, config: false, format: 'json' }, io)
  const byPath = new Map<string, VouchedRelease>(
    packages.flatMap(({ dependency: { installed, name }, release }) =>
      installed === undefined ? [] : [[`${name} ${installed.path}`, release] as const],
    ),
  )
  return ({ name, path }) => byPath.get(`${name} ${path}`) ?? null
}
