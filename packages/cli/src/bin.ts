/** The process: arguments, streams and exit code. Everything else is `main`. */
import { isMainThread } from 'node:worker_threads'
import { exitOfError, main } from './main.ts'

function writerOf(stream: NodeJS.WriteStream): { write(text: string): void; isTTY: boolean; columns: number } {
  return {
    write: (text) => void stream.write(text),
    isTTY: stream.isTTY === true,
    columns: stream.columns ?? 80,
  }
}

const stdout = writerOf(process.stdout)
const stderr = writerOf(process.stderr)
let exit = 0

/** The gravest thing that happened last: an output that was lost is never an exit code of its content. */
function fail(code: number, text: string): void {
  exit = code
  process.exitCode = code
  stderr.write(text)
}

/** The folder that the command runs in, or null when someone removed it meanwhile. */
function currentFolder(): string | null {
  try {
    return process.cwd()
  } catch {
    return null
  }
}

function watchProcess(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that closes early (`cordon scan | head`) is not an error.
    if (error.code !== 'EPIPE') fail(2, `cordon: the result cannot be written (${error.message}) [OUTPUT]\n`)
  })
  // Where nothing can be told any more, the exit code still tells.
  process.stderr.on('error', () => undefined)
  process.on('uncaughtException', (error) => fail(exitOfError(error, { stderr }), ''))
}

async function runCommand(): Promise<void> {
  watchProcess()
  const cwd = currentFolder()
  if (cwd === null) return fail(2, 'cordon: the current folder is gone; change to one that exists [CWD]\n')
  const io = {
    stdout,
    stderr,
    get stdin() {
      return process.stdin
    },
    env: process.env,
    cwd,
    fetch: globalThis.fetch,
    now: () => new Date(),
    worker: new URL(import.meta.url),
  }
  const code = await main(process.argv.slice(2), io)
  process.exitCode = exit === 0 ? code : exit
}

// A thread that inspects packages starts with this same module: there is one file to ship.
if (isMainThread) await runCommand()
else (await import('./inspect/serve.ts')).serveInspections()
