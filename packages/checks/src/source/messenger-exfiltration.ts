import type { Action } from '@cordon/capabilities'
import type { Confidence } from '@cordon/model'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { isCarrier } from './flow/leaks.ts'
import { names } from './flow/named.ts'
import { personalSources } from './flow/personal.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Reports through a bot whose token is written into the code',
  domain: 'malicious',
  severity: 'high',
  why: `A messenger bot is a mailbox that costs nothing and leads to nobody. A library for bots takes the token from its user; a package that carries a token reports to the author of the package from every machine that it runs on, or takes orders from there.`,
  remedy: `Do not install it. Where it ran, take what it could read for lost, and look for what it was told to do.`,
  references: ['https://attack.mitre.org/techniques/T1567/', 'https://attack.mitre.org/techniques/T1102/002/'],
  attack: ['T1567', 'T1102.002'],
}

/** A token of a Telegram bot, by itself or within an address. */
const token = /(?:^|bot|[^0-9])\d{8,11}:[A-Za-z0-9_-]{30,}/
const bots = /^(?:telebot|telegram|aiogram|pyrogram|telethon|discord|nextcord|disnake|hikari)\b/

/** Sees reports through a bot whose token is written into the code. */
export const messengerExfiltration = defineBehaviour({
  id: 'source/messenger-exfiltration',
  meta,
  see({ code }) {
    const actions = code.files.flatMap(actionsOf)
    const holder = actions.find((action) =>
      [...action.texts, ...action.target, ...action.origins].some((text) => token.test(text)),
    )
    const calls = actions.filter((action) => isCarrier(action) && speaksToBot(action, holder !== undefined))
    return foremost(
      calls.map((action) => {
        const isOwn = hasToken(action) || holder !== undefined
        const isLoaded = isOwn && personalSources.some((source) => action.sources.has(source))
        return seenAt(action, {
          does: isOwn ? 'reports through a bot whose token it carries' : 'speaks to a messenger bot',
          confidence: gradeOf(isOwn, isLoaded, action),
          isConclusive: isLoaded && hasToken(action),
          shows: ['messenger-api'],
        })
      }),
    )
  },
})

function gradeOf(isOwn: boolean, isLoaded: boolean, { stage }: Action): Confidence {
  if (isOwn) return isLoaded || isUnasked(stage) ? 'high' : 'medium'
  return isUnasked(stage) ? 'medium' : 'low'
}

function hasToken(action: Action): boolean {
  return [...action.texts, ...action.target, ...action.origins].some((text) => token.test(text))
}

function speaksToBot(action: Action, hasHolder: boolean): boolean {
  return names(action, 'messenger-api') || (bots.test(action.path) && (hasHolder || hasToken(action)))
}
