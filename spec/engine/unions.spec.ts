// Paths below unions: conditions take what any member takes, and updates never write into another member.
import { expect } from 'chai'
import {
  attribute,
  CommandExecutor,
  Entity,
  InvalidUpdateError,
  Repository,
  UpdateMisfitError,
  ValidationError,
} from 'dyntastic'
import { array, literal, object, optional, record, string, union } from 'superstruct'
import { rawGet, withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'

const pay = union([
  object({ kind: literal('card'), no: attribute(string(), { name: 'n' }), note: optional(string()) }),
  object({ kind: literal('iban'), iban: string(), note: optional(string()) }),
])
const result = union([
  object({ kind: literal('a'), title: string() }),
  record(string(), object({ kind: literal('b'), just: string() })),
])

describe('unions', () => {
  const engine = withEngine()
  const entityOf = (table: string) =>
    new Entity({
      name: 'Order',
      table,
      attributes: {
        id: string(),
        pay: optional(pay),
        pays: optional(array(pay)),
        result: optional(result),
        blind: optional(union([object({ a: string() }), object({ b: string() })])),
      },
      key: { partition: 'id' },
    })
  let items: Repository<ReturnType<typeof entityOf>>

  before(async () => {
    items = new Repository(entityOf(engine.name('unions')), new CommandExecutor({ client: engine.client }))
    await items.createTable()
    await items.save({ id: 'card', pay: { kind: 'card', no: '1' }, pays: [{ kind: 'iban', iban: 'I' }] })
    await items.save({
      id: 'iban',
      pay: { kind: 'iban', iban: 'I' },
      result: { x: { kind: 'b', just: 'j' } },
    })
  })

  const ids = (found: readonly { id: string }[]) => found.map(({ id }) => id).sort()
  const raw = (id: string) => rawGet(engine.client, items.entity.table.name, { id: { S: id } })

  it('take what any member takes', async () => {
    expect(ids(await items.scan().where('pay.kind').eq('iban'))).deep.equal(['iban'])
    expect(ids(await items.scan().where('pay.kind').eq('card'))).deep.equal(['card'])
    expect(ids(await items.scan().where('pay.kind').in(['iban', 'card']))).deep.equal(['card', 'iban'])
    expect(ids(await items.scan().where('pays[0].kind').eq('iban'))).deep.equal(['card'])
    expect(ids(await items.scan().where((attr) => attr.pay.kind.ne('card')))).deep.equal(['iban'])
    expect(ids(await items.scan().where('pay.no').eq('1'))).deep.equal(['card'])
    expect(ids(await items.scan().where((attr) => attr.pay.iban.eq('I')))).deep.equal(['iban'])
    expect(() =>
      items
        .scan()
        .where('pay.kind')
        .eq('cash' as never),
    ).throw(ValidationError)
  })

  it('are written where all members take the change', async () => {
    await items.update('card').set('pay.note', 'x').if('pay.kind').eq('card')
    expect((await items.getOrThrow('card')).pay).deep.equal({ kind: 'card', no: '1', note: 'x' })
    await items.update('card').remove('pay.note').set('pay.no', '2')
    expect((await items.getOrThrow('card')).pay).deep.equal({ kind: 'card', no: '2' })
  })

  it('are never written where another member is stored', async () => {
    const before = await raw('iban')
    const error = await rejection(items.update('iban').set('pay.no', '2'), UpdateMisfitError)
    expect(error).include({ path: 'pay.no', bound: 'pay must be a member of its union that accepts pay.no' })
    await rejection(items.update('iban').set('result.title', 'T'), UpdateMisfitError)
    await rejection(items.update('iban').set('pay.kind', 'card'), UpdateMisfitError)
    expect(await raw('iban')).deep.equal(before)
    expect(() => items.update('iban').set('blind.a', 'x')).throw(InvalidUpdateError, /set blind as a whole/)
  })

  it('that are absent are made whole, or refused', async () => {
    await items.save({ id: 'none' })
    await items.update('none').set('pay.kind', 'iban').set('pay.iban', 'J')
    expect((await items.getOrThrow('none')).pay).deep.equal({ kind: 'iban', iban: 'J' })
    await items.save({ id: 'none' })
    await rejection(items.update('none').set('pay.no', '1'), ValidationError)
    expect(await raw('none')).deep.equal({ id: { S: 'none' } })
  })
})
