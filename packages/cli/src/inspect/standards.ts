import { resolve } from 'node:path'
import type { Standards } from '@cordon/engine/artifact'
import type { KnownArtifact } from '@cordon/model'
import { type CooldownFor, cooldownDaysOf, packagePatternOf, parseKnownArtifacts } from '@cordon/policy'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'
import { type PlacedConfig, readText } from '../target-options.ts'
import type { InspectOptions } from './options.ts'

/** What configuration and command line lay down about artifacts and projects; the command line comes first. */
export function standardsOf(
  config: PlacedConfig,
  options: Pick<InspectOptions, 'cooldown' | 'knownArtifacts'>,
  io: Io,
): Standards {
  const { inspect } = config
  const asked = (options.cooldown ?? []).map(readCooldown)
  const cooldown = {
    cooldownDays: asked.findLast(({ pattern }) => pattern === null)?.days ?? inspect.cooldownDays,
    cooldownFor: [...asked.filter(isNamed), ...inspect.cooldownFor],
  }
  return {
    now: io.now(),
    cooldownDays: (name) => cooldownDaysOf(cooldown, name),
    youngDays: inspect.youngDays,
    known: knownArtifacts(config, options.knownArtifacts ?? [], io),
  }
}

interface Cooldown {
  /** Null: of every project. */
  readonly pattern: string | null
  readonly days: number
}

function isNamed(cooldown: Cooldown): cooldown is CooldownFor {
  return cooldown.pattern !== null
}

/** `14`, or `acme-*=0`. */
function readCooldown(text: string): Cooldown {
  const [, name, digits] = /^(?:([^=]+)=)?(\d{1,6})$/.exec(text.trim()) ?? []
  const pattern = name === undefined ? null : packagePatternOf(name.trim())
  if (digits === undefined || (name !== undefined && pattern === null))
    throw new UsageError('OPTION', `--cooldown ${text}: write a number of days, or NAME=DAYS such as 'acme-*=0'`)
  return { pattern, days: Number(digits) }
}

/** Those of the configuration, of its file, and of the files of the command line: what comes later holds. */
function knownArtifacts(config: PlacedConfig, files: readonly string[], io: Io): ReadonlyMap<string, KnownArtifact> {
  const { knownArtifacts: own, knownArtifactsFile: file } = config.inspect
  const named = files.map((path) => ({ absolute: resolve(io.cwd, path), shown: path }))
  const configured = file === null ? [] : [{ absolute: resolve(config.folder, file), shown: file }]
  const all = [...configured, ...named].map(({ absolute, shown }) =>
    parseKnownArtifacts(readText(absolute, shown), shown, io.now()),
  )
  return new Map([own, ...all].flatMap((known) => [...known]))
}
