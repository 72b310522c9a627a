import type { Entry } from '@cordon/python'
import { attribute } from './build-description.ts'
import type { ModulePaths } from './modules.ts'

const mostLines = 20_000

/** Commands of one's own that `setup.cfg` names under `cmdclass`, and modules that it reads a version from. */
export function entriesOfSetupCfg(text: string, modules: ModulePaths): readonly Entry[] {
  const found: Entry[] = []
  let isInCommands = false
  for (const line of text.split(/\r?\n/, mostLines)) {
    const [key = '', value = ''] = splitOnce(line.trim())
    if (/^\S/.test(line)) isInCommands = key === 'cmdclass'
    if (isInCommands && value !== '') found.push(...attribute(value, modules))
    const read = /^attr:\s*(\S+)$/.exec(value)
    if (read !== null) found.push(...attribute(read[1] ?? '', modules).slice(0, 1))
  }
  return found
}

function splitOnce(line: string): readonly [string, string] {
  const equals = line.indexOf('=')
  return equals < 0 ? [line, ''] : [line.slice(0, equals).trim(), line.slice(equals + 1).trim()]
}
