import type { ScalarNode } from '../node.ts'
import { type Dialect, posix } from './dialect.ts'
import type { ShellScript } from './shell.ts'

const furthest = 2000
const smallestBudget = 2_000_000

/** Lines of a text, found again from what a YAML parser made of it. */
export class YamlSource {
  private readonly text: string
  private readonly lineStarts: readonly number[]
  /** Characters of script that may still be given out: aliases and `extends` repeat a script without end. */
  private budget: number

  constructor(text: string) {
    this.text = text
    this.budget = Math.max(smallestBudget, 2 * text.length)
    const starts = [0]
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
    this.lineStarts = starts
  }

  /** True when a script was asked for and there was no more room for it: what it says has not been read. */
  get isExhausted(): boolean {
    return this.budget < 0
  }

  /** Takes room for a script that is made otherwise; false when there is none. */
  spend(length: number): boolean {
    if (this.budget >= 0) this.budget -= length
    return this.budget >= 0
  }

  /** A scalar as script. Lines that YAML folded into one are joined as a shell would, so that each word keeps its line. */
  script(node: ScalarNode, dialect: Dialect = posix): ShellScript {
    if (!this.spend(node.text.length)) return { text: '', lineOf: () => node.line, dialect, joined: false }
    if (node.style === 'literal') {
      return { text: node.text, lineOf: (index) => node.line + index, dialect, joined: false }
    }
    const lines = [node.line]
    let text = ''
    let line = node.line
    let offset = this.lineStarts[node.line - 1] ?? this.text.length
    for (const [, gap = '', word = ''] of node.text.matchAll(/([ \t\n]*)([^ \t\n]*)/g)) {
      const found = word === '' ? -1 : this.text.slice(offset, offset + furthest).indexOf(word)
      if (found >= 0) offset += found
      const now = this.lineFrom(line, offset)
      const isFolded = now > line && text !== '' && !gap.includes('\n')
      const between = isFolded ? ` ${dialect.escape}\n` : gap
      for (let newlines = between.split('\n').length; newlines > 1; newlines--) lines.push(now)
      line = now
      text += between + word
    }
    return { text, lineOf: (index) => lines[index] ?? line, dialect, joined: true }
  }

  private lineFrom(line: number, offset: number): number {
    let now = line
    while ((this.lineStarts[now] ?? Number.POSITIVE_INFINITY) <= offset) now += 1
    return now
  }
}
