import type { Dependency, Installed, LayerReference, NestedComponent, Owner } from '@cordon/model'
import type { Component, Property } from '../bom.ts'
import { componentOf } from '../draft.ts'
import { licenseOf } from '../license.ts'
import { property } from './component.ts'

/**
 * What an installation adds: licence, owner, layer, and what lies inside. What an operating system's package put there is that package's
 * release: it lies within the owner's component and has no package URL of its own.
 */
export function withInstallation(component: Component, dependencies: readonly Dependency[]): readonly Component[] {
  const facts = dependencies.flatMap(({ installed }) => installed ?? [])
  const [first] = facts
  if (first === undefined) return [component]
  const owner = facts.find((each) => each.owner !== null)?.owner ?? null
  const inner: Component = {
    ...component,
    purl: owner === null ? component.purl : null,
    description: first.summary,
    licenses: facts.flatMap(({ license }) =>
      license === null ? [] : [licenseOf(license.value, { acknowledgement: 'declared' })],
    ),
    properties: [...component.properties, ...facts.flatMap(propertiesOf)],
    occurrences: [...component.occurrences, ...facts.map(({ path }) => ({ location: path, line: null }))],
    within: owner === null ? component.within : owner.purl,
    needsKnown: true,
  }
  const nested = facts.flatMap(({ components }) =>
    components.flatMap((each, index) => nestedOf(each, component.ref, index)),
  )
  return [inner, ...uniqueByRef(nested), ...(owner === null ? [] : [ownerComponent(owner)])]
}

function uniqueByRef(components: readonly Component[]): readonly Component[] {
  return [...new Map(components.map((component) => [component.ref, component])).values()]
}

function ownerComponent({ kind, name, version, source, purl }: Owner): Component {
  return componentOf({
    ref: purl,
    name,
    version,
    purl,
    properties: [
      property('package-manager', kind),
      ...(source === null ? [] : [property('source-package', `${source.name} ${source.version}`)]),
    ],
  })
}

function propertiesOf(facts: Installed): readonly Property[] {
  return [
    ...(facts.environment === '' ? [] : [property('environment', facts.environment)]),
    ...(facts.installer === null ? [] : [property('installer', facts.installer)]),
    ...(facts.requested === null ? [] : [property('requested', String(facts.requested))]),
    ...(facts.owner === null ? [] : [property('owner', facts.owner.purl)]),
    ...facts.entryPoints.map(({ group, name, value }) => property('entry-point', `${group}: ${name} = ${value}`)),
    ...facts.modules.map((module) => property('module', module)),
    ...layerProperties(facts.layer),
  ]
}

function layerProperties(layer: LayerReference | null): readonly Property[] {
  if (layer === null) return []
  return [
    property('layer', layer.diffId),
    ...(layer.createdBy === null ? [] : [property('layer-created-by', layer.createdBy)]),
    ...(layer.base === null ? [] : [property('layer-of-base-image', String(layer.base))]),
  ]
}

const deepest = 20

function nestedOf(nested: NestedComponent, parent: string, index: number, depth = 0): readonly Component[] {
  const ref = `${parent}#${nested.kind}-${index + 1}-${nested.name}`
  const component = componentOf({
    ref,
    name: nested.name,
    version: nested.version,
    purl: nested.purl,
    licenses: nested.license === null ? [] : [licenseOf(nested.license)],
    properties: [property('nested', nested.kind)],
    occurrences: [{ location: nested.path, line: null }],
    within: parent,
  })
  if (depth >= deepest) return [component]
  return [component, ...nested.components.flatMap((each, at) => nestedOf(each, ref, at, depth + 1))]
}
