import { type Action, type Indicator, type IndicatorKind, indicatorsOf } from '@cordon/capabilities'

/** What the texts of one action name. */
export interface Named {
  readonly indicators: readonly Indicator[]
  readonly kinds: ReadonlySet<IndicatorKind>
}

const longestText = 20_000
const mostTexts = 60
const longestPlace = 400
const mostIndicators = 100

const known = new WeakMap<Action, Named>()

/** What the texts that go into an action name, those of what it is done to and those of where they were got. Each action is read once. */
export function namedBy(action: Action): Named {
  const before = known.get(action)
  if (before !== undefined) return before
  const indicators: Indicator[] = []
  for (const text of readable(action)) {
    for (const indicator of indicatorsOf(text.slice(0, longestText))) {
      const isKnown = indicators.some(({ kind, value }) => kind === indicator.kind && value === indicator.value)
      if (!isKnown && indicators.length < mostIndicators) indicators.push(indicator)
    }
  }
  const named = { indicators, kinds: new Set(indicators.map((indicator) => indicator.kind)) }
  known.set(action, named)
  return named
}

/** Each text by itself, and together what is joined when it is used: words to a command, folders to a path. */
function readable({ kind, texts, target, origins }: Action): readonly string[] {
  const between = kind === 'spawn' ? ' ' : '/'
  const groups = [texts, target, origins].filter((group) => group.length > 1)
  return [...texts, ...target, ...origins]
    .slice(0, mostTexts)
    .concat(groups.map((group) => group.slice(0, 20).join(between)))
}

/** The first thing of one of these kinds that an action names. */
export function nameOf(action: Action, kinds: ReadonlySet<IndicatorKind>): string | null {
  return namedBy(action).indicators.find((indicator) => kinds.has(indicator.kind))?.value ?? null
}

/** Whether an action names something of one of these kinds. */
export function names(action: Action, ...kinds: readonly IndicatorKind[]): boolean {
  const { kinds: all } = namedBy(action)
  return kinds.some((kind) => all.has(kind))
}

/** How many different things of a kind an action names. */
export function countOf(action: Action, kind: IndicatorKind): number {
  const values = namedBy(action).indicators.filter((indicator) => indicator.kind === kind)
  return new Set(values.map((indicator) => indicator.value.toLowerCase())).size
}

/** Whether the place that is written, as against what is written there, is named as one of these kinds. */
export function writesTo({ target, texts }: Action, ...kinds: readonly IndicatorKind[]): boolean {
  const place = target.length > 0 ? target : texts.filter((text) => text.length < longestPlace)
  const pieces = place.length > 1 ? [...place.slice(0, mostTexts), place.slice(0, 20).join('/')] : place
  return pieces.some((text) => indicatorsOf(text.slice(0, longestPlace)).some(({ kind }) => kinds.includes(kind)))
}
