// Random condition trees on one entity that has an attribute of every kind, and random items to try them on.
import {
  and,
  attribute,
  type Condition,
  Entity,
  InvalidConditionError,
  not,
  or,
  ValidationError,
} from 'dyntastic'
import fc from 'fast-check'
import {
  any,
  array,
  bigint,
  boolean,
  date,
  instance,
  nullable,
  number,
  object,
  optional,
  record,
  set,
  string,
  tuple,
  union,
} from 'superstruct'
import type { AttributeValue, StoredItem } from '../../lib/entity/struct/attribute-value.js'
import { type OperandKind, type OperatorName, operators } from '../../lib/expression/condition/operators.js'
import { anyStored, binaries, damagedItem, memberNames, numbers, texts } from './stored-values.js'

/** The entity of conditions; aliases, odd names, names of operators, reserved words among its attributes. */
export function thingEntity(table: string) {
  return new Entity({
    name: 'Thing',
    table,
    attributes: {
      id: string(),
      text: attribute(optional(string()), { name: 'other' }),
      other: attribute(optional(string()), { name: 'text' }),
      count: optional(number()),
      limit: optional(number()),
      big: optional(bigint()),
      price: attribute(optional(string()), { as: 'decimal', name: 'status' }),
      when: optional(date()),
      expires: attribute(optional(date()), { as: 'epochSeconds' }),
      bytes: optional(instance(Uint8Array)),
      flag: optional(boolean()),
      tags: optional(set(string())),
      ids: optional(set(number())),
      blobs: optional(set(instance(Uint8Array))),
      list: optional(array(string())),
      lines: optional(array(object({ sku: string(), size: optional(number()) }))),
      pair: optional(tuple([string(), number()])),
      inner: optional(
        object({
          text: optional(string()),
          count: attribute(optional(number()), { name: 'c.1' }),
          'odd.name': optional(string()),
          deep: optional(object({ list: optional(array(number())) })),
        }),
      ),
      record: optional(record(string(), number())),
      mixed: optional(union([string(), number(), boolean()])),
      free: optional(any()),
      nothing: optional(nullable(string())),
      size: optional(number()),
    },
    key: { partition: 'id' },
  })
}

export type Thing = ReturnType<typeof thingEntity>

const text = fc.constantFrom(...texts)
const plainNumber = fc.constantFrom(0, -0, 1, -1, 2, 10, 0.1, 1.5, 1e20, 9007199254740992)
const whole = fc.constantFrom(0n, 1n, -1n, 10n, 9007199254740993n, 12345678901234567890123456789012345678n)
const instant = fc.constantFrom(
  '2026-03-01T10:00:00.000Z',
  '2026-03-01T10:00:00.500Z',
  '0000-01-01T00:00:00.000Z',
)
const moment = instant.map((iso) => new Date(iso))
const binary = fc.constantFrom(...binaries)
const texts3 = fc.subarray(['', 'a', 'ab', 'é'], { minLength: 1 })
const free: fc.Arbitrary<unknown> = fc.oneof(
  text,
  plainNumber,
  binary,
  fc.boolean(),
  texts3.map((members) => new Set(members)),
  fc.array(fc.oneof(text, plainNumber), { maxLength: 2 }),
  fc
    .dictionary(fc.constantFrom('a', 'b'), fc.oneof(text, plainNumber), { maxKeys: 2 })
    .map((map) => ({ ...map })),
)
const innerValue = fc
  .record({ text, count: plainNumber, 'odd.name': text }, { requiredKeys: [] })
  .map((map) => ({ ...map }))

/** Each path that conditions name, with values of it, and with values of its members if it has any. */
const paths: Readonly<
  Record<string, { readonly values: fc.Arbitrary<unknown>; readonly members?: fc.Arbitrary<unknown> }>
> = {
  id: { values: fc.constantFrom('i0', 'i1', 'i30', 'i') },
  text: { values: text },
  other: { values: text },
  count: { values: plainNumber },
  limit: { values: plainNumber },
  big: { values: whole },
  price: { values: fc.constantFrom('0', '1', '1.50', '0.1', '12345678901234567890123456789012345678') },
  when: { values: moment, members: fc.constantFrom('2026', '2026-03-01T10:00:00.5', '-03-') },
  expires: { values: moment },
  bytes: { values: binary },
  flag: { values: fc.boolean() },
  tags: { values: texts3.map((members) => new Set(members)), members: text },
  ids: {
    values: fc.subarray([0, 1, 1.5, 10], { minLength: 1 }).map((ids) => new Set(ids)),
    members: plainNumber,
  },
  blobs: {
    values: fc.subarray(binaries.slice(0, 4), { minLength: 1 }).map((all) => new Set(all)),
    members: binary,
  },
  list: { values: fc.array(text, { maxLength: 3 }), members: text },
  'list[0]': { values: text },
  'list[1]': { values: text },
  'list[7]': { values: text },
  lines: {
    values: fc
      .array(fc.record({ sku: text }), { maxLength: 2 })
      .map((lines) => lines.map((line) => ({ ...line }))),
  },
  'lines[0]': { values: text.map((sku) => ({ sku })) },
  'lines[0].sku': { values: text },
  'lines[1].size': { values: plainNumber },
  pair: { values: fc.tuple(text, plainNumber), members: text },
  'pair[0]': { values: text },
  'pair[1]': { values: plainNumber },
  inner: { values: innerValue },
  'inner.text': { values: text },
  'inner.count': { values: plainNumber },
  "inner['odd.name']": { values: text },
  'inner.deep.list[0]': { values: plainNumber },
  record: {
    values: fc
      .dictionary(fc.constantFrom('a', 'x y'), plainNumber, { maxKeys: 2 })
      .map((map) => ({ ...map })),
  },
  'record.a': { values: plainNumber },
  'record.constructor': { values: plainNumber },
  "record['odd.name']": { values: plainNumber },
  "record['[0]']": { values: plainNumber },
  mixed: { values: fc.oneof(text, plainNumber, fc.boolean()) },
  free: { values: free, members: free },
  'free.a': { values: free, members: free },
  'free[0]': { values: free, members: free },
  'free[0].b': { values: free },
  'free.a[1]': { values: free },
  nothing: { values: text },
  size: { values: plainNumber },
}
const pathNames = Object.keys(paths)

/** One comparison as plain data: what is called, on what, with what. */
export interface Clause {
  readonly path: string
  readonly size: boolean
  readonly operator: OperatorName
  readonly args: readonly unknown[]
}

class Reference {
  constructor(
    readonly path: string,
    readonly size: boolean,
  ) {}
}

const reference = fc
  .tuple(fc.constantFrom(...pathNames), fc.nat(4))
  .map(([path, die]) => new Reference(path, die === 0))

// A row for each kind of operands: the compiler requires a row for each new kind.
const argsOf: Record<
  OperandKind,
  (values: fc.Arbitrary<unknown>, members: fc.Arbitrary<unknown>) => fc.Arbitrary<unknown[]>
> = {
  none: () => fc.constant([]),
  value: (values) => fc.tuple(orReference(values)),
  range: (values) => fc.tuple(orReference(values, 9), orReference(values, 9)),
  list: (values) =>
    fc.oneof(
      { weight: 9, arbitrary: fc.array(orReference(values, 9), { maxLength: 4 }).map((list) => [list]) },
      { weight: 1, arbitrary: fc.array(values, { minLength: 99, maxLength: 103 }).map((list) => [list]) },
    ),
  prefix: (values, members) => fc.tuple(orReference(fc.oneof(values, members), 6)),
  member: (values, members) => fc.tuple(orReference(fc.oneof(values, members), 6)),
  type: () => fc.constantFrom(...operators.type.types).map((type) => [type]),
}

function orReference(values: fc.Arbitrary<unknown>, weight = 3): fc.Arbitrary<unknown> {
  return fc.oneof({ weight, arbitrary: values }, { weight: 1, arbitrary: reference })
}

const clause: fc.Arbitrary<Clause> = fc
  .record({
    path: fc.constantFrom(...pathNames),
    size: fc.nat(5).map((die) => die === 0),
    operator: fc.constantFrom(...(Object.keys(operators) as OperatorName[])),
  })
  .chain(({ path, size, operator }) => {
    const { values = text, members = text } = paths[path] ?? {}
    const sized = size ? fc.nat(3) : values
    return argsOf[operators[operator].operands](sized, members).map((args) => ({
      path,
      size,
      operator,
      args,
    }))
  })

/** A tree of clauses as plain data, so that it can be shrunk and printed. */
export type Tree =
  | { readonly kind: 'clause'; readonly clause: Clause }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Tree[] }
  | { readonly kind: 'not'; readonly part: Tree }

/** Trees of clauses that the entity takes; what it refuses by name is left out. */
export function treesOn(entity: Thing): fc.Arbitrary<Tree> {
  const fitting = clause.filter((each) => clauseOn(entity, each) !== undefined)
  return fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
      { weight: 3, arbitrary: fitting.map((each) => ({ kind: 'clause', clause: each }) as const) },
      {
        weight: 3,
        arbitrary: fc
          .tuple(fc.constantFrom('and', 'or'), fc.array(tie('tree'), { minLength: 1, maxLength: 4 }))
          .map(([kind, parts]) => ({ kind, parts })),
      },
      { weight: 1, arbitrary: tie('tree').map((part) => ({ kind: 'not', part }) as const) },
    ),
  })).tree
}

/** The condition of a tree. */
export function conditionOf(entity: Thing, tree: Tree): Condition {
  if (tree.kind === 'not') return not(conditionOf(entity, tree.part))
  if (tree.kind !== 'clause')
    return (tree.kind === 'and' ? and : or)(...tree.parts.map((part) => conditionOf(entity, part)))
  const made = clauseOn(entity, tree.clause)
  if (made === undefined) throw new Error('a clause that the entity refuses is no part of a tree')
  return made
}

/** The clauses of a tree. */
export function clausesOf(tree: Tree): readonly Clause[] {
  if (tree.kind === 'clause') return [tree.clause]
  return tree.kind === 'not' ? clausesOf(tree.part) : tree.parts.flatMap(clausesOf)
}

type Callable = Record<string, (...args: readonly unknown[]) => never>

/** The condition of one clause; `undefined` where the entity refuses it by name. Any other error is a failure. */
export function clauseOn(entity: Thing, { path, size, operator, args }: Clause): Condition | undefined {
  try {
    return entity.condition((attr) => {
      // The paths are data here: their types are not known to the compiler.
      const at = attr as unknown as (path: string) => Callable & { size(): Callable }
      const given = (value: unknown): unknown => {
        if (Array.isArray(value) && operators[operator].operands === 'list') return value.map(given)
        if (!(value instanceof Reference)) return value
        return value.size ? at(value.path).size() : at(value.path)
      }
      const side: Callable = size ? at(path).size() : at(path)
      const call = side[operator]
      if (call === undefined) throw new Error(`no operator ${operator}`)
      return call(...args.map(given))
    })
  } catch (error) {
    if (error instanceof InvalidConditionError || error instanceof ValidationError) return undefined
    throw error
  }
}

const S = fc.constantFrom(...texts).map((S): AttributeValue => ({ S }))
const N = fc.constantFrom(...numbers).map((N): AttributeValue => ({ N }))
const isoText = instant.map((S): AttributeValue => ({ S }))
const listOf = (element: fc.Arbitrary<AttributeValue>): fc.Arbitrary<AttributeValue> =>
  fc.array(element, { maxLength: 3 }).map((L) => ({ L }))
const mapOf = (members: Record<string, fc.Arbitrary<AttributeValue>>): fc.Arbitrary<AttributeValue> =>
  damagedItem(members).map((M) => ({ M }))

/** Stored items, by stored names; some attributes are absent, and some are what the entity would never have written. */
export const storedThing: fc.Arbitrary<StoredItem> = damagedItem({
  text: S,
  other: S,
  count: N,
  limit: N,
  big: N,
  status: N,
  when: isoText,
  expires: fc.constantFrom('1772359200', '-62167219200').map((N) => ({ N })),
  bytes: binary.map((B) => ({ B })),
  flag: fc.boolean().map((BOOL) => ({ BOOL })),
  tags: texts3.map((SS) => ({ SS })),
  ids: fc.subarray(['0', '1', '1.5', '1E1'], { minLength: 1 }).map((NS) => ({ NS })),
  blobs: fc.subarray(binaries.slice(0, 4), { minLength: 1 }).map((BS) => ({ BS })),
  list: listOf(S),
  lines: listOf(mapOf({ sku: S, size: N })),
  pair: fc.tuple(S, N).map((L) => ({ L })),
  inner: mapOf({ text: S, 'c.1': N, 'odd.name': S, deep: mapOf({ list: listOf(N) }) }),
  record: mapOf(Object.fromEntries(memberNames.map((name) => [name, N]))),
  mixed: anyStored,
  free: anyStored,
  nothing: fc.oneof(S, fc.constant({ NULL: true })),
  size: N,
})
