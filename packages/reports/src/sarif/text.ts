import { sentence } from '../text/visible.ts'

/** Text of a SARIF message. `[text](target)` would be a link (§3.11.6): hostile text may not make one. */
export function messageText(text: string): string {
  return sentence(text).replaceAll('](', '] (')
}
