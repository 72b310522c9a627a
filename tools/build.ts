/** Bundles the command line into one ES module, packages/cli/dist/cordon.js, with commands that load when they are asked for. */
import { existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const entry = join(root, 'packages/cli/src/bin.ts')
const output = join(root, 'packages/cli/dist/cordon.js')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }

if (!existsSync(entry)) throw new Error(`${entry} is missing`)
mkdirSync(dirname(output), { recursive: true })
await build({
  entryPoints: [entry],
  outfile: `${output}.new`,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'linked',
  // CommonJS dependencies call `require` for Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  define: { CORDON_VERSION: JSON.stringify(version) },
  logLevel: 'warning',
})
renameSync(`${output}.new`, output)
console.log(`packages/cli/dist/cordon.js: ${Math.round(statSync(output).size / 1024)} kB`)
