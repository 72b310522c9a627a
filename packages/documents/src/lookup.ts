import type { Bom, Component } from './bom.ts'

/** Finds components by ref. */
export function componentByRef(bom: Pick<Bom, 'components'>): (ref: string) => Component | undefined {
  const known = new Map(bom.components.map((component) => [component.ref, component]))
  return (ref) => known.get(ref)
}
