import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'
import { temporaryFolder } from '@cordon/testkit'
import type { DiscoverRequest } from '../src/discover.ts'

/** A temporary folder with these files in it. */
export function tree(t: TestContext, files: Readonly<Record<string, string>>): string {
  const root = temporaryFolder(t)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

/** The plainest request: everything below `cwd`. */
export function request(cwd: string, targets: readonly string[] = ['.']): DiscoverRequest {
  return { targets, cwd, exclude: [], includeEnvironments: false }
}
