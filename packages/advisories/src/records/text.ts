// Controls, formatting marks (bidirectional overrides among them) and line separators: they could rewrite a terminal.
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu
const longestSummary = 200
const detailsRead = 2_000

/** One printable line: every run of white space and of invisible characters becomes one space. */
export function plainLine(text: string): string {
  return text.replace(unprintable, ' ').trim().toWellFormed()
}

/** At most 200 characters, cut between words. */
export function shorten(line: string): string {
  if (line.length <= longestSummary) return line
  const cut = line.slice(0, longestSummary - 1).toWellFormed()
  const space = cut.lastIndexOf(' ')
  return `${(space > longestSummary / 2 ? cut.slice(0, space) : cut).trimEnd()}…`
}

/** What a record is about, in one line of at most 200 characters: its summary, else the first sentence of its details. */
export function summarize(summary: unknown, details: unknown): string {
  const given = typeof summary === 'string' ? plainLine(summary.slice(0, detailsRead)) : ''
  if (given !== '') return shorten(given)
  return typeof details === 'string' ? shorten(firstSentence(details.slice(0, detailsRead))) : ''
}

/** Headings (`### Impact`) say nothing of the flaw; the first line that is none does. */
function firstSentence(details: string): string {
  const line = details.split('\n').find((each) => !/^\s*(?:#|$)/.test(each)) ?? details
  const text = plainLine(line).replaceAll('**', '')
  const end = /[.!?](?= \p{Lu})/u.exec(text)
  return end === null ? text : text.slice(0, end.index + 1)
}
