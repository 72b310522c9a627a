/** What a thread that inspects packages runs: a module of its own, so that the program's start does not need what it needs. */
export { serveInspections } from '@cordon/engine/artifact'
