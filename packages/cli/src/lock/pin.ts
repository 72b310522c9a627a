import { chmodSync, realpathSync, statSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { displayPath, readPlainFile } from '@cordon/engine'
import { lockfileFormats, readPylockPins, type WrittenIdentity, withIdentities } from '@cordon/lockfiles'
import type { ExitCode } from '@cordon/model'
import { parseName } from '@cordon/pypa'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'
import { writeWhole } from '../output.ts'
import type { PlacesAnswer } from '../verify/answer.ts'
import { unifiedDiff } from './diff.ts'
import type { PinOptions } from './options.ts'
import { type PackagePin, planPin } from './plan.ts'
import { renderPinsJson, renderPinsTable } from './render.ts'

const mostBytes = 64 * 1024 * 1024

/** `cordon lock pin-identities`: writes who has built the files of a lock into it (PEP 751), once that is verified. */
export async function pinIdentities(target: string, options: PinOptions, io: Io): Promise<ExitCode> {
  const lock = openLock(target, io)
  const { answerPlaces } = await import('../verify/places.ts')
  // Everything that is pinned, whatever a configuration leaves out of a scan.
  const answer = await answerPlaces([lock.shown], { ...options, config: false }, io)
  const pins = planAll(lock, answer)
  if (pins.length === 0) {
    io.stderr.write(`cordon lock pin-identities: ${lock.shown} pins no package\n`)
    return 3
  }
  const text = changedText(lock, pins, options)
  const written = text !== lock.text
  if (written && options.dryRun !== true) writeLock(lock, text, io)
  const meta = { path: lock.shown, dryRun: options.dryRun ?? false, written }
  if (options.format === 'json') io.stdout.write(renderPinsJson(pins, meta))
  else {
    if (meta.dryRun) io.stdout.write(harmlessDiff(unifiedDiff(lock.text, text, lock.shown)))
    io.stdout.write(renderPinsTable(pins, meta))
  }
  if (isHeld(pins, options) || pins.some(({ state }) => state === 'failed')) return 1
  return pins.some(({ state }) => state === 'unknown') ? 4 : 0
}

interface OpenLock {
  /** Absolute, links followed: what is written to. */
  readonly place: string
  readonly shown: string
  readonly text: string
}

function openLock(target: string, io: Io): OpenLock {
  const absolute = resolve(io.cwd, target)
  const pylock = lockfileFormats.find(({ id }) => id === 'pylock')
  if (pylock?.matches(basename(absolute)) !== true)
    throw new UsageError(
      'OPTION',
      `${target}: no pylock.toml or pylock.NAME.toml; other locks have no place for identities`,
    )
  const bytes = readPlainFile(absolute, mostBytes)
  if ('code' in bytes) throw new UsageError('OPTION', `${target}: cannot be read (${bytes.reason})`)
  return { place: realpathSync(absolute), shown: displayPath(absolute, io.cwd), text: decoded(bytes, target) }
}

/** With its byte order mark, so that what is written back has it too. */
function decoded(bytes: Uint8Array, target: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new UsageError('OPTION', `${target}: not UTF-8, which TOML is`, { cause })
  }
}

function planAll({ text, shown }: OpenLock, { packages, unread }: PlacesAnswer): readonly PackagePin[] {
  const [failed] = unread.filter(({ at }) => at.line === 0)
  if (failed !== undefined) throw new UsageError('OPTION', `${shown}: ${failed.detail}`)
  const byPlace = Map.groupBy(packages, ({ dependency: { name, at } }) => `${at.line} ${name}`)
  return readPylockPins(text, shown).map((pins, position) => {
    const there = byPlace.get(`${pins.line} ${parseName(pins.name) ?? ''}`) ?? []
    // An array on one line may have a package in several versions.
    const found = there.length < 2 ? there[0] : there.find(({ dependency }) => dependency.version?.raw === pins.version)
    return planPin(found?.dependency ?? null, { ...pins, position }, found?.release ?? null)
  })
}

/** Whether somebody has to look first: then nothing at all is written. That nobody vouches any more is never taken for an update. */
function isHeld(pins: readonly PackagePin[], { update = false }: PinOptions): boolean {
  return pins.some(({ state }) => state === 'lost' || (state === 'changed' && !update))
}

function changedText({ text, shown }: OpenLock, pins: readonly PackagePin[], options: PinOptions): string {
  if (isHeld(pins, options) || pins.some(({ state }) => state === 'failed')) return text
  const changes = new Map<number, readonly WrittenIdentity[]>()
  for (const { position, state, identities } of pins)
    if (state === 'pinned' || state === 'changed') changes.set(position, identities)
  return changes.size === 0 ? text : withIdentities(text, shown, changes)
}

function writeLock({ place, shown, text: before }: OpenLock, text: string, io: Io): void {
  const now = readPlainFile(place, mostBytes)
  if ('code' in now || !now.equals(Buffer.from(before, 'utf8')))
    throw new UsageError('OUTPUT', `${shown}: has changed meanwhile; run again`)
  const { mode } = statSync(place)
  writeWhole(place, text, io)
  chmodSync(place, mode & 0o7777)
}

function harmlessDiff(diff: string): string {
  return diff.replace(/[^\P{Cc}\n\t]|[\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character === '\r' ? '' : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  )
}
