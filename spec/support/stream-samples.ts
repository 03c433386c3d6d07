// Records of streams, made by hand in every form in which they arrive, and entities whose items they are of.
import { Entity, type StoredItem, Table } from 'dyntastic'
import type { StreamContext, StreamEvent, StreamView } from 'dyntastic/streams'
import { array, integer, literal, number, object, optional, record, set, string } from 'superstruct'

export const shop = new Table({ name: 'shop', key: { partition: 'pk', sort: 'sk' }, kind: 'kind' })

export const Customer = new Entity({
  name: 'Customer',
  table: shop,
  attributes: {
    customerId: string(),
    email: string(),
    address: optional(object({ city: string(), zip: optional(string()) })),
  },
  key: { partition: 'C#{customerId}', sort: 'CUSTOMER' },
})

export const Order = new Entity({
  name: 'Order',
  table: shop,
  attributes: {
    customerId: string(),
    orderId: string(),
    total: number(),
    lines: optional(array(object({ sku: string(), quantity: integer() }))),
    tags: optional(set(string())),
    notes: optional(record(string(), string())),
  },
  key: { partition: 'C#{customerId}', sort: 'O#{orderId}' },
})

const zoo = 'zoo'
export const Cat = new Entity({
  name: 'Cat',
  table: zoo,
  attributes: { id: string(), kind: literal('cat'), lives: integer() },
  key: { partition: 'id' },
})
export const Dog = new Entity({
  name: 'Dog',
  table: zoo,
  attributes: { id: string(), kind: literal('dog'), tricks: integer() },
  key: { partition: 'id' },
})

/** What happened: the images before and after, as they are stored. */
export interface Change {
  readonly old?: StoredItem
  readonly item?: StoredItem
  readonly view?: StreamView
  readonly table?: string
  readonly expired?: boolean
  /** The names of the key; by default those of the shop. */
  readonly key?: readonly string[]
}

export type Form = 'lambda' | 'sdk' | 'kinesis' | 'kinesis sdk'
export const forms: readonly Form[] = ['lambda', 'sdk', 'kinesis', 'kinesis sdk']

/** The sequence number of the i-th record. */
export const sequenceOf = (index: number): string => `4400${String(index).padStart(17, '0')}`

/** An event with these changes, in one of the forms. */
export function eventOf(changes: readonly Change[], form: Form = 'lambda'): StreamEvent {
  return { Records: changes.map((change, index) => recordOf(change, index, form)) }
}

function recordOf(change: Change, index: number, form: Form): object {
  const { old, item, view = 'NEW_AND_OLD_IMAGES', table = 'shop', expired, key = ['pk', 'sk'] } = change
  const whole = item ?? old ?? {}
  const eventName = old === undefined ? 'INSERT' : item === undefined ? 'REMOVE' : 'MODIFY'
  const images = {
    Keys: Object.fromEntries(key.map((name) => [name, whole[name]])),
    ...(item !== undefined && view !== 'OLD_IMAGE' && view !== 'KEYS_ONLY' && { NewImage: item }),
    ...(old !== undefined && view !== 'NEW_IMAGE' && view !== 'KEYS_ONLY' && { OldImage: old }),
  }
  const principal = 'dynamodb.amazonaws.com'
  if (form === 'kinesis' || form === 'kinesis sdk') {
    const data = Buffer.from(
      JSON.stringify(
        inJson({
          awsRegion: 'us-east-1',
          eventID: `e${index}`,
          eventName,
          userIdentity: expired ? { type: 'Service', principalId: principal } : null,
          recordFormat: 'application/json',
          tableName: table,
          dynamodb: { ApproximateCreationDateTime: 1_700_000_000_000, ...images, SizeBytes: 1 },
          eventSource: 'aws:dynamodb',
        }),
      ),
    )
    return form === 'kinesis sdk'
      ? { SequenceNumber: sequenceOf(index), Data: new Uint8Array(data), PartitionKey: 'p' }
      : {
          kinesis: { sequenceNumber: sequenceOf(index), data: data.toString('base64'), partitionKey: 'p' },
          eventSource: 'aws:kinesis',
          eventID: `shardId-0:${sequenceOf(index)}`,
        }
  }
  const facts = { SequenceNumber: sequenceOf(index), SizeBytes: 1, StreamViewType: view }
  if (form === 'sdk')
    return {
      eventID: `e${index}`,
      eventName,
      dynamodb: { ApproximateCreationDateTime: new Date(1_700_000_000_000), ...images, ...facts },
      ...(expired && { userIdentity: { Type: 'Service', PrincipalId: principal } }),
    }
  return {
    eventID: `e${index}`,
    eventName,
    eventSource: 'aws:dynamodb',
    eventSourceARN: `arn:aws:dynamodb:us-east-1:1:table/${table}/stream/2026-01-01T00:00:00.000`,
    dynamodb: inJson({ ApproximateCreationDateTime: 1_700_000_000, ...images, ...facts }),
    ...(expired && { userIdentity: { type: 'Service', principalId: principal } }),
  }
}

/** The JSON of Lambda, in which bytes are base64. */
function inJson(value: object): object {
  return JSON.parse(
    JSON.stringify(value, (_, each) =>
      each instanceof Uint8Array ? Buffer.from(each).toString('base64') : each,
    ),
  )
}

/** A context with this remaining time. */
export const contextWith = (milliseconds: number): StreamContext => ({
  getRemainingTimeInMillis: () => milliseconds,
})
