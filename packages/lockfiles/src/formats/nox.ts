import { Collector } from '../commands/collector.ts'
import { installMarks } from '../commands/marks.ts'
import type { LockfileFormat } from '../format.ts'
import { scriptBlocks } from '../script-block.ts'
import { readNoxfile } from '../sessions/nox.ts'
import { readScriptBlock } from './script.ts'

const fileName = /(?:^|\/)noxfile\.py$/

/** What the sessions of a noxfile install, and what the noxfile itself needs (PEP 723). */
export const nox = {
  id: 'nox',
  title: 'noxfile',
  files: ['noxfile.py'],
  role: 'command',
  marks: [...installMarks, 'install'],
  matches(path) {
    return fileName.test(path)
  },
  parse(text, path) {
    const collector = new Collector(path)
    const [block] = scriptBlocks(text)
    if (block !== undefined) collector.addAll(readScriptBlock(block, path), (at) => at)
    readNoxfile(text, collector)
    return collector.finish('nox')
  },
} as const satisfies LockfileFormat
