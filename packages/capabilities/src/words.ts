import type { Unit } from '@cordon/python'
import { type IndicatorKind, indicatorsOf } from './indicators/index.ts'
import type { Trait } from './package-code.ts'

const longest = 2_000_000
const mostValues = 6
const utf8 = new TextDecoder()

/** What the text of a unit names, one trait a kind: `word:webhook`, with the first few values. */
export function wordsOf(unit: Unit, line: number | null): readonly Trait[] {
  const text = utf8.decode(unit.tree.source.subarray(0, longest))
  const byKind = new Map<IndicatorKind, { readonly at: number; readonly values: Set<string> }>()
  for (const { kind, value, at } of indicatorsOf(text)) {
    const known = byKind.get(kind) ?? { at, values: new Set<string>() }
    if (known.values.size < mostValues) known.values.add(value)
    byKind.set(kind, known)
  }
  return [...byKind].map(([kind, { at, values }]) => ({
    id: `word:${kind}`,
    line: line ?? lineAt(text, at),
    evidence: [...values].join(' '),
  }))
}

function lineAt(text: string, index: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) line += 1
  return line
}
