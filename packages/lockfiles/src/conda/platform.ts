import { type Marker, parseMarker } from '@cordon/pypa'

const systems: ReadonlyMap<string, string> = new Map([
  ['linux', 'linux'],
  ['osx', 'darwin'],
  ['win', 'win32'],
])
const machines: ReadonlyMap<string, string> = new Map([
  ['linux-32', 'i686'],
  ['linux-64', 'x86_64'],
  ['osx-64', 'x86_64'],
  ['win-32', 'x86'],
  ['win-64', 'AMD64'],
  ['win-arm64', 'ARM64'],
])

/** The marker for conda platforms such as `linux-64`; null (always) where one of them is not known or there are none. */
export function platformMarker(platforms: Iterable<string>): Marker | null {
  const terms: string[] = []
  for (const platform of platforms) {
    const dash = platform.indexOf('-')
    const system = systems.get(platform.slice(0, Math.max(0, dash)))
    if (system === undefined || !/^[a-z]+-[a-z0-9]+$/.test(platform)) return null
    const machine = machines.get(platform) ?? platform.slice(dash + 1)
    terms.push(`sys_platform == '${system}' and platform_machine == '${machine}'`)
  }
  if (terms.length === 0 || terms.length > 32) return null
  return parseMarker(terms.length === 1 ? (terms[0] ?? '') : terms.map((term) => `(${term})`).join(' or '))
}
