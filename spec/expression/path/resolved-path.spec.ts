import { expect } from 'chai'
import { InvalidConditionError } from '../../../lib/errors/invalid-condition-error.js'
import { morePaths, resolvePath, resolveReference } from '../../../lib/expression/path/resolved-path.js'
import { number, root, text } from '../sample-entity.js'

describe('resolvePath', () => {
  it('translates property names into stored names at any depth', () => {
    expect(resolvePath(root, 'address.city')).deep.include({
      steps: ['address', 'city'],
      text: 'address.city',
      names: ['address', 'c'],
      codec: text,
    })
    expect(resolvePath(root, 'note').names).deep.equal(['n'])
  })

  it('knows the operand of a path, and what its value is a member of', () => {
    const { operand, parent } = resolvePath(root, 'address.city')
    expect(operand).deep.equal({ kind: 'path', text: 'address.city', names: ['address', 'c'] })
    expect(parent).equal(resolvePath(root, 'address').codec)
    expect(resolvePath(root, 'total').parent).equal(root.codec)
  })

  it('finds a string once for each entity', () => {
    const other = { entity: 'Invoice', codec: { ...root.codec, at: () => ({ name: 'x', codec: text }) } }
    expect(resolvePath(root, 'lines[0].sku')).equal(resolvePath(root, 'lines[0].sku'))
    expect(resolvePath(other, 'total')).deep.include({ names: ['x'], codec: text })
    expect(resolvePath(root, 'total').names).deep.equal(['total'])
    expect(() => resolvePath(other, 'total[')).throw('Invoice: expected a list index')
    expect(() => resolvePath(root, 'total[')).throw('Order: expected a list index')
  })

  it('stays right, and keeps what it knows within bounds, where strings have no end', () => {
    for (let each = 0; each < 3_000; each++)
      expect(resolvePath(root, `counts.n${each}`).names).deep.equal(['counts', `n${each}`])
    const long = `counts.${'x'.repeat(500)}`
    expect(resolvePath(root, long)).not.equal(resolvePath(root, long))
    expect(resolvePath(root, long)).deep.equal(resolvePath(root, long))
  })

  it('takes steps as well as text, and shows the path in one form', () => {
    expect(resolvePath(root, ['lines', 0, 'sku']).text).equal('lines[0].sku')
    expect(resolvePath(root, '["lines"][0]["sku"]').text).equal('lines[0].sku')
    expect(resolvePath(root, "['a.b']").text).equal("['a.b']")
  })

  it('is frozen', () => {
    const path = resolvePath(root, 'lines[0].sku')
    for (const part of [path, path.steps, path.names, path.operand]) expect(Object.isFrozen(part)).equal(true)
  })

  const unknown: [string | (string | number)[], string][] = [
    ['adress', "Order: there is no attribute 'adress'"],
    ['adress.city', "Order: there is no attribute 'adress' (in the path adress.city)"],
    ['address.town', "Order: address has no attribute 'town'"],
    ['address[0]', 'Order: address is not a list, so it has no [0]'],
    ['lines.sku', "Order: lines has no attribute 'sku'"],
    ['lines[0].x.y', "Order: lines[0] has no attribute 'x' (in the path lines[0].x.y)"],
    ['pair[2]', 'Order: pair has no [2]'],
    ['total.x', "Order: total has no attribute 'x'"],
    ['constructor', "Order: there is no attribute 'constructor'"],
    ['n', "Order: there is no attribute 'n'"],
    ['extra.__proto__', "Order: the path extra.__proto__ contains the name '__proto__'"],
    ["counts['']", "contains the name ''"],
    [[], 'Order: an empty path names no attribute'],
    [['counts', '\ud800'], 'contains a lone surrogate'],
    [['counts', 'x'.repeat(65_536)], 'contains a name of more than 65,535 bytes'],
  ]
  for (const [path, message] of unknown)
    it(`refuses ${JSON.stringify(path).slice(0, 40)}`, () => {
      expect(() => resolvePath(root, path)).throw(InvalidConditionError, message)
    })

  it('takes odd names where the struct has them', () => {
    for (const name of ['constructor', 'toString', 'a b', '😀', '#0', ':0'])
      expect(resolvePath(root, ['counts', name])).deep.include({ names: ['counts', name], codec: number })
  })
})

describe('resolveReference', () => {
  it('reads a number as an index of a list, and as a name elsewhere', () => {
    expect(resolveReference(root, ['lines', 0, 'sku'])).include({ text: 'lines[0].sku' })
    expect(resolveReference(root, ['counts', 2026])).deep.include({
      text: "counts['2026']",
      names: ['counts', '2026'],
    })
    expect(() => resolvePath(root, 'counts[2026]')).throw(InvalidConditionError, 'counts is not a list')
  })
})

describe('morePaths', () => {
  it('selects each path once, and no more than DynamoDB could take', () => {
    const first = morePaths(root, [], ['total', 'note'])
    const all = morePaths(root, first, ['note', 'lines[0].sku', 'total'])
    expect(all.map(({ text }) => text)).deep.equal(['total', 'note', 'lines[0].sku'])
    expect(all).frozen
    const many = Array.from({ length: 1_001 }, (_, at) => `counts.c${at}`)
    expect(morePaths(root, [], many.slice(1))).length(1_000)
    expect(() => morePaths(root, [], many)).throw(InvalidConditionError, 'more than 1000 paths are selected')
  })
})
