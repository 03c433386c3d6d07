// One attempt: a signed request through the client's request handler, and what comes back, with the errors of the SDK.
import { Readable } from 'node:stream'
import type { ResponseReaders } from '../../entity/text/response-scan.js'
import type { CallName } from '../../operation/ground/request.js'
import type { Received } from '../client/first-attempt.js'
import type { HttpRequest, HttpResponse, SdkClient, SdkCommand } from '../client/sdk-client.js'
import { interpreted } from '../client/stand-in.js'
import { type ClockReading, isCorrected, learnClock, markCorrected } from './clock.js'
import { responseBytes, responseOutput } from './response-output.js'

/** What attempts of one call have in common. */
export interface Transmission {
  readonly client: SdkClient
  /** A client of the same class that sends nothing: it makes errors of responses. */
  readonly standIn: SdkClient
  readonly call: CallName
  /** Passed to the request handler along with the request: the signal that ends the attempt. */
  readonly options: object
  /** Makes a command of the SDK with the same input. */
  command(): SdkCommand
}

// The options of a call, if items are read straight from the text of a response.
interface ReadingOptions {
  readonly bodies?: { readonly readers?: ResponseReaders | undefined } | undefined
}

/**
 * Sends a request, and reads the response.
 * @param clock when it was signed; absent if the clock is not corrected
 * @throws what the request handler throws, and for any other response than a good one what the SDK makes of it.
 */
export async function transmit(
  transmission: Transmission,
  request: HttpRequest,
  clock: ClockReading | undefined,
): Promise<Received> {
  const { client, options } = transmission
  const { config } = client
  const { response } = await config.requestHandler.handle(request, options)
  const offset = clock === undefined ? undefined : learnClock(config, clock, response)
  try {
    return { response, output: await outputOf(transmission, response) }
  } catch (error) {
    if (clock !== undefined && isCorrected(offset, clock)) markCorrected(error, clock, offset)
    throw error
  }
}

async function outputOf(transmission: Transmission, response: HttpResponse): Promise<object> {
  if (response.statusCode >= 300) return bySdk(transmission, response)
  const { client, options } = transmission
  let bytes: Uint8Array
  try {
    bytes = await responseBytes(response, client.config)
  } catch (error) {
    return bySdk(transmission, withBody(response, failing(error)))
  }
  const output = responseOutput(bytes, (options as ReadingOptions).bodies?.readers)
  if (output === undefined) return bySdk(transmission, withBody(response, bytes))
  return Object.assign(output, { $metadata: metadataOf(response) })
}

async function bySdk(transmission: Transmission, response: HttpResponse): Promise<object> {
  try {
    return await interpreted(transmission.standIn, transmission.command(), response)
  } catch (error) {
    // What the stand-in thought of its own clock.
    Reflect.deleteProperty(Object(Reflect.get(Object(error), '$metadata')), 'clockSkewCorrected')
    throw error
  }
}

function withBody(response: HttpResponse, body: unknown): HttpResponse {
  return Object.assign(Object.create(Object.getPrototypeOf(response)), response, { body })
}

function failing(error: unknown): Readable {
  return new Readable({
    read() {
      this.destroy(error instanceof Error ? error : new Error(String(error)))
    },
  })
}

function metadataOf({ statusCode, headers }: HttpResponse): object {
  const named = 'x-amzn-requestid' in headers ? headers : inLowerCase(headers)
  return {
    httpStatusCode: statusCode,
    requestId: named['x-amzn-requestid'] ?? named['x-amzn-request-id'] ?? named['x-amz-request-id'],
    extendedRequestId: named['x-amz-id-2'],
    cfId: named['x-amz-cf-id'],
  }
}

function inLowerCase(headers: HttpResponse['headers']): HttpResponse['headers'] {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}
