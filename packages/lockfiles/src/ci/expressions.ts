import { type Binding, type Environment, Scope } from '../commands/environment.ts'
import { type DataNode, entriesOf, itemsOf, textOf } from '../node.ts'

const expression = /\$\{\{[^}]*\}\}|\$\[\[[^\]]*\]\]/g
const mostValues = 32
const deepest = 4

/** The values of a text with the expressions of a CI file filled in: several when an expression stands for several. */
export function fillExpressions(text: string, line: number, environment: Environment): Binding {
  const found = text.match(expression) ?? []
  if (found.length === 0) return { values: [text], line }
  const [only] = new Set(found.map((each) => each.replace(/\s/g, '')))
  let values: readonly string[] = [text]
  for (const each of new Set(found)) {
    const known = environment.get(each.replace(/\s/g, ''))?.values ?? []
    // Two expressions with several values each belong together in ways that are not followed here.
    if (known.length === 0 || (known.length > 1 && only !== each.replace(/\s/g, '')))
      return { values: [], raw: text, line }
    values = values.flatMap((value) => known.map((one) => value.replaceAll(each, one)))
    if (values.length > mostValues) return { values: [], raw: text, line }
  }
  return { values, raw: text, line }
}

/** Binds an `env:` or `variables:` mapping: `NAME` for the shell and, with a form, `${{ env.NAME }}` for the runner. */
export function bindVariables(node: DataNode | null, scope: Scope, form?: (name: string) => string): void {
  const before = new Scope(scope)
  for (const { key, line, value } of entriesOf(node)) {
    const text = textOf(value)
    const binding = text === null ? { values: [], line } : fillExpressions(text, line, before)
    scope.set(key, binding)
    if (form !== undefined) scope.set(form(key), binding)
  }
}

/** Binds each literal of a tree of lists and mappings to its path: `matrix.django` to every value that it takes. */
export function bindChoices(node: DataNode | null, path: string, scope: Scope): void {
  const found = new Map<string, Set<string> | null>()
  gather(node, path, found, 0)
  for (const [name, values] of found) {
    scope.set(`\${{${name}}}`, { values: values === null ? [] : [...values], line: node?.line ?? 0 })
  }
}

/** null marks a name with a value that is not a literal. */
function gather(node: DataNode | null, path: string, found: Map<string, Set<string> | null>, depth: number): void {
  if (node === null || depth > deepest) return
  if (node.kind === 'mapping') {
    for (const { key, value } of node.entries.values()) gather(value, `${path}.${key}`, found, depth + 1)
  } else if (node.kind === 'sequence') {
    for (const item of itemsOf(node)) gather(item, path, found, depth + 1)
  } else {
    const isLiteral = !node.text.includes('${{')
    const before = found.get(path)
    if (!isLiteral || before === null) found.set(path, null)
    else found.set(path, (before ?? new Set()).add(node.text))
  }
}
