import {
  type AttestationForm,
  chooseServices,
  certificateRequest,
  defaultTrustedInstance,
  ephemeralKey,
  IssueError,
  type JsonObject,
  parseTrustedRoot,
  preAuthEncoding,
  readIdentityToken,
  readSigningKey,
  type SignedStatement,
  type SigningKey,
  type SigningServices,
  signEnvelope,
  timestampQuery,
  toPem,
  type TrustedInstance,
} from '@cordon/attest'
import { enterDigest, enterEnvelope, type HttpClient, requestCertificate, requestTimestamp } from '@cordon/sources'
import { createHash } from 'node:crypto'
import type { Io } from '../command.ts'
import { readDocumentText } from '../verify/subjects.ts'
import type { SigningOptions } from './options.ts'
import { findPassphrase } from './secrets.ts'
import { findIdentityToken } from './token.ts'
