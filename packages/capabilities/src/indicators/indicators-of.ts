import { type Automaton, compileWords, fold, scanWords, startOf } from './automaton.ts'
import type { Indicator, IndicatorKind } from './indicator.ts'
import { fileWords } from './tables/file-words.ts'
import { hostWords, oddTopLevels } from './tables/host-words.ts'
import { credentialVariables, phraseWords } from './tables/phrase-words.ts'
import { hostOf, isPublicAddress } from './url.ts'

type Edge = 'host' | 'name' | 'extension' | 'variable' | 'executable' | 'pattern' | 'url'

interface Entry {
  readonly kind: IndicatorKind
  readonly word: string
  readonly edge: Edge
}

const longestValue = 200
const mostIndicators = 2000

let compiled: { readonly automaton: Automaton; readonly entries: readonly Entry[] } | undefined

/**
 * What a text names, in order of place. Linear in the text; the first two thousand of a text. Case and the kind of slash do not matter.
 * A word counts only where it stands by itself: `.env`, but not `os.env`; `pastebin.com`, but not `pastebin.company`.
 */
export function indicatorsOf(text: string): readonly Indicator[] {
  compiled ??= compileTables()
  const { automaton, entries } = compiled
  const found: Indicator[] = []
  scanWords(automaton, text, (index, end) => {
    const entry = entries[index]
    if (!entry || found.length >= mostIndicators) return
    const indicator = judge(text, entry, end)
    if (indicator) add(found, indicator)
  })
  addWholeText(text, found)
  return found
}

/** Of words of one kind that begin at one place, the longest. */
function add(found: Indicator[], indicator: Indicator): void {
  for (let back = found.length - 1; back >= 0 && back >= found.length - 4; back -= 1) {
    const other = found[back]
    if (other?.kind !== indicator.kind || other.at !== indicator.at) continue
    if (indicator.value.length > other.value.length) found[back] = indicator
    return
  }
  found.push(indicator)
}

/** Whether a text names something of one of the kinds. */
export function namesAny(text: string, kinds: ReadonlySet<IndicatorKind>): boolean {
  return indicatorsOf(text).some((indicator) => kinds.has(indicator.kind))
}

function compileTables(): { readonly automaton: Automaton; readonly entries: readonly Entry[] } {
  const entries: Entry[] = [{ kind: 'odd-domain', word: ':/', edge: 'url' }]
  addTable(entries, hostWords, () => 'host')
  addTable(entries, fileWords, (kind) => (kind === 'executable-name' ? 'executable' : 'name'))
  addTable(entries, phraseWords, (kind) =>
    kind === 'token-pattern' || kind === 'address-pattern' ? 'pattern' : 'name',
  )
  addTable(entries, { 'credential-variable': credentialVariables }, () => 'variable')
  return { automaton: compileWords(entries.map((entry) => entry.word)), entries }
}

function addTable(
  entries: Entry[],
  table: Partial<Record<IndicatorKind, readonly string[]>>,
  edgeOf: (kind: IndicatorKind) => Edge,
): void {
  for (const [kind, words] of Object.entries(table) as [IndicatorKind, readonly string[]][]) {
    for (const word of new Set(words.map(fold))) {
      if (word.startsWith('*')) entries.push({ kind, word: word.slice(1), edge: 'extension' })
      else entries.push({ kind, word, edge: edgeOf(kind) })
    }
  }
}

function judge(text: string, entry: Entry, end: number): Indicator | null {
  const { kind, word, edge } = entry
  const at = startOf(text, word, end)
  switch (edge) {
    case 'url':
      return judgeUrl(text, at)
    case 'host':
      return isHostAt(text, at, end) ? { kind, value: addressAround(text, at), at } : null
    case 'extension':
      return isWordPart(text.charCodeAt(end)) ? null : { kind, value: text.slice(at, end), at }
    case 'executable':
      return judgeExecutable(text, at, end)
    case 'pattern':
      return { kind, value: text.slice(at, end), at }
    case 'variable':
      return isWordPart(text.charCodeAt(at - 1)) || isWordPart(text.charCodeAt(end))
        ? null
        : { kind, value: text.slice(at, end), at }
    case 'name':
      return standsAlone(text, at, end) ? { kind, value: text.slice(at, end), at } : null
  }
}

/** `://` stands at a URL: one by address in digits, or in an odd top-level domain. */
function judgeUrl(text: string, at: number): Indicator | null {
  const host = hostOf(text, at)
  if (host === null) return null
  const value = addressAround(text, at)
  if (isPublicAddress(host)) return { kind: 'ip-address', value, at }
  return oddTopLevels.has(host.slice(host.lastIndexOf('.') + 1)) && host.includes('.')
    ? { kind: 'odd-domain', value, at }
    : null
}

/** A subdomain may stand before it, a path or port after it; not a longer name. */
function isHostAt(text: string, at: number, end: number): boolean {
  const before = text.charCodeAt(at - 1)
  if (text.charCodeAt(at) !== dot && (isAlphanumeric(before) || before === hyphen)) return false
  const last = text.charCodeAt(end - 1)
  if (last === slash || last === backslash) return true
  const after = text.charCodeAt(end)
  if (isAlphanumeric(after) || after === hyphen) return false
  return !(after === dot && isAlphanumeric(text.charCodeAt(end + 1)))
}

function judgeExecutable(text: string, at: number, end: number): Indicator | null {
  const after = text.charCodeAt(end)
  if (isWordPart(after) || after === parenthesis || after === dot) return null
  let from = at
  while (from > 0 && at - from < 80 && isNamePart(text.charCodeAt(from - 1))) from -= 1
  return { kind: 'executable-name', value: text.slice(from, end), at: from }
}

function standsAlone(text: string, at: number, end: number): boolean {
  const first = text.charCodeAt(at)
  const last = text.charCodeAt(end - 1)
  const before = text.charCodeAt(at - 1)
  if (first === dot ? isWordPart(before) || before === closing : isAlphanumeric(first) && isAlphanumeric(before)) {
    return false
  }
  const after = text.charCodeAt(end)
  if (first === dot && isWordPart(last) && (isWordPart(after) || after === parenthesis)) return false
  return !(isAlphanumeric(last) && isAlphanumeric(after))
}

/** Values that say what they are only when nothing else is in the text. */
function addWholeText(text: string, found: Indicator[]): void {
  if (text.length > 200 || text.length < 7) return
  if (/^\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?$/.test(text) && isPublicAddress(text.replace(/:.*/, ''))) {
    found.push({ kind: 'ip-address', value: text, at: 0 })
  }
  if (/^[a-p]{32}$/.test(text)) found.push({ kind: 'browser-extension', value: text, at: 0 })
  if (
    /^(?:bc1[02-9ac-hj-np-z]{25,60}|[13][1-9A-HJ-NP-Za-km-z]{25,34}|0x[0-9a-fA-F]{40}|4[0-9AB][1-9A-HJ-NP-Za-km-z]{93})$/.test(
      text,
    )
  ) {
    found.push({ kind: 'address-pattern', value: text, at: 0 })
  }
}

const dot = 46
const hyphen = 45
const slash = 47
const backslash = 92
const parenthesis = 40
const closing = 41

function isAlphanumeric(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
}

function isWordPart(code: number): boolean {
  return isAlphanumeric(code) || code === 95
}

function isNamePart(code: number): boolean {
  return isWordPart(code) || code === dot || code === hyphen || code === 43
}

function addressAround(text: string, at: number): string {
  let from = at
  while (from > 0 && at - from < longestValue && isAddressPart(text.charCodeAt(from - 1))) from -= 1
  let to = at
  while (to < text.length && to - from < longestValue && isAddressPart(text.charCodeAt(to))) to += 1
  return text.slice(from, to)
}

/** Printable ASCII that ends no address: neither blanks nor quotes nor brackets. */
function isAddressPart(code: number): boolean {
  return code > 32 && code < 127 && !'"\'`<>()[]{}|\\^,;'.includes(String.fromCharCode(code))
}
