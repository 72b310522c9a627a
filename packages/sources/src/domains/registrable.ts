import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'

/** RFC 2606, RFC 6761, RFC 6762, RFC 8375 and what networks use for themselves: nobody can register a name below these. */
const reserved: ReadonlySet<string> = new Set(
  'alt arpa corp example home internal intranet invalid lan local localdomain localhost onion private test'.split(' '),
)

/** Second labels under which countries register names. */
const categories: ReadonlySet<string> = new Set(
  `ac ad asn biz co com ed edu firm gen go gob gop gouv gov govt gr gv id ind info int kr ltd me mil mus ne net nhs nic nom nsn or org
  plc pol pro res school sch sci store tm tv web`.split(/\s+/),
)

/**
 * The part of a domain that somebody registers: `mail.demo.co.uk` is `demo.co.uk`. Null for what nobody can register, and for what is no
 * domain. Without the public list of suffixes: a country's usual categories are known, other suffixes of two labels are taken for domains.
 */
export function registrableDomain(text: string): string | null {
  // Of an address `a.dev/path` Node would take the host.
  if (!/^[\p{L}\p{M}\p{N}._-]{1,300}$/u.test(text)) return null
  const domain = domainToASCII(text.replace(/\.$/, '')).toLowerCase()
  const labels = domain.split('.')
  if (domain.length > 253 || labels.length < 2 || isIP(domain) !== 0 || !labels.every(isLabel)) return null
  const [category = '', top = ''] = labels.slice(-2)
  if (reserved.has(top)) return null
  const isCategory = top.length === 2 && categories.has(category)
  if (isCategory && labels.length < 3) return null
  // RFC 2606 keeps these for examples as well.
  if (category === 'example' && /^(?:com|net|org)$/.test(top)) return null
  return labels.slice(isCategory ? -3 : -2).join('.')
}

function isLabel(label: string): boolean {
  return /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label)
}
