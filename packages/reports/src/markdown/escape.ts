import { sentence, visible } from '../text/visible.ts'

/**
 * What acts inside a line of CommonMark, of GitHub's or GitLab's Markdown: emphasis, code, links, cells, HTML, entities, math.
 * What acts at the start of a line only (lists, headings, rules) is left, since hostile text never stands there.
 */
const special = /[\\`*_{}[\]|~<>&$^]/g
/** What the two services turn into a mention or a cross reference, even where it came from an entity. */
const reference = /[@#!~%$&^](?=[\w"'[(])|\bGH(?=-\d)/g
/** An own mark: cannot occur, since `visible` has taken private control characters away. */
const breakMark = '\u0000'

function entityOf(character: string): string {
  return `&#${character.charCodeAt(0)};`
}

function escapeHarmless(text: string): string {
  return text.replace(special, entityOf)
}

/** Hostile prose as one line of Markdown that shows the text and does nothing else: no link, mention, HTML, cell or list. */
export function escapeMarkdown(text: string): string {
  const broken = sentence(text)
    .replace(reference, `$&${breakMark}`)
    // A bare address becomes a link of its own on both services.
    .replaceAll('://', `:${breakMark}//`)
    .replace(/\bwww(?=\.)/gi, `$&${breakMark}`)
  return escapeHarmless(broken).replaceAll(breakMark, '&#8203;')
}

/** Hostile text in code type: `<code>` with entities, which unlike backticks holds in a table whatever the text is. */
export function codeMarkdown(text: string): string {
  return `<code>${escapeHarmless(visible(text))}</code>`
}
