// Random changes on the entity of the random conditions: every update function on every kind of attribute, with
// operands that compose.

import fc from 'fast-check'
import { InvalidUpdateError } from '../../lib/errors/invalid-update-error.js'
import { ValidationError } from '../../lib/errors/validation-error.js'
import { type Change, changeOf } from '../../lib/expression/change/update-change.js'
import { type UpdateFunctionName, updateFunctions } from '../../lib/expression/function/update-functions.js'
import type { OperandFunctionName } from '../../lib/expression/function/update-operand-functions.js'
import type { UpdateRoot } from '../../lib/expression/need/update-place.js'
import { resolvePath } from '../../lib/expression/path/resolved-path.js'
import { fixedPaths } from '../../lib/expression/update/update-protection.js'
import { thingEntity } from './random-conditions.js'
import { binaries, texts } from './stored-values.js'

const entity = thingEntity('updates')

/** Where the random paths begin. */
export const root: UpdateRoot = {
  entity: entity.name,
  codec: entity.codec,
  // What an entity hands to users has a value type; here it is a struct like any other.
  schema: entity.schema as unknown as UpdateRoot['schema'],
  fixed: fixedPaths(entity),
}

type Values = fc.Arbitrary<unknown>

const text = fc.constantFrom(...texts)
const number = fc.constantFrom(0, 1, -1, 2, 10, 0.1, -0.2, 1.5, 1e20, 9007199254740991)
const texts3 = fc.subarray(['', 'a', 'ab', 'é'], { minLength: 1 })
const sku = fc.record({ sku: text, size: number }, { requiredKeys: ['sku'] }).map((line) => ({ ...line }))
const free: Values = fc.oneof(
  text,
  number,
  fc.boolean(),
  texts3.map((members) => new Set(members)),
  fc.array(fc.oneof(text, number), { maxLength: 2 }),
  fc.dictionary(fc.constantFrom('a', 'b'), number, { maxKeys: 2 }).map((map) => ({ ...map })),
)
const decimal = fc.constantFrom('0', '1', '-1.50', '0.1', '12345678901234567890123456789012345678')

/** Each path with values of it, and with members, elements or amounts of it. */
const paths: Readonly<Record<string, { readonly values: Values; readonly parts?: Values }>> = {
  text: { values: text },
  other: { values: text },
  count: { values: number, parts: number },
  limit: { values: number, parts: number },
  size: { values: number, parts: number },
  big: { values: fc.constantFrom(0n, 1n, -1n, 9007199254740993n), parts: fc.constantFrom(0n, 1n, -3n) },
  price: { values: decimal, parts: decimal },
  when: { values: fc.constantFrom('2026-03-01T10:00:00.000Z').map((iso) => new Date(iso)) },
  flag: { values: fc.boolean() },
  tags: {
    values: texts3.map((all) => new Set(all)),
    parts: fc.oneof(
      text,
      texts3,
      texts3.map((all) => new Set(all)),
    ),
  },
  ids: {
    values: fc.constantFrom(new Set([1]), new Set([1, 1.5]), new Set()),
    parts: fc.oneof(number, fc.subarray([0, 1, 1.5, 10], { minLength: 1 })),
  },
  blobs: {
    values: fc.subarray(binaries, { minLength: 1 }).map((all) => new Set(all)),
    parts: fc.constantFrom(...binaries),
  },
  list: { values: fc.array(text, { maxLength: 3 }), parts: fc.oneof(text, fc.array(text, { maxLength: 2 })) },
  'list[0]': { values: text },
  'list[1]': { values: text },
  'list[2]': { values: text },
  'list[7]': { values: text },
  'list[9]': { values: text },
  lines: { values: fc.array(sku, { maxLength: 2 }), parts: fc.oneof(sku, fc.array(sku, { maxLength: 2 })) },
  'lines[0]': { values: sku },
  'lines[0].sku': { values: text },
  'lines[1].size': { values: number, parts: number },
  pair: { values: fc.tuple(text, number) },
  'pair[1]': { values: number, parts: number },
  inner: { values: fc.record({ text, count: number }, { requiredKeys: [] }).map((map) => ({ ...map })) },
  'inner.text': { values: text },
  'inner.count': { values: number, parts: number },
  "inner['odd.name']": { values: text },
  'inner.deep': { values: fc.array(number, { maxLength: 2 }).map((list) => ({ list })) },
  'inner.deep.list': {
    values: fc.array(number, { maxLength: 2 }),
    parts: fc.array(number, { maxLength: 2 }),
  },
  'inner.deep.list[1]': { values: number, parts: number },
  record: {
    values: fc.dictionary(fc.constantFrom('a', 'x y'), number, { maxKeys: 2 }).map((map) => ({ ...map })),
  },
  'record.a': { values: number, parts: number },
  'record.constructor': { values: number, parts: number },
  "record['[0]']": { values: number, parts: number },
  mixed: { values: fc.oneof(text, number, fc.boolean()), parts: number },
  free: { values: free, parts: fc.oneof(number, texts3, text) },
  'free.a': { values: free, parts: fc.oneof(number, texts3, text) },
  'free[0]': { values: free, parts: number },
  'free[1].b': { values: free },
  nothing: { values: fc.oneof(text, fc.constant(null)) },
}
const pathNames = Object.keys(paths)

/** An operand as plain data, so that it can be shrunk and printed. */
type Operand =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'value'; readonly value: unknown }
  | {
      readonly kind: 'call'
      readonly name: OperandFunctionName
      readonly first: Operand
      readonly second: Operand
    }

/** A change as plain data: what is called, on what, with what. */
export interface Attempt {
  readonly name: UpdateFunctionName
  readonly path: string
  readonly args: readonly unknown[]
  /** In the place of the first argument: a callback that returns this. */
  readonly operand: Operand | undefined
}

const numeric = ['count', 'limit', 'size', 'inner.count', 'record.a', 'lines[1].size', 'pair[1]']
const lists = ['list', 'lines', 'inner.deep.list', 'free']

const pathOperand = (names: readonly string[]): fc.Arbitrary<Operand> =>
  fc.constantFrom(...names).map((path) => ({ kind: 'path', path }))
const valueOperand = (values: Values): fc.Arbitrary<Operand> =>
  values.map((value) => ({ kind: 'value', value }))

function callOf(
  names: readonly OperandFunctionName[],
  first: fc.Arbitrary<Operand>,
  second: fc.Arbitrary<Operand>,
): fc.Arbitrary<Operand> {
  return fc
    .record({ name: fc.constantFrom(...names), first, second })
    .map((call): Operand => ({ kind: 'call', ...call }))
}

// What makes sense on a path: reckoning with numbers, joining lists, or the value of another attribute.
function operandFor(path: string, values: Values, parts: Values | undefined): fc.Arbitrary<Operand> {
  const kind = numeric.includes(path) ? numeric : lists.includes(path) ? lists : undefined
  const plain = fc.oneof(
    pathOperand(kind ?? pathNames),
    valueOperand(kind === lists ? fc.array(parts ?? values, { maxLength: 2 }) : values),
  )
  const missing = callOf(['ifNotExists'], pathOperand(kind ?? pathNames), plain)
  const side = fc.oneof(plain, missing)
  if (kind === undefined) return side
  const names: readonly OperandFunctionName[] = kind === numeric ? ['plus', 'minus'] : ['append', 'prepend']
  const call = callOf(names, side, side)
  return fc.oneof({ weight: 1, arbitrary: side }, { weight: 2, arbitrary: call })
}

// Mostly the paths whose data types a function is for, so that each of them is seen to work.
const functionNames = Object.keys(updateFunctions) as UpdateFunctionName[]
const pathFor = Object.fromEntries(
  functionNames.map((name) => {
    const types: readonly string[] = updateFunctions[name].types
    const fitting = pathNames.filter((path) =>
      resolvePath(root, path).codec.types.some((type) => types.includes(type)),
    )
    return [
      name,
      fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom(...fitting) },
        { weight: 1, arbitrary: fc.constantFrom(...pathNames) },
      ),
    ]
  }),
) as Record<UpdateFunctionName, fc.Arbitrary<string>>

/** One random change. */
export const anyAttempt: fc.Arbitrary<Attempt> = fc
  .constantFrom(...functionNames)
  .chain((name) =>
    fc.record({ name: fc.constant(name), path: pathFor[name], worked: fc.nat(2).map((die) => die > 0) }),
  )
  .chain(({ path, name, worked }) => {
    const { values = text, parts } = paths[path] ?? {}
    const kind = updateFunctions[name].arguments
    const given = kind === 'assigned' || kind === 'initial' ? values : (parts ?? values)
    const operands =
      worked && name.startsWith('set') ? operandFor(path, values, parts) : fc.constant(undefined)
    const options = fc.constantFrom([], [{ default: null }], [{}])
    return fc
      .record({ given, options, operand: operands })
      .map(({ given: value, options: more, operand }) => ({
        name,
        path,
        operand,
        args: [value, ...(name === 'append' || name === 'prepend' ? more : [])],
      }))
  })

type Method = Record<string, (other: unknown) => unknown>

/** The change of an attempt; `undefined` where the entity refuses it by name. Any other error is a failure. */
export function attempted({ name, path, args, operand }: Attempt): Change | undefined {
  // Paths are data here: their types are not known to the compiler.
  const built = (
    part: Operand,
    attr: (path: string) => unknown,
    value: (given: unknown) => unknown,
  ): unknown => {
    if (part.kind === 'path') return attr(part.path)
    if (part.kind === 'value') return value(part.value)
    const call = (built(part.first, attr, value) as Method)[part.name]
    if (call === undefined) throw new Error(`no function ${part.name}`)
    return call(built(part.second, attr, value))
  }
  const callback = (attr: never, value: never) => operand && built(operand, attr, value)
  try {
    return changeOf(
      root,
      name,
      path,
      name === 'remove' ? [] : operand === undefined ? args : [callback, ...args.slice(1)],
    )
  } catch (error) {
    if (error instanceof InvalidUpdateError || error instanceof ValidationError) return undefined
    throw error
  }
}
