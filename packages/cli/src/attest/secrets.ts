/** Passphrases and identity tokens: from files, variables and the keyboard, never from the command line, where others see them. */
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'
import { readDocumentText } from '../verify/subjects.ts'
import type { KeyOptions } from './options.ts'

const passphraseVariable = 'CORDON_KEY_PASSPHRASE'
const mostCharacters = 4096

/**
 * The passphrase of a key: `--passphrase-file` (its first line), `--passphrase-env`, `CORDON_KEY_PASSPHRASE`, or asked for on a terminal
 * when the key is encrypted. Null where there is none.
 */
export async function findPassphrase(options: KeyOptions, encrypted: boolean, io: Io): Promise<string | null> {
  const { passphraseFile, passphraseEnv } = options
  if (passphraseFile !== undefined && passphraseEnv !== undefined)
    throw new UsageError('OPTION', '--passphrase-file and --passphrase-env both name the passphrase; give one')
  if (passphraseFile !== undefined) {
    const [line = ''] = (await readDocumentText(passphraseFile, io.cwd)).split(/\r?\n/, 1)
    return line
  }
  if (passphraseEnv !== undefined) return variable(passphraseEnv, '--passphrase-env', io)
  const usual = io.env[passphraseVariable]
  if (usual !== undefined && usual !== '') return usual
  return encrypted ? await promptHidden('Passphrase of the key: ', io) : null
}

/** The value of a variable that was named. Throws `UsageError`. */
export function variable(name: string, option: string, io: Io): string {
  const value = io.env[name]
  if (value === undefined || value === '')
    throw new UsageError('OPTION', `${option}: the environment variable ${name} is not set, or empty`)
  return value
}

interface Keyboard extends NodeJS.ReadableStream {
  readonly isTTY: true
  setRawMode(raw: boolean): unknown
}

function isKeyboard(stream: NodeJS.ReadableStream | undefined): stream is Keyboard {
  return stream !== undefined && 'isTTY' in stream && stream.isTTY === true && 'setRawMode' in stream
}

/** One line from the keyboard that the terminal does not show; null without a terminal. Throws `UsageError` for Ctrl-C. */
async function promptHidden(question: string, io: Io): Promise<string | null> {
  const keyboard = io.stdin
  if (!io.stderr.isTTY || !isKeyboard(keyboard)) return null
  io.stderr.write(question)
  keyboard.setRawMode(true)
  try {
    return await readHidden(keyboard)
  } finally {
    keyboard.setRawMode(false)
    io.stderr.write('\n')
  }
}

async function readHidden(keyboard: Keyboard): Promise<string> {
  let typed = ''
  // Nothing else reads the keyboard, so it may be closed when the line is there.
  for await (const piece of keyboard)
    for (const character of piece.toString()) {
      if (character === '\u0003') throw new UsageError('OPTION', 'no passphrase was given')
      if (character === '\r' || character === '\n' || character === '\u0004') return typed
      if (character === '\u007f' || character === '\b') typed = [...typed].slice(0, -1).join('')
      else if (typed.length < mostCharacters) typed += character
    }
  return typed
}
