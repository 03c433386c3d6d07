// What the types of stream handlers take, refuse and give; compiled, never run.
import type { _Record, GetRecordsCommandOutput } from '@aws-sdk/client-dynamodb-streams'
import { Entity, type ItemOf, Table } from 'dyntastic'
import { type StreamEvent, type StreamHandlers, type StreamResponse, streamHandler } from 'dyntastic/streams'
import { startLocal } from 'dyntastic/testing'
import { array, integer, literal, object, optional, string } from 'superstruct'

type Equal<A, B> = (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false
declare function yes<_T extends true>(): void

const table = new Table({ name: 'shop' })
const key = { partition: 'id' } as const
const Customer = new Entity({
  name: 'Customer',
  table,
  attributes: {
    id: string(),
    kind: literal('customer'),
    email: string(),
    address: optional(object({ city: string() })),
    lines: array(object({ sku: string() })),
  },
  key,
})
const Order = new Entity({
  name: 'Order',
  table,
  attributes: { id: string(), kind: literal('order'), total: integer() },
  key,
})
type C = ItemOf<typeof Customer>
type O = ItemOf<typeof Order>

export const whole = streamHandler([Customer, Order], {
  Customer: {
    insert: async (record) => {
      yes<Equal<typeof record.item, C>>()
      yes<Equal<typeof record.key, { id: string }>>()
      yes<Equal<typeof record.entity, 'Customer'>>()
      yes<Equal<typeof record.type, 'insert'>>()
      // @ts-expect-error a new item has no old one
      record.old
    },
    modify: ({ item, old, changed, signal }) => {
      yes<Equal<typeof old, C>>()
      changed.has('email')
      changed.has('address.city')
      changed.has('lines[1].sku')
      // @ts-expect-error there is no such attribute
      changed.has('nope')
      // @ts-expect-error nor below it
      changed.has('address.nope')
      signal.throwIfAborted()
      return item.email
    },
    remove: ({ old, expired }) => {
      yes<Equal<typeof expired, boolean>>()
      return old.lines
    },
  },
  Order: async (record) => {
    if (record.type === 'modify') yes<Equal<typeof record.item, O>>()
    if (record.type === 'remove') yes<Equal<typeof record.expired, boolean>>()
    // @ts-expect-error a removed item has no new one
    if (record.type === 'remove') record.item
  },
  unknown: (record) => record.newImage?.['id'],
})

const Either = Entity.oneOf([Customer, Order])
export const union = streamHandler([Either], {
  Customer: 'ignore',
  Order: { insert: ({ item }) => item.total.toFixed(), modify: 'ignore', remove: 'ignore' },
})

export const keys = streamHandler(
  [Order],
  {
    Order: {
      // @ts-expect-error keys alone have no item
      insert: ({ item }) => item,
      modify: ({ key }) => key.id,
      // @ts-expect-error nor an old one
      remove: ({ old }) => old,
    },
  },
  { view: 'KEYS_ONLY' },
)
streamHandler(
  [Order],
  {
    Order: (record) => {
      if (record.type !== 'remove') yes<Equal<typeof record.item, O>>()
      // @ts-expect-error without old images nothing is known to have changed
      if (record.type === 'modify') record.changed
    },
  },
  { view: 'NEW_IMAGE', onFailure: (error, record) => console.error(error, record) },
)
streamHandler(
  [Order],
  { Order: { insert: 'ignore', modify: ({ old }) => old.total, remove: ({ old }) => old.total } },
  { view: 'OLD_IMAGE' },
)

// @ts-expect-error Order has no handler
streamHandler([Customer, Order], { Customer: 'ignore' })
// @ts-expect-error Ordr is not an entity of the list
streamHandler([Order], { Order: 'ignore', Ordr: 'ignore' })
// @ts-expect-error each change has a handler
streamHandler([Order], { Order: { insert: 'ignore', modify: 'ignore' } })
// @ts-expect-error there is no other word
streamHandler([Order], { Order: 'skip' })
// @ts-expect-error there is no such view
streamHandler([Order], { Order: 'ignore' }, { view: 'ALL' })

export const handlers: StreamHandlers<[typeof Order]> = { Order: ({ key }) => key.id }

/** The types of `@types/aws-lambda`, as far as they matter here. */
interface LambdaValue {
  B?: string | undefined
  BS?: string[] | undefined
  BOOL?: boolean | undefined
  L?: LambdaValue[] | undefined
  M?: { [id: string]: LambdaValue } | undefined
  N?: string | undefined
  NS?: string[] | undefined
  NULL?: boolean | undefined
  S?: string | undefined
  SS?: string[] | undefined
}
interface LambdaImages {
  ApproximateCreationDateTime?: number | undefined
  Keys?: { [key: string]: LambdaValue } | undefined
  NewImage?: { [key: string]: LambdaValue } | undefined
  OldImage?: { [key: string]: LambdaValue } | undefined
  SequenceNumber?: string | undefined
  SizeBytes?: number | undefined
  StreamViewType?: 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES' | undefined
}
interface LambdaRecord {
  awsRegion?: string | undefined
  dynamodb?: LambdaImages | undefined
  eventID?: string | undefined
  eventName?: 'INSERT' | 'MODIFY' | 'REMOVE' | undefined
  eventSource?: string | undefined
  eventSourceARN?: string | undefined
  eventVersion?: string | undefined
  userIdentity?: unknown
}
interface LambdaEvent {
  Records: LambdaRecord[]
}
interface LambdaContext {
  functionName: string
  getRemainingTimeInMillis(): number
}
type Callback<T> = (error?: Error | string | null, result?: T) => void
type LambdaHandler<E, T> = (event: E, context: LambdaContext, callback: Callback<T>) => void | Promise<T>
interface LambdaResponse {
  batchItemFailures: { itemIdentifier: string }[]
}
export const lambda: LambdaHandler<LambdaEvent, LambdaResponse | void> = whole
interface KinesisEvent {
  Records: {
    eventID: string
    eventSource: string
    kinesis: {
      data: string
      partitionKey: string
      sequenceNumber: string
      approximateArrivalTimestamp: number
    }
  }[]
}
export const fromKinesis: LambdaHandler<KinesisEvent, LambdaResponse> = whole

export async function sdk(output: GetRecordsCommandOutput, records: _Record[]): Promise<StreamResponse> {
  await whole(records)
  const event: StreamEvent = output
  // @ts-expect-error an event is not a string
  await whole('event')
  const local = await startLocal({ streams: 'NEW_AND_OLD_IMAGES' })
  await local.stream(Order).deliver(whole, { batchSize: 10, bisectBatchOnFunctionError: true })
  await local.stream(table).deliver(lambda)
  await local.stream('shop').deliver(() => undefined)
  // @ts-expect-error there is no such option
  await local.stream('shop').deliver(whole, { batchsize: 10 })
  return whole(event)
}
