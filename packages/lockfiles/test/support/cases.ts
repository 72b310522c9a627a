import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { LockfileFormat } from '../../src/format.ts'
import { lockfileFormats } from '../../src/index.ts'
import { decodeText } from '../../src/text.ts'

const testFolder = join(import.meta.dirname, '..')

/** Every registered format, seen as the plain contract. */
export const formats: readonly LockfileFormat[] = lockfileFormats

/** One case folder: the one input that is not `expected.json`, at its path below the folder. */
export interface Case {
  readonly format: string
  readonly name: string
  /** Path of the input relative to the case folder, with `/`: the path that the format is asked about. */
  readonly path: string
  readonly bytes: Uint8Array
  readonly expectedPath: string
}

/** Names of the folders beside this runner that hold cases, `support` left out. */
export function caseFolders(): readonly string[] {
  return globSync('*/', { cwd: testFolder })
    .map((name) => name.replace(/[/\\]$/, ''))
    .filter((name) => name !== 'support' && statSync(join(testFolder, name)).isDirectory())
    .sort()
}

/** The cases of one format; throws when a case folder has not exactly one input. */
export function casesOf(format: string): readonly Case[] {
  const folder = join(testFolder, format)
  return globSync('*', { cwd: folder })
    .sort()
    .map((name) => {
      const files = globSync(['**/*', '**/.*', '**/.*/**/*'], { cwd: join(folder, name) })
        .filter((file) => statSync(join(folder, name, file)).isFile())
        .map((file) => file.replaceAll('\\', '/'))
      const inputs = [...new Set(files)].filter((file) => file !== 'expected.json')
      const [path] = inputs
      if (path === undefined || inputs.length > 1) {
        throw new Error(
          `test/${format}/${name} needs exactly one input beside expected.json, has: ${inputs.join(', ')}`,
        )
      }
      const bytes = readFileSync(join(folder, name, path))
      return { format, name, path, bytes, expectedPath: join(folder, name, 'expected.json') }
    })
}

/** The input as the engine would hand it over. */
export function textOfCase(one: Case): string {
  return decodeText(one.bytes)
}
