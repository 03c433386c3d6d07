// SDK clients without a network: one with the whole SDK stack over a canned HTTP response, one whose `send` is stubbed.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'

/** The ways in which an operation is measured. */
export const modes = {
  full: 'the whole SDK stack over a canned HTTP response',
  conv: 'client.send stubbed: the work of the library and the conversion of values',
  build: 'built and compiled, values converted; nothing is sent',
}

/**
 * A client that returns the same response to each command, or several in turn.
 * @param mode a name of `modes`
 * @param response what DynamoDB returns, in its own form (no binary values); a list is cycled through
 * @returns the client, and `sent`: with `record` on, the last input (conv) or body (full)
 */
export function cannedClient(mode, response) {
  const log = { record: false, last: undefined }
  const responses = Array.isArray(response) ? response : [response]
  const client = mode === 'full' ? overHttp(responses, log) : stubbed(responses, log)
  return { client, log }
}

function settings() {
  return {
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' },
  }
}

function overHttp(responses, log) {
  const bodies = inTurn(responses.map((reply) => new TextEncoder().encode(JSON.stringify(reply))))
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amzn-requestid': 'QIBQ0O1UGDLD5AGVMFVQNLNVARVV4KQNSO5AEMVJF66Q9ASUAAJG',
  }
  const requestHandler = {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request) {
      if (log.record) log.last = JSON.parse(bodyText(request.body))
      const body = bodies()
      const length = { 'content-length': String(body.length) }
      return { response: { statusCode: 200, headers: { ...headers, ...length }, body } }
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
    destroy() {},
  }
  return new DynamoDBClient({ ...settings(), requestHandler })
}

function stubbed(responses, log) {
  const reply = inTurn(responses)
  const client = new DynamoDBClient(settings())
  client.send = async (command) => {
    // A copy, because a library may go on with the object.
    if (log.record) log.last = structuredClone(command.input)
    return reply()
  }
  return client
}

// The direct transport sends its body as a string.
function bodyText(body) {
  return typeof body === 'string' ? body : new TextDecoder().decode(body)
}

function inTurn(all) {
  let next = 0
  return () => all[next++ % all.length]
}
