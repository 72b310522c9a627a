import type { Lockfile } from '@cordon/model'
import { optionOf } from '../builder.ts'
import { Collector } from '../commands/collector.ts'
import { LockfileError } from '../error.ts'
import type { LockfileFormat } from '../format.ts'
import { type IniDocument, type IniSection, parseIni } from '../ini.ts'
import { type ToxLine, ToxReader } from '../sessions/tox.ts'
import { readToxToml } from '../sessions/tox-toml.ts'

const fileName = /(?:^|\/)tox\.(?:ini|toml)$/

/** What tox installs into its environments: `deps`, `requires` and commands. */
export const tox = {
  id: 'tox',
  title: 'tox configuration',
  files: ['tox.ini', 'tox.toml'],
  role: 'command',
  matches(path) {
    return fileName.test(path)
  },
  parse(text, path) {
    const collector = new Collector(path)
    if (path.endsWith('.toml')) readToxToml(text, collector)
    else readToxIni(parseIni(text), collector)
    return collector.finish('tox') satisfies Lockfile
  },
} as const satisfies LockfileFormat

function readToxIni(document: IniDocument, collector: Collector): void {
  const problem = document.problems.find(({ section }) => section === null || isToxSection(section))
  if (problem !== undefined) {
    throw new LockfileError('MALFORMED', `Not readable by tox: ${problem.reason}.`, { line: problem.line })
  }
  const sections = new Map(document.sections.map((section) => [section.name, section]))
  const reader = new ToxReader(collector, (name, key) => linesOf(sections.get(name), [key]))
  for (const section of document.sections) {
    if (section.name === 'tox') readCore(section, reader, collector)
    else if (isToxSection(section.name)) readEnvironment(section, reader)
  }
}

function isToxSection(name: string): boolean {
  return name === 'tox' || name === 'testenv' || name.startsWith('testenv:')
}

function readCore(section: IniSection, reader: ToxReader, collector: Collector): void {
  reader.readDependencies(linesOf(section, ['requires']), null)
  // tox 3: `name = url`; `default` takes the place of the default index.
  for (const { text, line } of linesOf(section, ['indexserver'])) {
    const [, name = '', url = ''] = /^(\S+)\s*=\s*(\S+)$/.exec(text) ?? []
    if (url === '') continue
    const kind = name === 'default' ? 'index-url' : 'extra-index-url'
    collector.addOption(optionOf({ kind, name, value: url, at: { path: collector.path, line }, text }))
  }
}

function readEnvironment(section: IniSection, reader: ToxReader): void {
  const environment = section.name.replace(/^testenv:?/, '') || 'testenv'
  const variables = reader.readVariables(linesOf(section, ['set_env', 'setenv']))
  reader.readDependencies(linesOf(section, ['deps']), environment)
  for (const key of ['commands_pre', 'commands', 'commands_post', 'install_command']) {
    reader.readCommands(linesOf(section, [key]), environment, variables)
  }
}

function linesOf(section: IniSection | undefined, keys: readonly string[]): readonly ToxLine[] {
  const options = section?.options.filter((option) => keys.includes(option.key)) ?? []
  return options.flatMap((option) => option.value).filter(({ text }) => text !== '')
}
