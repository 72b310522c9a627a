const prefixes = ['CVE-', 'PYSEC-', 'GHSA-', 'MAL-']
const numbered = /^[A-Z]+-0*(\d+)-0*(\d+)$/

/** Order of ids: by kind (CVE, PYSEC, GHSA, MAL, others), then year and number where they have them, then text. */
export function compareIds(a: string, b: string): number {
  const kind = kindOf(a) - kindOf(b)
  if (kind !== 0) return kind
  const [, yearA = '', numberA = ''] = numbered.exec(a) ?? []
  const [, yearB = '', numberB = ''] = numbered.exec(b) ?? []
  return compareDigits(yearA, yearB) || compareDigits(numberA, numberB) || (a < b ? -1 : a > b ? 1 : 0)
}

function kindOf(id: string): number {
  const kind = prefixes.findIndex((prefix) => id.startsWith(prefix))
  return kind < 0 ? prefixes.length : kind
}

/** As numbers of any size; leading zeros are already gone. */
function compareDigits(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)
}

/** Malware records have ids of their own: whatever they name was made to harm. */
export function isMalwareId(id: string): boolean {
  return id.startsWith('MAL-')
}
