import type { Party, Tool } from '../bom.ts'

const actor = /^(person|organization|tool)\s*:\s*([\s\S]*)$/i
const withAddress = /^(.*?)\s*\(([^()]*)\)$/

/** A party as SPDX 2.3 writes it: `Organization: name (address)`. Null for one without name and address. */
export function writeActor({ kind, name, email }: Party): string | null {
  const shown = oneLine(name ?? email ?? '')
  if (shown === '') return null
  const address = name === null || email === null ? '' : ` (${oneLine(email)})`
  return `${{ person: 'Person', organization: 'Organization', tool: 'Tool' }[kind]}: ${shown}${address}`
}

/** Reads `Person: name (address)`; null for `NOASSERTION` and whatever has no kind. */
export function readActor(text: string | null): Party | null {
  const [, kind = '', rest = ''] = actor.exec(text?.trim() ?? '') ?? []
  const whole = rest.trim()
  if (kind === '' || whole === '') return null
  const party = kind.toLowerCase() === 'person' ? 'person' : kind.toLowerCase() === 'tool' ? 'tool' : 'organization'
  const [, before = '', address = ''] = withAddress.exec(whole) ?? []
  if (before !== '' && (address === '' || address.includes('@')))
    return { kind: party, name: before, email: address === '' ? null : address.trim(), url: null }
  return { kind: party, name: whole, email: null, url: null }
}

/** A tool as SPDX 2.3 writes it: `Tool: name-version`. */
export function writeTool({ name, version }: Tool): string {
  return `Tool: ${oneLine(name)}${version === null ? '' : `-${oneLine(version)}`}`
}

/** The tool of `Tool: name-version`; null for who is no tool. */
export function readToolActor(text: string | null): Tool | null {
  const [, kind = '', rest = ''] = actor.exec(text?.trim() ?? '') ?? []
  return kind.toLowerCase() === 'tool' && rest.trim() !== '' ? readTool(rest.trim()) : null
}

/** Reads `name-version`, where what follows the last hyphen begins with a digit. */
export function readTool(name: string): Tool {
  const match = /^(.+)-(v?\d[^\s-]*)$/.exec(name)
  return match === null
    ? { vendor: null, name, version: null }
    : { vendor: null, name: (match[1] ?? name).trim(), version: match[2] ?? null }
}

/** A text on one line: white space folded. */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\s\0]+/g, ' ')
    .trim()
}
