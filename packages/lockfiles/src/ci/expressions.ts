import { type Binding, type Environment, longestValue, Scope, unknownBinding } from '../commands/environment.ts'
import { type DataNode, entriesOf, textOf } from '../node.ts'

const expression = /\$\{\{[^}]*\}\}|\$\[\[[^\]]*\]\]/g
const mostExpressions = 32

/** The values of a text with the expressions of a CI file filled in: several when an expression stands for several. */
export function fillExpressions(text: string, line: number, environment: Environment): Binding {
  const found = new Set(text.match(expression) ?? [])
  if (found.size === 0) return { values: [text], line }
  if (text.length > longestValue || found.size > mostExpressions) return unknownBinding(line, text)
  let filled: Binding = { values: [text], line }
  for (const each of found) {
    const known = environment.get(each.replace(/\s/g, ''))
    const next = known === undefined ? null : filledWith(filled, each, known)
    if (next === null) return unknownBinding(line, text)
    filled = next
  }
  return { ...filled, raw: text }
}

/** Fills one expression in; null when it is not known, or stands for several values out of step with the others. */
function filledWith(filled: Binding, expressionText: string, known: Binding): Binding | null {
  const [only] = known.values
  const isSingle = known.values.length === 1
  if (only === undefined || (!isSingle && filled.values.length > 1 && filled.group !== known.group)) return null
  const count = isSingle ? filled.values.length : known.values.length
  const values = Array.from({ length: count }, (_, index) => {
    const before = filled.values.length === 1 ? (filled.values[0] ?? '') : (filled.values[index] ?? '')
    return before.replaceAll(expressionText, () => (isSingle ? only : (known.values[index] ?? '')))
  })
  if (values.some((value) => value.length > longestValue)) return null
  const group = isSingle ? filled.group : (known.group ?? known)
  return { values, line: filled.line, ...(group === undefined ? {} : { group }) }
}

/** Binds an `env:` or `variables:` mapping: `NAME` for the shell and, with a form, `${{ env.NAME }}` for the runner. */
export function bindVariables(node: DataNode | null, scope: Scope, form?: (name: string) => string): void {
  const before = new Scope(scope)
  for (const { key, line, value } of entriesOf(node)) {
    const text = textOf(value)
    const binding = text === null ? unknownBinding(line) : fillExpressions(text, line, before)
    scope.set(key, binding)
    if (form !== undefined) scope.set(form(key), binding)
  }
}
