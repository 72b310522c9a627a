import type { Lockfile } from '@cordon/model'
import { lockfileOf } from '../builder.ts'
import type { LockfileFormat } from '../format.ts'
import { readDeclared } from '../pyproject/declared.ts'
import { hatchOptions, hatchRequirements } from '../pyproject/hatch.ts'
import { readingOf } from '../reading.ts'

/** hatch.toml: the tables of `[tool.hatch]` in a file of their own. */
export const hatch = {
  id: 'hatch',
  title: 'hatch.toml',
  files: ['hatch.toml'],
  role: 'manifest',
  matches: (path) => /(?:^|\/)hatch\.toml$/.test(path),
  parse: parseHatch,
} as const satisfies LockfileFormat

function parseHatch(text: string, path: string): Lockfile {
  const reading = readingOf(text, path)
  return lockfileOf({
    path,
    format: 'hatch',
    role: 'manifest',
    dependencies: readDeclared(reading, hatchRequirements(reading, []), null),
    options: hatchOptions(reading, []),
    skipped: reading.skipped,
  })
}
