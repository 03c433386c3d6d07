// Random positions of cursors, with the names and values that break careless code.
import fc from 'fast-check'
import type { AttributeValue, StoredItem } from '../../lib/entity/struct/attribute-value.js'
import type { CursorPosition } from '../../lib/plan/cursor/cursor-position.js'

const names = fc.oneof(
  fc.constantFrom('pk', 'sk', '__proto__', 'constructor', 'toString', 'a.b', ' ', 'ключ', '🔑'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
)
const texts = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 100 }),
  fc.constantFrom('\uFEFFmark', '\0', 'ORDER#1', 'x'.repeat(2048), '😀'.repeat(512)),
)
const numbers = fc.oneof(
  fc.integer().map(String),
  fc.constantFrom('0', '-0.5', '1E125', '-1E-130', '9'.repeat(38), '1.50', '+7', '.5', '5.', '10e+2'),
)
const binaries = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 100 }),
  fc.constant(new Uint8Array(2048).fill(255)),
)

const values: fc.Arbitrary<AttributeValue> = fc.oneof(
  texts.map((S) => ({ S })),
  numbers.map((N) => ({ N })),
  binaries.map((B) => ({ B })),
)

/** A key, also with an attribute of the name `__proto__`. */
export const randomKey: fc.Arbitrary<StoredItem> = fc
  .uniqueArray(fc.tuple(names, values), { minLength: 1, maxLength: 10, selector: ([name]) => name })
  .map((entries) => Object.fromEntries(entries))

/** A position of one to six streams, some of them not begun or at their end. */
export const randomPosition: fc.Arbitrary<CursorPosition> = fc.record({
  keys: fc.array(
    fc.oneof({ weight: 3, arbitrary: randomKey }, { weight: 1, arbitrary: fc.constantFrom(null, undefined) }),
    { minLength: 1, maxLength: 6 },
  ),
  before: fc.boolean(),
})
