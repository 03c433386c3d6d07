// Random stored values, small enough that comparisons are often equal, and odd enough to matter.
import fc from 'fast-check'
import type { AttributeValue, StoredItem } from '../../lib/entity/struct/attribute-value.js'

/** Texts whose order differs between UTF-16 and UTF-8, that begin with each other, that are numbers or empty. */
export const texts = [
  '',
  'a',
  'ab',
  'b',
  'B',
  '1',
  'é',
  'e\u0301',
  '\uffee',
  '\u{1f600}',
  '\u{1f600}a',
  'a b',
  "a'b",
]

/** Number strings as DynamoDB takes them: several of one value, and some that a JavaScript number cannot hold. */
export const numbers = [
  '0',
  '-0',
  '1',
  '1.0',
  '-1',
  '2',
  '10',
  '1E1',
  '0.1',
  '0.10',
  '1.5',
  '100000000000000000000',
  '1E20',
  '9007199254740992',
  '9007199254740993',
  '12345678901234567890123456789012345678',
  '-12345678901234567890123456789012345678',
  '1E-130',
  '9.9999999999999999999999999999999999999E125',
]

export const binaries = ['', 'a', 'ab', 'b', '\u00ff', '\u0000'].map((text) =>
  Uint8Array.from(Buffer.from(text, 'latin1')),
)

const scalar: fc.Arbitrary<AttributeValue> = fc.oneof(
  fc.constantFrom(...texts).map((S) => ({ S })),
  fc.constantFrom(...numbers).map((N) => ({ N })),
  fc.constantFrom(...binaries).map((B) => ({ B })),
  fc.boolean().map((BOOL) => ({ BOOL })),
  fc.constant({ NULL: true }),
)

const sets: fc.Arbitrary<AttributeValue> = fc.oneof(
  fc.subarray(['', 'a', 'ab', 'é'], { minLength: 1 }).map((SS) => ({ SS })),
  fc.subarray(['0', '1', '1.5', '1E1', '9007199254740993'], { minLength: 1 }).map((NS) => ({ NS })),
  fc.subarray(binaries.slice(0, 4), { minLength: 1 }).map((BS) => ({ BS })),
)

/** Names in maps: plain, like an operator's, reserved, odd. */
export const memberNames = ['a', 'b', 'text', 'count', 'size', 'odd.name', 'x y', 'constructor', '[0]']

const { node } = fc.letrec<{ node: AttributeValue }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { weight: 4, arbitrary: scalar },
    { weight: 2, arbitrary: sets },
    { weight: 1, arbitrary: fc.array(tie('node'), { maxLength: 3 }).map((L) => ({ L })) },
    {
      weight: 1,
      arbitrary: fc
        .uniqueArray(fc.tuple(fc.constantFrom(...memberNames), tie('node')), {
          maxLength: 3,
          selector: ([name]) => name,
        })
        .map((members) => ({ M: Object.fromEntries(members) })),
    },
  ),
}))

/** A stored value of any data type, nested a few levels. */
export const anyStored: fc.Arbitrary<AttributeValue> = node

/** An item of these attributes: of each, what the arbitrary makes, or anything at all, or nothing. */
export function damagedItem(
  attributes: Readonly<Record<string, fc.Arbitrary<AttributeValue>>>,
): fc.Arbitrary<StoredItem> {
  const members = Object.entries(attributes).map(([name, fitting]) =>
    fc
      .oneof(
        { weight: 6, arbitrary: fitting },
        { weight: 2, arbitrary: anyStored },
        { weight: 2, arbitrary: fc.constant(undefined) },
      )
      .map((value): [string, AttributeValue | undefined] => [name, value]),
  )
  return fc
    .tuple(...members)
    .map((all) =>
      Object.fromEntries(all.filter((each): each is [string, AttributeValue] => each[1] !== undefined)),
    )
}
