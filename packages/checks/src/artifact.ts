/** Door to what is said of an artifact: behaviours of its code, remarks on its metadata. Apart, since a scan without artifacts needs none of it. */
export { authorDomainId, authorDomainNote } from './metadata/author-domain.ts'
export { confusionNote, confusionNotes } from './metadata/manifest-confusion.ts'
export { typosquatId } from './name/typosquat.ts'
export type {
  ContentFacts,
  ContentNote,
  Note,
  NoteCheck,
  PublicationFacts,
  PublicationNote,
} from './note.ts'
export { contentNotes, noteChecks, publicationNotes } from './notes.ts'
export { repositoriesOf } from './repositories.ts'
export { compareSightings, seeBehaviour, seeBehaviours } from './see-behaviours.ts'
export {
  type Behaviour,
  type BehaviourFacts,
  type BehaviourMeta,
  defineBehaviour,
  type Seen,
} from './source/behaviour.ts'
export { behaviours } from './source/index.ts'
export { metadataStatement, type Statement } from './statement.ts'
