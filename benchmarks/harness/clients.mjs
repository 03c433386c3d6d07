// SDK clients without a network: one with the whole SDK stack over a canned HTTP answer, one whose `send` is stubbed.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'

/** The two ways in which an operation is measured. */
export const modes = {
  full: 'the whole SDK stack over a canned HTTP answer',
  conv: 'client.send stubbed: the work of the library and the conversion of values',
}

/**
 * A client that answers the same to each command.
 * @param mode a name of `modes`
 * @param answer the answer of DynamoDB, in its own form (no binary values)
 * @returns the client, and `sent`: with `record` on, the last input (conv) or body (full)
 */
export function cannedClient(mode, answer) {
  const log = { record: false, last: undefined }
  const client = mode === 'full' ? overHttp(answer, log) : stubbed(answer, log)
  return { client, log }
}

function settings() {
  return {
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' },
  }
}

function overHttp(answer, log) {
  const body = new TextEncoder().encode(JSON.stringify(answer))
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': String(body.length),
    'x-amzn-requestid': 'QIBQ0O1UGDLD5AGVMFVQNLNVARVV4KQNSO5AEMVJF66Q9ASUAAJG',
  }
  const requestHandler = {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request) {
      if (log.record) log.last = JSON.parse(new TextDecoder().decode(request.body))
      return { response: { statusCode: 200, headers: { ...headers }, body } }
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
    destroy() {},
  }
  return new DynamoDBClient({ ...settings(), requestHandler })
}

function stubbed(answer, log) {
  const client = new DynamoDBClient(settings())
  client.send = async (command) => {
    if (log.record) log.last = command.input
    return answer
  }
  return client
}
