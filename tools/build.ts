/**
 * Bundles the command line into packages/cli/dist: `cordon.js`, and beside it what only some commands need, which loads when they are
 * asked for. So `cordon scan` never reads the analysis of packages.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const entry = join(root, 'packages/cli/src/bin.ts')
const output = join(root, 'packages/cli/dist/cordon.js')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }

/** Built-in modules that cost 2 to 9 ms when they load and that most runs never use. */
const costly = ['node:child_process', 'node:crypto', 'node:timers/promises']

/**
 * In the bundle, built-in modules come from `process.getBuiltinModule`: an `import` of `node:fs` or `node:process` reads every
 * export, and with those that are getters it loads streams, readline and workers. Each function and table of a costly module loads it
 * when it is first used, not when the program starts.
 */
const builtins: Plugin = {
  name: 'builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: 'builtin' }))
    // Libraries of older habits write `require('crypto')`.
    onResolve({ filter: /^[a-z_]+$/ }, ({ path }) =>
      isBuiltin(path) ? { path: `node:${path}`, namespace: 'builtin' } : null,
    )
    onLoad({ filter: /.*/, namespace: 'builtin' }, async ({ path }) => {
      const members = Object.entries((await import(path)) as object).filter(([name]) => name !== 'default')
      const load = `const load = () => process.getBuiltinModule(${JSON.stringify(path)})`
      const lines = costly.includes(path)
        ? members.flatMap(([name, value]) => lazily(name, value))
        : members.map(([name]) => `export const ${name} = /* @__PURE__ */ (() => load().${name})()`)
      const whole = costly.includes(path) ? 'new Proxy({}, { get: (_, name) => load()[name] })' : 'load()'
      return { contents: [load, ...lines, `export default /* @__PURE__ */ ${whole}`].join('\n'), loader: 'js' }
    })
  },
}

/** A member of a module that loads when it is first used; numbers and texts cannot wait, and are left out. */
function lazily(name: string, value: unknown): readonly string[] {
  if (typeof value === 'object' && value !== null)
    return [`export const ${name} = /* @__PURE__ */ new Proxy({}, { get: (_, key) => load().${name}[key] })`]
  if (typeof value !== 'function') return []
  // Not an arrow: classes (`X509Certificate`) are called with `new`.
  return [
    `export function ${name}(...args) { return new.target ? new (load().${name})(...args) : load().${name}(...args) }`,
  ]
}

// Made beside, then moved, the entry last: a command that runs meanwhile sees the old bundle or the new one.
const folder = dirname(output)
const made = join(folder, `new-${process.pid}`)
if (!existsSync(entry)) throw new Error(`${entry} is missing`)
mkdirSync(folder, { recursive: true })
await build({
  entryPoints: { cordon: entry },
  outdir: made,
  chunkNames: 'part-[hash]',
  splitting: true,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'linked',
  plugins: [builtins],
  define: { CORDON_VERSION: JSON.stringify(version) },
  logLevel: 'warning',
})
const files = readdirSync(made).sort((a, b) => Number(a.startsWith('cordon.js')) - Number(b.startsWith('cordon.js')))
for (const name of files) renameSync(join(made, name), join(folder, name))
rmdirSync(made)
for (const name of readdirSync(folder))
  if (/^part-.*\.js/.test(name) && !files.includes(name)) rmSync(join(folder, name))
const bytes = files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
console.log(`packages/cli/dist: ${files.length} files, ${Math.round(bytes / 1024)} kB`)
