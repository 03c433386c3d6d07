// JSON form of requests and responses, in which binary values are base64 strings.

/** One value as it travels in DynamoDB's JSON protocol. Exactly one member is present. */
export interface WireValue {
  S?: string
  N?: string
  B?: string
  BOOL?: boolean
  NULL?: boolean
  SS?: string[]
  NS?: string[]
  BS?: string[]
  L?: WireValue[]
  M?: WireItem
}

/** Attribute names to values: an item, a key, or a map in an item. */
export type WireItem = { [name: string]: WireValue }

/** The type tag of a value. */
export type WireType = keyof WireValue

/** The input or the output of one operation, as parsed JSON. */
export type WireObject = { [parameter: string]: unknown }

/** The tag that is present. A value without one was refused before it came here. */
export function typeOf(value: WireValue): WireType {
  return Object.keys(value)[0] as WireType
}

/** A copy that shares nothing; own attributes called `__proto__` survive, as they do in JSON. */
export function copyOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value))
}
