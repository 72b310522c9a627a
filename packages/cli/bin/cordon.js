#!/usr/bin/env node
// Starts the bundle with V8's compile cache on; from a checkout that was never built, the sources themselves.
const [major = 0] = process.versions.node.split('.').map(Number)
if (major < 24) {
  process.stderr.write(
    `cordon needs Node 24 and this is ${process.versions.node}. In a checkout, \`npm ci\` brings one that \`npx cordon\` uses.\n`,
  )
  process.exitCode = 2
} else {
  // An `import` of `node:fs` reads every export, and so loads streams and readline: 4 ms that few runs need.
  const { existsSync } = process.getBuiltinModule('node:fs')
  const cache = compileCache()
  if (cache !== null) process.getBuiltinModule('node:module').enableCompileCache(cache)
  const bundle = new URL('../dist/cordon.js', import.meta.url)
  await import(existsSync(bundle) ? bundle.href : new URL('../src/bin.ts', import.meta.url).href)
}

/** Code is loaded from here: only a folder that is certainly the user's own, never one below the scanned project. */
function compileCache() {
  const { isAbsolute, join } = process.getBuiltinModule('node:path')
  const { CORDON_CACHE_DIR: own, XDG_CACHE_HOME: xdg } = process.env
  const cache = own || join(xdg || join(homeFolder(), '.cache'), 'cordon')
  return isAbsolute(cache) ? join(cache, 'compile') : null
}

function homeFolder() {
  try {
    return process.getBuiltinModule('node:os').homedir()
  } catch {
    // A user id without a name and without HOME, as containers have them.
    return ''
  }
}
