// A client of the same class that sends nothing: what a client looks like as the SDK makes it, and what it makes of a response.
import type { HttpResponse, Middleware, SdkClient, SdkCommand } from './sdk-client.js'

/** The constructor of an SDK client. */
export type ClientClass = new (configuration: object) => SdkClient

/** A client of a class, as the SDK makes it. It never sends a request. */
export function standIn(Client: ClientClass): SdkClient {
  return new Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
    endpoint: 'http://127.0.0.1:9',
    maxAttempts: 1,
    retryMode: 'standard',
    requestHandler: { handle: () => Promise.reject(new Error('a stand-in sends nothing')) },
  })
}

/**
 * What the SDK makes of a response to a command: its output, or one of its errors.
 * @param client a stand-in, so that no retry strategy and no clock of the user's client is touched
 */
export function interpreted(client: SdkClient, command: SdkCommand, response: HttpResponse): Promise<object> {
  const given: Middleware = () => () => Promise.resolve({ response })
  command.middlewareStack.add(given, { name: 'dyntasticResponse', step: 'deserialize', priority: 'low' })
  return client.send(command)
}
