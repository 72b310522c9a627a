import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'

const page = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'reports.md'), 'utf8')

/** Fenced blocks that name a golden: ```text table/sample-80 */
function excerpts(): readonly { readonly golden: string; readonly lines: readonly string[] }[] {
  return [...page.matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```$/gm)].map(([, golden = '', body = '']) => {
    return { golden, lines: body.trimEnd().split('\n') }
  })
}

describe('docs/reports.md', () => {
  it('shows real output: every line of an excerpt stands in its golden, in that order', () => {
    assert.ok(excerpts().length >= 9, `${excerpts().length} excerpts`)
    for (const { golden, lines } of excerpts()) {
      const text = readFileSync(join(import.meta.dirname, `${golden}.golden`), 'utf8')
      // The page indents what is written on one line for each verdict and dependency.
      const output = (text.startsWith('{') ? JSON.stringify(JSON.parse(text), null, 2) : text).split('\n')
      let from = 0
      for (const line of lines) {
        // Three dots stand for what is left out.
        if (line.trim() === '...') continue
        const at = output.indexOf(line, from)
        assert.ok(at >= 0, `${golden}.golden does not go on with: ${line}`)
        from = at + 1
      }
    }
  })
})
