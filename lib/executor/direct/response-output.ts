// Reads the output of a call from a response: its body, and the JSON in it.
import type { Readable } from 'node:stream'
import { parsedBody } from '../../entity/text/parsed-body.js'
import { type ResponseReaders, scanResponse } from '../../entity/text/response-scan.js'
import type { Configuration, HttpResponse } from '../client/sdk-client.js'

/**
 * The output in a body: as the SDK would return it, or with the items that `readers` read; `undefined` if the SDK has
 * to read it, or to make an error of it.
 */
export function responseOutput(bytes: Uint8Array, readers: ResponseReaders | undefined): object | undefined {
  if (bytes.length === 0) return {}
  const scanned = readers === undefined ? undefined : scanResponse(bytes, readers)
  if (scanned !== undefined) return scanned
  const { buffer, byteOffset, length } = bytes
  try {
    const parsed = parsedBody(Buffer.from(buffer, byteOffset, length).toString())
    return isOutput(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

// The SDK leaves out members that are null.
function isOutput(parsed: unknown): parsed is object {
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return false
  return !Object.values(parsed).includes(null)
}

/**
 * The body of a response, from whatever a request handler returns it as.
 * @throws what the stream throws, or the SDK's collector of streams.
 */
export function responseBytes(
  { body }: HttpResponse,
  { streamCollector }: Configuration,
): Uint8Array | Promise<Uint8Array> {
  if (body === undefined || body === null) return new Uint8Array()
  if (body instanceof Uint8Array) return body
  return isNodeStream(body) ? streamBytes(body) : streamCollector(body)
}

function isNodeStream(body: unknown): body is Readable {
  const { on, pipe }: Partial<Readable> = Object(body)
  return typeof on === 'function' && typeof pipe === 'function'
}

function streamBytes(body: Readable): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let ended = false
    body.on('data', (chunk: Buffer | string) =>
      chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk),
    )
    body.once('end', () => {
      ended = true
      const [only] = chunks
      resolve(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks))
    })
    body.once('error', reject)
    // Closed before its end, without an error.
    body.once('close', () => {
      if (!ended) reject(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }))
    })
  })
}
