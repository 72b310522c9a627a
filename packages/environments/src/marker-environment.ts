import type { PythonRuntime } from '@cordon/model'
import type { MarkerEnvironment, MarkerVariable } from '@cordon/pypa'
import type { Distribution } from './distribution.ts'

type Variables = Partial<Record<MarkerVariable, string>>

const implementations: ReadonlyMap<PythonRuntime['implementation'], Variables> = new Map([
  ['cpython', { implementation_name: 'cpython', platform_python_implementation: 'CPython' }],
  ['graalpy', { implementation_name: 'graalpy', platform_python_implementation: 'GraalVM' }],
  ['pypy', { implementation_name: 'pypy', platform_python_implementation: 'PyPy' }],
])

const linux: Variables = { os_name: 'posix', sys_platform: 'linux', platform_system: 'Linux' }
const macos: Variables = { os_name: 'posix', sys_platform: 'darwin', platform_system: 'Darwin' }
const windows: Variables = { os_name: 'nt', sys_platform: 'win32', platform_system: 'Windows' }

/** Platform tags (PEP 425, 600, 656), and what they say of the machine that took such a wheel. */
const platforms: readonly (readonly [RegExp, Variables])[] = [
  [/^(?:manylinux|musllinux|linux)(?:\d{0,4}|_\d{1,3}_\d{1,3})_(?=[a-z])/, linux],
  [/^macosx_\d{1,3}_\d{1,3}_/, macos],
  [/^win(?=32$|_)/, windows],
]
const windowsMachines: ReadonlyMap<string, string> = new Map([
  ['_amd64', 'AMD64'],
  ['_arm64', 'ARM64'],
  ['32', 'x86'],
])

/**
 * What markers may ask of an environment, as far as it shows: its Python, and the platform of the wheels in it. What does not show is left out, and a
 * marker that asks for it stays open.
 */
export function markerEnvironmentOf(
  runtime: PythonRuntime | null,
  distributions: readonly Pick<Distribution, 'tags'>[],
): MarkerEnvironment {
  const variables: Variables = {
    ...(runtime === null ? {} : pythonVariables(runtime)),
    ...platformVariables(distributions),
  }
  return { variables }
}

function pythonVariables({ implementation, version }: PythonRuntime): Variables {
  const [major, minor, patch] = (version ?? '').split('.', 3)
  const python =
    version === null || minor === undefined
      ? {}
      : {
          python_version: `${major}.${minor}`,
          ...(patch === undefined ? {} : { python_full_version: version }),
          ...(patch === undefined || implementation !== 'cpython' ? {} : { implementation_version: version }),
        }
  return { ...(implementations.get(implementation) ?? {}), ...python }
}

function platformVariables(distributions: readonly Pick<Distribution, 'tags'>[]): Variables {
  for (const { tags } of distributions)
    for (const tag of tags) {
      const platform = tag.slice(tag.lastIndexOf('-') + 1)
      for (const [pattern, variables] of platforms) {
        const found = pattern.exec(platform)
        if (found !== null) return { ...variables, ...machineOf(platform.slice(found[0].length), variables) }
      }
    }
  return {}
}

function machineOf(rest: string, platform: Variables): Variables {
  if (platform === windows) {
    const machine = windowsMachines.get(rest)
    return machine === undefined ? {} : { platform_machine: machine }
  }
  return rest === 'universal2' || rest === 'intel' ? {} : { platform_machine: rest }
}
