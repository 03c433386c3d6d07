// Signatures in the place of the SDK's signer, which is made anew for each request, with a copy of the configuration.
import { isDeepStrictEqual } from 'node:util'
import type { HttpRequest, Identity, SdkClient } from '../client/sdk-client.js'
import { canonicalPath, canonicalQuery } from '../signature/canonical-request.js'
import { type RequestSigner, requestSigner } from '../signature/sigv4.js'
import type { StackHandler, StackMiddleware } from './sdk-stack.js'

/** Signs the requests of one client. */
export interface OwnSignatures {
  /** Has the SDK's middleware sign the requests of one command with a signer of our own. */
  over(theirs: StackMiddleware, next: StackHandler, context: unknown): StackHandler
}

// What the SDK's signer is given apart from the request.
interface SigningOptions {
  readonly signingDate?: Date
  readonly signingRegion?: unknown
  readonly signingService?: unknown
}

interface Signer {
  sign(request: HttpRequest, options: SigningOptions): Promise<HttpRequest>
}

interface Configuration {
  readonly signer: (scheme: object | undefined) => Promise<Signer>
  readonly credentials: () => Promise<Identity>
  readonly signingRegion?: string
  readonly signingName?: string
}

// The part of the context of a call (@smithy/types) that says how it is signed.
interface Context {
  readonly __smithy_context?: {
    readonly selectedHttpAuthScheme?: {
      readonly httpAuthOption?: {
        readonly schemeId?: unknown
        readonly signingProperties?: { config?: unknown }
      }
    }
  }
}

/** A place to which the SDK was seen to sign a request in the same way. */
interface Known {
  readonly region: string
  readonly service: string
  readonly method: string
  readonly path: string
  readonly signer: RequestSigner
}

/**
 * For each request, the SDK makes a signer with a copy of the configuration of the client, a tenth of the CPU time of a
 * small request, and derives the key and awaits each hash. The SDK's middleware still runs, with all that it does about
 * clocks, but is given a view of the configuration in which `signer` is ours. That has the SDK's sign the first request
 * to each place as well, and is used as long as both do the same. Credentials are resolved for each request.
 */
export function ownSignatures(client: SdkClient): OwnSignatures {
  const config = client.config as unknown as Configuration
  const { signer: usual } = config
  let known: Known | undefined
  let other = false

  async function learned(request: HttpRequest, options: SigningOptions): Promise<HttpRequest> {
    const theirs = await (await usual(undefined)).sign(request, options)
    const { signingRegion: region, signingName: service } = config
    const identity = await config.credentials()
    // They may have changed in the meantime: the next request tells.
    if (!theirs.headers['authorization']?.includes(`Credential=${identity.accessKeyId}/`)) return theirs
    if (region === undefined || service === undefined) other = true
    else {
      const { method, path } = request
      const start = `${method}\n${canonicalPath(path)}\n${canonicalQuery(request.query)}\n`
      const signer = requestSigner(start, { region, service })
      const ours = signed(signer, request, identity, options.signingDate)
      if (ours !== undefined && isDeepStrictEqual({ ...ours }, { ...theirs }))
        known = { region, service, method, path, signer }
      else other = true
    }
    return theirs
  }

  const own: Signer = {
    async sign(request, options) {
      if (known === undefined || !isAt(known, request, options, config)) return learned(request, options)
      const identity = await config.credentials()
      return signed(known.signer, request, identity, options.signingDate) ?? learned(request, options)
    },
  }
  const signer: Configuration['signer'] = (scheme) =>
    other || scheme !== undefined || config.signer !== usual ? config.signer(scheme) : Promise.resolve(own)
  const view = new Proxy(config, {
    get: (target, name) => (name === 'signer' ? signer : Reflect.get(target, name)),
    set: (target, name, value) => Reflect.set(target, name, value),
  })

  return {
    over(theirs, next, context) {
      const handler = theirs(next, context)
      return (args) => {
        const { httpAuthOption: { schemeId, signingProperties: properties } = {} } =
          (context as Context).__smithy_context?.selectedHttpAuthScheme ?? {}
        if (
          schemeId === 'aws.auth#sigv4' &&
          properties?.config === config &&
          client.config === (config as unknown)
        )
          properties.config = view
        return handler(args)
      }
    },
  }
}

// Only what was seen to be signed in the same way.
function isAt(
  { region, service, method, path }: Known,
  request: HttpRequest,
  { signingRegion, signingService }: SigningOptions,
  config: Configuration,
): boolean {
  for (const _ in request.query) return false
  return (
    request.method === method &&
    request.path === path &&
    signingRegion === undefined &&
    signingService === undefined &&
    config.signingRegion === region &&
    config.signingName === service
  )
}

// `undefined` for what the SDK refuses, or signs in another way.
function signed(
  signer: RequestSigner,
  request: HttpRequest,
  identity: Identity,
  at: Date | undefined,
): HttpRequest | undefined {
  const { body } = request
  if (!(body instanceof Uint8Array || typeof body === 'string') || at === undefined) return undefined
  if (typeof identity?.accessKeyId !== 'string' || typeof identity.secretAccessKey !== 'string')
    return undefined
  const Request = request.constructor as new (parts: object) => HttpRequest
  const headers = signer.sign(request.headers, body, identity, at.getTime())
  return Object.assign(new Request(request), { headers, query: { ...request.query } })
}
