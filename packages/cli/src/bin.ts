/** The process: arguments, streams and exit code. Everything else is `main`. */
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

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that closes early (`cordon scan | head`) is not an error.
  if (error.code !== 'EPIPE') fail(2, `cordon: the result cannot be written (${error.message}) [OUTPUT]\n`)
})
// Where nothing can be told any more, the exit code still tells.
process.stderr.on('error', () => undefined)
process.on('uncaughtException', (error) => fail(exitOfError(error, { stderr }), ''))

/** The folder that the command runs in, or null when someone removed it meanwhile. */
function currentFolder(): string | null {
  try {
    return process.cwd()
  } catch {
    return null
  }
}

const cwd = currentFolder()
if (cwd === null) fail(2, 'cordon: the current folder is gone; change to one that exists [CWD]\n')
else {
  const io = { stdout, stderr, env: process.env, cwd, fetch: globalThis.fetch, now: () => new Date() }
  const code = await main(process.argv.slice(2), io)
  process.exitCode = exit === 0 ? code : exit
}
