// Random items, conditions and updates, for comparing two engines.
import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import fc from 'fast-check'

/** An expression and the values of its placeholders. */
export interface Expression {
  readonly text: string
  readonly values: Record<string, AttributeValue>
}

const names = ['a', 'b', 'c', 'm.a', 'm.b', 'm.l[0]', 'l[0]', 'l[1]', 'l[5]', 'm', 'l', 'absent']

const number = fc
  .constantFrom('0', '1', '-1', '1.0', '10', '0.5', '1E2', '100', '9007199254740993')
  .map((N) => ({ N }))
const text = fc.constantFrom('', 'a', 'ab', 'b', 'é', '1').map((S) => ({ S }))
const binary = fc.constantFrom('', 'a', 'ab', '\u0001').map((B) => ({ B: new TextEncoder().encode(B) }))
const scalar: fc.Arbitrary<AttributeValue> = fc.oneof(
  number,
  text,
  binary,
  fc.boolean().map((BOOL) => ({ BOOL })),
  fc.constant<AttributeValue>({ NULL: true }),
)
const set: fc.Arbitrary<AttributeValue> = fc.oneof(
  fc.subarray(['a', 'ab', 'b'], { minLength: 1 }).map((SS) => ({ SS })),
  fc.subarray(['1', '2', '10.0'], { minLength: 1 }).map((NS) => ({ NS })),
)

/** A value of any type, two levels deep at most. */
export const anyValue: fc.Arbitrary<AttributeValue> = fc.oneof(
  { weight: 5, arbitrary: scalar },
  { weight: 2, arbitrary: set },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }).map((L) => ({ L })) },
  { weight: 1, arbitrary: fc.dictionary(fc.constantFrom('a', 'b'), scalar).map((M) => ({ M: { ...M } })) },
)

/** The attributes of an item other than its key; some are missing. */
export const anyItem: fc.Arbitrary<Record<string, AttributeValue>> = fc
  .record(
    {
      a: anyValue,
      b: anyValue,
      c: fc.oneof(number, text),
      m: fc
        .record(
          { a: anyValue, b: number, l: fc.array(scalar, { maxLength: 3 }).map((L) => ({ L })) },
          { requiredKeys: [] },
        )
        .map((M) => ({ M: { ...M } })),
      l: fc.array(anyValue, { maxLength: 4 }).map((L) => ({ L })),
    },
    { requiredKeys: [] },
  )
  .map((item) => ({ ...item }) as Record<string, AttributeValue>)

// Expressions are made with `?` where a value goes, and numbered at the end.
interface Draft {
  readonly text: string
  readonly values: readonly AttributeValue[]
}

const path: fc.Arbitrary<Draft> = fc.constantFrom(...names).map((name) => ({ text: name, values: [] }))
const value = (of = anyValue): fc.Arbitrary<Draft> => of.map((one) => ({ text: '?', values: [one] }))
const operand = fc.oneof(
  { weight: 4, arbitrary: path },
  { weight: 4, arbitrary: value() },
  { weight: 1, arbitrary: path.map((draft) => joined(['size(', draft, ')'])) },
)

function joined(parts: readonly (string | Draft)[]): Draft {
  return {
    text: parts.map((part) => (typeof part === 'string' ? part : part.text)).join(''),
    values: parts.flatMap((part) => (typeof part === 'string' ? [] : part.values)),
  }
}

const typeName = fc
  .constantFrom('S', 'N', 'B', 'BOOL', 'NULL', 'L', 'M', 'SS', 'NS', 'BS')
  .map((S) => ({ S }))
const clause: fc.Arbitrary<Draft> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(operand, fc.constantFrom(' = ', ' <> ', ' < ', ' <= ', ' > ', ' >= '), operand)
      .map(joined),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(path, value(number), value(number))
      .map(([a, b, c]) => joined([a, ' BETWEEN ', b, ' AND ', c])),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(path, path, value(text)).map(([a, b, c]) => joined([a, ' BETWEEN ', b, ' AND ', c])),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(path, operand, value()).map(([a, b, c]) => joined([a, ' IN (', b, ', ', c, ')'])),
  },
  { weight: 1, arbitrary: path.map((a) => joined(['attribute_exists(', a, ')'])) },
  { weight: 1, arbitrary: path.map((a) => joined(['attribute_not_exists(', a, ')'])) },
  {
    weight: 1,
    arbitrary: fc.tuple(path, value(typeName)).map(([a, b]) => joined(['attribute_type(', a, ', ', b, ')'])),
  },
  { weight: 2, arbitrary: fc.tuple(path, operand).map(([a, b]) => joined(['contains(', a, ', ', b, ')'])) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(path, value(fc.oneof(text, binary)))
      .map(([a, b]) => joined(['begins_with(', a, ', ', b, ')'])),
  },
)

const tree = fc.letrec<{ node: Draft }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    clause,
    fc
      .tuple(tie('node'), fc.constantFrom(' AND ', ' OR '), tie('node'))
      .map(([a, word, b]) => joined(['(', a, ')', word, '(', b, ')'])),
    tie('node').map((a) => joined(['NOT (', a, ')'])),
    fc
      .tuple(clause, fc.constantFrom(' AND ', ' OR '), clause, fc.constantFrom(' AND ', ' OR '), clause)
      .map(joined),
  ),
})).node

function numbered(draft: Draft): Expression {
  let count = 0
  const text = draft.text.replace(/\?/g, () => `:v${count++}`)
  return { text, values: Object.fromEntries(draft.values.map((one, index) => [`:v${index}`, one])) }
}

/** A condition of a few clauses. Some are refused by every engine. */
export const anyCondition: fc.Arbitrary<Expression> = tree.map(numbered)

const list: fc.Arbitrary<AttributeValue> = fc.array(scalar, { maxLength: 2 }).map((L) => ({ L }))
const assignedOperand = fc.oneof(
  path,
  value(),
  fc.tuple(path, value()).map(([a, b]) => joined(['if_not_exists(', a, ', ', b, ')'])),
)
const assigned = fc.oneof(
  { weight: 3, arbitrary: value() },
  { weight: 1, arbitrary: assignedOperand },
  {
    weight: 2,
    arbitrary: fc
      .tuple(assignedOperand, fc.constantFrom(' + ', ' - '), fc.oneof(value(number), path))
      .map(joined),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(path, value(list)).map(([a, b]) => joined(['list_append(', a, ', ', b, ')'])),
  },
)
const section = {
  SET: fc.tuple(path, assigned).map(([a, b]) => joined([a, ' = ', b])),
  REMOVE: path,
  ADD: fc.tuple(path, value(fc.oneof(number, set))).map(([a, b]) => joined([a, ' ', b])),
  DELETE: fc.tuple(path, value(set)).map(([a, b]) => joined([a, ' ', b])),
}

/** An update of one to three sections. Some are refused by every engine. */
export const anyUpdate: fc.Arbitrary<Expression> = fc
  .subarray(['SET', 'REMOVE', 'ADD', 'DELETE'] as const, { minLength: 1, maxLength: 3 })
  .chain((words) =>
    fc.tuple(
      ...words.map((word) =>
        fc
          .array(section[word], { minLength: 1, maxLength: 2 })
          .map((actions) =>
            joined([`${word} `, ...actions.flatMap((one, at) => (at === 0 ? [one] : [', ', one]))]),
          ),
      ),
    ),
  )
  .map((sections) => numbered(joined(sections.flatMap((one, at) => (at === 0 ? [one] : [' ', one])))))

/** A condition that every engine takes, so that it is met or not. */
export const plainCondition: fc.Arbitrary<Expression> = fc
  .oneof(
    path.map((a) => joined(['attribute_exists(', a, ')'])),
    path.map((a) => joined(['attribute_not_exists(', a, ')'])),
    fc.tuple(path, value()).map(([a, b]) => joined([a, ' <> ', b])),
    fc.tuple(path, value(), value()).map(([a, b, c]) => joined(['NOT ', a, ' IN (', b, ', ', c, ')'])),
  )
  .map(numbered)

/** An update that every engine takes, whatever the item. */
export const plainUpdate: fc.Arbitrary<Expression> = fc
  .oneof(
    value().map((one) => joined(['SET b = ', one])),
    value().map((one) => joined(['SET a = if_not_exists(a, ', one, ') REMOVE c, l[0]'])),
    value(number).map((one) => joined(['ADD total ', one])),
    value(set).map((one) => joined(['SET b = ', one, ' DELETE missed ', one])),
  )
  .map(numbered)
