import { Collector } from '../commands/collector.ts'
import { cmd, type Dialect, posix, powershell } from '../commands/dialect.ts'
import { emptyEnvironment } from '../commands/environment.ts'
import { installMarks, mayInstall } from '../commands/marks.ts'
import { readScript } from '../commands/script.ts'
import { scriptAt } from '../commands/shell.ts'
import type { LockfileFormat } from '../format.ts'

const endings: ReadonlyMap<string, Dialect> = new Map([
  ['bash', posix],
  ['bat', cmd],
  ['cmd', cmd],
  ['ksh', posix],
  ['ps1', powershell],
  ['sh', posix],
  ['zsh', posix],
])

// `scripts/install`, `bin/setup`
const bareScript = /(?:^|\/)(?:scripts?|bin)\/(?!makefile$)[a-z][^./]*$/
const shellLine = /^#!.*\b(?:ba|z|da|k)?sh\b/

/** What shell scripts install, PowerShell and batch files as far as their words can be told. */
export const shellScript = {
  id: 'shell-script',
  title: 'Shell script',
  files: ['*.sh', 'bin/*'],
  role: 'command',
  marks: installMarks,
  matches(path) {
    return dialectOf(path) !== undefined || bareScript.test(path)
  },
  parse(text, path) {
    const collector = new Collector(path)
    // A file without an ending may be anything: its first line must say that it is for a shell.
    if (mayInstall(text) && (dialectOf(path) !== undefined || shellLine.test(text))) {
      const script = scriptAt(text.replace(/^\uFEFF/, ''), 1, dialectOf(path))
      readScript(script, emptyEnvironment, { collector })
    }
    return collector.finish('shell-script')
  },
} as const satisfies LockfileFormat

function dialectOf(path: string): Dialect | undefined {
  return endings.get(/\.([a-z0-9]+)$/.exec(path)?.[1] ?? '')
}
