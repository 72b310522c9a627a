import type { CodeFile } from '@cordon/capabilities'
import { indicatorsOf } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { actsUnasked, isForShow } from './flow/files.ts'
import { seenAt } from './flow/seen.ts'

const id = 'source/reverse-shell'

const meta: BehaviourMeta = {
  title: 'Hands a shell to the network',
  domain: 'malicious',
  severity: 'critical',
  why: `A connection is opened and a shell is tied to it: whoever waits at the other end types commands that run here. The socket's descriptor becomes the shell's input and output, or a shell is told to read from a network device.`,
  remedy: 'Do not install it. On a machine where it ran, treat the machine as compromised.',
  references: ['https://attack.mitre.org/techniques/T1059/004/', 'https://attack.mitre.org/techniques/T1095/'],
  attack: ['T1059.004', 'T1095'],
}

const shell = /(?:^|\/)(?:ba|z|da|k|c|a)?sh$|cmd(?:\.exe)?$|powershell/i

/** A shell's input and output are tied to a connection. */
export const reverseShell = defineBehaviour({
  id,
  meta,
  see({ code }) {
    return code.files.flatMap((file) => [...tied(file), ...spelt(file)])
  },
})

/** `os.dup2(socket.fileno(), …)` and a shell, or a terminal that is made for it. */
function tied(file: CodeFile) {
  const connects = file.actions.some(({ kind, path }) => kind === 'connect' && /connect/.test(path))
  const redirects = file.actions.some(({ path }) => path === 'os.dup2')
  if (!connects || !redirects) return []
  return file.actions
    .filter(
      ({ kind, texts, path }) => kind === 'spawn' && (path === 'pty.spawn' || texts.some((text) => shell.test(text))),
    )
    .map((action) =>
      seenAt(action, {
        confidence: isForShow(file) ? 'low' : 'high',
        isConclusive: !isForShow(file) && actsUnasked(action),
        does: 'opens a connection and hands a shell to it',
      }),
    )
}

/** A command that is such a shell by itself. */
function spelt(file: CodeFile) {
  return file.actions
    .filter(({ kind }) => kind === 'spawn')
    .flatMap((action) => {
      const found = indicatorsOf(action.texts.join(' ')).find(({ kind }) => kind === 'reverse-shell')
      if (found === undefined) return []
      return seenAt(action, {
        confidence: isForShow(file) ? 'low' : 'high',
        isConclusive: !isForShow(file) && actsUnasked(action),
        does: 'starts a shell that takes its commands from the network',
      })
    })
}
