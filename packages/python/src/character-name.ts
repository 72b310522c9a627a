/** The Unicode names of ASCII's marks and of some controls, in the order of their codes. */
const names: readonly (readonly [number, readonly string[]])[] = [
  [0x00, ['NULL']],
  [0x09, ['CHARACTER TABULATION', 'LINE FEED', 'LINE TABULATION', 'FORM FEED', 'CARRIAGE RETURN']],
  [0x20, ['SPACE', 'EXCLAMATION MARK', 'QUOTATION MARK', 'NUMBER SIGN', 'DOLLAR SIGN', 'PERCENT SIGN', 'AMPERSAND']],
  [0x27, ['APOSTROPHE', 'LEFT PARENTHESIS', 'RIGHT PARENTHESIS', 'ASTERISK', 'PLUS SIGN', 'COMMA', 'HYPHEN-MINUS']],
  [0x2e, ['FULL STOP', 'SOLIDUS']],
  [
    0x30,
    ['ZERO', 'ONE', 'TWO', 'THREE', 'FOUR', 'FIVE', 'SIX', 'SEVEN', 'EIGHT', 'NINE'].map((name) => `DIGIT ${name}`),
  ],
  [
    0x3a,
    ['COLON', 'SEMICOLON', 'LESS-THAN SIGN', 'EQUALS SIGN', 'GREATER-THAN SIGN', 'QUESTION MARK', 'COMMERCIAL AT'],
  ],
  [0x5b, ['LEFT SQUARE BRACKET', 'REVERSE SOLIDUS', 'RIGHT SQUARE BRACKET', 'CIRCUMFLEX ACCENT', 'LOW LINE']],
  [0x60, ['GRAVE ACCENT']],
  [0x7b, ['LEFT CURLY BRACKET', 'VERTICAL LINE', 'RIGHT CURLY BRACKET', 'TILDE']],
]

const byName = new Map<string, string>(
  names.flatMap(([first, list]) => list.map((name, index) => [name, String.fromCharCode(first + index)] as const)),
)

const letter = /^LATIN (SMALL|CAPITAL) LETTER ([A-Z])$/

/** The ASCII character that Unicode gives this name, in any case; null for every other name. */
export function characterNamed(name: string): string | null {
  const upper = name.toUpperCase()
  const [, size, capital] = letter.exec(upper) ?? []
  if (capital !== undefined) return size === 'SMALL' ? capital.toLowerCase() : capital
  return byName.get(upper) ?? null
}
