import type { Bom, Component, Party } from '../bom.ts'
import { byText } from '../order.ts'

/** One thing that a profile wants a bill, or each of its components, to say. */
export interface ProfileElement {
  readonly id: string
  /** For people. */
  readonly title: string
  readonly isRequired: boolean
  /** Of the document as a whole; absent where each component is asked. */
  readonly ofDocument?: (bom: Bom) => boolean
  readonly ofComponent?: (component: Component, bom: Bom) => boolean
}

export interface Profile {
  readonly id: 'bsi' | 'cisa' | 'ntia'
  readonly title: string
  readonly elements: readonly ProfileElement[]
}

function hasName(party: Party | null): boolean {
  return party !== null && party.name !== null
}

function hasAddress(party: Party | null): boolean {
  return party !== null && (party.email !== null || party.url !== null)
}

function isProducerKnown({ supplier, manufacturer, authors, publisher }: Component): boolean {
  return hasName(supplier) || hasName(manufacturer) || authors.some(hasName) || publisher !== null
}

function hasProperty({ properties }: Component, wanted: string): boolean {
  return properties.some(({ name }) => name.toLowerCase() === wanted)
}

function hasHash(component: Component, algorithm: string | null): boolean {
  const all = [...component.hashes, ...component.references.flatMap(({ hashes }) => hashes)]
  return all.some((hash) => algorithm === null || hash.algorithm === algorithm)
}

function fileName({ purl, references }: Component): boolean {
  const isFile = (url: string): boolean => /\/[^/?#]+\.[A-Za-z0-9]{1,8}(?:[?#]|$)/.test(url)
  return (
    /[?&]file_name=/.test(purl ?? '') || references.some(({ type, url }) => /distribution$/.test(type) && isFile(url))
  )
}

const author: ProfileElement = {
  id: 'sbom-author',
  title: 'author of the SBOM data',
  isRequired: true,
  ofDocument: ({ authors, supplier, manufacturer }) =>
    authors.some(hasName) || hasName(supplier) || hasName(manufacturer),
}
const timestamp: ProfileElement = {
  id: 'timestamp',
  title: 'timestamp',
  isRequired: true,
  ofDocument: ({ created }) => created !== null,
}
const name: ProfileElement = {
  id: 'component-name',
  title: 'component name',
  isRequired: true,
  ofComponent: (component) => component.name !== '',
}
const version: ProfileElement = {
  id: 'component-version',
  title: 'version of the component',
  isRequired: true,
  ofComponent: (component) => component.version !== null,
}
const identifiers: ProfileElement = {
  id: 'unique-identifiers',
  title: 'other unique identifiers (purl, CPE)',
  isRequired: true,
  ofComponent: ({ purl, cpe }, bom) => purl !== null || cpe !== null || bom.components.length === 1,
}
const dependencies: ProfileElement = {
  id: 'dependency-relationship',
  title: 'dependency relationship',
  isRequired: true,
  ofComponent: ({ ref, within, needsKnown }, bom) => needsKnown || within !== null || neededIn(bom).has(ref),
}

const neededSets = new WeakMap<Bom, ReadonlySet<string>>()

function neededIn(bom: Bom): ReadonlySet<string> {
  const known = neededSets.get(bom) ?? new Set(bom.edges.map(({ to }) => to))
  neededSets.set(bom, known)
  return known
}

/** NTIA, The Minimum Elements for a Software Bill of Materials (2021): its seven data fields. */
const ntia: Profile = {
  id: 'ntia',
  title: 'NTIA minimum elements (2021)',
  elements: [
    {
      id: 'supplier-name',
      title: 'supplier name',
      isRequired: true,
      ofComponent: ({ supplier, manufacturer, publisher }) =>
        hasName(supplier) || hasName(manufacturer) || publisher !== null,
    },
    name,
    version,
    identifiers,
    dependencies,
    author,
    timestamp,
  ],
}

/** CISA, 2025 Minimum Elements for a Software Bill of Materials (draft for comment). */
const cisa: Profile = {
  id: 'cisa',
  title: 'CISA minimum elements (2025)',
  elements: [
    author,
    { id: 'software-producer', title: 'software producer', isRequired: true, ofComponent: isProducerKnown },
    name,
    version,
    identifiers,
    {
      id: 'component-hash',
      title: 'component hash',
      isRequired: true,
      ofComponent: (component) => hasHash(component, null),
    },
    { id: 'license', title: 'licence', isRequired: true, ofComponent: ({ licenses }) => licenses.length > 0 },
    dependencies,
    { id: 'tool-name', title: 'name of the tool', isRequired: true, ofDocument: ({ tools }) => tools.length > 0 },
    timestamp,
    {
      id: 'generation-context',
      title: 'generation context (phase of the life cycle)',
      isRequired: true,
      ofDocument: ({ lifecycles }) => lifecycles.length > 0,
    },
  ],
}

/** BSI TR-03183-2: its required data fields, and the additional ones, which are wanted where they exist. */
const bsi: Profile = {
  id: 'bsi',
  title: 'BSI TR-03183-2',
  elements: [
    {
      id: 'sbom-creator',
      title: 'creator of the SBOM (e-mail or URL)',
      isRequired: true,
      ofDocument: ({ authors, supplier, manufacturer }) => [...authors, supplier, manufacturer].some(hasAddress),
    },
    timestamp,
    {
      id: 'component-creator',
      title: 'creator of the component (e-mail or URL)',
      isRequired: true,
      ofComponent: ({ manufacturer, supplier, authors }) => [manufacturer, supplier, ...authors].some(hasAddress),
    },
    name,
    version,
    {
      id: 'filename',
      title: 'file name of the component',
      isRequired: true,
      ofComponent: (component) => fileName(component) || hasProperty(component, 'bsi:component:filename'),
    },
    dependencies,
    {
      id: 'licenses',
      title: 'licences under SPDX identifiers',
      isRequired: true,
      ofComponent: ({ licenses }) => licenses.some(({ kind }) => kind !== 'name'),
    },
    {
      id: 'hash-sha512',
      title: 'SHA-512 of what is deployed',
      isRequired: true,
      ofComponent: (component) => hasHash(component, 'sha512'),
    },
    ...(['executable', 'archive', 'structured'] as const).map(
      (property): ProfileElement => ({
        id: `${property}-property`,
        title: `property "${property}"`,
        isRequired: true,
        ofComponent: (component) => hasProperty(component, `bsi:component:${property}`),
      }),
    ),
    {
      id: 'source-uri',
      title: 'address of the source code',
      isRequired: false,
      ofComponent: ({ references }) => references.some(({ type }) => type === 'vcs' || type === 'source-distribution'),
    },
    {
      id: 'deployable-uri',
      title: 'address of the deployable form',
      isRequired: false,
      ofComponent: ({ references }) => references.some(({ type }) => type === 'distribution'),
    },
    { ...identifiers, isRequired: false },
  ],
}

/** Every profile, alphabetical by id. */
export const profiles: readonly Profile[] = [bsi, cisa, ntia]

/** How far a bill says one thing. */
export interface ElementScore {
  readonly id: string
  readonly title: string
  readonly isRequired: boolean
  readonly met: number
  readonly of: number
  /** Refs of components that do not say it; empty for what the document itself lacks. */
  readonly missing: readonly string[]
}

export interface ProfileScore {
  readonly profile: Profile['id']
  readonly title: string
  readonly elements: readonly ElementScore[]
  /** 0 to 100: the mean of the required elements. */
  readonly percent: number
  /** True when each required element is met everywhere. */
  readonly isMet: boolean
}

/** How far a bill says what a profile wants. */
export function scoreBom(bom: Bom, profile: Profile): ProfileScore {
  const elements = profile.elements.map((element) => scoreElement(element, bom))
  const required = elements.filter(({ isRequired }) => isRequired)
  const mean = required.reduce((sum, { met, of }) => sum + (of === 0 ? 1 : met / of), 0) / Math.max(required.length, 1)
  return {
    profile: profile.id,
    title: profile.title,
    elements,
    percent: Math.floor(mean * 1000) / 10,
    isMet: required.every(({ met, of }) => met === of),
  }
}

function scoreElement({ id, title, isRequired, ofDocument, ofComponent }: ProfileElement, bom: Bom): ElementScore {
  if (ofComponent === undefined)
    return { id, title, isRequired, met: ofDocument?.(bom) === true ? 1 : 0, of: 1, missing: [] }
  const missing = bom.components.filter((component) => !ofComponent(component, bom)).map(({ ref }) => ref)
  const of = bom.components.length
  return { id, title, isRequired, met: of - missing.length, of, missing: missing.sort(byText) }
}
