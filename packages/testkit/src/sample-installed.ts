import type { Installed, Owner } from '@cordon/model'

/** What an installation tells of a distribution about which nothing stands out. */
export function sampleInstalled(more: Partial<Installed> = {}): Installed {
  return {
    path: 'lib/python3.12/site-packages/demo-1.0.dist-info',
    environment: '',
    installer: 'pip',
    requested: null,
    license: null,
    summary: null,
    recorded: null,
    entryPoints: [],
    owner: null,
    layer: null,
    components: [],
    modules: ['demo'],
    requires: [],
    ...more,
  }
}

/** A package of Debian that a distribution belongs to. */
export function sampleOwner(name: string, version: string, more: Partial<Owner> = {}): Owner {
  return {
    kind: 'dpkg',
    name,
    version,
    source: { name, version },
    purl: `pkg:deb/debian/${name}@${version}?arch=all&distro=debian-12`,
    ...more,
  }
}
