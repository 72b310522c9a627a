import type { InstallOption } from '@cordon/model'
import { splitWords } from './words.ts'

/** What an option of a requirements file means. */
type Meaning = InstallOption['kind'] | 'requirement' | 'constraint' | 'editable' | 'hash' | 'per-requirement'

interface KnownOption {
  readonly long: string
  readonly short?: string
  readonly takesValue: boolean
  readonly meaning: Meaning
  /** Not in every pip: it does not take part in abbreviations, so that `--i` stays `--index-url`. */
  readonly wholeOnly?: true
}

/** pip's options for requirements files (requirements file format, "Supported options"). */
const knownOptions: readonly KnownOption[] = [
  { long: '--all-releases', takesValue: true, meaning: 'other', wholeOnly: true },
  { long: '--config-setting', takesValue: true, meaning: 'per-requirement' },
  { long: '--config-settings', short: '-C', takesValue: true, meaning: 'per-requirement' },
  { long: '--constraint', short: '-c', takesValue: true, meaning: 'constraint' },
  { long: '--editable', short: '-e', takesValue: true, meaning: 'editable' },
  { long: '--extra-index-url', takesValue: true, meaning: 'extra-index-url' },
  { long: '--find-links', short: '-f', takesValue: true, meaning: 'find-links' },
  { long: '--global-option', takesValue: true, meaning: 'per-requirement' },
  { long: '--hash', takesValue: true, meaning: 'hash' },
  { long: '--index-url', short: '-i', takesValue: true, meaning: 'index-url' },
  { long: '--install-option', takesValue: true, meaning: 'per-requirement', wholeOnly: true },
  { long: '--no-binary', takesValue: true, meaning: 'no-binary' },
  { long: '--no-index', takesValue: false, meaning: 'no-index' },
  { long: '--only-binary', takesValue: true, meaning: 'only-binary' },
  { long: '--only-final', takesValue: true, meaning: 'other', wholeOnly: true },
  { long: '--pre', takesValue: false, meaning: 'pre' },
  { long: '--prefer-binary', takesValue: false, meaning: 'other' },
  { long: '--pypi-url', takesValue: true, meaning: 'index-url' },
  { long: '--require-hashes', takesValue: false, meaning: 'require-hashes' },
  { long: '--requirement', short: '-r', takesValue: true, meaning: 'requirement' },
  { long: '--trusted-host', takesValue: true, meaning: 'trusted-host' },
  { long: '--use-feature', takesValue: true, meaning: 'other' },
]

/** One option as written on a line. */
export interface OptionWord {
  readonly meaning: Meaning
  /** Its long name, e.g. `--index-url`. */
  readonly long: string
  /** Null for a flag. */
  readonly value: string | null
}

export interface OptionLine {
  readonly options: readonly OptionWord[]
  /** Words that belong to no option: pip reads past them. */
  readonly rest: readonly string[]
  /** Words that cannot be understood, each with the reason. */
  readonly problems: readonly { readonly code: 'UNKNOWN_OPTION' | 'BAD_LINE'; readonly reason: string }[]
}

/**
 * Where the options of a line begin (its length when it has none): pip splits at spaces only and takes the first word that
 * starts with `-`.
 */
export function optionsStart(text: string): number {
  if (text.startsWith('-')) return 0
  const at = text.indexOf(' -')
  return at < 0 ? text.length : at + 1
}

/** Each is told with the whole line, which is then known not to be understood. */
const mostProblems = 10

/** Reads the options of a line as pip's optparse does: `--name value`, `--name=value`, `-nvalue`, unique abbreviations. */
export function parseOptions(text: string): OptionLine {
  const words = splitWords(text)
  if (words === null) {
    return { options: [], rest: [], problems: [{ code: 'BAD_LINE', reason: 'A quote is not closed; close it.' }] }
  }
  const options: OptionWord[] = []
  const rest: string[] = []
  const problems: OptionLine['problems'][number][] = []
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    if (word.startsWith('--hash=')) options.push({ meaning: 'hash', long: '--hash', value: word.slice(7) })
    else if (word === '--') {
      for (const one of words.slice(at + 1)) rest.push(one)
      break
    } else if (!word.startsWith('-') || word === '-') rest.push(word)
    else {
      const read = readOption(word, words[at + 1])
      if (!('reason' in read)) options.push(read.option)
      else if (problems.length < mostProblems) problems.push(read)
      if ('usedNext' in read && read.usedNext) at += 1
    }
  }
  return { options, rest, problems }
}

type Read =
  | { readonly option: OptionWord; readonly usedNext: boolean }
  | { readonly code: 'UNKNOWN_OPTION' | 'BAD_LINE'; readonly reason: string }

function readOption(word: string, next: string | undefined): Read {
  const equals = word.indexOf('=')
  const isLong = word.startsWith('--')
  const name = isLong ? (equals < 0 ? word : word.slice(0, equals)) : word.slice(0, 2)
  const known = isLong ? findLong(name) : knownOptions.find((option) => option.short === name)
  if (known === undefined) {
    return {
      code: 'UNKNOWN_OPTION',
      reason: `${name.slice(0, 40)} is no option of a requirements file; pip stops here.`,
    }
  }
  const attached = isLong ? (equals < 0 ? null : word.slice(equals + 1)) : word.slice(2) || null
  const option = (value: string | null): OptionWord => ({ meaning: known.meaning, long: known.long, value })
  if (!known.takesValue) {
    if (attached !== null) return { code: 'BAD_LINE', reason: `${known.long} takes no value.` }
    return { option: option(null), usedNext: false }
  }
  if (attached !== null) return { option: option(attached), usedNext: false }
  if (next === undefined) return { code: 'BAD_LINE', reason: `${known.long} needs a value.` }
  return { option: option(next), usedNext: true }
}

/** optparse takes any beginning of a name that fits only one option. */
function findLong(name: string): KnownOption | undefined {
  const exact = knownOptions.find((option) => option.long === name)
  if (exact !== undefined || name.length < 3) return exact
  const fitting = knownOptions.filter((option) => option.wholeOnly !== true && option.long.startsWith(name))
  return fitting.length === 1 ? fitting[0] : undefined
}
