import { CodedError } from '@cordon/model'
import type { MarkerEnvironment, MarkerVariable } from '@cordon/pypa'

/** The environment that was asked for is none that is known; the message names those that are. */
export class EnvironmentError extends CodedError<'UNKNOWN_PLATFORM' | 'BAD_PYTHON_VERSION'> {}

type Variables = Partial<Record<MarkerVariable, string>>

const systems: ReadonlyMap<string, Variables> = new Map([
  ['linux', { os_name: 'posix', sys_platform: 'linux', platform_system: 'Linux' }],
  ['macos', { os_name: 'posix', sys_platform: 'darwin', platform_system: 'Darwin' }],
  ['windows', { os_name: 'nt', sys_platform: 'win32', platform_system: 'Windows' }],
])

/** What `platform_machine` says, which each system spells its own way. */
const machines: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  [
    'linux',
    new Map(['x86_64', 'aarch64', 'i686', 'armv7l', 'ppc64le', 'riscv64', 's390x'].map((name) => [name, name])),
  ],
  [
    'macos',
    new Map([
      ['arm64', 'arm64'],
      ['x86_64', 'x86_64'],
    ]),
  ],
  [
    'windows',
    new Map([
      ['x86_64', 'AMD64'],
      ['arm64', 'ARM64'],
      ['x86', 'x86'],
    ]),
  ],
])

const systemAliases: ReadonlyMap<string, string> = new Map([
  ['darwin', 'macos'],
  ['osx', 'macos'],
  ['win', 'windows'],
  ['win32', 'windows'],
])

/** Names for the same machine, of which a system knows at most one. */
const machineAliases: readonly (readonly string[])[] = [
  ['x86_64', 'amd64', 'x64'],
  ['arm64', 'aarch64'],
  ['x86', 'i686', 'i386'],
]

/** Every platform word that `environmentOf` takes, aliases left out, sorted. */
export const platforms: readonly string[] = [...machines]
  .flatMap(([system, names]) => [system, ...[...names.keys()].map((name) => `${system}-${name}`)])
  .sort()

const pythonVersion = /^\d{1,3}\.\d{1,3}(?:\.\d{1,4}(?:(?:a|b|rc)\d{1,4})?)?$/

/**
 * What is known of the environment with this Python (`3.11` or `3.11.4`) on this platform (`linux`, `macos-arm64`); null
 * leaves that part unknown. CPython is taken for granted as soon as one of the two is given. Throws `EnvironmentError`.
 */
export function environmentOf(python: string | null, platform: string | null): MarkerEnvironment {
  if (python === null && platform === null) return { variables: {} }
  const implementation: Variables = { implementation_name: 'cpython', platform_python_implementation: 'CPython' }
  return {
    variables: {
      ...implementation,
      ...(python === null ? {} : pythonVariables(python)),
      ...(platform === null ? {} : platformVariables(platform)),
    },
  }
}

function pythonVariables(text: string): Variables {
  const version = text.trim()
  if (!pythonVersion.test(version))
    throw new EnvironmentError('BAD_PYTHON_VERSION', `"${text}" is no Python version; write 3.12 or 3.12.4.`)
  const [major, minor, patch] = version.split('.', 3)
  const short = `${major}.${minor}`
  // Without a patch the whole version stays unknown: markers that depend on it are tried with every patch.
  if (patch === undefined) return { python_version: short }
  return { python_version: short, python_full_version: version, implementation_version: version }
}

function platformVariables(text: string): Variables {
  const word = text.trim().toLowerCase()
  const dash = word.indexOf('-')
  const named = dash < 0 ? word : word.slice(0, dash)
  const system = systemAliases.get(named) ?? named
  const variables = systems.get(system)
  if (variables === undefined) throw unknownPlatform(text)
  if (dash < 0) return variables
  const machine = machineOf(system, word.slice(dash + 1))
  if (machine === null) throw unknownPlatform(text)
  return { ...variables, platform_machine: machine }
}

function machineOf(system: string, name: string): string | null {
  const known = machines.get(system)
  const same = machineAliases.find((names) => names.includes(name)) ?? [name]
  for (const candidate of same) {
    const machine = known?.get(candidate)
    if (machine !== undefined) return machine
  }
  return null
}

function unknownPlatform(text: string): EnvironmentError {
  return new EnvironmentError('UNKNOWN_PLATFORM', `"${text}" is no known platform; known are ${platforms.join(', ')}.`)
}
