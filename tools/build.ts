/** Bundles the command line into one ES module, packages/cli/dist/cordon.js, with commands that load when they are asked for. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
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
 * export, and with those that are getters it loads streams, readline and workers. Each function of a costly module loads it when
 * it is first called, not when the program starts.
 */
const builtins: Plugin = {
  name: 'builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: 'builtin' }))
    onLoad({ filter: /.*/, namespace: 'builtin' }, async ({ path }) => {
      const members = Object.entries((await import(path)) as object).filter(([name]) => name !== 'default')
      const load = `const load = () => process.getBuiltinModule(${JSON.stringify(path)})`
      const lines = costly.includes(path)
        ? members.flatMap(([name, value]) => (typeof value === 'function' ? [lazily(name)] : []))
        : members.map(([name]) => `export const ${name} = /* @__PURE__ */ (() => load().${name})()`)
      const whole = costly.includes(path) ? 'new Proxy({}, { get: (_, name) => load()[name] })' : 'load()'
      return { contents: [load, ...lines, `export default /* @__PURE__ */ ${whole}`].join('\n'), loader: 'js' }
    })
  },
}

function lazily(name: string): string {
  return `export const ${name} = (...args) => load().${name}(...args)`
}

// Made beside, then moved: a command that runs meanwhile sees the old bundle or the new one.
const made = join(dirname(output), `new-${process.pid}`, basename(output))
if (!existsSync(entry)) throw new Error(`${entry} is missing`)
mkdirSync(dirname(output), { recursive: true })
await build({
  entryPoints: [entry],
  outfile: made,
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
for (const end of ['.LEGAL.txt', '']) renameSync(`${made}${end}`, `${output}${end}`)
rmdirSync(dirname(made))
console.log(`packages/cli/dist/cordon.js: ${Math.round(statSync(output).size / 1024)} kB`)
