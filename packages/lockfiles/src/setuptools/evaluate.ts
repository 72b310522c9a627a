import type { PythonExpression } from '../python/expression.ts'
import type { Change, SetupScript } from './script.ts'

/** One text of a list, or the source of what is not literal there. */
export interface Item {
  readonly text: string
  readonly line: number
  readonly dynamic: boolean
}

/** A key of a dict with the expressions that may be its value; a null key stands for entries that are not literal. */
export interface Entry {
  readonly key: string | null
  readonly value: PythonExpression
}

const deepest = 30
const copies: ReadonlySet<string> = new Set(['list', 'tuple', 'set', 'sorted', 'frozenset'])

/** Steps that may still be taken for a whole file, however many calls it makes. */
export interface StepBudget {
  left: number
}

/** The budget for one file: far more than any real setup script takes. */
export function stepBudget(): StepBudget {
  return { left: 200_000 }
}

/**
 * Follows names to the literals that were assigned to them, as far as that goes without running anything. What is set or
 * added under a condition counts as if it happened: the answer may hold too much, never too little.
 */
export class Evaluator {
  private readonly script: SetupScript
  private readonly scope: number
  private readonly following = new Set<string>()
  private readonly budget: StepBudget
  private depth = 0

  constructor(script: SetupScript, scope: number, budget: StepBudget) {
    this.script = script
    this.budget = budget
    this.scope = scope
  }

  /** True when the budget is used up, so that the answers are cut off. */
  get exhausted(): boolean {
    return this.budget.left <= 0
  }

  /** The texts of a list; a text of several lines is a list too, as setuptools takes it. */
  items(expression: PythonExpression): readonly Item[] {
    return this.deeper([dynamicItem(expression)], () => this.listItems(expression))
  }

  /** The one text of an expression, or null. */
  textOf(expression: PythonExpression): string | null {
    return this.deeper(null, () => this.literalText(expression))
  }

  /** The entries of a dict. */
  entries(expression: PythonExpression): readonly Entry[] {
    return this.deeper([{ key: null, value: expression }], () => this.dictEntries(expression))
  }

  private deeper<T>(otherwise: T, evaluate: () => T): T {
    this.budget.left -= 1
    if (this.exhausted || this.depth >= deepest) return otherwise
    this.depth += 1
    const result = evaluate()
    this.depth -= 1
    return result
  }

  private listItems(expression: PythonExpression): readonly Item[] {
    switch (expression.kind) {
      case 'text':
        return linesOf(expression.value, expression.line)
      case 'list':
        return expression.items.flatMap((item) => this.itemOf(item))
      case 'sum': {
        const text = this.textOf(expression)
        if (text !== null) return linesOf(text, expression.line)
        return expression.terms.flatMap((term) => this.items(term))
      }
      case 'name':
        return this.named(expression, (changes) => this.changedItems(changes)) ?? [dynamicItem(expression)]
      case 'call': {
        const [argument] = expression.arguments
        if (argument !== undefined && copies.has(expression.callee)) return this.items(argument.value)
        return copies.has(expression.callee) ? [] : [dynamicItem(expression)]
      }
      case 'constant':
        return []
      default:
        return [dynamicItem(expression)]
    }
  }

  private itemOf(item: PythonExpression): readonly Item[] {
    if (item.kind === 'spread') return this.items(item.value)
    const text = this.textOf(item)
    return [text === null ? dynamicItem(item) : { text: text.trim(), line: item.line, dynamic: false }]
  }

  private literalText(expression: PythonExpression): string | null {
    if (expression.kind === 'text') return expression.value
    if (expression.kind === 'sum') {
      const texts = expression.terms.map((term) => this.textOf(term))
      return texts.includes(null) ? null : texts.join('')
    }
    if (expression.kind !== 'name') return null
    return this.named(expression, (changes) => {
      const [only] = changes
      // Of two values one cannot know which it will be.
      return changes.length === 1 && only?.kind === 'set' && only.key === null ? this.textOf(only.value) : null
    })
  }

  private dictEntries(expression: PythonExpression): readonly Entry[] {
    if (expression.kind === 'dict') {
      return expression.entries.flatMap(({ key, value }): readonly Entry[] => {
        if (key === null) return this.entries(value)
        return [{ key: this.textOf(key), value }]
      })
    }
    if (expression.kind === 'call' && expression.callee === 'dict') {
      return expression.arguments.flatMap(({ name, value }): readonly Entry[] => {
        if (name !== null) return [{ key: name, value }]
        return this.entries(value.kind === 'spread' ? value.value : value)
      })
    }
    if (expression.kind === 'constant') return []
    if (expression.kind === 'spread') return this.entries(expression.value)
    const unknown = [{ key: null, value: expression }]
    if (expression.kind !== 'name') return unknown
    return this.named(expression, (changes) => this.changedEntries(changes)) ?? unknown
  }

  /** What became of a name, or null where nothing literal is known of it or it depends on itself. */
  private named<T>(name: PythonExpression & { kind: 'name' }, evaluate: (changes: readonly Change[]) => T): T | null {
    const all = this.script.changes.get(name.path) ?? []
    this.budget.left -= all.length
    const changes = all.filter(({ scope }) => scope === 0 || scope === this.scope)
    if (changes.length === 0 || this.following.has(name.path)) return null
    this.following.add(name.path)
    const result = evaluate(changes)
    this.following.delete(name.path)
    return result
  }

  private changedItems(changes: readonly Change[]): readonly Item[] {
    let items: Item[] = []
    for (const { kind, key, value, conditional } of changes) {
      if (key !== null) continue
      if (kind === 'set' && !conditional) items = []
      items.push(...this.items(value))
    }
    return items
  }

  private changedEntries(changes: readonly Change[]): readonly Entry[] {
    let entries: Entry[] = []
    for (const { kind, key, value, conditional } of changes) {
      if (key !== null) {
        if (kind === 'set' && !conditional) entries = entries.filter((entry) => entry.key !== key)
        entries.push({ key, value })
        continue
      }
      if (kind === 'set' && !conditional) entries = []
      entries.push(...this.entries(value))
    }
    return entries
  }
}

function linesOf(text: string, line: number): readonly Item[] {
  return text
    .split('\n')
    .map((part, index) => ({ text: (part.split(' #')[0] ?? '').trim(), line: line + index, dynamic: false }))
    .filter((item) => item.text !== '' && !item.text.startsWith('#'))
}

function dynamicItem(expression: PythonExpression): Item {
  return { text: sourceOf(expression), line: expression.line, dynamic: true }
}

/** The expression in a few words, as evidence. */
export function sourceOf(expression: PythonExpression): string {
  switch (expression.kind) {
    case 'dynamic':
    case 'constant':
      return expression.text
    case 'name':
      return expression.path
    case 'call':
      return `${expression.callee}(…)`
    case 'text':
      return expression.value
    case 'spread':
      return `*${sourceOf(expression.value)}`
    case 'sum':
      return expression.terms.map(sourceOf).slice(0, 10).join(' + ')
    default:
      return expression.kind === 'dict' ? '{…}' : '[…]'
  }
}
