import { ImageError } from '../error.ts'
import { type JsonObject, textOf } from './json.ts'

/** What an image runs on, in Go's names. */
export interface Platform {
  readonly os: string
  readonly architecture: string
  readonly variant: string | null
}

/** Other names of the same, as people and `uname` write them. */
const architectures: Readonly<Record<string, readonly [string, string | null]>> = {
  x86_64: ['amd64', null],
  'x86-64': ['amd64', null],
  aarch64: ['arm64', null],
  i386: ['386', null],
  i686: ['386', null],
  armhf: ['arm', 'v7'],
  armel: ['arm', 'v6'],
}

/** `linux/arm64`, `arm64`, `linux/arm/v7`; throws `BAD_PLATFORM`. */
export function parsePlatform(text: string): Platform {
  const parts = text.toLowerCase().split('/')
  if (parts.length > 3 || parts.some((part) => !/^[a-z0-9_.-]{1,40}$/.test(part)))
    throw new ImageError('BAD_PLATFORM', `${text.slice(0, 100)}: no platform. Write OS/ARCHITECTURE, like linux/arm64.`)
  const [first = '', second, third] = parts
  const [os, architecture, variant] = second === undefined ? ['linux', first, undefined] : [first, second, third]
  return normalized({ os, architecture, variant: variant ?? null })
}

/** The platform of a descriptor or of a configuration; what is missing is empty. */
export function readPlatform(object: JsonObject): Platform {
  return normalized({
    os: textOf(object, 'os') ?? '',
    architecture: textOf(object, 'architecture') ?? '',
    variant: textOf(object, 'variant'),
  })
}

function normalized({ os, architecture, variant }: Platform): Platform {
  const known = Object.hasOwn(architectures, architecture) ? architectures[architecture] : undefined
  const name = known?.[0] ?? architecture
  // arm64 is v8 and amd64 is v1 unless they say more.
  const given = variant ?? known?.[1] ?? null
  const usual = (name === 'arm64' && given === 'v8') || (name === 'amd64' && given === 'v1')
  return { os, architecture: name, variant: usual ? null : given }
}

export function platformText({ os, architecture, variant }: Platform): string {
  return [
    os === '' ? 'unknown' : os,
    architecture === '' ? 'unknown' : architecture,
    ...(variant === null ? [] : [variant]),
  ].join('/')
}

/** True where an image of `platform` is what was asked for; a variant counts only where one was asked for. */
export function fitsPlatform(platform: Platform, asked: Platform): boolean {
  return (
    platform.os === asked.os &&
    platform.architecture === asked.architecture &&
    (asked.variant === null || platform.variant === asked.variant)
  )
}
