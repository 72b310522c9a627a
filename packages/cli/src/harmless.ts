const acting = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/**
 * A text on one line with every character that acts on a terminal or begins a line shown as its escape. Here rather than from
 * the reports, which a start that fails early has not loaded.
 */
export function harmless(text: string): string {
  return text.replace(acting, (character) => {
    if (character === '\n') return '\\n'
    const code = (character.codePointAt(0) ?? 0).toString(16)
    return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u{${code}}`
  })
}
