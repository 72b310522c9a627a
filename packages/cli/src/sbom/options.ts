import { bomFormats, type Loss, type Party } from '@cordon/documents'
import { type Command, Option } from 'commander'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'
import { harmless } from '../harmless.ts'
import { writeWhole } from '../output.ts'

/** How a document is written. */
export interface OutputOptions {
  readonly format: string
  readonly specVersion?: string
  readonly output?: string
}

/** Adds the options of every command that writes a document. */
export function addOutputOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--format <format>', 'the format to write')
        .choices(bomFormats.map((format) => format.id))
        .default('cyclonedx-json'),
    )
    .option('--spec-version <version>', `version of the format (${versionsText()})`)
    .option('-o, --output <file>', 'write to this file instead of standard output')
}

function versionsText(): string {
  return bomFormats.map(({ id, versions, usual }) => `${id}: ${versions.join(', ')}, usually ${usual}`).join('; ')
}

/** Refuses a version that the chosen format does not have, before anything is read. */
export function requireVersion({ format, specVersion }: OutputOptions): void {
  const versions = bomFormats.find((each) => each.id === format)?.versions ?? []
  if (specVersion !== undefined && !versions.includes(specVersion))
    throw new UsageError('OPTION', `--spec-version ${specVersion}: ${format} is written as ${versions.join(', ')}`)
}

/** Writes a whole document where it was asked for. */
export function putDocument(text: string, { output }: OutputOptions, io: Io): void {
  if (output === undefined || output === '-') io.stdout.write(text)
  else writeWhole(output, text, io)
}

/** The time that documents bear: `SOURCE_DATE_EPOCH` where it is set (reproducible builds), else now; to the second. */
export function createdAt(io: Io): string {
  const epoch = io.env.SOURCE_DATE_EPOCH
  if (epoch === undefined || epoch === '') return toSecond(io.now())
  if (!/^\d{1,11}$/.test(epoch))
    throw new UsageError('OPTION', `SOURCE_DATE_EPOCH is ${harmless(epoch.slice(0, 40))}; it is a number of seconds`)
  return toSecond(new Date(Number(epoch) * 1000))
}

function toSecond(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`
}

const shownRefs = 3

/** What the format could not say, one line for each kind of loss: how often, and the first places. */
export function lossLines(
  losses: readonly (Pick<Loss, 'ref' | 'detail'> & { readonly code: string })[],
): readonly string[] {
  const groups = Map.groupBy(losses, ({ code, detail }) => `${code}\0${detail}`)
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const refs = group.flatMap(({ ref }) => ref ?? [])
    const more = refs.length > shownRefs ? ` and ${refs.length - shownRefs} more` : ''
    const where = refs.length === 0 ? '' : `: ${refs.slice(0, shownRefs).map(harmless).join(', ')}${more}`
    return [`  ${first.code} ${harmless(first.detail)}${where}`]
  })
}

/** Tells on standard error what the format could not say. */
export function reportLosses(losses: readonly Loss[], format: string, io: Io): void {
  if (losses.length === 0) return
  io.stderr.write(`cordon: ${format} cannot say all of it:\n${lossLines(losses).join('\n')}\n`)
}

/** `Name <address>`, where the address is one of e-mail or of the web, or may be missing. */
export function partyOf(text: string, kind: Party['kind']): Party {
  const [, before, inside] = /^([^<>]*)(?:<([^<>]+)>)?\s*$/.exec(text) ?? []
  const name = before?.trim() ?? ''
  const address = inside?.trim() ?? ''
  if (name === '' && address === '')
    throw new UsageError('OPTION', `${harmless(text.slice(0, 80))}: write it as "Name <address>"`)
  const isUrl = /^https?:\/\//.test(address)
  return {
    kind,
    name: name === '' ? null : name,
    email: address !== '' && !isUrl ? address : null,
    url: isUrl ? address : null,
  }
}
