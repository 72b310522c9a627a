import { hostname } from 'node:os'
import { parseTrustedRoot, partsOf, type TrustedPart } from '@cordon/attest'
import { CodedError, type ExitCode } from '@cordon/model'
import { type KeptTrust, keptInstances, readKeptTrust, SourceError, useProxyOf } from '@cordon/sources'
import { knownInstances, type TrustResult, updateTrust } from '@cordon/sources/trust'
import type { Io } from '../command.ts'
import { harmless } from '../harmless.ts'
import { isRunning } from '../running.ts'
import { chooseInstance } from './read.ts'
import { production, readInstanceText, trustFolder } from './texts.ts'

export interface UpdateTrustOptions {
  readonly instance?: string
  readonly from?: string
  readonly root?: string
  readonly offline?: boolean
}

export interface ShowTrustOptions {
  readonly format: 'table' | 'json'
}

/** Runs `cordon trust update`. */
export async function runTrustUpdate(options: UpdateTrustOptions, io: Io): Promise<ExitCode> {
  const { instance = production, from = null, root = null } = options
  const folder = trustFolder(io)
  if (folder === null)
    throw new SourceError('DISK', 'there is no home folder to keep trusted roots in. Set CORDON_STATE_DIR.')
  const offline = options.offline ?? !['', '0'].includes(io.env.CORDON_OFFLINE ?? '')
  const restore = await useProxyOf(io.env)
  try {
    const request = { instance, from, root, folder, cwd: io.cwd, offline }
    const self = { pid: process.pid, host: hostname(), isRunning }
    const update = await updateTrust(request, (text) => checkRoot(instance, text), {
      fetch: io.fetch,
      now: io.now,
      self,
    })
    io.stdout.write(renderUpdate(instance, update))
    return 0
  } catch (error) {
    if (error instanceof CodedError) io.stderr.write(`cordon: note: ${stillInUse(instance, folder, io)}\n`)
    throw error
  } finally {
    restore()
  }
}

/** A root that could verify nothing, or less than its instance is known to prove, is not kept. */
function checkRoot(name: string, text: string): void {
  const { hasLogs } = parseTrustedRoot(text)
  if (knownInstances.find((each) => each.name === name)?.hasLogs === true && !hasLogs)
    throw new SourceError('BAD_DATA', `${name}: its trusted root names no log, and it has some. It was not taken.`)
}

function renderUpdate(name: string, { kind, kept }: TrustResult): string {
  const { root, targets, timestamp } = kept.versions
  const counts = new Map<string, number>()
  for (const each of partsOf(parseTrustedRoot(kept.trustedRoot)))
    counts.set(each.kind, (counts.get(each.kind) ?? 0) + 1)
  const parts = [...counts].map(([part, count]) => `${count} ${count === 1 ? part : plural(part)}`).join(', ')
  const state = kind === 'updated' ? 'updated' : 'up to date'
  return [
    `${name}: ${state}, from ${harmless(kept.from)}`,
    `  root ${root}, targets ${targets}, timestamp ${timestamp}; to be renewed by ${kept.expires.slice(0, 10)}`,
    `  ${parts}`,
    '',
  ].join('\n')
}

function plural(part: string): string {
  return part.endsWith('y') ? `${part.slice(0, -1)}ies` : `${part}s`
}

function stillInUse(name: string, folder: string, io: Io): string {
  const kept = readOrNull(folder, name)
  if (kept !== null) return `${name}: in use stays what was kept ${ageOf(kept, io)}`
  return name === production ? `${name}: in use stays what is built in` : `${name}: nothing is kept of it`
}

function readOrNull(folder: string, name: string): KeptTrust | null {
  try {
    return readKeptTrust(folder, name)
  } catch (error) {
    if (error instanceof SourceError) return null
    throw error
  }
}

function ageOf({ updated }: KeptTrust, io: Io): string {
  const days = Math.max(0, Math.floor((io.now().getTime() - Date.parse(updated)) / 86_400_000))
  return days === 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`
}

interface ShownInstance {
  readonly name: string
  readonly source: 'built in' | 'kept'
  readonly hasLogs: boolean
  readonly digest: string
  readonly kept: KeptTrust | null
  readonly parts: readonly TrustedPart[]
}

/** Runs `cordon trust show`: every instance that can be named, and what it is made of. */
export function runTrustShow({ format }: ShowTrustOptions, io: Io): ExitCode {
  const folder = trustFolder(io)
  const names = new Set([production, ...(folder === null ? [] : keptInstances(folder))])
  const shown = [...names].sort().map((name) => shownInstance(name, io))
  io.stdout.write(format === 'json' ? showJson(shown) : showTable(shown, io))
  return 0
}

function shownInstance(name: string, io: Io): ShownInstance {
  const text = readInstanceText(name, io)
  const { instance, isKept } = chooseInstance(text)
  const { hasLogs, digest } = instance
  return { name, source: isKept ? 'kept' : 'built in', hasLogs, digest, kept: text.kept, parts: partsOf(instance) }
}

function showJson(shown: readonly ShownInstance[]): string {
  const instances = shown.map(({ kept, ...rest }) => ({
    ...rest,
    default: rest.name === production,
    from: kept?.from ?? null,
    updated: kept?.updated ?? null,
    expires: kept?.expires ?? null,
    versions: kept?.versions ?? null,
  }))
  return `${JSON.stringify({ version: 1, instances }, null, 2)}\n`
}

function showTable(shown: readonly ShownInstance[], io: Io): string {
  const blocks = shown.map((each) => [headline(each, io), ...each.parts.map(partLine)].join('\n'))
  return `${blocks.join('\n\n')}\n`
}

function headline({ name, source, kept, hasLogs }: ShownInstance, io: Io): string {
  const days = kept === null ? '' : `updated ${ageOf(kept, io)} from ${harmless(kept.from)}`
  const state =
    kept === null ? 'built in, never updated' : source === 'kept' ? days : `built in, newer than what was ${days}`
  const remarks = [name === production ? 'trusted by default' : `trusted with --instance ${name}`]
  if (!hasLogs) remarks.push('no logs: a timestamp must say when')
  if (kept !== null && Date.parse(kept.expires) < io.now().getTime())
    remarks.push(`should have been renewed by ${kept.expires.slice(0, 10)}`)
  return `${name}: ${state} (${remarks.join('; ')})`
}

function partLine({ kind, place, start, end }: TrustedPart): string {
  const until = end === null ? `since ${start.slice(0, 10)}` : `${start.slice(0, 10)} to ${end.slice(0, 10)}`
  return `  ${kind.padEnd(21)}  ${until.padEnd(24)}  ${harmless(place)}`
}
