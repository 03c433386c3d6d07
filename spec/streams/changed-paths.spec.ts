// The set of changed paths: what is in it, compared with a plain reading of both items.
import { expect } from 'chai'
import { attribute, Entity, InvalidConditionError } from 'dyntastic'
import {
  any,
  array,
  bigint,
  date,
  map,
  nullable,
  number,
  object,
  optional,
  record,
  set,
  string,
} from 'superstruct'
import { ChangedPaths } from '../../lib/streams/changed-paths.js'

class Money {
  readonly #cents: number
  constructor(cents: number) {
    this.#cents = cents
  }
  get cents(): number {
    return this.#cents
  }
}

const Thing = new Entity({
  name: 'Thing',
  table: 'things',
  attributes: {
    id: string(),
    count: attribute(number(), { name: 'n', default: 0 }),
    address: optional(object({ city: attribute(string(), { name: 'c' }), zip: optional(string()) })),
    lines: optional(array(object({ sku: string() }))),
    tags: optional(set(string())),
    notes: optional(record(string(), number())),
    table: optional(map(string(), number())),
    at: optional(date()),
    big: optional(bigint()),
    gone: optional(nullable(string())),
    price: optional(
      attribute(
        any() as never,
        {
          type: 'N',
          encode: (value: Money) => ({ N: String(value.cents) }),
          decode: (stored: { N: string }) => new Money(Number(stored.N)),
        } as never,
      ),
    ),
    loose: optional(any()),
  },
  key: { partition: 'id' },
} as never)

const paths = (old: object, item: object): string[] => [
  ...new ChangedPaths(Thing, { id: 'a', count: 0, ...old }, { id: 'a', count: 0, ...item }),
]

describe('changed paths', () => {
  it('an equal item has none, however its values are written', () => {
    expect(paths({}, {})).deep.equal([])
    const at = (time: string) => ({ at: new Date(time), tags: new Set(['a', 'b']), big: 5n })
    expect(paths(at('2026-01-01'), { ...at('2026-01-01'), tags: new Set(['b', 'a']) })).deep.equal([])
    expect(paths({ gone: null }, {})).deep.equal([])
  })

  it('are those of attributes and of all that contains them', () => {
    expect(paths({ count: 1 }, { count: 2 })).deep.equal(['count'])
    const [old, item] = [{ address: { city: 'A', zip: '1' } }, { address: { city: 'B', zip: '1' } }]
    expect(paths(old, item)).deep.equal(['address', 'address.city'])
  })

  it('a part that only one version has differs with all of its parts', () => {
    const item = { address: { city: 'A' }, lines: [{ sku: 'x' }] }
    const all = ['address', 'address.city', 'lines', 'lines[0]', 'lines[0].sku']
    expect(paths({}, item)).deep.equal(all)
    expect(paths(item, {})).deep.equal(all)
    expect(paths({ lines: [{ sku: 'x' }, { sku: 'y' }] }, { lines: [{ sku: 'x' }] })).deep.equal([
      'lines',
      'lines[1]',
      'lines[1].sku',
    ])
  })

  it('sets, dates and values of own codecs are compared as a whole', () => {
    expect(paths({ tags: new Set(['a']) }, { tags: new Set(['b']) })).deep.equal(['tags'])
    expect(paths({ at: new Date(1) }, { at: new Date(2) })).deep.equal(['at'])
    expect(paths({ price: new Money(1) }, { price: new Money(2) })).deep.equal(['price'])
    expect(paths({ price: new Money(1) }, { price: new Money(1) })).deep.equal([])
  })

  it('records, Maps and any() have the paths of their entries', () => {
    expect(paths({ notes: { a: 1, 'b.c': 1 } }, { notes: { a: 1, 'b.c': 2 } })).deep.equal([
      'notes',
      "notes['b.c']",
    ])
    expect(paths({ table: new Map([['x', 1]]) }, { table: new Map([['x', 2]]) })).deep.equal([
      'table',
      'table.x',
    ])
    expect(paths({ loose: { deep: [1, { n: 2 }] } }, { loose: { deep: [1, { n: 3 }] } })).deep.equal([
      'loose',
      'loose.deep',
      'loose.deep[1]',
      'loose.deep[1].n',
    ])
  })

  it('has() takes any spelling of a path, and refuses one that the entity does not have', () => {
    const changed = new ChangedPaths<{ notes: Record<string, number>; nope?: string }>(
      Thing,
      { id: 'a', notes: { x: 1 } },
      { id: 'a', notes: { x: 2 } },
    )
    expect(changed.size).equal(2)
    expect(changed.has("notes['x']")).equal(true)
    expect(changed.has('notes.x')).equal(true)
    expect(changed.has('notes.y')).equal(false)
    expect(() => changed.has('nope')).throw(InvalidConditionError, "no attribute 'nope'")
    expect(() => changed.has('notes[' as never)).throw(InvalidConditionError)
    expect(String(changed)).equal('changed paths of Thing')
  })
})
