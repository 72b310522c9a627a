/** What a command loads before it does anything, by the imports that are not types: start-up time is a feature. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { test } from 'node:test'

const packages = resolve(import.meta.dirname, '../..')

function doorOf(target: string): string {
  const [, room = '', ...rest] = target.split('/')
  const manifest = JSON.parse(readFileSync(join(packages, room, 'package.json'), 'utf8')) as {
    readonly exports: Readonly<Record<string, string>>
  }
  const door = manifest.exports[rest.length === 0 ? '.' : `./${rest.join('/')}`]
  assert.ok(door !== undefined, target)
  return join(packages, room, door)
}

function isOnlyTypes(names: string): boolean {
  const inner = /^\{([^}]*)\}\s*$/.exec(names)?.[1]
  return inner?.split(',').every((name) => /^\s*(?:type\s|$)/.test(name)) ?? false
}

/** Every room that loads with a file. */
function roomsLoadedBy(entry: string): ReadonlySet<string> {
  const seen = new Set<string>()
  const visit = (file: string): void => {
    if (seen.has(file)) return
    seen.add(file)
    const text = readFileSync(file, 'utf8')
    for (const [, names = '', target = ''] of text.matchAll(
      /(?:^|\n)(?:import|export)\s+(?!type\b)([^;'"`]*?)from\s*'([^']+)'/g,
    )) {
      if (isOnlyTypes(names)) continue
      if (target.startsWith('.')) visit(resolve(dirname(file), target))
      else if (target.startsWith('@cordon/')) visit(doorOf(target))
    }
  }
  visit(join(packages, entry))
  return new Set([...seen].map((file) => file.slice(packages.length + 1).split('/')[0] ?? ''))
}

const analysis = ['python', 'capabilities', 'classifier'] as const

test('a command that reads no artifact does not load their analysis', () => {
  for (const command of ['scan', 'inventory', 'policy', 'db']) {
    const rooms = roomsLoadedBy(`cli/src/commands/${command}.ts`)
    assert.ok(rooms.has('engine') || rooms.has('sources') || rooms.has('policy'), command)
    for (const room of analysis) assert.ok(!rooms.has(room), `${command} loads ${room}`)
  }
  const inspect = roomsLoadedBy('cli/src/commands/inspect.ts')
  for (const room of analysis) assert.ok(inspect.has(room), `inspect loads ${room}`)
})
