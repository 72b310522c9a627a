import { type Binding, type Environment, Scope } from './environment.ts'
import type { WordToken } from './lexer.ts'

const mostChoices = 32

/**
 * Each way to fill in the variables of these words that stand for several values; once, with them unknown, when there are too
 * many. Variables of one group go in step.
 */
export function* choicesOf(words: readonly WordToken[], environment: Environment): Generator<Environment> {
  let rows: readonly (readonly Chosen[])[] = [[]]
  for (const group of groupsIn(words, environment)) {
    const choices = distinctRows(group)
    if (rows.length * choices.length > mostChoices) {
      yield environment
      return
    }
    rows = rows.flatMap((row) => choices.map((choice) => [...row, ...choice]))
  }
  for (const row of rows) {
    const scope = row.length === 0 ? environment : new Scope(environment)
    if (scope instanceof Scope) for (const { name, value, line } of row) scope.bind(name, value, line)
    yield scope
  }
}

interface Chosen {
  readonly name: string
  readonly value: string
  readonly line: number
}

type Named = readonly [string, Binding]

function groupsIn(words: readonly WordToken[], environment: Environment): Iterable<readonly Named[]> {
  const groups = new Map<unknown, Map<string, Binding>>()
  for (const part of words.flatMap((word) => word.parts)) {
    const binding = part.kind === 'variable' ? environment.get(part.name) : undefined
    if (part.kind !== 'variable' || binding === undefined || binding.values.length < 2) continue
    const key = binding.group ?? binding
    const group = groups.get(key) ?? new Map<string, Binding>()
    groups.set(key, group.set(part.name, binding))
  }
  return [...groups.values()].map((group) => [...group])
}

/** The combinations of a group as far as they differ in the names that are used. */
function distinctRows(group: readonly Named[]): readonly (readonly Chosen[])[] {
  const count = group[0]?.[1].values.length ?? 0
  const found = new Map<string, readonly Chosen[]>()
  for (let index = 0; index < count; index++) {
    const row = group.map(([name, { values, line }]) => ({ name, value: values[index] ?? '', line }))
    found.set(JSON.stringify(row.map(({ value }) => value)), row)
  }
  return [...found.values()]
}
