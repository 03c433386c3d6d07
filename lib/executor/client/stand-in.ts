// A client of the same class that sends nothing: how the SDK makes a client, and how it reads a response.
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
