// Recognition of items: by table, marker, key, literal and function, and what cannot be told apart.
import { expect } from 'chai'
import { Entity, EntityDefinitionError, type StoredItem, Table } from 'dyntastic'
import { literal, string } from 'superstruct'
import { entriesOf } from '../../lib/streams/stream-entries.js'
import { recognizer } from '../../lib/streams/stream-recognition.js'
import { Cat, type Change, Customer, Dog, eventOf, type Form, Order } from '../support/stream-samples.js'

const plain = (name: string, table: string | Table, attributes: object = {}) =>
  new Entity({ name, table, attributes: { id: string(), ...attributes }, key: { partition: 'id' } } as never)

function recognized(entities: readonly unknown[], change: Change, form: Form = 'lambda'): string {
  const [entry] = entriesOf(eventOf([change], form))
  const content = entry?.content()
  if (content === undefined) return 'nothing'
  const table = recognizer(entities).tableOf(content)
  if ('why' in table) return table.why
  const found = table.recognize(content.newImage ?? content.oldImage ?? content.keys)
  return typeof found === 'string' ? found : 'why' in found ? found.why : found.name
}

const inZoo = (item: StoredItem): Change => ({ item, key: ['id'], table: 'zoo' })

describe('recognition of stream records', () => {
  it('is by the marker of a declared table or, without it, by the key', () => {
    const item = Order.encode({ customerId: 'c', orderId: 'o', total: 1 })
    expect(recognized([Customer, Order], { item })).equal('Order')
    const { kind: _, ...unmarked } = item
    expect(recognized([Customer, Order], { item: unmarked })).equal('Order')
    expect(recognized([Customer, Order], { item, view: 'KEYS_ONLY' })).equal('Order')
    expect(recognized([Customer], { item })).equal('it is of the entity Order')
    expect(recognized([Customer], { item: { ...item, kind: { S: 'X' } } })).match(/belongs to any/)
  })

  it('is by a literal in tables whose keys are not declared', () => {
    const cat = Cat.encode({ id: 'a', kind: 'cat', lives: 9 })
    expect(recognized([Cat, Dog], inZoo(cat))).equal('Cat')
    expect(recognized([Cat], inZoo(cat))).equal('Cat')
    expect(recognized([Dog], inZoo(cat))).equal("its 'kind' is not that of Dog")
    expect(recognized([Cat, Dog], inZoo({ ...cat, kind: { S: 'cow' } }))).match(/no entity has the value/)
    expect(recognized([Cat, Dog], inZoo({ id: { S: 'a' } }))).match(/absent/)
  })

  it('knows entities of the same Table that are not listed', () => {
    const table = new Table({ name: 'pets' })
    const Bird = plain('Bird', table, { kind: literal('bird') })
    const Fish = plain('Fish', table, { kind: literal('fish') })
    const change = { item: { id: { S: 'a' }, kind: { S: 'fish' } }, key: ['id'], table: 'pets' }
    expect(recognized([Bird], change)).equal('it is of the entity Fish')
    expect(recognized([Bird, Fish], change)).equal('Fish')
  })

  it('is by the function of a union', () => {
    const table = new Table({ name: 'marked' })
    const [A, B] = [plain('A', table), plain('B', table)]
    const union = Entity.oneOf(
      [A, B] as never,
      ((stored: { id: string }) => (stored.id === 'a' ? A : stored.id === 'b' ? B : undefined)) as never,
    )
    const change = (id: string): Change => ({ item: { id: { S: id } }, key: ['id'], table: 'marked' })
    expect(recognized([union], change('b'))).equal('B')
    expect(recognized([union], change('z'))).match(/returned undefined/)
    expect(recognized([union], change('dyntastic:unique#x'))).equal('own')
  })

  it('of several tables is by the name of the table, or by the names of the key', () => {
    const [One, Two] = [plain('One', 'ones'), plain('Two', 'twos')]
    const change: Change = { item: { id: { S: 'a' } }, key: ['id'], table: 'twos' }
    expect(recognized([One, Two, Order], change)).equal('Two')
    expect(recognized([One, Two, Order], change, 'kinesis')).equal('Two')
    expect(recognized([One, Two], { ...change, table: 'threes' })).match(/'threes'.*'ones', 'twos'/)
    expect(recognized([One, Two], change, 'sdk')).match(/does not name its table/)
    expect(recognized([One, Order], change, 'sdk')).equal('One')
    const byArn = plain('ByArn', 'arn:aws:dynamodb:us-east-1:123456789012:table/twos')
    expect(recognized([One, byArn], change)).equal('ByArn')
    // One Kinesis stream can have the records of several tables.
    expect(recognized([One], change, 'kinesis')).match(/'twos'.*in 'ones'; .*table: 'any'/)
    expect(recognized([One], change, 'sdk')).equal('One')
  })

  it('refuses anything but a list of entities, two of one name, and entities that nothing tells apart', () => {
    const table = new Table({ name: 'same' })
    const twins = [plain('Left', table), plain('Right', table)]
    const cases: [unknown, string][] = [
      [undefined, 'an array of entities'],
      [[], 'an empty one'],
      [[Order, {}], '[1] is an object'],
      [[Order, Order], "two entities are called 'Order'"],
      [[plain('unknown', 'unknowns')], 'the handler of other kinds'],
      [twins, 'nothing tells Left and Right apart'],
    ]
    for (const [given, detail] of cases) expect(() => recognizer(given)).throw(EntityDefinitionError, detail)
    expect(() => recognizer([twins[0]])).not.throw()
  })
})
