import type { EnvironmentFacts, Installed, Lockfile, NestedComponent, Owner, PythonRuntime } from '@cordon/model'

/** What `cordon.inventory/1` says of a dependency because it stands there. Paths are from the root of its environment's `base`. */
export function installedShape(installed: Installed): object {
  const { path, environment, installer, requested, license, recorded, entryPoints, owner, layer, modules } = installed
  return {
    path,
    environment,
    installer,
    requested,
    license,
    recorded,
    entryPoints: entryPoints.map(({ group, name, value }) => ({ group, name, value })),
    owner: ownerShape(owner),
    layer: layer === null ? null : layer.diffId,
    modules,
    requires: installed.requires,
    components: installed.components.map(componentShape),
    flaws: (installed.flaws ?? []).map(({ code, path: at, detail }) => ({ code, path: at, detail })),
    integrity: integrityShape(installed),
  }
}

function integrityShape({ integrity }: Installed): object | null {
  if (integrity === undefined) return null
  const { listed, compared, changed, missing, unchecked, outside } = integrity
  return { listed, compared, changed, missing, unchecked, outside }
}

function ownerShape(owner: Owner | null): object | null {
  if (owner === null) return null
  const { kind, name, version, source, purl } = owner
  return { kind, name, version, source, purl }
}

/** As deep as bills within bills go. */
const deepest = 8

function componentShape(component: NestedComponent, depth = 0): object {
  const { kind, name, version, purl, license, path, components } = component
  const inner = depth < deepest ? components.map((each) => componentShape(each, depth + 1)) : []
  return { kind, name, version, purl, license, path, components: inner }
}

/** What it says of an environment as a whole. */
export function environmentShapes(files: readonly Lockfile[]): readonly object[] {
  return files.flatMap(({ path, environment }) =>
    environment === undefined ? [] : [environmentShape(path, environment)],
  )
}

function environmentShape(path: string, facts: EnvironmentFacts): object {
  const { base, root, kind, manager, runtime, libraries, startFiles, strays, shadowed } = facts
  return {
    path,
    base,
    root,
    kind,
    manager,
    python: runtime === null ? null : runtimeShape(runtime),
    libraries,
    startFiles: startFiles.map(({ path: at, distribution, runs }) => ({ path: at, distribution, runs })),
    strays: strays ?? null,
    shadowed:
      shadowed?.map(({ module, kind: how, paths, distributions }) => ({ module, kind: how, paths, distributions })) ??
      null,
  }
}

function runtimeShape({ implementation, version, path, owner }: PythonRuntime): object {
  return { implementation, version, path, owner: ownerShape(owner) }
}
