import type { Action, CodeFile, Command } from '@cordon/capabilities'
import type { Seen } from './behaviour.ts'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { isSending, throwawayHosts } from './flow/leaks.ts'
import { names } from './flow/named.ts'
import { evidenceOf, foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked, later } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Commands that are taken from the network',
  domain: 'malicious',
  severity: 'critical',
  why: `A bot or a remote-access tool reads lines from a connection, runs each as a command and sends back what it printed. Programs for remote work do so behind a log-in; code that connects out to an address of its own and obeys is a back door.`,
  remedy: `Do not install it. Where it ran, take the machine for taken over: somebody could type there.`,
  references: [
    'https://attack.mitre.org/techniques/T1059/',
    'https://attack.mitre.org/techniques/T1219/',
    'https://attack.mitre.org/techniques/T1071/',
  ],
  attack: ['T1059', 'T1219', 'T1071'],
}

const bots = /^(?:telebot|telegram|aiogram|pyrogram|telethon|discord|nextcord|disnake|socketio|irc)\b/

/** Sees commands that are taken from the network. */
export const remoteCommandLoop = defineBehaviour({
  id: 'source/remote-command-loop',
  meta,
  see({ code }) {
    return foremost(code.files.flatMap(seenIn))
  },
})

function seenIn(file: CodeFile): readonly Seen[] {
  const actions = actionsOf(file)
  const answers = actions.filter((action) => isSending(action) && action.sources.has('process-output'))
  const bot = actions.find((action) => bots.test(action.path) && (action.kind === 'connect' || action.kind === 'send'))
  return actions
    .filter((action) => action.kind === 'spawn' && isOrdered(action, bot !== undefined))
    .flatMap((action) => {
      const answer = answers[0]
      const isLoop = answer !== undefined
      const isServed = actions.some(
        ({ kind, stage, path }) => kind === 'connect' && isUnasked(stage) && serves.test(path),
      )
      if (!isLoop && !((isServed || isUnasked(action.stage)) && action.sources.has('network'))) return []
      const stage = isLoop ? later(action.stage, answer.stage) : action.stage
      const isThrowaway = actions.some((each) => each.kind === 'connect' && names(each, ...throwawayHosts))
      return [
        seenAt(action, {
          does: 'runs commands that come from the network',
          confidence:
            isServed || isUnasked(stage) || (isLoop && (isThrowaway || bot !== undefined)) ? 'high' : 'medium',
          isConclusive: isUnasked(stage) && isLoop,
          evidence: isLoop ? `${evidenceOf(action)} → ${evidenceOf(answer)}` : evidenceOf(action),
          stage,
        }),
      ]
    })
}

/** Begins to answer whoever asks. */
const serves =
  /^(?:flask|quart|bottle|sanic|uvicorn|waitress|aiohttp\.web|werkzeug|wsgiref)\b|\.(?:serve_forever|run_app)$|^socket\.socket\(\)\.(?:listen|accept)$/

const interpreters = /^(?:python[\d.]*|pyw?|sh|bash|dash|zsh|ksh|cmd|powershell|pwsh|wscript|cscript|env|sudo|ssh)$/

/** What is run came over the network: read from a connection, or handed to a function that a bot's messages call. */
function isOrdered(action: Action, isBot: boolean): boolean {
  // Something that is fetched and handed to a known program is its matter, not a command.
  const isKnown = ({ program }: Command): boolean => !program.includes('«?»') && !interpreters.test(program)
  if (action.commands.length > 0 && action.commands.every(isKnown)) return false
  return action.sources.has('network') || (isBot && action.sources.has('parameter'))
}
