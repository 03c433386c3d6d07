import { expect } from 'chai'
import { InvalidUpdateError } from '../../../lib/errors/invalid-update-error.js'
import { Placeholders } from '../../../lib/expression/path/placeholders.js'
import { printUpdate, updateInWords } from '../../../lib/expression/update/update-text.js'
import { thrown } from '../sample-entity.js'
import { change, printed, worked } from '../sample-updates.js'

const several = () => [
  change('delete', 'tags', 'old'),
  change('add', 'total', 1),
  change('set', 'note', 'x'),
  change('remove', 'address.zip'),
  worked('discount', (attr) => attr.discount.ifNotExists(0).plus(attr.total)),
  change('subtract', 'age', 1),
  change('remove', 'lines[0]'),
]

describe('printUpdate', () => {
  it('groups changes by clause, each clause once, in the order given', () => {
    expect(printed(...several()).text).equal(
      'SET n = :0, discount = if_not_exists(discount, :1) + total REMOVE address.zip, lines[0] ADD total :2, age :3 DELETE tags :4',
    )
  })

  it('gives the same text each time, and shares the allocator with other clauses', () => {
    const placeholders = new Placeholders()
    placeholders.name('total')
    placeholders.value({ S: 'x' })
    const text = printUpdate([change('set', 'total', 5)], placeholders)
    expect(text).equal('SET #0 = :1')
    expect(placeholders.values()).deep.equal({ ':0': { S: 'x' }, ':1': { N: '5' } })
    expect(printUpdate(several(), new Placeholders())).equal(printUpdate(several(), new Placeholders()))
  })

  it('has a placeholder for each segment, and one for each name', () => {
    const placeholders = new Placeholders()
    expect(
      printUpdate([change('set', 'address.geo.lat', 1), change('set', 'address.geo.lng', 1)], placeholders),
    ).equal('SET #0.#1.#2 = :0, #0.#1.#3 = :1')
    expect(placeholders.names()).deep.equal({ '#0': 'address', '#1': 'geo', '#2': 'lat', '#3': 'lng' })
  })

  it('has no values if there are none', () => {
    const placeholders = new Placeholders()
    printUpdate([change('remove', 'note')], placeholders)
    expect(placeholders.values()).equal(undefined)
  })

  it('text of a user never becomes text of the expression', () => {
    for (const name of ['#0', ':0', 'SET', 'a = :x', '__x', 'constructor', 'toString', 'a-b', '\u{1f600}']) {
      const placeholders = new Placeholders()
      expect(printUpdate([change('set', `counts['${name}']`, 1)], placeholders)).equal('SET #0.#1 = :0')
      expect(placeholders.names()).deep.equal({ '#0': 'counts', '#1': name })
    }
  })

  it('refuses no changes', () => {
    const error = thrown(() => printUpdate([], new Placeholders(), 'Order'))
    expect(error).instanceOf(InvalidUpdateError)
    expect((error as Error).message).equal('Order: the update has no changes; add at least one, such as set')
  })

  it('refuses changes that overlap', () => {
    const twice = [change('set', 'total', 1), change('set', 'total', 2)]
    expect(thrown(() => printUpdate(twice, new Placeholders()))).instanceOf(InvalidUpdateError)
  })

  const reckoned = (count: number) =>
    Array.from({ length: count }, (_, at) =>
      worked(`extra.a${at}`, (attr) => attr('extra.n').plus(attr('extra.m'))),
    )
  const removed = (count: number) =>
    Array.from({ length: count }, (_, at) => change('remove', `counts.a${at}`))
  const bytes = (count: number) => printUpdate(removed(count), new Placeholders()).length

  it('counts operators and functions, and refuses more than 300', () => {
    const nested = (depth: number): ReturnType<typeof worked> =>
      worked('extra.x', (attr) => {
        let operand = attr('extra.y')
        for (let at = 0; at < depth; at++) operand = attr(`extra.z${at % 7}`).ifNotExists(operand)
        return operand
      })
    expect(printUpdate([nested(150)], new Placeholders())).a('string')
    const error = thrown(() => printUpdate([nested(301)], new Placeholders(), 'Order')) as Error
    expect(error).instanceOf(InvalidUpdateError)
    expect(error.message).equal(
      'Order: the update has more than 300 operators and functions (a limit of DynamoDB)',
    )
    expect(thrown(() => printUpdate(reckoned(301), new Placeholders()))).instanceOf(InvalidUpdateError)
  })

  it('refuses more than 4,096 bytes', () => {
    let most = 1
    while (bytes(most) <= 4096 - 10) most++
    expect(bytes(most)).most(4096)
    const error = thrown(() => bytes(most + 2)) as Error
    expect(error).instanceOf(InvalidUpdateError)
    expect(error.message).match(
      /^the update has \d+ bytes of expression text; the limit is 4096 \(a limit of DynamoDB\)$/,
    )
  })
})

describe('updateInWords', () => {
  it('shows names as the user wrote them, and no values', () => {
    expect(updateInWords(several())).equal(
      'SET note = (value), discount = if_not_exists(discount, (value)) + total REMOVE address.zip, lines[0] ADD total (value), age (value) DELETE tags (value)',
    )
  })
})
