import { CodedError } from '@cordon/model'

/**
 * Why a source could not be had. Each message names the place (without credentials) and what to do next.
 *
 * `OFFLINE` the network was asked for while it is switched off · `CONNECT` no connection · `CERTIFICATE` the other side
 * cannot prove who it is · `TIMEOUT` too slow ·
 * `REDIRECT` a redirect that is not followed · `HTTP_STATUS` the server refused · `TOO_LARGE` over a bound ·
 * `TRUNCATED` less than was announced · `CHECKSUM` other bytes than were announced · `BAD_ADDRESS` not a file, folder or
 * http(s) URL · `BAD_ARCHIVE` a damaged or hostile archive · `BAD_DATA` not the data that was asked for · `NOT_FOUND`,
 * `UNREADABLE` a local file · `DISK` full, read-only or failing · `LOCKED` another update runs · `ROLLBACK` older than what
 * is in use · `SHRUNK` less than half of what is in use · `OCCUPIED` the file to write is someone else's · `NO_DATABASE` none has
 * been built yet · `UNSIGNED` signed metadata without the signatures it must have · `EXPIRED` signed metadata past its day · `UNAUTHORIZED` a registry wants other credentials, or has no such image (it does not say which); a signing service does not take
 * the identity token · `CREDENTIAL_HELPER` the
 * credentials are kept by a program, which is not run.
 */
export type SourceErrorCode =
  | 'OFFLINE'
  | 'CONNECT'
  | 'CERTIFICATE'
  | 'TIMEOUT'
  | 'REDIRECT'
  | 'HTTP_STATUS'
  | 'TOO_LARGE'
  | 'TRUNCATED'
  | 'CHECKSUM'
  | 'BAD_ADDRESS'
  | 'BAD_ARCHIVE'
  | 'BAD_DATA'
  | 'NOT_FOUND'
  | 'UNREADABLE'
  | 'DISK'
  | 'LOCKED'
  | 'ROLLBACK'
  | 'SHRUNK'
  | 'OCCUPIED'
  | 'NO_DATABASE'
  | 'UNSIGNED'
  | 'EXPIRED'
  | 'UNAUTHORIZED'
  | 'CREDENTIAL_HELPER'

export class SourceError extends CodedError<SourceErrorCode> {}
