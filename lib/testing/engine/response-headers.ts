// Headers of DynamoDB's responses.
import { randomUUID } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** The headers of a response with this body: SDKs read the request ID, and some of them verify the checksum. */
export function responseHeaders(body: Uint8Array): Record<string, string> {
  return {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': String(body.length),
    'x-amzn-requestid': randomUUID(),
    'x-amz-crc32': String(crc32(body)),
  }
}
