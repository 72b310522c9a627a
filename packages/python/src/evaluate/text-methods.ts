import { Token } from '../token.ts'
import { argument } from './arguments.ts'
import { smallIntOf } from './arithmetic.ts'
import { decodeWithCodec, encodeText } from './charset.ts'
import { formatFields } from './format.ts'
import { iterate } from './iterate.ts'
import type { Machine } from './machine.ts'
import { type Model, models } from './model.ts'
import { binary } from './operate.ts'
import { bool, bytes, int, keyOf, made, madeOf, sequence, type TextValue, text, type Value } from './value.ts'

type TextModel = (
  m: Machine,
  self: TextValue,
  given: readonly Value[],
  named: ReadonlyMap<string, Value>,
) => Value | null

function onText(model: TextModel): Model {
  return (m, given, _site, self) =>
    self?.kind === 'text' && given.rest.length === 0 ? model(m, self, given.positional, given.named) : null
}

/** Text of an argument; null when it is not known. */
function textOf(value: Value | undefined): string | null {
  return value?.kind === 'text' ? value.value : null
}

/** A method that changes each character. */
function changing(name: string, change: (value: string) => string): Model {
  return onText((m, self) =>
    m.spend(self.value.length) ? text(change(self.value), made(`str.${name}`, self.making)) : null,
  )
}

const join = onText((m, self, [parts]) => {
  const items = parts === undefined ? null : iterate(m, parts)
  if (items === null) return null
  const texts: string[] = []
  let length = 0
  for (const item of items) {
    if (item.kind !== 'text') return null
    texts.push(item.value)
    length += item.value.length + self.value.length
  }
  return m.spend(length) ? text(texts.join(self.value), madeOf('str.join', items)) : null
})

const replace = onText((m, self, [from, to, most]) => {
  const [before, after] = [textOf(from), textOf(to)]
  const count = most === undefined ? -1 : smallIntOf(most)
  if (before === null || after === null || count === null) return null
  if (before === '' && self.value.length * after.length > mostReplaced) return null
  const pieces = self.value.split(before)
  const kept = count < 0 ? pieces.length - 1 : Math.min(count, pieces.length - 1)
  if (!m.spend(self.value.length + kept * after.length)) return null
  const whole =
    before === ''
      ? Array.from(self.value)
          .map((each) => after + each)
          .join('') + after
      : pieces.slice(0, kept + 1).join(after) + tailOf(pieces, kept, before)
  return text(whole, madeOf('str.replace', [self, to ?? self]))
})

const mostReplaced = 4_000_000

function tailOf(pieces: readonly string[], kept: number, separator: string): string {
  return pieces
    .slice(kept + 1)
    .map((piece) => separator + piece)
    .join('')
}

function splitting(fromRight: boolean): Model {
  return onText((m, self, [by, most], named) => {
    const separator = by ?? named.get('sep')
    const limit = smallIntOf(most ?? named.get('maxsplit') ?? int(-1))
    if (limit === null || !m.spend(self.value.length)) return null
    const isBlank = separator === undefined || separator.kind === 'none'
    const mark = isBlank ? null : textOf(separator)
    if (!isBlank && (mark === null || mark === '')) return null
    const parts = mark === null ? wordsOf(self.value) : self.value.split(mark)
    const glue = mark ?? ' '
    const shown = limit < 0 || parts.length <= limit + 1 ? parts : cutParts(parts, limit, [glue, fromRight])
    return sequence(
      'list',
      shown.map((part) => text(part, made('str.split', self.making))),
    )
  })
}

function wordsOf(value: string): readonly string[] {
  return value.split(/\s+/u).filter((part) => part !== '')
}

function cutParts(
  parts: readonly string[],
  limit: number,
  [glue, fromRight]: readonly [string, boolean],
): readonly string[] {
  if (fromRight) return [parts.slice(0, parts.length - limit).join(glue), ...parts.slice(parts.length - limit)]
  return [...parts.slice(0, limit), parts.slice(limit).join(glue)]
}

function stripping(name: string, sides: 'both' | 'left' | 'right'): Model {
  return onText((_m, self, [characters]) => {
    const set = characters === undefined || characters.kind === 'none' ? null : textOf(characters)
    if (set === null && characters !== undefined && characters.kind !== 'none') return null
    const isCut = (character: string | undefined): boolean =>
      character !== undefined && (set === null ? /\s/u.test(character) : set.includes(character))
    let [start, end] = [0, self.value.length]
    while (sides !== 'right' && start < end && isCut(self.value[start])) start += 1
    while (sides !== 'left' && end > start && isCut(self.value[end - 1])) end -= 1
    return text(self.value.slice(start, end), made(`str.${name}`, self.making))
  })
}

function finding(find: (value: string, part: string) => number): Model {
  return onText((_m, self, [part, start]) => {
    const wanted = textOf(part)
    return wanted === null || start !== undefined ? null : int(find(self.value, wanted))
  })
}

const longestTested = 100_000

function testing(test: (value: string) => boolean): Model {
  return onText((_m, self) => (self.value.length > longestTested ? null : bool(test(self.value))))
}

/** `startswith` and `endswith`, of one text or any of several. */
function edging(test: (value: string, part: string) => boolean): Model {
  return onText((_m, self, [parts, start]) => {
    const options = parts?.kind === 'tuple' ? parts.items.map(textOf) : [textOf(parts)]
    if (start !== undefined || options.includes(null)) return null
    return bool(options.some((option) => option !== null && test(self.value, option)))
  })
}

function padding(name: string, pad: (value: string, width: number, fill: string) => string): Model {
  return onText((m, self, [width, fill]) => {
    const size = smallIntOf(width)
    if (size === null || !m.spend(Math.max(0, size))) return null
    return text(pad(self.value, Math.max(0, size), textOf(fill) ?? ' '), made(`str.${name}`, self.making))
  })
}

const translate = onText((m, self, [table]) => {
  if (table?.kind !== 'dict' || !m.spend(self.value.length)) return null
  let isKnown = true
  const characters = Array.from(self.value, (character) => {
    const found = table.entries.get(keyOf(int(character.codePointAt(0) ?? 0)) ?? '')?.value
    if (found === undefined) return character
    if (found.kind === 'text') return found.value
    if (found.kind === 'int' && found.value >= 0n && found.value <= 0x10ffffn)
      return String.fromCodePoint(Number(found.value))
    if (found.kind !== 'none') isKnown = false
    return ''
  })
  return isKnown ? text(characters.join(''), made('str.translate', self.making)) : null
})

const partition = (fromRight: boolean): Model =>
  onText((_m, self, [by]) => {
    const mark = textOf(by)
    if (mark === null || mark === '') return null
    const at = fromRight ? self.value.lastIndexOf(mark) : self.value.indexOf(mark)
    const parts =
      at < 0
        ? fromRight
          ? ['', '', self.value]
          : [self.value, '', '']
        : [self.value.slice(0, at), mark, self.value.slice(at + mark.length)]
    return sequence(
      'tuple',
      parts.map((part) => text(part, made('str.partition', self.making))),
    )
  })

const encode: Model = (m, given, _site, self) => {
  const name = argument(given, 0, 'encoding')
  if (self?.kind !== 'text' || (name !== undefined && name.kind !== 'text')) return null
  const raw = m.spend(self.value.length) ? encodeText(self.value, name?.value ?? 'utf-8') : null
  return raw === null ? null : bytes(raw, self.making)
}

/** Python 2: `"…".decode("base64")`. */
const decode: Model = (m, given, _site, self) => {
  const name = argument(given, 0, 'encoding')
  if (self?.kind !== 'text' || name?.kind !== 'text') return null
  const raw = encodeText(self.value, 'latin-1')
  return raw === null ? null : decodeWithCodec(m, bytes(raw, self.making), name.value)
}

const capitalize = (value: string): string => value.charAt(0).toUpperCase() + value.slice(1).toLowerCase()

const swapCase = (value: string): string =>
  Array.from(value, (each) => (each === each.toLowerCase() ? each.toUpperCase() : each.toLowerCase())).join('')

/** Methods of `str`. */
export const textMethods = models({
  join,
  replace,
  translate,
  encode,
  decode,
  split: splitting(false),
  rsplit: splitting(true),
  splitlines: onText((_m, self) =>
    sequence(
      'list',
      linesOf(self.value).map((line) => text(line, self.making)),
    ),
  ),
  partition: partition(false),
  rpartition: partition(true),
  strip: stripping('strip', 'both'),
  lstrip: stripping('lstrip', 'left'),
  rstrip: stripping('rstrip', 'right'),
  lower: changing('lower', (value) => value.toLowerCase()),
  upper: changing('upper', (value) => value.toUpperCase()),
  casefold: changing('casefold', (value) => value.toLowerCase()),
  swapcase: changing('swapcase', swapCase),
  capitalize: changing('capitalize', capitalize),
  title: changing('title', (value) => value.replace(/[A-Za-z]+/g, capitalize)),
  removeprefix: onText((_m, self, [part]) => {
    const cut = textOf(part)
    return cut === null
      ? null
      : text(self.value.startsWith(cut) ? self.value.slice(cut.length) : self.value, self.making)
  }),
  removesuffix: onText((_m, self, [part]) => {
    const cut = textOf(part)
    return cut === null
      ? null
      : text(cut !== '' && self.value.endsWith(cut) ? self.value.slice(0, -cut.length) : self.value, self.making)
  }),
  zfill: padding('zfill', (value, width) => value.padStart(width, '0')),
  ljust: padding('ljust', (value, width, fill) => value.padEnd(width, fill)),
  rjust: padding('rjust', (value, width, fill) => value.padStart(width, fill)),
  rindex: finding((value, part) => value.lastIndexOf(part)),
  center: padding('center', (value, width, fill) => {
    const missing = Math.max(0, width - value.length)
    const left = (missing >> 1) + (missing & width & 1)
    return value.padStart(value.length + left, fill).padEnd(value.length + missing, fill)
  }),
  find: finding((value, part) => value.indexOf(part)),
  rfind: finding((value, part) => value.lastIndexOf(part)),
  index: finding((value, part) => value.indexOf(part)),
  count: finding((value, part) => (part === '' ? value.length + 1 : value.split(part).length - 1)),
  startswith: edging((value, part) => value.startsWith(part)),
  endswith: edging((value, part) => value.endsWith(part)),
  isdigit: testing((value) => /^\d+$/u.test(value)),
  isdecimal: testing((value) => /^\d+$/u.test(value)),
  isnumeric: testing((value) => /^\p{N}+$/u.test(value)),
  isidentifier: testing((value) => /^[\p{ID_Start}_]\p{ID_Continue}*$/u.test(value)),
  isascii: testing((value) => /^[\x00-\x7f]*$/.test(value)),
  isalpha: testing((value) => /^\p{L}+$/u.test(value)),
  isalnum: testing((value) => /^[\p{L}\p{N}]+$/u.test(value)),
  isupper: testing((value) => value !== value.toLowerCase() && value === value.toUpperCase()),
  islower: testing((value) => value !== value.toUpperCase() && value === value.toLowerCase()),
  isspace: testing((value) => /^\s+$/u.test(value)),
  format: (m, given, _site, self) => (self?.kind === 'text' ? formatFields(m, self, given) : null),
  __add__: onText((_m, self, [other]) =>
    other?.kind === 'text' ? text(self.value + other.value, madeOf('+', [self, other])) : null,
  ),
  __contains__: onText((_m, self, [part]) => (part?.kind === 'text' ? bool(self.value.includes(part.value)) : null)),
  __getitem__: (m, given, _site, self) =>
    self === undefined || given.positional[0] === undefined ? null : m.rules.item(m, self, given.positional[0]),
  __mul__: (m, given, _site, self) =>
    self === undefined || given.positional[0] === undefined ? null : binary(m, Token.Star, self, given.positional[0]),
  __mod__: (m, given, _site, self) =>
    self === undefined || given.positional[0] === undefined
      ? null
      : binary(m, Token.Percent, self, given.positional[0]),
  __len__: onText((_m, self) => int(Array.from(self.value).length)),
  __str__: onText((_m, self) => self),
})

function linesOf(value: string): readonly string[] {
  const lines = value.split(/\r\n|\n|\r/)
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}
