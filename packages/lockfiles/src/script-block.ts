/** The metadata block of a script (PEP 723), comment signs removed. */
export interface ScriptBlock {
  /** TOML. */
  readonly text: string
  /** Line of the file, from 1, on which `text` begins. */
  readonly firstLine: number
}

/**
 * Every `# /// script` block of a Python source, in order; a sound script has at most one. A block that is not closed counts
 * as none (PEP 723). One pass over the lines.
 */
export function scriptBlocks(source: string): readonly ScriptBlock[] {
  if (!source.includes('# /// script')) return []
  const lines = source.split(/\r\n|\r|\n/)
  const blocks: ScriptBlock[] = []
  let at = 0
  while (at < lines.length) {
    const type = /^# \/\/\/ ([a-zA-Z0-9-]+)$/.exec(lines[at] ?? '')?.[1]
    if (type === undefined) {
      at += 1
      continue
    }
    const { closing, end } = commentRun(lines, at + 1)
    // The specification asks for at least one line of content.
    if (type === 'script' && closing > at + 1) {
      const content = lines.slice(at + 1, closing).map((line) => line.slice(line.startsWith('# ') ? 2 : 1))
      blocks.push({ text: `${content.join('\n')}\n`, firstLine: at + 2 })
    }
    // Without a closing line in this run of comments, none of its lines can begin a block that is closed.
    at = closing < 0 ? end : closing + 1
  }
  return blocks
}

/** The comment lines from here on: where they end, and their last `# ///` (PEP 723 lets a block reach as far as it can). */
function commentRun(lines: readonly string[], from: number): { readonly closing: number; readonly end: number } {
  let closing = -1
  let at = from
  for (; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (line !== '#' && !line.startsWith('# ')) break
    if (line === '# ///') closing = at
  }
  return { closing, end: at }
}
