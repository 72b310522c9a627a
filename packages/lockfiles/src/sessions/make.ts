import type { Collector } from '../commands/collector.ts'
import { posix } from '../commands/dialect.ts'
import { Scope } from '../commands/environment.ts'
import { readScript } from '../commands/script.ts'

interface RecipeLine {
  readonly text: string
  readonly line: number
}

const assignment = /^ *(?:export +|override +)*([A-Za-z_][A-Za-z0-9_.-]*)\s*(\+|\?|:{1,3})?=\s*(.*)$/
const reference = /\$\(([A-Za-z_][A-Za-z0-9_.-]*)\)|\$\{([A-Za-z_][A-Za-z0-9_.-]*)\}|\$\$/g
const longestValue = 2000
const mostFilled = 4_000_000
const mostVariables = 500

/** Reads the recipes of a makefile; variables that are set once to a literal are filled in. */
export function readMakefile(text: string, collector: Collector): void {
  const lines = logicalLines(text.split(/\r?\n/))
  const filler = new Filler(readVariables(lines))
  for (const recipe of lines) {
    const [first] = recipe
    if (first === undefined || !first.text.startsWith('\t')) continue
    const filled = recipe.map((line) => filler.line(line.text))
    const script = filled.join('\n').replace(/^[\t ]*[-+@\t ]*/, '')
    const lineOf = (index: number): number => recipe[index]?.line ?? first.line
    readScript({ text: script, lineOf, dialect: posix, joined: false }, new Scope(), { collector })
  }
}

/** Lines with those that a backslash joins to them. */
function logicalLines(lines: readonly string[]): readonly (readonly RecipeLine[])[] {
  const found: RecipeLine[][] = []
  let open = false
  for (const [index, text] of lines.entries()) {
    const line = { text, line: index + 1 }
    const last = found.at(-1)
    if (open && last !== undefined) last.push(line)
    else found.push([line])
    open = /(?:^|[^\\])(?:\\\\)*\\$/.test(text)
  }
  return found
}

/** Values by name; null where a name gets more than one. */
function readVariables(lines: readonly (readonly RecipeLine[])[]): ReadonlyMap<string, string | null> {
  const found = new Map<string, string | null>()
  for (const logical of lines) {
    const [first] = logical
    if (first === undefined || first.text.startsWith('\t')) continue
    const whole = logical.map((line) => line.text.replace(/\\$/, '').trim()).join(' ')
    const match = whole.length > longestValue ? null : assignment.exec(whole)
    const [, name, sign, value = ''] = match ?? []
    if (name === undefined) continue
    // `?=` gives way to a value that is there already.
    if (sign === '?' && found.has(name)) continue
    found.set(name, found.has(name) ? null : value.replace(/(?:^|\s)#.*$/, '').trim())
  }
  return found
}

/** Fills make's variables in, each of them worked out once, within a bound for the whole file. */
class Filler {
  private readonly values: ReadonlyMap<string, string | null>
  private readonly filled = new Map<string, string | null>()
  private budget = mostFilled

  constructor(values: ReadonlyMap<string, string | null>) {
    this.values = values
  }

  /** A recipe line with `$$` for the shell's `$`; what is not known stays as written. */
  line(text: string): string {
    return this.replace(text).replaceAll('$$', () => '$')
  }

  private replace(text: string): string {
    return text.replace(reference, (whole, round?: string, curly?: string) => {
      const name = round ?? curly
      const value = name === undefined ? null : this.value(name)
      if (value === null || this.budget < value.length) return whole
      this.budget -= value.length
      return value
    })
  }

  private value(name: string): string | null {
    const known = this.filled.get(name)
    if (known !== undefined) return known
    // A variable that needs itself stays unknown.
    this.filled.set(name, null)
    const own = this.values.get(name) ?? null
    if (own === null || this.filled.size > mostVariables) return null
    const value = this.replace(own)
    const kept = value.length > longestValue ? null : value
    this.filled.set(name, kept)
    return kept
  }
}
