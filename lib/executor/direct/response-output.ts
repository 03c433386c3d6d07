// Reads the output of a call from the JSON of a response.
import { parsedBody } from '../../entity/text/parsed-body.js'
import { type ResponseReaders, scanResponse } from '../../entity/text/response-scan.js'

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
