/**
 * What VEX documents say of one flaw in one package, once more, slowly and plainly: straight from the JSON of OpenVEX 0.2.0, CSAF 2.0 and
 * CycloneDX 1.6 as their specifications have it. It shares no line with any room of the product, and knows no index: every statement is
 * compared with every finding.
 */
import { compare, parse } from './slow-version.ts'

type Json = Readonly<Record<string, unknown>>

/** A product or a part, as its document identifies it. */
interface Thing {
  readonly purl: string | null
  readonly range: string | null
  readonly hashes: readonly (readonly [algorithm: string, digest: string])[]
  /** Into a bill of materials. */
  readonly link: string | null
  readonly names: readonly string[]
}

interface About {
  readonly whole: Thing
  readonly part: Thing | null
}

interface Claim {
  readonly ids: readonly string[]
  readonly status: string
  /** Milliseconds. */
  readonly time: number
  readonly products: readonly About[]
}

/** One finding, and where it was made. */
export interface SlowFinding {
  /** All ids of the flaw. */
  readonly ids: readonly string[]
  readonly name: string
  /** Null: not pinned. */
  readonly version: string | null
  /** Null: the public one. */
  readonly index: string | null
  /** SHA-256 of each file that may be installed; null for one whose hash is not known. */
  readonly files: readonly (string | null)[]
  /** Every project of the lock: its version, and whether it needs the package. */
  readonly projects: readonly { readonly name: string; readonly version: string; readonly needs: boolean }[]
  /** Other names of what is scanned. */
  readonly scanned: readonly string[]
}

export type SlowAnswer = 'kept' | 'none' | 'silenced'

/** What the documents make of a finding: for each project that needs the package by itself. */
export function slowVex(documents: readonly Json[], finding: SlowFinding, now: Date): SlowAnswer {
  const claims = documents
    .flatMap(claimsOf)
    .filter((claim) => claim.ids.some((id) => finding.ids.some((own) => own.toLowerCase() === id.toLowerCase())))
    .filter((claim) => !silences(claim) || claim.time <= now.getTime() + 86_400_000)
  const needing = finding.projects.filter(({ needs }) => needs)
  const projects = needing.length > 0 ? needing : finding.projects
  const answers = (projects.length > 0 ? projects : [null]).map((project) =>
    newestOf(claims.filter((claim) => covers(claim, finding, project))),
  )
  if (answers.every((answer) => answer === 'silenced')) return 'silenced'
  return answers.includes('kept') ? 'kept' : 'none'
}

function newestOf(applying: readonly Claim[]): SlowAnswer {
  const newest = Math.max(...applying.map(({ time }) => time))
  const statuses = new Set(applying.filter(({ time }) => time === newest).map(({ status }) => status))
  if (statuses.size !== 1) return 'none'
  return [...statuses].some((status) => silences({ status })) ? 'silenced' : 'kept'
}

function silences({ status }: Pick<Claim, 'status'>): boolean {
  return status === 'fixed' || status === 'not_affected'
}

function covers({ products }: Claim, finding: SlowFinding, project: SlowFinding['projects'][number] | null): boolean {
  return products.some(({ whole, part }) => {
    if (part === null && isPackage(whole, finding)) return true
    if (part !== null && !isPackage(part, finding)) return false
    const isAll = (whole.range ?? '*').endsWith('*') && whole.names.some((name) => finding.scanned.includes(name))
    return isAll || (project !== null && isProject(whole, project))
  })
}

function isProject(thing: Thing, { name, version }: { readonly name: string; readonly version: string }): boolean {
  const plain = { ids: [], index: null, files: [], projects: [], scanned: [] }
  const generic = thing.purl === null ? null : (/^pkg:generic\/([^/]*)$/.exec(thing.purl)?.[1] ?? null)
  const purl = generic === null ? thing.purl : `pkg:pypi/${generic}`
  return isPackage({ ...thing, purl }, { ...plain, name, version })
}

function isPackage({ purl, range, hashes, link }: Thing, finding: SlowFinding): boolean {
  if (link !== null) return false
  const digests = hashes.flatMap(([algorithm, digest]) => (algorithm === 'sha256' ? [digest] : []))
  const known = finding.files.filter((file) => file !== null)
  if (digests.length > 0 && known.some((file) => !digests.includes(file))) return false
  if (purl === null) return digests.length > 0 && known.length > 0 && known.length === finding.files.length
  const [, type = '', path = '', at = '', query = ''] =
    /^pkg:([^/]+)\/([^@?#]+)(?:@([^?#]*))?(?:\?([^#]*))?(?:#.*)?$/i.exec(purl) ?? []
  if (type.toLowerCase() !== 'pypi' || purl.includes('#')) return false
  if (plainName(decodeURIComponent(path)) !== plainName(finding.name)) return false
  if (at !== '' && !isSame(decodeURIComponent(at), finding.version)) return false
  if (range !== null && !isInRange(range, finding.version)) return false
  return query.split('&').every((pair) => pair === '' || isOrigin(pair, finding))
}

function plainName(name: string): string {
  return name
    .toLowerCase()
    .split(/[-_.]+/)
    .join('-')
}

function isSame(a: string, b: string | null): boolean {
  const [first, second] = [parse(a), b === null ? null : parse(b)]
  return first !== null && second !== null && compare(first, second) === 0
}

function isOrigin(pair: string, { index }: SlowFinding): boolean {
  const [key = '', value = ''] = pair.split('=')
  return key === 'repository_url' && decodeURIComponent(value) === (index ?? 'https://pypi.org/simple')
}

/** VERS: every version by itself, else between the bound below and the bound above. */
function isInRange(range: string, version: string | null): boolean {
  if (!range.startsWith('vers:pypi/')) return false
  const body = range.slice('vers:pypi/'.length)
  if (body === '*') return true
  const at = version === null ? null : parse(version)
  if (at === null) return false
  let inside: boolean | null = null
  const parts = body.split('|').map((part) => /^(<=|>=|!=|<|>|=)?(.+)$/.exec(part) ?? [])
  const bounds = parts.map(([, sign = '=', text = '']) => ({ sign, order: compare(at, parse(text) ?? at) }))
  for (const { sign, order } of bounds) if (order === 0) inside = sign === '=' || sign === '<=' || sign === '>='
  if (inside !== null) return inside
  const open = bounds.filter(({ sign }) => sign.startsWith('<') || sign.startsWith('>'))
  if (open.length === 0) return bounds.every(({ sign }) => sign === '!=')
  // In the order of versions, as the notation demands.
  const below = open.filter(({ order }) => order > 0).at(-1)
  const above = open.find(({ order }) => order < 0)
  return (below === undefined || below.sign.startsWith('>')) && (above === undefined || above.sign.startsWith('<'))
}

const justifications = [
  'component_not_present',
  'inline_mitigations_already_exist',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_not_present',
]

function claimsOf(document: Json): readonly Claim[] {
  if ('@context' in document) return openvexClaims(document)
  return 'bomFormat' in document ? cyclonedxClaims(document) : csafClaims(document)
}

function openvexClaims(document: Json): readonly Claim[] {
  return objects(document.statements).flatMap((statement) => {
    const { vulnerability, status, justification, impact_statement: impact } = statement
    const { name, aliases } = vulnerability as Json
    const isReasoned =
      justification === undefined ? impact !== undefined : justifications.includes(String(justification))
    if (status === 'not_affected' && !isReasoned) return []
    const products = objects(statement.products).flatMap((product): readonly About[] => {
      const parts = objects(product.subcomponents)
      const whole = openvexThing(product)
      return parts.length === 0 ? [{ whole, part: null }] : parts.map((part) => ({ whole, part: openvexThing(part) }))
    })
    const time = Date.parse(String(statement.timestamp ?? document.timestamp))
    return [{ ids: [String(name), ...texts(aliases)], status: String(status), time, products }]
  })
}

function openvexThing({ '@id': id, identifiers, hashes }: Json): Thing {
  const purl = (identifiers as Json | undefined)?.purl ?? (String(id).startsWith('pkg:') ? id : null)
  return {
    purl: purl === null ? null : String(purl),
    range: null,
    hashes: Object.entries((hashes ?? {}) as Json).map(([word, digest]) => [word.replace('-', ''), String(digest)]),
    link: String(id).startsWith('urn:cdx:') ? String(id) : null,
    names: [String(id), String(purl)],
  }
}

/** The words that are about code that is there and is not reached or not used; what else there is says the same. */
function cyclonedxClaims(document: Json): readonly Claim[] {
  const { metadata, components } = document
  const { component: subject, timestamp } = (metadata ?? {}) as {
    readonly component?: Json
    readonly timestamp?: string
  }
  const known = [...(subject === undefined ? [] : [subject]), ...objects(components)]
  return objects(document.vulnerabilities).flatMap((vulnerability) => {
    const analysis = vulnerability.analysis as Json | undefined
    if (analysis === undefined) return []
    const state = String(analysis.state)
    const status =
      { exploitable: 'affected', in_triage: 'under_investigation', resolved: 'fixed' }[state] ?? 'not_affected'
    const isReasoned =
      analysis.justification !== undefined || analysis.detail !== undefined || state === 'false_positive'
    if (status === 'not_affected' && !isReasoned) return []
    const isSafe = status === 'fixed' || status === 'not_affected'
    const products = objects(vulnerability.affects).flatMap((affected): readonly About[] => {
      const ref = String(affected.ref)
      const component = known.find((each) => each['bom-ref'] === ref)
      const versions = objects(affected.versions)
      const things = (versions.length === 0 ? [null] : versions).flatMap((version) => {
        const said = String(version?.status ?? (isSafe ? 'unaffected' : 'affected'))
        if (isSafe ? said !== 'unaffected' : said === 'unaffected') return []
        return cyclonedxThing(component, { ref, version, isSubject: component === subject })
      })
      const isPart = subject !== undefined && component !== subject && !ref.startsWith('urn:cdx:')
      return things.flatMap((thing): readonly About[] =>
        isPart
          ? cyclonedxThing(subject, { ref: String(subject['bom-ref']), version: null, isSubject: true }).map(
              (whole) => ({ whole, part: thing }),
            )
          : [{ whole: thing, part: null }],
      )
    })
    const time = Date.parse(String(analysis.lastUpdated ?? analysis.firstIssued ?? timestamp))
    const ids = [String(vulnerability.id), ...objects(vulnerability.references).map(({ id }) => String(id))]
    return [{ ids, status, time, products }]
  })
}

function cyclonedxThing(
  component: Json | undefined,
  { ref, version, isSubject }: { readonly ref: string; readonly version: Json | null; readonly isSubject: boolean },
): readonly Thing[] {
  if (component === undefined && !ref.startsWith('urn:cdx:') && !ref.startsWith('pkg:')) return []
  const own = component?.purl ?? (component === undefined && ref.startsWith('pkg:') ? ref : null)
  const generic =
    component === undefined || !isSubject
      ? null
      : `pkg:generic/${component.name}@${component.version ?? ''}`.replace(/@$/, '')
  const purl = own === null || own === undefined ? (component === undefined ? null : generic) : String(own)
  const hashes = objects(component?.hashes).map(
    ({ alg, content }) => [String(alg).toLowerCase().replace('-', ''), String(content)] as const,
  )
  const link = ref.startsWith('urn:cdx:') ? ref : null
  const plain = { link, hashes, range: null }
  if (version === null) return [{ ...plain, purl, names: [String(purl), ref] }]
  const bare = purl === null ? null : purl.replace(/@[^?#]*/, '')
  if (version.range !== undefined)
    return [{ ...plain, purl: bare, range: String(version.range), hashes: [], names: [String(bare), ref] }]
  const is = `@${encodeURIComponent(String(version.version))}`
  const of = bare === null ? null : bare.replace(/(\?[^#]*)?(#.*)?$/, `${is}$1$2`)
  return [{ ...plain, purl: of, hashes: purl?.includes(is) === true ? hashes : [], names: [String(of), ref] }]
}

function csafClaims(root: Json): readonly Claim[] {
  const tree = (root.product_tree ?? {}) as Json
  const { tracking } = root.document as { readonly tracking: Json }
  const current = Date.parse(String(tracking.current_release_date))
  const lists = {
    known_affected: 'affected',
    first_affected: 'affected',
    last_affected: 'affected',
    known_not_affected: 'not_affected',
    fixed: 'fixed',
    first_fixed: 'fixed',
    under_investigation: 'under_investigation',
  }
  return objects(root.vulnerabilities).flatMap((vulnerability) => {
    const ids = [
      ...texts([vulnerability.cve].filter(Boolean)),
      ...objects(vulnerability.ids).map(({ text }) => String(text)),
    ]
    const status = (vulnerability.product_status ?? {}) as Json
    const said = new Map<string, Set<string>>()
    for (const [list, word] of Object.entries(lists))
      for (const id of texts(status[list])) said.set(id, (said.get(id) ?? new Set()).add(word))
    return [...said].flatMap(([id, words]): readonly Claim[] => {
      const product = csafProduct(id, tree)
      if (words.size !== 1 || product === null) return []
      const [word = ''] = words
      const reasons = [
        ...objects(vulnerability.flags).filter((flag) => names(flag, id, tree, false)),
        ...objects(vulnerability.threats).filter(
          (threat) => threat.category === 'impact' && names(threat, id, tree, true),
        ),
      ]
      if (word === 'not_affected' && reasons.length === 0) return []
      const dates =
        word === 'not_affected'
          ? reasons.flatMap(({ date }) => (date === undefined ? [] : [Date.parse(String(date))]))
          : []
      return [{ ids, status: word, time: Math.min(current, ...dates), products: [product] }]
    })
  })
}

/** Whether an entry is about a product: by its id, or by a group that it is in. */
function names(entry: Json, id: string, tree: Json, general: boolean): boolean {
  const groups = texts(entry.group_ids)
  if (texts(entry.product_ids).length + groups.length === 0) return general
  const held = objects(tree.product_groups).filter(({ group_id: group }) => groups.includes(String(group)))
  return texts(entry.product_ids).includes(id) || held.some((group) => texts(group.product_ids).includes(id))
}

function csafProduct(id: string, tree: Json): About | null {
  const plain = csafThing(id, tree)
  if (plain !== null) return { whole: plain, part: null }
  const relationship = objects(tree.relationships).find((each) => (each.full_product_name as Json).product_id === id)
  if (relationship === undefined) return null
  const part = csafThing(String(relationship.product_reference), tree)
  const whole = csafThing(String(relationship.relates_to_product_reference), tree)
  return part === null || whole === null ? null : { whole, part }
}

/** Looked for in the whole tree, with the version of the branch that is nearest above. */
function csafThing(id: string, tree: Json): Thing | null {
  const walk = (branch: Json, version: Json | null): Thing | null => {
    const category = String(branch.category)
    const nearest = category.startsWith('product_version') ? branch : version
    const product = branch.product as Json | undefined
    if (product?.product_id === id) return thingOf(product, nearest)
    for (const inner of objects(branch.branches)) {
      const found = walk(inner, nearest)
      if (found !== null) return found
    }
    return null
  }
  for (const product of objects(tree.full_product_names)) if (product.product_id === id) return thingOf(product, null)
  for (const branch of objects(tree.branches)) {
    const found = walk(branch, null)
    if (found !== null) return found
  }
  return null
}

function thingOf(product: Json, branch: Json | null): Thing {
  const helper = (product.product_identification_helper ?? {}) as Json
  const purl = helper.purl === undefined ? null : String(helper.purl)
  const hashes = objects(helper.hashes).flatMap(({ file_hashes: files }) =>
    objects(files).map(({ algorithm, value }) => [String(algorithm), String(value)] as const),
  )
  const plain = { purl, range: null, hashes, link: null, names: [String(product.product_id), String(purl)] }
  if (branch === null || (purl ?? '').includes('@')) return plain
  if (branch.category === 'product_version_range') return { ...plain, range: String(branch.name) }
  const of = purl === null ? null : purl.replace(/(\?[^#]*)?(#.*)?$/, `@${encodeURIComponent(String(branch.name))}$1$2`)
  return of === null ? plain : { ...plain, purl: of, names: [String(product.product_id), of] }
}

function objects(value: unknown): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : []
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}
