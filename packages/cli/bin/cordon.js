#!/usr/bin/env node
// Starts the bundle with V8's compile cache on; from a checkout that was never built, the sources themselves.
import { existsSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

const [major = 0] = process.versions.node.split('.').map(Number)
if (major < 24) {
  process.stderr.write(
    `cordon needs Node 24 and this is ${process.versions.node}. In a checkout, \`npm ci\` brings one that \`npx cordon\` uses.\n`,
  )
  process.exitCode = 2
} else {
  const cache = process.env.CORDON_CACHE_DIR ?? join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cordon')
  enableCompileCache(join(cache, 'compile'))
  const bundle = new URL('../dist/cordon.js', import.meta.url)
  await import(existsSync(bundle) ? bundle.href : new URL('../src/bin.ts', import.meta.url).href)
}
