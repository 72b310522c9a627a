import type { Location, Stage } from '@cordon/model'
import type { Command } from './indicators/index.ts'

/** What code does, by kind. */
export const actionKinds = [
  /** `exec`, `eval`, `runpy`, code objects. */
  'run-code',
  /** A process or a command is started. */
  'spawn',
  /** A network exchange that brings something: a GET, a read from a socket. */
  'fetch',
  /** A network exchange that takes something out: a body, parameters, a socket's send, mail. */
  'send',
  /** A connection is opened, or a port listened at. */
  'connect',
  /** A host name is looked up. */
  'resolve',
  'read-file',
  'write-file',
  'delete-file',
  'list-files',
  'change-mode',
  'pack-files',
  /** A library is loaded, or a function of one called: ctypes, cffi. */
  'native',
  'import-dynamic',
  /** A function of the builtins, or of a module that acts, is looked up by a name that does not stand in the code. */
  'reflect',
  /** pickle, marshal and their kin. */
  'unpickle',
  'decode',
  'decrypt',
  'encrypt',
  'read-environment',
  'read-host',
  'read-clipboard',
  'write-clipboard',
  'capture-screen',
  'capture-keys',
  'capture-camera',
  'read-registry',
  'write-registry',
  /** An import hook, a patched builtin, a trace function. */
  'hook',
  'run-later',
  /** A package manager is run from within. */
  'install-package',
  /** Processes are listed or ended. */
  'processes',
  /** A page is shown in the person's browser. */
  'show-page',
] as const
export type ActionKind = (typeof actionKinds)[number]

/** Where a value comes from. */
export const sourceKinds = [
  'environment',
  /** All of the environment, not one variable of it. */
  'whole-environment',
  'secret-file',
  'browser-data',
  'wallet',
  'host-facts',
  'clipboard',
  'screen',
  'keys',
  'network',
  /** Decoded or deciphered from a literal or a file of the package. */
  'decoded',
  'file',
  /** A file that this package wrote itself from what it holds. */
  'dropped-file',
  /** A file that this package wrote itself from what the network gave. */
  'downloaded-file',
  'process-output',
  'input',
  /** What a caller hands over. */
  'parameter',
] as const
export type SourceKind = (typeof sourceKinds)[number]

/** One thing that code does: a call, an import, or an attribute that is set. */
export interface Action {
  readonly kind: ActionKind
  /** The earliest stage at which it runs. */
  readonly stage: Stage
  /** False in a branch whose condition is known to be false. */
  readonly isReached: boolean
  /** In the file; for code within decoded texts, where the outermost call stands. */
  readonly at: Location
  /** 0 in the file itself, one more for each decoded text within which it stands. */
  readonly layer: number
  /** How the text in which it stands was hidden, the outermost step first; empty in the file itself. */
  readonly trail: readonly string[]
  /** What is called, by its dotted name after aliases: `subprocess.Popen`. */
  readonly path: string
  /** How the source names what is called: by its name, by another name that it was given, or by way of data: `getattr(…)`, an item of a dict. */
  readonly naming: 'plain' | 'alias' | 'reflected'
  /** Texts that are known of what goes in: whole arguments, items of lists, pieces of texts that are known in part. Bounded in number and length. */
  readonly texts: readonly string[]
  /** Texts of what it is done to: the name of the open file that is written, the address of the session. Bounded likewise. */
  readonly target: readonly string[]
  /** Texts from which what goes in was got: the address that was fetched, the name of the file that was read. Bounded likewise. */
  readonly origins: readonly string[]
  /** How those texts were hidden: `base64.b64decode`; empty when they stand in the source. */
  readonly making: readonly string[]
  /** Those of the texts that were decoded, deciphered or put together from numbers. */
  readonly hidden: readonly string[]
  /** Where what goes in comes from. */
  readonly sources: ReadonlySet<SourceKind>
  /** For a spawn: the programs of its command line, as far as it is known. */
  readonly commands: readonly Command[]
  /** Windows are hidden or output is thrown away. */
  readonly isHidden: boolean
  /** Nothing of what goes in is known, nor where it comes from. */
  readonly isBlind: boolean
}
