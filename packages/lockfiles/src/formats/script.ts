import type { Lockfile } from '@cordon/model'
import { lockfileOf, mainScope } from '../builder.ts'
import { LockfileError } from '../error.ts'
import type { LockfileFormat } from '../format.ts'
import { declaredIn, readDeclared } from '../pyproject/declared.ts'
import { applyUvSources, uvRequirements } from '../pyproject/uv.ts'
import { uvOptions } from '../pyproject/uv-indexes.ts'
import { readingOf } from '../reading.ts'
import { type ScriptBlock, scriptBlocks } from '../script-block.ts'
import { readString } from '../toml.ts'

/** Python scripts with inline metadata (PEP 723), with uv's own tables in it. */
export const script = {
  id: 'script',
  title: 'Python script with inline metadata (PEP 723)',
  files: ['*.py'],
  role: 'manifest',
  // setup.py and noxfile.py are formats of their own.
  matches: (path) => /\.py$/.test(path) && !/(?:^|\/)(?:setup|noxfile)\.py$/.test(path),
  marks: ['# /// script'],
  parse: parseScript,
} as const satisfies LockfileFormat

function parseScript(text: string, path: string): Lockfile {
  const [block, second] = scriptBlocks(text)
  if (second !== undefined)
    throw new LockfileError('MALFORMED', `${path}:${second.firstLine - 1} begins a second script block (PEP 723).`, {
      line: second.firstLine - 1,
    })
  return block === undefined ? lockfileOf({ path, format: 'script', role: 'manifest' }) : readScriptBlock(block, path)
}

/** Reads the metadata of a script; throws `LockfileError` where it is no TOML. */
export function readScriptBlock({ text, firstLine }: ScriptBlock, path: string): Lockfile {
  const reading = readingOf(text, path, firstLine)
  const declared = declaredIn(reading, reading.root, ['dependencies'], { scopes: [mainScope] })
  const dependencies = readDeclared(reading, [...declared, ...uvRequirements(reading)], null)
  return lockfileOf({
    path,
    format: 'script',
    role: 'manifest',
    dependencies: applyUvSources(reading, dependencies),
    options: uvOptions(reading),
    skipped: reading.skipped,
    requiresPython: readString(reading.root, 'requires-python'),
  })
}
