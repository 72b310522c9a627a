/**
 * `npm test`: types, lint, rooms, generated docs, then every test on node:test. Ends with one line of counts.
 * Programs that tests talk to are installed first where that is allowed (`peers.ts`).
 * `npm test -- packages/pypa` runs only the tests below a folder, or of a file (and skips the checks of the whole tree).
 */
import { spawnSync } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { run } from 'node:test'
import { fileURLToPath } from 'node:url'
import { installPeers } from './peers.ts'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
process.chdir(root)
const folders = process.argv.slice(2)

interface Step {
  readonly name: string
  readonly command: readonly string[]
}

const steps: readonly Step[] =
  folders.length > 0
    ? []
    : [
        { name: 'build', command: [process.execPath, 'tools/build.ts'] },
        { name: 'types', command: ['node_modules/.bin/tsc', '--noEmit'] },
        { name: 'lint', command: ['node_modules/.bin/biome', 'check', '--error-on-warnings', '.'] },
        { name: 'rooms', command: [process.execPath, 'tools/check-rooms.ts'] },
        { name: 'docs', command: [process.execPath, 'tools/write-docs.ts', '--check'] },
      ].filter((step) => !step.command[1]?.startsWith('tools/') || existsSync(join(root, step.command[1])))

const installed = folders.length > 0 ? null : installPeers()
if (installed !== null) console.log(installed)

/** Whether a suite failed because of its tests, which count by themselves. */
function hasFailedTests(error: Error): boolean {
  return 'failureType' in error && error.failureType === 'subtestsFailed'
}

const counts = { passed: 0, failed: 0, skipped: 0 }
for (const step of steps) {
  const [command = '', ...args] = step.command
  const started = performance.now()
  const result = spawnSync(command, args, { encoding: 'utf8' })
  const ok = result.status === 0
  counts[ok ? 'passed' : 'failed'] += 1
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${step.name} (${((performance.now() - started) / 1000).toFixed(1)} s)`)
  if (!ok) console.log(`${result.stdout}${result.stderr}${result.error?.message ?? ''}`)
}

const patterns =
  folders.length > 0
    ? folders.map((path) => (path.endsWith('.test.ts') ? path : `${path}/**/*.test.ts`))
    : ['packages/*/test/**/*.test.ts', 'tools/**/*.test.ts', 'bench/**/*.test.ts']
const files = globSync(patterns, { exclude: (name) => name === 'node_modules' }).sort()
const notes: string[] = []
const perFile = new Map<string, { passed: number; failed: number }>()
const stream = run({
  files: files.map((file) => join(root, file)),
  concurrency: availableParallelism(),
  timeout: 300_000,
})
stream.on('test:fail', (event) => {
  // A suite whose own body throws has no tests that could fail for it.
  if (event.details.type === 'suite' && hasFailedTests(event.details.error)) return
  counts.failed += 1
  console.log(`FAIL ${event.file?.slice(root.length + 1) ?? ''}:${event.line ?? 0} ${event.name}`)
  const error = event.details.error
  console.log(
    `     ${String(error.cause instanceof Error ? error.cause.stack : (error.cause ?? error.message))
      .split('\n')
      .slice(0, 40)
      .join('\n     ')}`,
  )
})
stream.on('test:pass', (event) => {
  if (event.details.type === 'suite') return
  if (event.skip !== undefined) {
    counts.skipped += 1
    notes.push(`skipped: ${event.name}${typeof event.skip === 'string' ? ` (${event.skip})` : ''}`)
    return
  }
  counts.passed += 1
  const file = event.file?.slice(root.length + 1) ?? ''
  const entry = perFile.get(file) ?? { passed: 0, failed: 0 }
  entry.passed += 1
  perFile.set(file, entry)
})
stream.on('test:stderr', (event) => process.stderr.write(event.message))
stream.resume()
await new Promise((done) => stream.once('end', done))
for (const [file, entry] of [...perFile].sort()) console.log(`ok   ${file} (${entry.passed})`)
for (const note of notes) console.log(note)
if (files.length === 0) counts.failed += 1
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exitCode = counts.failed > 0 ? 1 : 0
