// Requests as JSON, and responses from it, with binary values as DynamoDB's JSON has them: in Base64.
import type { CallName } from '../../operation/ground/request.js'

/** The JSON of an input. */
export function requestText(input: object): string {
  const text = JSON.stringify(input)
  // Bytes are written as objects. Inside a string, each of these quotes would have a backslash before it.
  return text.includes('"B":{') || text.includes('"BS":[{') ? JSON.stringify(input, inBase64) : text
}

// What is held, and not `value`: a Buffer was made into an object by its own toJSON.
function inBase64(this: unknown, key: string, value: unknown): unknown {
  const held: unknown = Reflect.get(Object(this), key)
  return held instanceof Uint8Array ? base64(held) : value
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

type Read = (value: unknown) => void

/** The members of each output that hold attribute values. */
const outputs: Readonly<Partial<Record<CallName, Readonly<Record<string, Read>>>>> = {
  GetItem: { Item: readItem },
  PutItem: { Attributes: readItem, ItemCollectionMetrics: readMetrics },
  UpdateItem: { Attributes: readItem, ItemCollectionMetrics: readMetrics },
  DeleteItem: { Attributes: readItem, ItemCollectionMetrics: readMetrics },
  Query: { Items: listOf(readItem), LastEvaluatedKey: readItem },
  Scan: { Items: listOf(readItem), LastEvaluatedKey: readItem },
  BatchGetItem: {
    Responses: mapOf(listOf(readItem)),
    UnprocessedKeys: mapOf(membersOf({ Keys: listOf(readItem) })),
  },
  BatchWriteItem: {
    UnprocessedItems: mapOf(
      listOf(
        membersOf({
          PutRequest: membersOf({ Item: readItem }),
          DeleteRequest: membersOf({ Key: readItem }),
        }),
      ),
    ),
    ItemCollectionMetrics: mapOf(listOf(readMetrics)),
  },
  TransactGetItems: { Responses: listOf(membersOf({ Item: readItem })) },
  TransactWriteItems: { ItemCollectionMetrics: mapOf(listOf(readMetrics)) },
}

/**
 * The output of a response's JSON, with bytes where it has Base64.
 * @throws SyntaxError if it is not JSON; TypeError if it is not an object.
 */
export function responseOutput(call: CallName, text: string): object {
  const output: unknown = text === '' ? {} : JSON.parse(text)
  if (typeof output !== 'object' || output === null) throw new TypeError('not an object')
  // Binary values are rare, and then nothing has to be walked over.
  if (text.includes('"B"') || text.includes('"BS"')) membersOf(outputs[call] ?? {})(output)
  return output
}

function membersOf(readers: Readonly<Record<string, Read>>): Read {
  return (value) => {
    for (const [name, read] of Object.entries(readers)) read(Reflect.get(Object(value), name))
  }
}

function mapOf(read: Read): Read {
  return (value) => {
    for (const member of Object.values(Object(value))) read(member)
  }
}

function listOf(read: Read): Read {
  return (value) => {
    if (Array.isArray(value)) for (const member of value) read(member)
  }
}

function readMetrics(value: unknown): void {
  readItem(Reflect.get(Object(value), 'ItemCollectionKey'))
}

function readItem(value: unknown): void {
  for (const member of Object.values(Object(value))) readValue(member)
}

function readValue(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  const tagged = value as { B?: unknown; BS?: unknown; L?: unknown; M?: unknown }
  if (typeof tagged.B === 'string') tagged.B = bytes(tagged.B)
  else if (Array.isArray(tagged.BS)) tagged.BS = tagged.BS.map((each) => bytes(String(each)))
  else if (Array.isArray(tagged.L)) for (const member of tagged.L) readValue(member)
  else if (tagged.M !== undefined) readItem(tagged.M)
}

function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'))
}
