/** What is to be inspected, as data: a job crosses from one thread to another. */

/** A file: wheel, source distribution or other archive. */
export interface FileJob {
  readonly kind: 'file'
  /** Absolute. */
  readonly path: string
  /** The name that tells what it is; a downloaded file has another one on the disk. */
  readonly filename: string
}

/** A folder of source. */
export interface FolderJob {
  readonly kind: 'directory'
  readonly path: string
}

/** The content of an archive as an installer's cache holds it: what would be installed. */
export interface UnpackedJob {
  readonly kind: 'unpacked'
  /** Absolute. */
  readonly path: string
  /** Of the archive. */
  readonly filename: string
}

/** One distribution that is installed in a `site-packages`. */
export interface InstalledJob {
  readonly kind: 'installed'
  readonly sitePackages: string
  /** Name of its `.dist-info` folder. */
  readonly distInfo: string
}

/** Files of a `site-packages` that no installed distribution owns. */
export interface LooseJob {
  readonly kind: 'loose'
  readonly sitePackages: string
}

/** An artifact that could not be had: it is reported, never dropped. */
export interface AbsentJob {
  readonly kind: 'absent'
  readonly code: string
  readonly detail: string
}

/** A file whose result is kept: it need not be fetched again. */
export interface KeptJob {
  readonly kind: 'kept'
  /** As a lock or an index promises it. */
  readonly sha256: string
  readonly filename: string
}

export type ArtifactSource = FileJob | FolderJob | UnpackedJob | InstalledJob | LooseJob | KeptJob | AbsentJob

export interface ArtifactJob {
  /** As the person would write it: in reports. */
  readonly label: string
  readonly source: ArtifactSource
}

/** What a thread needs beside the job. */
export interface JobContext {
  /** Folder of kept results; null: none are kept. */
  readonly results: string | null
  /** File of popular names; null: those that are built in. */
  readonly names: string | null
  /** Rewrites results that are kept. */
  readonly refresh: boolean
}
