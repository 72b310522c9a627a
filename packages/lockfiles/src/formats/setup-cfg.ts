import type { Dependency, Include, InstallOption, Location, Lockfile, Skipped } from '@cordon/model'
import { lockfileOf, optionOf, skip } from '../builder.ts'
import { LockfileError } from '../error.ts'
import type { LockfileFormat } from '../format.ts'
import { type IniDocument, type IniLine, type IniOption, type IniSection, parseIni } from '../ini.ts'
import { type ExtraKey, readDeclared, readExtraKey, requirementKeywords } from '../setuptools/declared.ts'

const optionsSection = 'options'
const extrasSection = 'options.extras_require'
const ourSections: ReadonlySet<string> = new Set([optionsSection, extrasSection, 'easy_install'])

/** The declarative configuration of setuptools. */
export const setupCfg = {
  id: 'setup-cfg',
  title: 'setup.cfg of setuptools',
  files: ['setup.cfg'],
  role: 'manifest',
  matches(path) {
    return /(?:^|\/)setup\.cfg$/.test(path)
  },
  parse(text, path) {
    const document = parseIni(text)
    refuseBroken(document)
    return read(document, path)
  },
} as const satisfies LockfileFormat

/** configparser refuses the whole file; other tools' sections are none of our business. */
function refuseBroken(document: IniDocument): void {
  const problem = document.problems.find(({ section }) => section === null || ourSections.has(section))
  if (problem !== undefined) {
    throw new LockfileError('MALFORMED', `Not readable by configparser: ${problem.reason}.`, { line: problem.line })
  }
  for (const section of document.sections) {
    const seen = new Set<string>()
    for (const { key, line } of ourSections.has(section.name) ? section.options : []) {
      const name = keywordOf(key)
      if (seen.has(name)) throw new LockfileError('MALFORMED', `The key ${name} is there twice.`, { line })
      seen.add(name)
    }
  }
}

/** setuptools still takes `install-requires` for `install_requires`. */
function keywordOf(key: string): string {
  return key.replaceAll('-', '_')
}

interface Reading {
  readonly path: string
  readonly dependencies: Dependency[]
  readonly includes: Include[]
  readonly options: InstallOption[]
  readonly skipped: Skipped[]
  requiresPython: string | null
}

function read(document: IniDocument, path: string): Lockfile {
  const reading: Reading = { path, dependencies: [], includes: [], options: [], skipped: [], requiresPython: null }
  for (const section of document.sections) {
    if (section.name === optionsSection) readOptions(section, reading)
    else if (section.name === extrasSection) {
      for (const option of section.options) readList(option, readExtraKey(option.key), reading)
    } else if (section.name === 'easy_install') readEasyInstall(section, reading)
  }
  return lockfileOf({ ...reading, format: 'setup-cfg', role: 'manifest' })
}

function readOptions(section: IniSection, reading: Reading): void {
  for (const option of section.options) {
    const keyword = keywordOf(option.key)
    const scope = requirementKeywords.get(keyword)
    if (scope !== undefined) readList(option, { scope, marker: null }, reading)
    else if (keyword === 'python_requires') reading.requiresPython = wholeOf(option) || null
    else if (keyword === 'dependency_links') {
      for (const line of option.value) pushLink(line, 'find-links', reading)
    }
  }
}

function readEasyInstall(section: IniSection, reading: Reading): void {
  for (const option of section.options) {
    const keyword = keywordOf(option.key)
    const kind = keyword === 'index_url' ? 'index-url' : keyword === 'find_links' ? 'find-links' : null
    if (kind !== null) for (const line of option.value) pushLink(line, kind, reading)
  }
}

function pushLink({ text, line }: IniLine, kind: InstallOption['kind'], reading: Reading): void {
  if (text !== '') reading.options.push(optionOf({ kind, value: text, at: { path: reading.path, line }, text }))
}

function wholeOf(option: IniOption): string {
  return option.value
    .map(({ text }) => text)
    .filter((text) => text !== '')
    .join(' ')
}

function readList(option: IniOption, key: ExtraKey, reading: Reading): void {
  if (/^file:/.test(wholeOf(option))) {
    readFileDirective(option, reading)
    return
  }
  for (const { text, line } of itemsOf(option)) {
    const at: Location = { path: reading.path, line }
    if (text.includes('%(')) {
      reading.skipped.push(skip(at, 'DYNAMIC_VALUE', text, 'It refers to another value of the file; write it out.'))
    } else readDeclared({ ...key, text, at }, reading)
  }
}

/** setuptools splits a value of one line at `;`, a longer one at its lines, and takes off ` #` comments. */
function itemsOf(option: IniOption): readonly IniLine[] {
  const [first] = option.value
  const lines =
    option.value.length > 1 || first === undefined
      ? option.value
      : first.text.split(';').map((text) => ({ text, line: first.line }))
  return lines
    .map(({ text, line }) => ({ text: (text.split(' #')[0] ?? '').trim(), line }))
    .filter(({ text }) => text !== '' && !text.startsWith('#'))
}

/** `file: a.txt, b.txt`: the requirements stand in files beside this one. */
function readFileDirective(option: IniOption, reading: Reading): void {
  for (const { text, line } of option.value) {
    for (const part of text.replace(/^file:/, '').split(',')) {
      const target = part.trim()
      if (target !== '') reading.includes.push({ kind: 'requirements', path: target, at: { path: reading.path, line } })
    }
  }
}
