// Built-in objects whose content is not in properties.
import { types } from 'node:util'

const { isMap, isSet, isDate, isRegExp, isPromise, isBoxedPrimitive, isAnyArrayBuffer } = types
const tests = [
  isMap,
  isSet,
  isDate,
  isRegExp,
  isPromise,
  isBoxedPrimitive,
  isAnyArrayBuffer,
  ArrayBuffer.isView,
]

/**
 * Whether an object is a Map, Set, Date, RegExp, promise, boxed primitive or binary. Reading its properties finds
 * nothing of its content.
 */
export function isBuiltIn(value: object): boolean {
  return tests.some((test) => test(value))
}
