// The own properties of what a user gives as an object.
import { types } from 'node:util'
import { kindOf } from '../../errors/failures.js'
import type { Failure } from '../struct/failure.js'
import { refuse } from './node.js'

/**
 * A copy of the own properties of an object. `undefined` for what is no object (superstruct tells), and for built-in objects whose
 * contents are no properties (a Map, a Date): those are refused by name.
 */
export function propertiesOf(value: unknown, failures: Failure[]): Record<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Object.prototype || prototype === null || !isBuiltIn(value)) return { ...value }
  refuse(
    failures,
    `${kindOf(value)} is no object with properties, and would be stored without what it holds`,
    value,
  )
  return undefined
}

function isBuiltIn(value: object): boolean {
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
  return tests.some((test) => test(value))
}
