import type { Lockfile, PythonRuntime } from '@cordon/model'
import type { Component } from '../bom.ts'
import { componentOf } from '../draft.ts'
import { property } from './component.ts'

/** The Pythons that environments are for, one component for each release of each implementation. */
export function runtimeComponents(files: readonly Lockfile[]): readonly Component[] {
  const found = new Map<string, Component>()
  for (const { environment } of files) {
    const runtime = environment?.runtime ?? null
    if (runtime === null || runtime.version === null) continue
    const component = componentOfRuntime(runtime, runtime.version)
    const known = found.get(component.ref)
    const occurrences = new Map(
      [...(known?.occurrences ?? []), ...component.occurrences].map((each) => [each.location, each]),
    )
    found.set(component.ref, { ...component, occurrences: [...occurrences.values()] })
  }
  return [...found.values()]
}

const names: Readonly<Record<PythonRuntime['implementation'], string>> = {
  cpython: 'python',
  graalpy: 'graalpy',
  pypy: 'pypy',
}

function componentOfRuntime({ implementation, path, owner }: PythonRuntime, version: string): Component {
  const name = names[implementation]
  // What a distribution builds is its own release of Python.
  const ref = owner === null ? `pkg:generic/${name}@${version}` : `${name}@${version} of ${owner.purl}`
  return componentOf({
    ref,
    type: 'platform',
    name,
    version,
    purl: owner === null ? ref : owner.purl,
    properties: [
      property('implementation', implementation),
      ...(owner === null ? [] : [property('owner', owner.purl)]),
    ],
    occurrences: [{ location: path, line: null }],
  })
}
