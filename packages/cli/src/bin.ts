/** The process: arguments, streams and exit code. Everything else is `main`. */
import { main } from './main.ts'

function writerOf(stream: NodeJS.WriteStream): { write(text: string): void; isTTY: boolean; columns: number } {
  return {
    write: (text) => void stream.write(text),
    isTTY: stream.isTTY === true,
    columns: stream.columns ?? 80,
  }
}

// A reader that closes early (`cordon scan | head`) is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = await main(process.argv.slice(2), {
  stdout: writerOf(process.stdout),
  stderr: writerOf(process.stderr),
  env: process.env,
  cwd: process.cwd(),
  fetch: globalThis.fetch,
  now: () => new Date(),
})
