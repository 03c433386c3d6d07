import { expect } from 'chai'
import { expressionInput, Placeholders } from '../../../lib/expression/path/placeholders.js'

describe('Placeholders', () => {
  it('counts names and values, and gives a name one placeholder', () => {
    const placeholders = new Placeholders()
    expect(['a', 'b', 'a'].map((name) => placeholders.name(name))).deep.equal(['#0', '#1', '#0'])
    expect([{ S: 'x' }, { S: 'x' }].map((value) => placeholders.value(value))).deep.equal([':0', ':1'])
    expect(placeholders.names()).deep.equal({ '#0': 'a', '#1': 'b' })
    expect(placeholders.values()).deep.equal({ ':0': { S: 'x' }, ':1': { S: 'x' } })
  })

  it('has no names and no values, rather than empty maps', () => {
    const placeholders = new Placeholders()
    expect(placeholders.names()).equal(undefined)
    expect(placeholders.values()).equal(undefined)
  })

  it('counts on without end', () => {
    const placeholders = new Placeholders()
    for (let at = 0; at < 100; at++) {
      expect(placeholders.name(`n${at}`)).equal(`#${at}`)
      expect(placeholders.value({ N: String(at) })).equal(`:${at}`)
    }
    expect(placeholders.names()).include({ '#0': 'n0', '#32': 'n32', '#99': 'n99' })
    expect(Object.keys(placeholders.values() ?? {})).deep.equal(
      Array.from({ length: 100 }, (_, at) => `:${at}`),
    )
  })

  it('takes any name as a name', () => {
    const placeholders = new Placeholders()
    const odd = ['__proto__', 'constructor', '#0', ':0', '', 'a.b', 'toString']
    expect(odd.map((name) => placeholders.name(name))).deep.equal(odd.map((_, at) => `#${at}`))
    expect(Object.values(placeholders.names() ?? {})).deep.equal(odd)
  })
})

describe('expressionInput', () => {
  it('has names and values as far as there are any', () => {
    const placeholders = new Placeholders()
    expect(expressionInput(placeholders)).deep.equal({})
    placeholders.name('total')
    expect(expressionInput(placeholders)).deep.equal({ ExpressionAttributeNames: { '#0': 'total' } })
    placeholders.value({ N: '1' })
    expect(expressionInput(placeholders)).deep.equal({
      ExpressionAttributeNames: { '#0': 'total' },
      ExpressionAttributeValues: { ':0': { N: '1' } },
    })
  })

  it('has values without names', () => {
    const placeholders = new Placeholders()
    placeholders.value({ S: 'x' })
    expect(expressionInput(placeholders)).deep.equal({ ExpressionAttributeValues: { ':0': { S: 'x' } } })
  })
})
