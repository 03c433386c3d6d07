// Each update function: what it prints, and how it changes an item. A new row does not compile until it has cases here.
import { expect } from 'chai'
import type { AttributeValue, StoredItem } from '../../../lib/entity/struct/attribute-value.js'
import type { Change } from '../../../lib/expression/change/update-change.js'
import {
  type UpdateFunctionName,
  type UpdateFunctionRow,
  unfit,
  updateClauses,
  updateFunctions,
} from '../../../lib/expression/function/update-functions.js'
import { applyChanges } from '../../../lib/expression/update/update-result.js'
import { change, printed, worked } from '../sample-updates.js'

/** What it shows, the change, its text, its values, an item before, and what becomes of it. */
type Case = readonly [
  title: string,
  change: () => Change,
  text: string,
  values: readonly AttributeValue[] | undefined,
  before: StoredItem,
  after: StoredItem,
]

const S = (text: string): AttributeValue => ({ S: text })
const N = (text: number | string): AttributeValue => ({ N: String(text) })
const L = (...elements: AttributeValue[]): AttributeValue => ({ L: elements })
const line = (sku: string): AttributeValue => ({ M: { sku: S(sku), quantity: N(1) } })
const asLine = (sku: string) => ({ sku, quantity: 1 })

const cases: Record<UpdateFunctionName, readonly Case[]> = {
  set: [
    ['an absent attribute', () => change('set', 'note', 'x'), 'SET n = :0', [S('x')], {}, { n: S('x') }],
    [
      'from another attribute',
      () => worked('total', (attr) => attr.discount),
      'SET total = discount',
      undefined,
      { total: N(1), discount: N(2) },
      { total: N(2), discount: N(2) },
    ],
    [
      'a nested path, each segment by a placeholder of its own',
      () => change('set', 'address.geo.lat', 5),
      'SET address.geo.lat = :0',
      [N(5)],
      { address: { M: { c: S('Rome'), geo: { M: { lat: N(1), lng: N(2) } } } } },
      { address: { M: { c: S('Rome'), geo: { M: { lat: N(5), lng: N(2) } } } } },
    ],
    [
      'an element of a list, not an attribute of that name',
      () => change('set', 'lines[1].sku', 'z'),
      'SET lines[1].sku = :0',
      [S('z')],
      { lines: L(line('a'), line('b')) },
      { lines: L(line('a'), line('z')) },
    ],
    [
      'an index past the end appends',
      () => change('set', 'lines[7]', asLine('z')),
      'SET lines[7] = :0',
      [line('z')],
      { lines: L(line('a')) },
      { lines: L(line('a'), line('z')) },
    ],
    [
      'an object, with the aliases inside it',
      () => change('set', 'address', { city: 'Rome' }),
      'SET address = :0',
      [{ M: { c: S('Rome'), country: S('IT') } }],
      {},
      { address: { M: { c: S('Rome'), country: S('IT') } } },
    ],
    [
      'null, where the entity does not store it',
      () => change('set', 'nickname', null),
      'REMOVE nickname',
      undefined,
      { nickname: S('x'), total: N(1) },
      { total: N(1) },
    ],
    [
      'an empty Set',
      () => change('set', 'tags', new Set()),
      'REMOVE tags',
      undefined,
      { tags: { SS: ['a'] } },
      {},
    ],
    [
      'an attribute with a dot in its name',
      () => change('set', "['a.b']", 'x'),
      'SET a.b = :0',
      [S('x')],
      {},
      { 'a.b': S('x') },
    ],
  ],
  setIfMissing: [
    [
      'if it is there, it stays',
      () => change('setIfMissing', 'note', 'bar'),
      'SET n = if_not_exists(n, :0)',
      [S('bar')],
      { n: S('foo') },
      { n: S('foo') },
    ],
    [
      'if it is absent, it is set',
      () => change('setIfMissing', 'note', 'bar'),
      'SET n = if_not_exists(n, :0)',
      [S('bar')],
      {},
      { n: S('bar') },
    ],
    [
      'from another attribute',
      () => change('setIfMissing', 'note', (attr: { nickname: unknown }) => attr.nickname),
      'SET n = if_not_exists(n, nickname)',
      undefined,
      { nickname: S('x') },
      { nickname: S('x'), n: S('x') },
    ],
  ],
  add: [
    [
      'to a number',
      () => change('add', 'total', 100),
      'ADD total :0',
      [N(100)],
      { total: N(5) },
      { total: N(105) },
    ],
    [
      'a negative number',
      () => change('add', 'total', -7),
      'ADD total :0',
      [N(-7)],
      { total: N(5) },
      { total: N(-2) },
    ],
    [
      'an absent number counts as 0',
      () => change('add', 'total', 100),
      'ADD total :0',
      [N(100)],
      {},
      { total: N(100) },
    ],
    [
      'exactly',
      () => change('add', 'total', 0.2),
      'ADD total :0',
      [N(0.2)],
      { total: N(0.1) },
      { total: N(0.3) },
    ],
    [
      'decimals in text',
      () => change('add', 'price', '3.250'),
      'ADD price :0',
      [N(3.25)],
      { price: N(1.5) },
      { price: N(4.75) },
    ],
    [
      'one member to a set',
      () => change('add', 'tags', 'b'),
      'ADD tags :0',
      [{ SS: ['b'] }],
      { tags: { SS: ['a'] } },
      { tags: { SS: ['a', 'b'] } },
    ],
    [
      'several members, those that are there once',
      () => change('add', 'tags', ['a', 'b', 'b']),
      'ADD tags :0',
      [{ SS: ['a', 'b'] }],
      { tags: { SS: ['a'] } },
      { tags: { SS: ['a', 'b'] } },
    ],
    [
      'an absent set is created',
      () => change('add', 'tags', new Set(['z'])),
      'ADD tags :0',
      [{ SS: ['z'] }],
      {},
      { tags: { SS: ['z'] } },
    ],
    [
      'a number to a set of numbers is a member',
      () => change('add', 'scores', 5),
      'ADD scores :0',
      [{ NS: ['5'] }],
      { scores: { NS: ['1'] } },
      { scores: { NS: ['1', '5'] } },
    ],
    [
      'inside a map',
      () => change('add', 'stats.views', 1),
      'ADD stats.views :0',
      [N(1)],
      { stats: { M: { views: N(1) } } },
      { stats: { M: { views: N(2) } } },
    ],
  ],
  subtract: [
    [
      'from a number',
      () => change('subtract', 'total', 100),
      'ADD total :0',
      [N(-100)],
      { total: N(5) },
      { total: N(-95) },
    ],
    [
      'an absent number counts as 0',
      () => change('subtract', 'big', 3n),
      'ADD big :0',
      [N(-3)],
      {},
      { big: N(-3) },
    ],
  ],
  append: [
    [
      'an array of elements',
      () => change('append', 'lines', [asLine('y'), asLine('z')]),
      'SET lines = list_append(if_not_exists(lines, :0), :1)',
      [L(), L(line('y'), line('z'))],
      { lines: L(line('a')) },
      { lines: L(line('a'), line('y'), line('z')) },
    ],
    [
      'one element',
      () => change('append', 'lines', asLine('z')),
      'SET lines = list_append(if_not_exists(lines, :0), :1)',
      [L(), L(line('z'))],
      { lines: L(line('a')) },
      { lines: L(line('a'), line('z')) },
    ],
    [
      'an absent list is created',
      () => change('append', 'more', asLine('z')),
      'SET more = list_append(if_not_exists(more, :0), :1)',
      [L(), L(line('z'))],
      {},
      { more: L(line('z')) },
    ],
    [
      'an absent list begins as its default',
      () => change('append', 'more', asLine('z'), { default: [asLine('y')] }),
      'SET more = list_append(if_not_exists(more, :0), :1)',
      [L(line('y')), L(line('z'))],
      {},
      { more: L(line('y'), line('z')) },
    ],
    [
      'without a default',
      () => change('append', 'grid', [[1]], { default: null }),
      'SET grid = list_append(grid, :0)',
      [L(L(N(1)))],
      { grid: L() },
      { grid: L(L(N(1))) },
    ],
    [
      'another list',
      () => change('append', 'lines', (attr: { more: unknown }) => attr.more),
      'SET lines = list_append(if_not_exists(lines, :0), more)',
      [L()],
      { lines: L(line('a')), more: L(line('b')) },
      { lines: L(line('a'), line('b')), more: L(line('b')) },
    ],
  ],
  prepend: [
    [
      'at the start',
      () => change('prepend', 'lines', [asLine('y'), asLine('z')]),
      'SET lines = list_append(:1, if_not_exists(lines, :0))',
      [L(), L(line('y'), line('z'))],
      { lines: L(line('a')) },
      { lines: L(line('y'), line('z'), line('a')) },
    ],
    [
      'nothing: the list is there afterwards',
      () => change('prepend', 'more', []),
      'SET more = list_append(:1, if_not_exists(more, :0))',
      [L(), L()],
      {},
      { more: L() },
    ],
  ],
  remove: [
    [
      'an attribute',
      () => change('remove', 'note'),
      'REMOVE n',
      undefined,
      { n: S('x'), total: N(1) },
      { total: N(1) },
    ],
    [
      'one that is absent',
      () => change('remove', 'note'),
      'REMOVE n',
      undefined,
      { total: N(1) },
      { total: N(1) },
    ],
    [
      'an element of a list',
      () => change('remove', 'lines[0]'),
      'REMOVE lines[0]',
      undefined,
      { lines: L(line('a'), line('b')) },
      { lines: L(line('b')) },
    ],
    [
      'an element of a nested list',
      () => change('remove', 'grid[1][0]'),
      'REMOVE grid[1][0]',
      undefined,
      { grid: L(L(N(1)), L(N(2), N(3))) },
      { grid: L(L(N(1)), L(N(3))) },
    ],
    [
      'an entry of a record',
      () => change('remove', 'counts.constructor'),
      'REMOVE counts.constructor',
      undefined,
      { counts: { M: { constructor: N(1), a: N(2) } } },
      { counts: { M: { a: N(2) } } },
    ],
    ['what has a default', () => change('remove', 'level'), 'REMOVE level', undefined, { level: N(5) }, {}],
  ],
  delete: [
    [
      'one member',
      () => change('delete', 'tags', 'a'),
      'DELETE tags :0',
      [{ SS: ['a'] }],
      { tags: { SS: ['a', 'b', 'c'] } },
      { tags: { SS: ['b', 'c'] } },
    ],
    [
      'several, also some that are not there',
      () => change('delete', 'tags', ['a', 'z']),
      'DELETE tags :0',
      [{ SS: ['a', 'z'] }],
      { tags: { SS: ['a', 'b'] } },
      { tags: { SS: ['b'] } },
    ],
    [
      'the last member: the attribute goes',
      () => change('delete', 'scores', new Set([1, 2])),
      'DELETE scores :0',
      [{ NS: ['1', '2'] }],
      { scores: { NS: ['2', '1'] } },
      {},
    ],
    [
      'from a set that is absent',
      () => change('delete', 'tags', 'a'),
      'DELETE tags :0',
      [{ SS: ['a'] }],
      {},
      {},
    ],
  ],
}

describe('updateFunctions', () => {
  for (const [name, rows] of Object.entries(cases))
    for (const [title, made, text, values, before, after] of rows)
      it(`${name}: ${title}`, () => {
        const one = made()
        expect(printed(one)).deep.equal(values === undefined ? { text } : { text, values })
        const untouched = structuredClone(before)
        expect(applyChanges([one], before)).deep.equal(after)
        expect(before).deep.equal(untouched)
      })

  it('have a sentence, a clause and data types each', () => {
    const rows: readonly UpdateFunctionRow[] = Object.values(updateFunctions)
    for (const { doc, clause, types } of rows) {
      expect(doc).match(/^[A-Z].*\.$/)
      expect(Object.keys(updateClauses)).include(clause)
      expect(types).not.have.length(0)
    }
  })
})

describe('updateClauses', () => {
  it('take values of their data types only', () => {
    expect(updateClauses.ADD.apply(S('a'), N(1))).equal(unfit)
    expect(updateClauses.ADD.apply(N(1), { SS: ['a'] })).equal(unfit)
    expect(updateClauses.ADD.apply(N('9E125'), N('9E125'))).equal(unfit)
    expect(updateClauses.DELETE.apply(N(1), { SS: ['a'] })).equal(unfit)
    expect(updateClauses.DELETE.apply({ NS: ['1'] }, { SS: ['1'] })).equal(unfit)
  })

  it('know what may be repeated: all but the sum of numbers', () => {
    expect(updateClauses.ADD.repeatable('N')).equal(false)
    expect(updateClauses.ADD.repeatable('SS')).equal(true)
    for (const clause of ['SET', 'REMOVE', 'DELETE'] as const)
      expect(updateClauses[clause].repeatable()).equal(true)
  })
})
