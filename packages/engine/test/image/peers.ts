/** Real tools that make, copy and serve images. They come from Debian; `npm test` installs them where it may. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Ending } from '@cordon/testkit'

export type Tool = 'buildah' | 'docker-registry' | 'skopeo' | 'umoci'

/** `skip` for a test that needs these tools: false when they are here, else the reason. */
export function without(...tools: readonly Tool[]): string | false {
  const missing = tools.filter((tool) => !isHere(tool))
  return missing.length === 0
    ? false
    : `not installed: ${missing.join(', ')} (Debian: apt-get install ${missing.join(' ')})`
}

function isHere(tool: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, tool)))
}

/** Runs a tool in a folder; what it prints. */
export function run(cwd: string, command: string, ...words: readonly string[]): string {
  return execFileSync(command, words, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 })
}

/** buildah with its storage in the folder: no mounts, nothing shared with the machine. */
export function buildah(cwd: string, ...words: readonly string[]): string {
  const storage = ['--root', join(cwd, 'storage'), '--runroot', join(cwd, 'run'), '--storage-driver', 'vfs']
  return run(cwd, 'buildah', ...storage, ...words).trim()
}

/** Writes files below a folder: path → text. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    const absolute = join(folder, path)
    mkdirSync(dirname(absolute), { recursive: true })
    writeFileSync(absolute, text)
  }
  return folder
}

/** An installed distribution: the files of its `dist-info`. */
export function distribution(library: string, name: string, version: string): Record<string, string> {
  const folder = `${library}/${name}-${version}.dist-info`
  return {
    [`${folder}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
    [`${folder}/INSTALLER`]: 'pip\n',
    [`${folder}/RECORD`]: `${name}/__init__.py,,\n${name}-${version}.dist-info/METADATA,,\n`,
    [`${library}/${name}/__init__.py`]: '',
  }
}

export interface Registry {
  /** `127.0.0.1:port` */
  readonly host: string
  readonly folder: string
}

/** A real registry on loopback, until the test ends. `htpasswd` is the text of a file of users. */
export async function startRegistry(t: Ending, folder: string, htpasswd: string | null = null): Promise<Registry> {
  const host = `127.0.0.1:${await freePort()}`
  writeFiles(folder, {
    'registry.yml': [
      'version: 0.1',
      'log: {level: error, accesslog: {disabled: true}}',
      `storage: {filesystem: {rootdirectory: ${join(folder, 'registry')}}, delete: {enabled: true}}`,
      `http: {addr: "${host}"}`,
      ...(htpasswd === null ? [] : [`auth: {htpasswd: {realm: test, path: ${join(folder, 'htpasswd')}}}`]),
    ].join('\n'),
    ...(htpasswd === null ? {} : { htpasswd }),
  })
  const child = spawn('docker-registry', ['serve', join(folder, 'registry.yml')], { stdio: 'ignore' })
  t.after(() => stop(child))
  for (let tries = 0; tries < 200; tries++) {
    const answer = await fetch(`http://${host}/v2/`).catch(() => null)
    if (answer !== null) return { host, folder }
    await sleep(50)
  }
  throw new Error('the registry does not answer')
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    child.once('exit', () => done())
    if (!child.kill('SIGKILL')) done()
  })
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise<void>((done) => void server.close(() => done()))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
