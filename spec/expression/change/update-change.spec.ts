// Changes as data, and everything that is refused before it is sent.
import { inspect } from 'node:util'
import { expect } from 'chai'
import { InvalidUpdateError } from '../../../lib/errors/invalid-update-error.js'
import { ValidationError } from '../../../lib/errors/validation-error.js'
import { references } from '../../../lib/expression/chain/references.js'
import { changeOf } from '../../../lib/expression/change/update-change.js'
import { updateReferences } from '../../../lib/expression/function/update-references.js'
import { thrown } from '../sample-entity.js'
import { change, otherRoot, printed, root, storingRoot, worked } from '../sample-updates.js'

const line = { sku: 'a', quantity: 1 }

describe('changeOf', () => {
  it('makes frozen data', () => {
    const made = change('set', 'address', { city: 'Rome' })
    expect(made).deep.equal({
      name: 'set',
      clause: 'SET',
      target: { kind: 'path', text: 'address', names: ['address'], nullIsAbsence: true },
      operand: { kind: 'value', value: { M: { c: { S: 'Rome' }, country: { S: 'IT' } } } },
    })
    const frozen = (value: unknown): boolean =>
      typeof value !== 'object' ||
      value === null ||
      (Object.isFrozen(value) && Object.values(value).every(frozen))
    expect(frozen(made)).equal(true)
    expect(frozen(worked('total', (attr) => attr.total.plus(1)))).equal(true)
  })

  it('keeps values of its own: later changes of what was given do not reach it', () => {
    const tags = new Set(['a'])
    const photo = Uint8Array.from([1])
    const changes = [change('add', 'tags', tags), change('set', 'photo', photo)]
    tags.add('b')
    photo[0] = 2
    expect(printed(...changes).values).deep.equal([{ B: Uint8Array.from([1]) }, { SS: ['a'] }])
  })

  it('null is stored by an entity that stores it, and in a list', () => {
    expect(changeOf(storingRoot, 'set', 'nickname', [null])).deep.include({
      clause: 'SET',
      operand: { kind: 'value', value: { NULL: true } },
    })
    expect(changeOf(storingRoot, 'setIfMissing', 'nickname', [null]).operand).not.equal(undefined)
  })

  it('is made once of what takes no values, and each time of what does', () => {
    expect(change('remove', 'note')).equal(change('remove', 'note'))
    expect(change('remove', 'note')).not.equal(change('remove', 'price'))
    const [one, two] = [change('set', 'note', 'a'), change('set', 'note', 'b')]
    expect([one.operand, two.operand]).deep.equal(['a', 'b'].map((S) => ({ kind: 'value', value: { S } })))
    expect(thrown(() => change('remove', 'note', 5))).instanceOf(InvalidUpdateError)
  })

  it('takes a path as steps', () => {
    expect(changeOf(root, 'set', ['lines', 0, 'sku'], ['x']).target.text).equal('lines[0].sku')
  })

  it('takes a reference in the place of a callback, of conditions too', () => {
    const attr = updateReferences<{ discount: number }>(root)
    expect(printed(change('set', 'total', attr.discount.plus(1))).text).equal('SET total = discount + :0')
    const conditions = references<{ discount: number }>(root)
    expect(printed(change('set', 'total', conditions.discount)).text).equal('SET total = discount')
  })
})

const refused: [title: string, make: () => unknown, message: string][] = [
  // Paths.
  ['a misspelled attribute', () => change('set', 'bogus', 1), "Order: there is no attribute 'bogus'"],
  ['a stored name', () => change('set', 'n', 'x'), "Order: there is no attribute 'n'"],
  ['a member of what has none', () => change('set', 'total.x', 1), "Order: total has no attribute 'x'"],
  [
    'a negative index',
    () => change('remove', 'lines[-1]'),
    'Order: expected a list index or a quoted name in the path "lines[-1]", but found \'-\' at position 6',
  ],
  [
    'a fractional index',
    () => change('remove', 'lines[1.5]'),
    'Order: expected \']\' at position 7 of the path "lines[1.5]"',
  ],
  [
    'an expression in an index',
    () => change('remove', 'lines[0], total'),
    "Order: expected '.' or '[' in the path \"lines[0], total\", but found ',' at position 8",
  ],
  [
    'a path that is not a string',
    () => change('remove', 5 as never),
    'Order: a path must be a string, not a number',
  ],
  [
    'an unknown attribute in a callback',
    () => worked('total', (attr) => attr.bogus),
    "Order: there is no attribute 'bogus'",
  ],
  [
    'an unknown attribute in a function',
    () => worked('total', (attr) => attr.total.plus(attr.bogus)),
    "Order: there is no attribute 'bogus'",
  ],
  // Attributes that must stay as they are.
  [
    'a key attribute',
    () => change('set', 'customerId', 'x'),
    'Order: set on customerId: customerId is part of the key; updates cannot change it',
  ],
  [
    'an immutable attribute inside',
    () => change('set', 'tree.name', 'x'),
    'Order: set on tree.name: tree.name is immutable; updates cannot change it',
  ],
  [
    'an object that holds an immutable attribute',
    () => change('remove', 'tree'),
    'Order: remove on tree: tree.name is immutable; updates cannot change it',
  ],
  [
    'a required attribute',
    () => change('remove', 'total'),
    'Order: remove on total: the attribute is required',
  ],
  [
    'a required attribute inside',
    () => change('remove', 'address.city'),
    'Order: remove on address.city: the attribute is required',
  ],
  [
    'a required attribute of an element',
    () => change('remove', 'lines[0].sku'),
    'Order: remove on lines[0].sku: the attribute is required',
  ],
  [
    'a required attribute of an entry',
    () => change('remove', 'people.x.name'),
    'Order: remove on people.x.name: the attribute is required',
  ],
  [
    'an element of a tuple',
    () => change('remove', 'pair[1]'),
    'Order: remove on pair[1]: the list has a fixed number of elements, and later elements would move up',
  ],
  // Functions on what they are not for.
  [
    'ADD to a string',
    () => change('add', 'note', 'x'),
    'Order: add on note: it applies to N, SS, NS, BS, but the attribute is stored as S',
  ],
  [
    'ADD to a list',
    () => change('add', 'lines', line),
    'Order: add on lines: it applies to N, SS, NS, BS, but the attribute is stored as L',
  ],
  [
    'subtract from a set',
    () => change('subtract', 'tags', 1),
    'Order: subtract on tags: it applies to N, but the attribute is stored as SS',
  ],
  [
    'append to a set',
    () => change('append', 'tags', 'x'),
    'Order: append on tags: it applies to L, but the attribute is stored as SS',
  ],
  [
    'prepend to a number',
    () => change('prepend', 'total', 1),
    'Order: prepend on total: it applies to L, but the attribute is stored as N',
  ],
  [
    'DELETE from a number',
    () => change('delete', 'total', 1),
    'Order: delete on total: it applies to SS, NS, BS, but the attribute is stored as N',
  ],
  [
    'append to a tuple',
    () => change('append', 'pair', 'x'),
    'Order: append on pair: it has a fixed number of elements and cannot grow',
  ],
  // Values that say nothing.
  [
    'set to undefined',
    () => change('set', 'note', undefined),
    'Order: set on note: the value is undefined; use remove() to remove an attribute',
  ],
  [
    'set without a value',
    () => change('set', 'note'),
    'Order: set on note: the value is undefined; use remove() to remove an attribute',
  ],
  [
    'setIfMissing to undefined',
    () => change('setIfMissing', 'note', undefined),
    'Order: setIfMissing on note: the value is undefined; use remove() to remove an attribute',
  ],
  [
    'setIfMissing to what is stored as absence',
    () => change('setIfMissing', 'nickname', null),
    'Order: setIfMissing on nickname: null is stored as absence here; use remove() to remove the attribute',
  ],
  [
    'add of undefined to a number',
    () => change('add', 'total', undefined),
    'Order: add on total: the value is undefined',
  ],
  [
    'add of undefined to a set',
    () => change('add', 'tags', undefined),
    'Order: add on tags: the value is undefined',
  ],
  [
    'append of undefined',
    () => change('append', 'lines', undefined),
    'Order: append on lines: the value is undefined',
  ],
  [
    'add of no members',
    () => change('add', 'tags', []),
    'Order: add on tags: there are no members, and DynamoDB has no empty sets; leave out the change',
  ],
  [
    'delete of no members',
    () => change('delete', 'tags', new Set()),
    'Order: delete on tags: there are no members, and DynamoDB has no empty sets; leave out the change',
  ],
  [
    'an empty Set in a list',
    () => change('set', 'sets[0]', new Set()),
    'Order: set on sets[0]: an empty set is stored as absence, which cannot be read back as an empty set here',
  ],
  [
    'an empty Set in a record',
    () => change('set', 'groups.x', new Set()),
    'Order: set on groups.x: an empty set is stored as absence, which cannot be read back as an empty set here',
  ],
  // Operands that DynamoDB refuses.
  [
    'ADD of an attribute',
    () => change('add', 'total', (attr: { discount: unknown }) => attr.discount),
    'Order: add on total: it takes values, not attributes; use set(path, attr => …)',
  ],
  [
    'ADD of a reference',
    () => change('add', 'total', updateReferences<{ discount: number }>(root).discount),
    'Order: add on total: it takes values, not attributes; use set(path, attr => …)',
  ],
  [
    'DELETE of an attribute',
    () => change('delete', 'tags', (attr: { tags: unknown }) => attr.tags),
    'Order: delete on tags: it takes values, not attributes; use set(path, attr => …)',
  ],
  [
    'a sum of three',
    () => worked('total', (attr) => attr.total.plus(1).plus(2)),
    'Order: set on total: plus() is inside another function; DynamoDB allows +, - and list_append only on the outside',
  ],
  [
    'a sum in if_not_exists',
    () => worked('total', (attr) => attr.total.ifNotExists(attr.discount.plus(1))),
    'Order: set on total: plus() is inside another function; DynamoDB allows +, - and list_append only on the outside',
  ],
  [
    'a sum in setIfMissing',
    () =>
      change('setIfMissing', 'total', (attr: { discount: { plus(n: number): unknown } }) =>
        attr.discount.plus(1),
      ),
    'Order: setIfMissing on total: plus() is inside another function; DynamoDB allows +, - and list_append only on the outside',
  ],
  [
    'list_append in list_append',
    () => worked('lines', (attr) => attr.lines.append([line]).append(attr.more)),
    'Order: set on lines: append() is inside another function; DynamoDB allows +, - and list_append only on the outside',
  ],
  [
    'if_not_exists of a value',
    () => worked('total', (_attr, value) => value(1).ifNotExists(2)),
    'Order: set on total: ifNotExists() applies only to attributes',
  ],
  [
    'if_not_exists of an attribute with itself',
    () => worked('total', (attr) => attr.discount.ifNotExists(attr.discount)),
    'Order: set on total: ifNotExists() of discount with itself',
  ],
  [
    'setIfMissing from itself',
    () => change('setIfMissing', 'total', (attr: { total: unknown }) => attr.total),
    'Order: setIfMissing on total: ifNotExists() of total with itself',
  ],
  [
    'a sum in a string',
    () => worked('note', (attr) => attr.total.plus(1)),
    'Order: set on note: plus() results in N, but the attribute is stored as S',
  ],
  [
    'a list in a number',
    () => worked('total', (attr) => attr.lines.append([])),
    'Order: set on total: append() results in L, but the attribute is stored as N',
  ],
  [
    'a string in a sum',
    () => worked('total', (attr) => attr.note.plus(1)),
    'Order: set on total: note is stored as S, but must be stored as N',
  ],
  [
    'a number in a list',
    () => worked('lines', (attr) => attr.total.append([line])),
    'Order: set on lines: total is stored as N, but must be stored as L',
  ],
  [
    'a string from a number',
    () => worked('note', (attr) => attr.total),
    'Order: set on note: total is stored as N, but must be stored as S',
  ],
  [
    'undefined in a function',
    () => worked('total', (attr) => attr.total.plus(undefined)),
    'plus() received undefined',
  ],
  [
    'a callback that returns a value',
    () => worked('total', () => 5),
    'Order: set on total: the callback must return an operand, such as attr => attr.total.plus(5), not a number; its argument stands for the attributes and has no values',
  ],
  [
    'an asynchronous callback',
    () => worked('total', async () => Promise.reject(new Error('boom'))),
    'Order: set on total: the callback is asynchronous, and updates are built at once: leave out async, and await what it needs before the call',
  ],
  [
    'a value of two arguments',
    () => worked('total', (_attr, value) => (value as (...all: unknown[]) => never)(1, 2)),
    'Order: set on total: value() takes one argument, but received 2',
  ],
  [
    'a callback that returns nothing',
    () => worked('total', () => undefined),
    'Order: set on total: the callback must return an operand, such as attr => attr.total.plus(5), not undefined; its argument stands for the attributes and has no values',
  ],
  [
    'a callback that returns a condition',
    () => worked('active', () => references<{ total: number }>(root).total.gt(1)),
    'Order: set on active: the callback must return an operand, such as attr => attr.total.plus(5), not a Condition; its argument stands for the attributes and has no values',
  ],
  [
    'a size',
    () => change('set', 'total', references<{ tags: Set<string> }>(root).tags.size()),
    'Order: set on total: size(tags) can only be used in conditions',
  ],
  [
    'an attribute of another entity',
    () => change('set', 'total', updateReferences<{ total: number }>(otherRoot).total),
    'Order: set on total: total is an attribute of another entity, Customer',
  ],
]

describe('changeOf refuses', () => {
  for (const [title, make, message] of refused)
    it(title, () => {
      const error = thrown(make)
      expect(error).instanceOf(InvalidUpdateError)
      expect((error as Error).message).equal(message)
    })

  it('a path of more than 32 levels', () => {
    const path = `tree${'.children[0]'.repeat(16)}.name`
    expect(change('set', `tree${'.children[0]'.repeat(15)}.name`, 'x')).not.equal(undefined)
    expect((thrown(() => change('set', path, 'x')) as Error).message).match(
      /the path has 34 levels; DynamoDB allows at most 32$/,
    )
  })

  it('a value that would stand deeper than 32 levels', () => {
    const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) })
    expect(change('set', 'extra.a', nested(30))).not.equal(undefined)
    for (const path of ['extra', 'extra.a'])
      expect((thrown(() => change('set', path, nested(path === 'extra' ? 32 : 31))) as Error).message).match(
        /nested more than 32 levels deep/,
      )
  })
})

const marker = 'hunter2-marker'

const unfit: [title: string, make: () => unknown, message: string][] = [
  [
    'a value of another type',
    () => change('set', 'total', marker),
    'Order: total: Expected a number, but received a string',
  ],
  [
    'a value that is none of the few',
    () => change('set', 'status', marker),
    'Order: status: Expected one of `"open","paid"`, but received a string',
  ],
  [
    'a value that a refinement refuses',
    () => change('set', 'age', -1),
    'Order: age: Expected a integer greater than or equal to 0 but received a number',
  ],
  [
    'a value inside an object',
    () => change('set', 'address', { city: 5 }),
    'Order: address.city: Expected a string, but received a number',
  ],
  [
    'every value inside',
    () => change('set', 'lines', [{ sku: 1, quantity: marker }]),
    'Order: lines[0].sku: Expected a string, but received a number; lines[0].quantity: Expected an integer, but received a string',
  ],
  [
    'a value in a list',
    () => change('set', 'lines[1].quantity', 1.5),
    'Order: lines[1].quantity: Expected an integer, but received a number',
  ],
  [
    'a number beyond the range',
    () => change('set', 'total', 1e200),
    'Order: total: a number must be between 1E-130 and 9.9999999999999999999999999999999999999E+125, or 0 (number range)',
  ],
  [
    'a value of none of the members of a union',
    () => change('set', 'shape', { kind: 'circle' }),
    'Order: shape.radius: Expected a number, but received undefined',
  ],
  [
    'a value that setIfMissing would set',
    () => change('setIfMissing', 'total', marker),
    'Order: total: Expected a number, but received a string',
  ],
  [
    'a value that if_not_exists would set',
    () => worked('status', (attr) => attr.note.ifNotExists(marker)),
    'Order: status: Expected one of `"open","paid"`, but received a string',
  ],
  [
    'a value in a sum',
    () => worked('total', (attr) => attr.total.plus(marker)),
    "Order: total: set got a string, which does not fit: expected a number of the attribute's kind (stored as N)",
  ],
  [
    'an element',
    () => change('append', 'lines', [line, { sku: 'b' }]),
    'Order: lines[1].quantity: Expected an integer, but received undefined',
  ],
  [
    'an element in a function',
    () => worked('lines', (attr) => attr.lines.append([5])),
    'Order: lines[0]: Expected an object, but received a number',
  ],
  [
    'an element of a list of lists',
    () => change('append', 'grid', [1, 2]),
    'Order: grid[0]: Expected an array value, but received a number',
  ],
  [
    'an element that is undefined',
    () => change('append', 'extra', [undefined]),
    'Order: extra[0]: append got undefined, which does not fit the list',
  ],
  [
    'an element that is an empty Set',
    () => change('append', 'sets', [new Set()]),
    'Order: sets[0]: append got a Set, which does not fit the list',
  ],
  [
    'the default of a list',
    () => change('append', 'lines', line, { default: [5] }),
    'Order: lines[0]: Expected an object, but received a number',
  ],
  [
    'a member of a set',
    () => change('add', 'tags', ['a', 5]),
    'Order: tags: add got a number, which does not fit: expected a member stored as S',
  ],
  [
    'null as a member',
    () => change('delete', 'tags', null),
    'Order: tags: delete got null, which does not fit: expected a member stored as S',
  ],
  [
    'members of several types',
    () => change('add', 'extra', ['a', 1]),
    'Order: extra: add got an array, which does not fit: expected members of a set (SS or NS or BS)',
  ],
]

describe('changeOf does not take', () => {
  for (const [title, make, message] of unfit)
    it(title, () => {
      const error = thrown(make)
      expect(error).instanceOf(ValidationError)
      expect((error as Error).message).equal(message)
      expect(`${inspect(error, { depth: 9 })} ${JSON.stringify(error)}`).not.contain(marker)
    })
})
