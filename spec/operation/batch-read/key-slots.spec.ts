// Equal keys in one slot, and slots dealt out to requests as DynamoDB takes them.
import { expect } from 'chai'
import { Entity, Table } from 'dyntastic'
import { string } from 'superstruct'
import { resolvePath } from '../../../lib/expression/path/resolved-path.js'
import { type KeySlot, KeySlots, shownOf } from '../../../lib/operation/batch-read/key-slots.js'
import { FakeRunner } from '../fake-runner.js'
import { Book, books, Loan, loan, textOf } from '../many/fake-shelves.js'

const shape = (model: typeof Book | typeof Loan, more: { consistent?: boolean; select?: string[] } = {}) => ({
  model,
  consistent: more.consistent ?? false,
  select: (more.select ?? []).map((path) => resolvePath({ entity: model.name, codec: model.codec }, path)),
})
const isbn = (at: number) => ({ isbn: { S: `b${at}` } })
const at = (number: number | string) => ({ reader: { S: 'r' }, at: { N: String(number) } })
const texts = (chunks: readonly (readonly KeySlot[])[]) =>
  chunks.map((chunk) => chunk.map(({ key }) => textOf(key)))

describe('KeySlots', () => {
  it('has one slot for equal keys that are read alike', () => {
    const keys = new KeySlots(new FakeRunner())
    const first = keys.want(shape(Loan), at(1))
    expect(keys.want(shape(Loan), at('1.0'))).equal(first)
    expect(keys.want(shape(Loan), at(2))).not.equal(first)
    expect(first.wanted).equal(2)
    expect(texts(keys.chunks())).deep.equal([['r 1', 'r 2']])
  })

  it('keeps the same key of several tables apart, in one request', () => {
    const keys = new KeySlots(new FakeRunner())
    const twin = new Entity({
      name: 'Twin',
      table: 'twins',
      attributes: { isbn: string() },
      key: { partition: 'isbn' },
    })
    expect(keys.want(shape(Book), isbn(1))).not.equal(keys.want({ ...shape(Book), model: twin }, isbn(1)))
    expect(texts(keys.chunks())).deep.equal([['b1', 'b1']])
  })

  it('takes entities of one table together', () => {
    const keys = new KeySlots(new FakeRunner())
    const novel = new Entity({
      name: 'Novel',
      table: 'books',
      attributes: { isbn: string(), author: string() },
      key: { partition: 'isbn' },
    })
    const slot = keys.want(shape(Book), isbn(1))
    expect(keys.want({ ...shape(Book), model: novel }, isbn(1))).equal(slot)
    expect([...slot.part.entities]).deep.equal(['Book', 'Novel'])
  })

  it('reads a table that is named by its name and by its ARN in separate requests', () => {
    const keys = new KeySlots(new FakeRunner())
    const far = Book.extend({ table: 'arn:aws:dynamodb:eu-west-1:123456789012:table/books' })
    const slots = [Book, far, Book, far].map((model, at) =>
      keys.want({ ...shape(Book), model }, isbn(at % 2)),
    )
    expect(slots[0]).not.equal(slots[1])
    expect(texts(keys.chunks())).deep.equal([['b0'], ['b1']])
    expect(slots.map(({ part }) => part.shape.model.table)).deep.equal(
      [Book, far, Book, far].map(({ table }) => table),
    )
  })

  it('puts what one table can only have once into different requests', () => {
    const keys = new KeySlots(new FakeRunner())
    keys.want(shape(Book), isbn(1))
    keys.want(shape(Book, { consistent: true }), isbn(1))
    keys.want(shape(Loan, { consistent: true }), at(1))
    keys.want(shape(Book, { select: ['title'] }), isbn(2))
    keys.want(shape(Book, { select: ['title'] }), isbn(1))
    keys.want(shape(Book), isbn(3))
    expect(texts(keys.chunks())).deep.equal([['b1', 'r 1', 'b3'], ['b1'], ['b2', 'b1']])
  })

  it('puts tables of different clients into different requests, and those of one together', () => {
    const far = new Table({ name: 'far', region: 'eu-west-3' })
    const Far = new Entity({
      name: 'Far',
      table: far,
      attributes: { isbn: string() },
      key: { partition: 'isbn' },
    })
    const [near, other] = [{}, {}]
    const runner = Object.assign(new FakeRunner(), {
      clientFor: (table: Table) => (table === far ? other : near),
    })
    const keys = new KeySlots(runner)
    keys.want(shape(Book), isbn(1))
    keys.want({ ...shape(Book), model: Far }, isbn(1))
    keys.want(shape(Loan), at(1))
    expect(texts(keys.chunks())).deep.equal([['b1', 'r 1'], ['b1']])
  })

  it('puts at most 100 keys into a request, over all its tables', () => {
    const keys = new KeySlots(new FakeRunner())
    for (let number = 0; number < 125; number++) {
      keys.want(shape(Book), isbn(number))
      keys.want(shape(Loan), at(number))
    }
    expect(keys.chunks().map(({ length }) => length)).deep.equal([100, 100, 50])
    expect(texts(keys.chunks())[2]?.slice(-2)).deep.equal(['b124', 'r 124'])
  })

  it('shows of a slot what was selected', () => {
    const keys = new KeySlots(new FakeRunner())
    const slot = keys.want(shape(Book, { select: ['title'] }), isbn(0))
    expect(shownOf(slot)).equal(undefined)
    slot.stored = books(1)[0]
    expect(shownOf(slot)).deep.equal({ title: { S: 'Title 0' } })
    const whole = keys.want(shape(Loan), at(1))
    whole.stored = loan(1)
    expect(shownOf(whole)).equal(whole.stored)
  })
})
