// A real SDK client whose request handler returns from memory: all of the SDK runs, no socket is opened.
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'

export interface Canned {
  readonly client: DynamoDBClient
  readonly bodies: string[]
}

/** Responds to each request with the next of these bodies, and repeats the last one. */
export function cannedClient(responses: readonly object[], config: DynamoDBClientConfig = {}): Canned {
  const bodies: string[] = []
  const client = new DynamoDBClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    requestHandler: {
      handle: async (request: { readonly body: unknown }) => {
        bodies.push(
          typeof request.body === 'string'
            ? request.body
            : new TextDecoder().decode(request.body as Uint8Array),
        )
        const reply = responses[Math.min(bodies.length, responses.length) - 1] ?? {}
        const body = new TextEncoder().encode(JSON.stringify(reply))
        return { response: { statusCode: 200, headers: {}, body } } as never
      },
    },
    ...config,
  })
  return { client, bodies }
}
