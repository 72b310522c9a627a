import type { FileTree } from '@cordon/model'
import { readText } from '../reading.ts'

/** The operating system of a tree, as `os-release` names it. */
export interface OperatingSystem {
  /** `debian`, `alpine`, `fedora`; null where nothing tells. */
  readonly id: string | null
  /** `debian-12`, as the `distro` of a purl. */
  readonly distro: string | null
}

const places = ['etc/os-release', 'usr/lib/os-release']
const word = /^[a-z0-9][a-z0-9._-]{0,63}$/

export function operatingSystemOf(tree: FileTree): OperatingSystem {
  for (const path of places) {
    const text = readText(tree, path, 256 * 1024)
    if (text === null) continue
    const fields = fieldsOf(text)
    const id = (fields.get('ID') ?? '').toLowerCase()
    const version = (fields.get('VERSION_ID') ?? fields.get('VERSION_CODENAME') ?? '').toLowerCase()
    if (word.test(id)) return { id, distro: word.test(version) ? `${id}-${version}` : id }
  }
  return { id: null, distro: null }
}

function fieldsOf(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>()
  for (const line of text.split('\n', 500)) {
    const equals = line.indexOf('=')
    const value = line.slice(equals + 1).trim()
    const quote = value[0]
    const bare =
      value.length > 1 && (quote === '"' || quote === "'") && value.endsWith(quote) ? value.slice(1, -1) : value
    if (equals > 0) fields.set(line.slice(0, equals).trim(), bare)
  }
  return fields
}
