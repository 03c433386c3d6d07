// Every condition operator on a real engine: on one stored item, what holds and what does not.
import { expect } from 'chai'
import {
  and,
  attribute,
  Entity,
  InvalidConditionError,
  ItemExistsError,
  not,
  or,
  ValidationError,
} from 'dyntastic'
import {
  any,
  array,
  boolean,
  date,
  instance,
  integer,
  number,
  object,
  optional,
  record,
  set,
  string,
} from 'superstruct'
import type { Condition } from '../../lib/expression/condition/condition.js'
import { withEngine } from '../support/engine.js'
import { aliceInput, userEntity } from '../support/entities.js'
import { rejection, thrown } from '../support/rejection.js'
import { type Opened, opened } from './opened.js'

const engine = withEngine()

const bytes = (...values: number[]) => new Uint8Array(values)

const nested = object({
  sampleField: string(),
  other: optional(string()),
  count: integer(),
  tags: set(string()),
  list: array(object({ sku: string() })),
})

const entity = (table: string) =>
  new Entity({
    name: 'Sample',
    table,
    attributes: {
      id: string(),
      str: string(),
      same: string(),
      part: string(),
      num: number(),
      other: number(),
      decimal: attribute(string(), { as: 'decimal' }),
      flag: boolean(),
      bytes: instance(Uint8Array),
      at: date(),
      texts: set(string()),
      numbers: set(number()),
      binaries: set(instance(Uint8Array)),
      list: array(string()),
      lists: array(array(integer())),
      dict: any(),
      nested,
      records: record(string(), integer()),
      absent: optional(string()),
      absentNumber: optional(number()),
      name: string(),
      size: integer(),
      status: string(),
      'a-b': string(),
      'a.b': string(),
    },
    key: { partition: 'id' },
  })

type Sample = ReturnType<typeof entity>
type Attr = Parameters<Parameters<Sample['condition']>[0]>[0]

const item = {
  id: 'a',
  str: 'foo',
  same: 'foo',
  part: 'fo',
  num: 5,
  other: 6,
  decimal: '1.23456789012345678901234567890123',
  flag: false,
  bytes: bytes(1, 2, 3),
  at: new Date('2022-02-12T12:26:35Z'),
  texts: new Set(['a', 'b']),
  numbers: new Set([1, 2]),
  binaries: new Set([bytes(1), bytes(2)]),
  list: ['a', 'b'],
  lists: [[1], [2, 3]],
  dict: { k: ['v', 1] },
  nested: { sampleField: 'foo', count: 5, tags: new Set(['x']), list: [{ sku: 's1' }, { sku: 's2' }] },
  records: { x: 1 },
  name: 'n',
  size: 1,
  status: 's',
  'a-b': 'dash',
  'a.b': 'dot',
}

type Case = readonly [row: string, condition: (attr: Attr) => Condition, holds: boolean]

const equal: readonly Case[] = [
  ['a string', (attr) => attr.str.eq('foo'), true],
  ['another string', (attr) => attr.str.eq('bar'), false],
  ['a date', (attr) => attr.at.eq(new Date('2022-02-12T12:26:35Z')), true],
  ['another date', (attr) => attr.at.eq(new Date('2022-02-12T12:26:36Z')), false],
  ['binary', (attr) => attr.bytes.eq(bytes(1, 2, 3)), true],
  ['other binary', (attr) => attr.bytes.eq(bytes(1, 2)), false],
  ['a number', (attr) => attr.num.eq(5), true],
  ['another number', (attr) => attr.num.eq(5.5), false],
  ['an exact decimal', (attr) => attr.decimal.eq('1.23456789012345678901234567890123'), true],
  ['a decimal off by the last digit', (attr) => attr.decimal.eq('1.23456789012345678901234567890124'), false],
  ['a boolean', (attr) => attr.flag.eq(false), true],
  ['the other boolean', (attr) => attr.flag.eq(true), false],
  ['a set of strings, in any order', (attr) => attr.texts.eq(new Set(['b', 'a'])), true],
  ['another set of strings', (attr) => attr.texts.eq(new Set(['a'])), false],
  ['a set of numbers', (attr) => attr.numbers.eq(new Set([2, 1])), true],
  ['another set of numbers', (attr) => attr.numbers.eq(new Set([1, 3])), false],
  ['a set of binaries', (attr) => attr.binaries.eq(new Set([bytes(2), bytes(1)])), true],
  ['another set of binaries', (attr) => attr.binaries.eq(new Set([bytes(2)])), false],
  ['a list', (attr) => attr.list.eq(['a', 'b']), true],
  ['a list in another order', (attr) => attr.list.eq(['b', 'a']), false],
  ['a list of lists', (attr) => attr.lists.eq([[1], [2, 3]]), true],
  ['another list of lists', (attr) => attr.lists.eq([[1], [2]]), false],
  ['a map', (attr) => attr.dict.eq({ k: ['v', 1] }), true],
  ['another map', (attr) => attr.dict.eq({ k: ['v', 2] }), false],
  ['an absent attribute', (attr) => attr.absent.eq('x'), false],
]

const cases: readonly Case[] = [
  ...equal.map(([what, condition, holds]): Case => [`eq of ${what}`, condition, holds]),
  ['ne of the stored value', (attr) => attr.str.ne('foo'), false],
  ['ne of another value', (attr) => attr.num.ne(6), true],
  ['ne of an absent attribute', (attr) => attr.absent.ne('foo'), true],
  ['ne of a nested value', (attr) => attr.nested.sampleField.ne('bar'), true],
  ['ne of the nested value that is stored', (attr) => attr.nested.sampleField.ne('foo'), false],
  ['ne of an absent nested value', (attr) => attr.nested.other.ne('foo'), true],
  ['lt 10', (attr) => attr.num.lt(10), true],
  ['lt 0', (attr) => attr.num.lt(0), false],
  ['lte 5', (attr) => attr.num.lte(5), true],
  ['lte 4', (attr) => attr.num.lte(4), false],
  ['gt 0', (attr) => attr.num.gt(0), true],
  ['gt 10', (attr) => attr.num.gt(10), false],
  ['gte 5', (attr) => attr.num.gte(5), true],
  ['gte 6', (attr) => attr.num.gte(6), false],
  ['lt of a string', (attr) => attr.str.lt('zzz'), true],
  ['gt of a string', (attr) => attr.str.gt('fff'), true],
  ['lte of a string', (attr) => attr.str.lte('fon'), false],
  ['gte of a string', (attr) => attr.str.gte('foo'), true],
  ['an order with an absent attribute', (attr) => attr.absentNumber.lt(10), false],
  ['lt of a nested number', (attr) => attr.nested.count.lt(6), true],
  ['gt of a nested number', (attr) => attr.nested.count.gt(5), false],
  ['lte of a nested number', (attr) => attr.nested.count.lte(5), true],
  ['gte of a nested number', (attr) => attr.nested.count.gte(6), false],
  ['eq of a nested text', (attr) => attr.nested.sampleField.eq('foo'), true],
  ['beginsWith the beginning', (attr) => attr.str.beginsWith('f'), true],
  ['beginsWith another', (attr) => attr.str.beginsWith('z'), false],
  ['beginsWith of binary', (attr) => attr.bytes.beginsWith(bytes(1, 2)), true],
  ['beginsWith of a date, by the text that is stored', (attr) => attr.at.beginsWith('2022-02'), true],
  ['beginsWith of a nested text', (attr) => attr.nested.sampleField.beginsWith('fo'), true],
  ['beginsWith another of a nested text', (attr) => attr.nested.sampleField.beginsWith('o'), false],
  ['between, at the lower end', (attr) => attr.num.between(5, 6), true],
  ['between, at the upper end', (attr) => attr.num.between(4, 5), true],
  ['between, outside', (attr) => attr.num.between(6, 7), false],
  ['between strings', (attr) => attr.str.between('foo', 'foo'), true],
  ['between dates', (attr) => attr.at.between(new Date(0), new Date('2022-02-12T12:26:35Z')), true],
  ['between of a nested number', (attr) => attr.nested.count.between(1, 4), false],
  ['in an array', (attr) => attr.str.in(['foo', 'bar', 'baz']), true],
  ['in a Set', (attr) => attr.str.in(new Set(['foo', 'bar'])), true],
  ['in others', (attr) => attr.str.in(['d', 'e']), false],
  ['in none', (attr) => attr.str.in([]), false],
  ['not in none', (attr) => not(attr.str.in([])), true],
  ['in 101 values, at the last', (attr) => attr.num.in(range(0, 101, 5)), true],
  ['in 250 values that are others', (attr) => attr.num.in(range(100, 250)), false],
  ['false in booleans', (attr) => attr.flag.in([false]), true],
  ['in of a nested text', (attr) => attr.nested.sampleField.in(['foo']), true],
  ['contains a part of a string', (attr) => attr.str.contains('oo'), true],
  ['contains no part of a string', (attr) => attr.str.contains('x'), false],
  ['contains a member of a set', (attr) => attr.texts.contains('a'), true],
  ['contains no member of a set', (attr) => attr.texts.contains('c'), false],
  ['contains a member of a set of numbers', (attr) => attr.numbers.contains(2), true],
  ['contains an element of a list', (attr) => attr.list.contains('b'), true],
  ['contains no element of a list', (attr) => attr.list.contains('c'), false],
  ['contains an element that is a list', (attr) => attr.lists.contains([2, 3]), true],
  ['contains another attribute', (attr) => attr.str.contains(attr.part), true],
  ['does not contain another attribute', (attr) => attr.part.contains(attr.str), false],
  ['contains of a nested set', (attr) => attr.nested.tags.contains('x'), true],
  ['contains of a nested text', (attr) => attr.nested.sampleField.contains('z'), false],
  ['type S', (attr) => attr.str.type('S'), true],
  ['type N', (attr) => attr.str.type('N'), false],
  ['type BOOL of false', (attr) => attr.flag.type('BOOL'), true],
  ['type SS of a nested set', (attr) => attr.nested.tags.type('SS'), true],
  ['type of an absent attribute', (attr) => attr.absent.type('S'), false],
  ['size of a string = 3', (attr) => attr.str.size().eq(3), true],
  ['size < 15', (attr) => attr.str.size().lt(15), true],
  ['size <= 2', (attr) => attr.str.size().lte(2), false],
  ['size > 20', (attr) => attr.str.size().gt(20), false],
  ['size >= 3', (attr) => attr.str.size().gte(3), true],
  ['size between', (attr) => attr.str.size().between(3, 3), true],
  ['size of a list', (attr) => attr.list.size().eq(2), true],
  ['size of a set', (attr) => attr.texts.size().eq(2), true],
  ['size of binary', (attr) => attr.bytes.size().eq(3), true],
  ['size of a map', (attr) => attr.dict.size().eq(1), true],
  ['size of a nested text', (attr) => attr.nested.sampleField.size().lt(3), false],
  ['size in', (attr) => attr.str.size().in([1, 3]), true],
  ['size ne 3', (attr) => attr.str.size().ne(3), false],
  ['size ne 4', (attr) => attr.str.size().ne(4), true],
  ['exists, present', (attr) => attr.str.exists(), true],
  ['notExists, present', (attr) => attr.str.notExists(), false],
  ['exists, absent', (attr) => attr.absent.exists(), false],
  ['notExists, absent', (attr) => attr.absent.notExists(), true],
  ['exists, nested and absent', (attr) => attr.nested.other.exists(), false],
  ['notExists, nested and absent', (attr) => attr.nested.other.notExists(), true],
  ["not(= 'bar')", (attr) => not(attr.str.eq('bar')), true],
  ["not(= 'foo')", (attr) => not(attr.str.eq('foo')), false],
  ['not around or', (attr) => not(or(attr.str.eq('bar'), attr.num.eq(5))), false],
  ['not around and', (attr) => not(and(attr.str.eq('bar'), attr.num.eq(5))), true],
  ['not of one, or the other', (attr) => or(not(attr.str.eq('foo')), attr.num.eq(5)), true],
  ['not of not', (attr) => not(not(attr.str.eq('foo'))), true],
  ['a or (b and c)', (attr) => or(attr.str.eq('foo'), and(attr.num.eq(5), attr.flag.eq(true))), true],
  ['(a or b) and c', (attr) => and(or(attr.str.eq('foo'), attr.num.eq(5)), attr.flag.eq(true)), false],
  ['less than another attribute', (attr) => attr.num.lt(attr.other), true],
  ['greater than another attribute', (attr) => attr.num.gt(attr.other), false],
  ['equal to another attribute', (attr) => attr.str.eq(attr.same), true],
  ['equal to a nested attribute', (attr) => attr.num.eq(attr.nested.count), true],
  ['between two attributes', (attr) => attr.num.between(attr.nested.count, attr.other), true],
  ['size of one against another', (attr) => attr.str.size().lt(attr.num), true],
  ['an element of a list', (attr) => attr.list[0].eq('a'), true],
  ['another element of a list', (attr) => attr.list[1].eq('a'), false],
  ['an element past the end', (attr) => attr.list[2].exists(), false],
  ['a member of an element', (attr) => attr.nested.list[1].sku.eq('s2'), true],
  ['an element of an element', (attr) => attr.lists[1][0].eq(2), true],
  ['a member of a record', (attr) => attr('records.x').eq(1), true],
  ['a reserved word', (attr) => attr.name.eq('n'), true],
  ['another reserved word', (attr) => attr.status.eq('s'), true],
  ['a name that is an operator', (attr) => attr('size').eq(1), true],
  ['a name with a dash', (attr) => attr['a-b'].eq('dash'), true],
  ['a name with a dot', (attr) => attr("['a.b']").eq('dot'), true],
  ['a name with a dot, as a member', (attr) => attr['a.b'].eq('dot'), true],
]

describe('a condition', () => {
  let it_: Opened<Sample>

  before(async () => {
    it_ = opened(engine, entity)
    await it_.repository.save(item)
  })

  for (const [row, condition, holds] of cases)
    it(`${row} ${holds ? 'holds' : 'does not hold'}`, async () => {
      const saved = await it_.repository.save(item).if(condition).orSkip()
      expect(saved !== undefined).equal(holds)
    })

  it('is the same as text and as reference', async () => {
    const { repository, entity: Sample } = it_
    const kept = Sample.condition((attr) => attr.nested.list[1].sku.eq('s2'))
    const inputs = [
      repository.save(item).if(kept),
      repository.save(item).if((attr) => attr.nested.list[1].sku.eq('s2')),
      repository.save(item).if((attr) => attr('nested.list[1].sku').eq('s2')),
      repository.save(item).if('nested.list[1].sku').eq('s2'),
    ].map((operation) => operation.toCommand().input)
    for (const input of inputs) expect(input).deep.equal(inputs[0])
    expect(await repository.save(item).if('nested.list[1].sku').eq('s2').orSkip()).not.equal(undefined)
  })

  it('with more than 100 values of IN is said as several', () => {
    const operation = it_.repository.save(item).if('num').in(range(0, 201))
    const text = operation.toCommand().input.ConditionExpression ?? ''
    expect(text.match(/ IN \(/g)).length(3)
  })

  it('has operands in the form that is stored', () => {
    const { input } = it_.repository.save(item).if('at').lt(new Date(0)).if('decimal').gt('1.50').toCommand()
    expect(input.ExpressionAttributeValues).deep.equal({
      ':0': { S: '1970-01-01T00:00:00.000Z' },
      ':1': { N: '1.5' },
    })
  })

  it('names its path as text, and never a value', () => {
    const condition = it_.entity.condition((attr) =>
      and(attr.nested.sampleField.eq('secret'), attr.num.gt(5)),
    )
    expect(String(condition)).equal('nested.sampleField = (value) AND num > (value)')
    it_.entity.condition((attr) => {
      expect(String(attr.nested.sampleField)).equal('nested.sampleField')
      return condition
    })
  })

  it('never has a name of the user in its text', () => {
    const { input } = it_.repository
      .save(item)
      .if('name')
      .eq('n')
      .if("['a.b']")
      .exists()
      .if('records.x')
      .gt(0)
      .toCommand()
    expect(input.ConditionExpression).match(/^[#:\d\s=<>()A-Za-z_.]+$/)
    expect(input.ConditionExpression).not.match(/\b(name|records|a-b)\b/)
  })

  for (const [row, build] of [
    ['lt of a set', (attr: Attr) => (attr.texts as never as Attr['str']).lt('a')],
    ['between of a list', (attr: Attr) => (attr.list as never as Attr['str']).between('a', 'b')],
    ['beginsWith of a number', (attr: Attr) => (attr.num as never as Attr['str']).beginsWith('5')],
    ['contains of a boolean', (attr: Attr) => (attr.flag as never as Attr['str']).contains('x')],
    ['size of a number', (attr: Attr) => (attr.num as never as Attr['str']).size().eq(1)],
    [
      'an unknown path',
      (attr: Attr) => (attr.nested as never as Record<string, Attr['str']>)['nope']?.eq('x'),
    ],
    ['a string compared with a number', (attr: Attr) => attr.str.eq(attr.num as never)],
    ['an attribute compared with itself', (attr: Attr) => attr.str.eq(attr.str)],
    ['bounds upside down', (attr: Attr) => attr.num.between(6, 5)],
  ] as const)
    it(`${row} is refused at once, by name`, () => {
      const { repository, sent } = it_
      sent.length = 0
      const error = thrown(() => repository.save(item).if(build as never), InvalidConditionError)
      expect(error.entity).equal('Sample')
      expect(sent).deep.equal([])
    })

  for (const [row, build] of [
    ['a string for a number', (attr: Attr) => attr.num.gt('5' as never)],
    ['a number for a date', (attr: Attr) => attr.at.gt(5 as never)],
    ['a fraction for an integer', (attr: Attr) => attr.size.gt(0 as never) && attr('size').eq(1.5)],
    ['NaN', (attr: Attr) => attr.num.eq(Number.NaN)],
    ['one wrong value of a list', (attr: Attr) => attr.num.in([1, 'x' as never])],
  ] as const)
    it(`${row} is refused at once, by name`, () => {
      const error = thrown(() => it_.repository.save(item).if(build as never), ValidationError)
      expect(error.failures[0]?.path).match(/^(num|at|size)$/)
    })

  it('an unknown path is refused at once', () => {
    const refused = () => it_.repository.save(item).if('nested.nope' as 'str')
    expect(thrown(refused, InvalidConditionError).message).contain("nested has no attribute 'nope'")
  })
})

describe('expressions without values or names', () => {
  it('put if absent, delete if present, and conditions without values are taken by the engine', async () => {
    const { repository, sent } = opened(engine, userEntity)
    await repository.create(aliceInput)
    await rejection(repository.create(aliceInput), ItemExistsError)
    await repository.save(aliceInput).if('age').exists()
    await repository.delete('u1').if('name').exists()
    await repository.save(aliceInput)
    await repository.get('u1').select('name')
    const inputs = sent.map(({ input }) => input)
    expect(inputs.filter((input) => 'ExpressionAttributeValues' in input)).deep.equal([])
    for (const input of inputs)
      if ('ExpressionAttributeNames' in input)
        expect(Object.keys(Object(input['ExpressionAttributeNames']))).not.empty
    expect(inputs.some((input) => 'ConditionExpression' in input)).equal(true)
  })
})

function range(from: number, count: number, last?: number): number[] {
  const values = Array.from({ length: count }, (_, at) => from + at + (last === undefined ? 0 : 1000))
  if (last !== undefined) values[count - 1] = last
  return values
}
