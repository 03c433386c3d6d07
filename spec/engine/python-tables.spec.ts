// Items as Python's dyntastic stores them (pydantic 2 and boto3): read, written back byte for byte, and told apart.
import { expect } from 'chai'
import { attribute, CommandExecutor, Entity, Repository, type StoredItem } from 'dyntastic'
import {
  any,
  array,
  bigint,
  boolean,
  date,
  enums,
  instance,
  integer,
  literal,
  nullable,
  number,
  object,
  optional,
  set,
  string,
} from 'superstruct'
import { withEngine } from '../support/engine.js'
import { opened } from './opened.js'

const S = (value: string) => ({ S: value })
const N = (value: string) => ({ N: value })

// What boto3 sends for the values of a model, made with pydantic 2.13 and boto3 1.43.
const stored: StoredItem = {
  user_id: S('u1'),
  at: S('2026-01-02T10:00:00.120000Z'),
  utc: S('2026-01-02T10:00:00Z'),
  naive: S('2026-01-02T10:00:00'),
  naive_micros: S('2026-01-02T10:00:00.120000'),
  day: S('2026-01-02'),
  time: S('10:30:00'),
  duration: S('P1DT30S'),
  uuid: S('00000000-0000-0000-0000-000000000005'),
  text_enum: S('A'),
  number_enum: N('2'),
  address: S('192.0.2.1'),
  network: S('192.0.2.0/24'),
  address6: S('2001:db8::1'),
  price: N('1.234567890123456789012345678'),
  whole: N('100000000000000000000'),
  count: N('7'),
  body: { B: new Uint8Array([0, 255]) },
  active: { BOOL: true },
  tags: { SS: ['a', 'b'] },
  sizes: { NS: ['1.5', '2'] },
  days: { SS: ['2026-01-02'] },
  frozen: { L: [S('a')] },
  items: { L: [{ NULL: true }, N('1'), S('x'), { M: { b: S('2026-01-02') } }] },
  empty: S(''),
  nested: { M: {} },
}

const day = attribute(date(), { as: 'isoDay' })

const users = (table: string) =>
  new Entity({
    name: 'User',
    table,
    attributes: {
      userId: attribute(string(), { name: 'user_id' }),
      at: attribute(date(), { as: 'isoPydantic' }),
      utc: attribute(date(), { as: 'isoPydantic' }),
      naive: attribute(date(), { as: 'isoNaive' }),
      naiveMicros: attribute(date(), { as: 'isoNaive', name: 'naive_micros' }),
      day,
      time: string(),
      duration: string(),
      uuid: string(),
      textEnum: attribute(enums(['A', 'B']), { name: 'text_enum' }),
      numberEnum: attribute(enums([1, 2]), { name: 'number_enum' }),
      address: attribute(string(), { as: 'ipv4Address' }),
      network: attribute(string(), { as: 'ipv4Network' }),
      address6: attribute(string(), { as: 'ipv6Address' }),
      price: attribute(string(), { as: 'decimal' }),
      whole: bigint(),
      count: integer(),
      body: instance(Uint8Array),
      active: boolean(),
      tags: set(string()),
      sizes: set(number()),
      days: set(day),
      frozen: array(string()),
      items: array(nullable(any())),
      empty: string(),
      nested: object({ x: optional(string()) }),
      missing: optional(string()),
    },
    key: { partition: 'userId', sort: 'at' },
  })

describe('tables of the Python library', () => {
  const engine = withEngine()

  it('are read and written back as they are, by saves and by updates', async () => {
    const { repository, rawPut, rawAll } = opened(engine, users)
    await repository.createTable()
    await rawPut(stored)
    const key = { userId: 'u1', at: new Date('2026-01-02T10:00:00.120Z') }
    const user = await repository.getOrThrow(key)
    expect(user).deep.include({
      utc: new Date('2026-01-02T10:00:00Z'),
      naive: new Date('2026-01-02T10:00:00Z'),
      naiveMicros: new Date('2026-01-02T10:00:00.120Z'),
      day: new Date('2026-01-02'),
      price: '1.234567890123456789012345678',
      whole: 100_000_000_000_000_000_000n,
      sizes: new Set([1.5, 2]),
      days: new Set([new Date('2026-01-02')]),
      items: [null, 1, 'x', { b: '2026-01-02' }],
      nested: {},
    })
    expect(user).not.property('missing')
    const [before] = await rawAll()
    await repository.save(user)
    expect(await rawAll()).deep.equal([before])
    await repository.update(user).set('missing', 'x').add('count', 1)
    await repository.update(key).remove('missing').add('count', -1)
    expect(await rawAll()).deep.equal([before])
    await repository.delete(user)
    expect(await rawAll()).deep.equal([])
  })

  it('tell kinds apart by the item, as get_model() does', async () => {
    const { table, rawPut } = opened(engine, users)
    const shared = { table, key: { partition: 'id' } as const }
    const Cat = new Entity({
      ...shared,
      name: 'Cat',
      attributes: { id: string(), species: literal('cat'), lives: integer() },
    })
    const Dog = new Entity({
      ...shared,
      name: 'Dog',
      attributes: { id: string(), species: literal('dog'), good: boolean() },
    })
    const Pet = Entity.oneOf([Cat, Dog], ({ species }) => (species === 'dog' ? Dog : Cat))
    const pets = new Repository(Pet, new CommandExecutor({ client: engine.client }))
    await pets.createTable()
    await rawPut({ id: S('a'), species: S('cat'), lives: N('9') })
    await rawPut({ id: S('b'), species: S('dog'), good: { BOOL: true } })
    const cat = await pets.get('a')
    const dog = await pets.get('b')
    expect([cat, dog]).deep.equal([
      { id: 'a', species: 'cat', lives: 9 },
      { id: 'b', species: 'dog', good: true },
    ])
    expect([cat && Cat.owns(cat), dog && Cat.owns(dog)]).deep.equal([true, false])
  })
})
