import type { Location, Origin, Scope } from '@cordon/model'
import { condaName } from '@cordon/pypa'
import { artifactOf, cut, dependencyOf, skip } from '../builder.ts'
import { parseMatchSpec } from '../conda/match-spec.ts'
import { readPoetryConstraint } from '../poetry/constraint.ts'
import { type RequirementReading, readEditable, readRequirement } from '../requirements/requirement.ts'
import type { ShellWord } from './environment.ts'
import { joinPath } from './path.ts'

/** What is known of a package word besides its text. */
export interface PackageContext {
  readonly at: Location
  readonly index: Origin
  readonly scopes: readonly Scope[]
  /** Where the command runs, relative to the start; null when not known. */
  readonly directory: string | null
  /** True for a path that the file itself fills from the project. */
  readonly isOwn: (path: string) => boolean
}

const longestPackage = 4096
const nothing: RequirementReading = { dependency: null, skipped: [] }
const extrasEnd = /\[[^[\]]*\]$/
const projectVariables =
  /^(?:\$\{?(?:PWD|GITHUB_WORKSPACE|CI_PROJECT_DIR|env:GITHUB_WORKSPACE)\}?|\$\(pwd\)|`pwd`|%CD%|\{toxinidir\}|\{tox_root\}|\$\{\{github\.workspace\}\})(?=[/[]|$)/
const credentials = /:\/\/[^/@\s]*[$%{][^/@\s]*@/
const buildFolders = /(?:^|\/)(?:dist|build|wheelhouse|target|out)(?:\/|$)/
const archive = /\.(?:whl|zip|tar|tgz|tbz|txz|tar\.[a-z0-9]+)$/i

/** Reads one package as an installer's command line names it. The project's own folder gives neither dependency nor skip. */
export function readPackage(word: ShellWord, context: PackageContext, editable: boolean): RequirementReading {
  if (word.text.length > longestPackage) {
    const reason = `It has over ${longestPackage} characters; no requirement is that long.`
    return { dependency: null, skipped: [skip(context.at, 'BAD_REQUIREMENT', word.raw, reason)] }
  }
  const text = word.dynamic === null ? word.text : literalText(word)
  if (text === null) return refused(context.at, word, unknownPart(word))
  const { at, index, scopes } = context
  const read = editable ? readEditable : readRequirement
  const reading = read(text, { at, index, scopes, direct: true })
  if (reading.dependency !== null) return { ...reading, dependency: { ...reading.dependency, text: cut(word.raw) } }
  if (reading.skipped.some((one) => one.code === 'NO_NAME') && isOwnTree(text, context)) return nothing
  return { dependency: null, skipped: reading.skipped.map((one) => ({ ...one, text: cut(word.raw) })) }
}

/**
 * What is certain of a word with unknown parts: secrets in a URL do not decide what is installed, and the project's own
 * folder is `.` whatever it is called there. Null when the unknown part decides.
 */
function literalText(word: ShellWord): string | null {
  const text = word.text.replace(/\$\{\{[^}]*\}\}/g, (expression) => expression.replace(/\s/g, ''))
  const own = projectVariables.exec(text)?.[0]
  if (own !== undefined) {
    const rest = text.slice(own.length).replace(/^\//, '')
    if (!isUnknown(rest.replace(extrasEnd, ''), word)) return rest === '' || rest.startsWith('[') ? '.' : `./${rest}`
  }
  if (/^\.\/?\[[^\]]*\]?$/.test(text)) return '.'
  const open = text.replace(credentials, '://')
  return isUnknown(open, word) ? null : open
}

function isUnknown(text: string, word: ShellWord): boolean {
  return text.includes(word.dynamic ?? '') || /[$`%]|\{/.test(text)
}

/**
 * True for a path in the project itself: the files there are read where they lie, and what a build leaves in `dist/` is the
 * project. A wheel or sdist anywhere else is not.
 */
function isOwnTree(text: string, context: PackageContext): boolean {
  const bare = text.replace(/^file:/i, '').replace(extrasEnd, '')
  if (/^[a-z][a-z0-9+.-]*:/i.test(text) && !/^file:\.{0,2}\//i.test(text)) return false
  if (bare.startsWith('/')) return context.isOwn(bare)
  // Where the folder is not known, a relative path is taken to stay in the project.
  const path = joinPath(context.directory, bare) ?? bare.replace(/^(?:\.\.?\/|\.\.?$)+/, '')
  if (path === '..' || path.startsWith('../') || path.startsWith('/') || path.startsWith('~'))
    return context.isOwn(path)
  return archive.test(path) || path.includes('*') ? buildFolders.test(path) : true
}

/** Writes a tool runner's `name@version` as a requirement; other texts stay. */
export function toolRequirement(word: ShellWord): ShellWord {
  const match = /^([A-Za-z0-9._-]+(?:\[[^\]]*\])?)@([^@/\s]+)$/.exec(word.text)
  if (match === null || word.dynamic !== null) return word
  return { ...word, text: match[2] === 'latest' ? (match[1] ?? '') : `${match[1]}==${match[2]}` }
}

/** Writes `name@constraint` as Poetry's command line takes it as a requirement; without a version where only Poetry can say it. */
export function poetryRequirement(word: ShellWord): ShellWord {
  const match = /^([A-Za-z0-9._-]+(?:\[[^\]]*\])?)@([^@/]+)$/.exec(word.text)
  if (match === null || word.dynamic !== null) return word
  const sets = match[2] === 'latest' ? [] : readPoetryConstraint(match[2] ?? '')
  return { ...word, text: `${match[1]}${sets?.length === 1 ? (sets[0]?.raw ?? '') : ''}` }
}

/** Reads a conda match specification: `name`, `name=1.2`, `channel::name==1.2.3=build`, `name>=1,<2`. */
export function readCondaPackage(word: ShellWord, context: PackageContext, channel: string | null): RequirementReading {
  const { at, scopes } = context
  if (word.dynamic !== null) return refused(at, word, unknownPart(word))
  const spec = parseMatchSpec(word.text)
  if (spec === null) {
    return { dependency: null, skipped: [skip(at, 'BAD_REQUIREMENT', word.raw, 'It is no conda match specification.')] }
  }
  const { name, version, specifier, url } = spec
  const dependency = dependencyOf({
    name: condaName(name),
    version,
    specifier,
    origin: { kind: 'conda', channel: spec.channel ?? channel },
    artifacts: url === null ? [] : [artifactOf({ url })],
    at,
    text: word.raw,
    scopes,
    direct: true,
  })
  return { dependency, skipped: [] }
}

function unknownPart(word: ShellWord): string {
  return `${word.dynamic} is not a literal here; write it out, or set it to a literal in this file.`
}

function refused(at: Location, word: ShellWord, reason: string): RequirementReading {
  return { dependency: null, skipped: [skip(at, 'DYNAMIC_VALUE', word.raw, reason)] }
}
