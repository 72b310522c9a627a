import type { ShellWord } from './environment.ts'
import { type Meaning, type OptionTable, takesValue } from './options.ts'

/** One thing that a command line says. */
export type Argument =
  | { readonly kind: 'word'; readonly word: ShellWord }
  | { readonly kind: 'option'; readonly meaning: Meaning; readonly name: string; readonly value: ShellWord }
  | { readonly kind: 'flag'; readonly meaning: Meaning; readonly name: string; readonly word: ShellWord }
  /** Everything behind the first word, where that belongs to another command. */
  | { readonly kind: 'rest'; readonly words: readonly ShellWord[] }

/**
 * Tells options from words, by the installer's table: `--name value`, `--name=value`, `-nvalue`, `-ab value`, `--` and any
 * beginning of a long name that fits only one and has a meaning. `stop`: what follows the first word is a command of its own.
 */
export function readArguments(words: readonly ShellWord[], options: OptionTable, stop: boolean): readonly Argument[] {
  const found: Argument[] = []
  let plain = false
  for (let at = 0; at < words.length; at++) {
    const word = words[at]
    if (word === undefined) break
    if (plain || !word.text.startsWith('-') || word.text === '-') {
      found.push({ kind: 'word', word })
      if (!stop) continue
      found.push({ kind: 'rest', words: words.slice(at + 1) })
      break
    }
    if (word.text === '--') plain = true
    else if (word.text.startsWith('--')) at += readLong(word, words[at + 1], options, found)
    else at += readShort(word, words[at + 1], options, found)
  }
  return found
}

/** Gives 1 when the next word was used as value. */
function readLong(word: ShellWord, next: ShellWord | undefined, options: OptionTable, into: Argument[]): number {
  const equals = word.text.indexOf('=')
  const name = longName(equals < 0 ? word.text : word.text.slice(0, equals), options)
  const meaning = options.get(name)
  if (meaning === undefined) return 0
  if (!takesValue(options, name)) {
    into.push({ kind: 'flag', meaning, name, word })
    return 0
  }
  const value = equals < 0 ? next : tail(word, equals + 1)
  if (value !== undefined) into.push({ kind: 'option', meaning, name, value })
  return equals < 0 ? 1 : 0
}

/** `-qr file`, `-rfile`, `-e .`: letters up to the first that takes a value. */
function readShort(word: ShellWord, next: ShellWord | undefined, options: OptionTable, into: Argument[]): number {
  for (let letter = 1; letter < word.text.length; letter++) {
    const name = `-${word.text[letter]}`
    const meaning = options.get(name)
    if (meaning === undefined) continue
    if (!takesValue(options, name)) {
      into.push({ kind: 'flag', meaning, name, word })
      continue
    }
    const attached = letter + 1 < word.text.length
    const from = word.text[letter + 1] === '=' ? letter + 2 : letter + 1
    const value = attached ? tail(word, from) : next
    if (value !== undefined) into.push({ kind: 'option', meaning, name, value })
    return attached ? 0 : 1
  }
  return 0
}

function longName(name: string, options: OptionTable): string {
  if (options.has(name) || name.length < 5) return name
  const fitting = [...options.keys()].filter((each) => each.startsWith(name))
  const [only = name, ...more] = fitting
  // `--upgrade` is a flag and no short form of `--upgrade-strategy`: plain values are never abbreviated.
  return more.length > 0 || options.get(only) === 'value' ? name : only
}

function tail(word: ShellWord, from: number): ShellWord {
  const text = word.text.slice(from)
  return { ...word, text, dynamic: word.dynamic !== null && text.includes(word.dynamic) ? word.dynamic : null }
}
