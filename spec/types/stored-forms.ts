// Compiled, never run: options `as`, decode and decodeKey; each line with @ts-expect-error must be an error.
import type { AttributeValue, GetItemCommandOutput } from '@aws-sdk/client-dynamodb'
import { type AnyStoredItem, attribute, Entity, type ItemOf, type KeyOf, type StoredItem } from 'dyntastic'
import {
  any,
  bigint,
  boolean,
  date,
  enums,
  instance,
  nullable,
  number,
  object,
  optional,
  set,
  string,
  union,
  unknown,
} from 'superstruct'

/** Whether two types are the same. */
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <T extends true>(): T => true as T

// Storage forms, for the structs that they serve
attribute(date(), { as: 'isoDay' })
attribute(date(), { as: 'epochSeconds', default: () => new Date() })
attribute(optional(date()), { as: 'isoSeconds' })
attribute(nullable(optional(instance(Date))), { as: 'isoMicros' })
attribute(string(), { as: 'decimal' })
attribute(optional(string()), { as: 'ipv6Network', name: 'n' })
attribute(number(), { as: 'number' })
attribute(bigint(), { as: 'decimal' })
attribute(any(), { as: 'iso' })
attribute(unknown(), { as: 'iso' })
attribute(union([date(), string()]), { as: 'isoNanos' })

// @ts-expect-error text is not stored as a date
attribute(string(), { as: 'isoDay' })
// @ts-expect-error a date is not stored as an address
attribute(date(), { as: 'ipv4Address' })
// @ts-expect-error a date is not stored as a decimal
attribute(optional(date()), { as: 'decimal' })
// @ts-expect-error a number is not stored as a date
attribute(number(), { as: 'epochSeconds' })
// @ts-expect-error there is no such form
attribute(date(), { as: 'isoYear' })
// @ts-expect-error booleans have one form
attribute(boolean(), { as: 'number' })
// @ts-expect-error sets have one form; their members may have others
attribute(set(date()), { as: 'isoDay' })
// @ts-expect-error objects have one form
attribute(object({ at: date() }), { as: 'iso' })
// @ts-expect-error a list of strings is not an address
attribute(enums(['a', 'b']), { as: 'iso' })

const Visit = new Entity({
  name: 'Visit',
  table: 'visits',
  attributes: {
    id: string(),
    at: attribute(date(), { as: 'isoDay' }),
    photo: optional(instance(Uint8Array)),
  },
  key: { partition: 'id', sort: 'at' },
})

// The SDK's form
declare const output: GetItemCommandOutput
declare const sdk: Record<string, AttributeValue>
same<Equal<ReturnType<typeof Visit.decode>, ItemOf<typeof Visit>>>()
same<Equal<ReturnType<typeof Visit.decodeKey>, KeyOf<typeof Visit>>>()
Visit.decode(sdk)
Visit.decodeKey(sdk)
Visit.decode(output.Item ?? {})
Visit.decode(Visit.encode({ id: 'a', at: new Date(0) }))
// @ts-expect-error there may be no item
Visit.decode(output.Item)
declare const stored: StoredItem
const taken: AnyStoredItem = stored

// Lambda's form, as its types have it
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
interface LambdaRecord {
  eventName?: 'INSERT' | 'MODIFY' | 'REMOVE' | undefined
  dynamodb?: { Keys?: { [key: string]: LambdaValue }; NewImage?: { [key: string]: LambdaValue } | undefined }
}
export function handle({ dynamodb }: LambdaRecord) {
  // @ts-expect-error there may be no image
  Visit.decode(dynamodb?.NewImage)
  if (dynamodb?.NewImage) Visit.decode(dynamodb.NewImage)
  return dynamodb?.Keys && [Visit.decodeKey(dynamodb.Keys).at.getTime(), taken]
}

// @ts-expect-error an unmarshalled item is not a stored one
Visit.decode({ id: 'a', at: '2022-12-22' })
// @ts-expect-error numbers are text there
Visit.decode({ id: { N: 5 } })
// @ts-expect-error there is no such data type
Visit.decode({ id: { Q: 'a' } })
// @ts-expect-error the item is inside
Visit.decode({ Item: { id: { S: 'a' } } })
// @ts-expect-error the photo is not part of the key
Visit.decodeKey(sdk).photo
