import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What ends: a test's context, or `after` of a whole file. */
export interface Ending {
  after(hook: () => void): void
}

/** A fresh folder, real path, that is removed when the test ends. */
export function temporaryFolder(t: Ending): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cordon-test-')))
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))
  return folder
}
