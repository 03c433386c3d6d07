// Sizes of items and values in bytes, as DynamoDB counts them for limits and capacity.
import type { WireItem, WireValue } from './wire.js'

/** The size of an item: its names and values, in bytes. */
export function itemBytes(item: WireItem): number {
  let total = 0
  for (const name of Object.keys(item)) total += textBytes(name) + valueBytes(item[name] ?? {})
  return total
}

/** The size of a value without its name. */
export function valueBytes(value: WireValue): number {
  if (value.S !== undefined) return textBytes(value.S)
  if (value.N !== undefined) return numberBytes(value.N)
  if (value.B !== undefined) return binaryBytes(value.B)
  if (value.L !== undefined) return value.L.reduce((total, one) => total + 1 + valueBytes(one), 3)
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + itemBytes(value.M)
  if (value.SS !== undefined) return value.SS.reduce((total, one) => total + textBytes(one), 0)
  if (value.NS !== undefined) return value.NS.reduce((total, one) => total + numberBytes(one), 0)
  if (value.BS !== undefined) return value.BS.reduce((total, one) => total + binaryBytes(one), 0)
  return 1
}

/** The bytes of base64 text once decoded. */
export function binaryBytes(text: string): number {
  return Buffer.byteLength(text, 'base64')
}

// Short text is counted here: a call into the runtime costs more than the count.
export function textBytes(text: string): number {
  if (text.length > 64) return Buffer.byteLength(text)
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 127) return Buffer.byteLength(text)
  return text.length
}

// Two digits in a byte, one byte more for the magnitude, one more for the sign below zero; as measured on the service.
function numberBytes(text: string): number {
  const digits = text.replace(/[-.]/g, '').replace(/^0+|0+$/g, '')
  if (digits === '') return 1
  const whole = text.replace('-', '').split('.')[0] ?? ''
  const odd = digits.length % 2 === 1 || whole.length % 2 === 0
  return 1 + Math.ceil(digits.length / 2) + (odd ? 0 : 1) + (text.startsWith('-') ? 1 : 0)
}
