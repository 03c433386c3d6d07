// Walks over conditions: to one place for all values, and to different places for what prints differently.
import { inspect } from 'node:util'
import { expect } from 'chai'
import { compare } from '../../../lib/expression/condition/comparison.js'
import type { Condition } from '../../../lib/expression/condition/condition.js'
import { and, not, or } from '../../../lib/expression/condition/logic.js'
import type { OperatorName } from '../../../lib/expression/condition/operators.js'
import { resolvePath } from '../../../lib/expression/path/resolved-path.js'
import { isSameList, Shapes, ShapeWalk } from '../../../lib/expression/shape/shape-walk.js'
import { root } from '../sample-updates.js'

const condition = (path: string, operator: OperatorName, ...args: readonly unknown[]) =>
  compare({ root, path: resolvePath(root, path), size: false }, operator, args, () => undefined)
const sizeOf = (path: string, least: number) =>
  compare({ root, path: resolvePath(root, path), size: true }, 'gte', [least], () => undefined)

function walked(shapes: Shapes<string>, ...conditions: readonly Condition[]): ShapeWalk<string> {
  const walk = new ShapeWalk(shapes)
  for (const { node } of conditions) walk.condition(node)
  walk.end()
  return walk
}

describe('expression/shape/shape-walk', () => {
  it('finds what was remembered for other values, and collects its own', () => {
    const shapes = new Shapes<string>()
    walked(shapes, condition('total', 'between', 1, 2), condition('note', 'eq', 'secret')).remember('found')
    const walk = walked(shapes, condition('total', 'between', 3, 4), condition('note', 'eq', 'b'))
    expect(walk.known).equal('found')
    expect(walk.values).deep.equal([{ N: '3' }, { N: '4' }, { S: 'b' }])
    expect(inspect(shapes, { depth: null }))
      .include('found')
      .not.include('secret')
  })

  it('tells apart all that is not a value', () => {
    const total = condition('total', 'gt', 1)
    const note = condition('note', 'exists')
    const all: readonly (readonly Condition[])[] = [
      [],
      [total],
      [condition('total', 'gte', 1)],
      [condition('total', 'in', [1])],
      [condition('total', 'in', [1, 2])],
      [total, note],
      [note, total],
      [and(total, note)],
      [or(total, note)],
      [not(or(total, note))],
      [or(not(total), note)],
      [condition('lines[0].sku', 'eq', 'a')],
      [condition('lines[1].sku', 'eq', 'a')],
      [sizeOf('lines', 1)],
    ]
    const shapes = new Shapes<string>()
    for (const [at, conditions] of all.entries()) {
      const walk = walked(shapes, ...conditions)
      expect(walk.known).equal(undefined)
      walk.remember(String(at))
    }
    for (const [at, conditions] of all.entries())
      expect(walked(shapes, ...conditions).known).equal(String(at))
  })

  it('remembers neither long lists of values nor long names, nor any number of shapes', () => {
    const shapes = new Shapes<string>()
    const many = (count: number) =>
      condition(
        'total',
        'in',
        Array.from({ length: count }, (_, at) => at),
      )
    walked(shapes, many(100)).remember('found')
    walked(shapes, many(101)).remember('found')
    expect([100, 101].map((count) => walked(shapes, many(count)).known)).deep.equal(['found', undefined])
    const named = (name: string) => {
      const walk = new ShapeWalk(shapes)
      walk.path({ names: [name] })
      return walk
    }
    for (const name of ['n'.repeat(200), 'n'.repeat(201)]) named(name).remember('found')
    expect([200, 201].map((length) => named('n'.repeat(length)).known)).deep.equal(['found', undefined])
    for (let at = 0; at < 6_000; at++) named(`name ${at}`)
    expect(shapes.size).below(5_010)
    expect(named('n'.repeat(200)).known).equal(undefined)
  })
})

describe('isSameList', () => {
  it('compares members by identity, in order', () => {
    const value = { S: 'a' }
    expect(isSameList([value, 1], [value, 1])).equal(true)
    expect(isSameList([value], [{ S: 'a' }])).equal(false)
    expect(isSameList([1, 2], [2, 1])).equal(false)
    expect(isSameList([1], [1, 2])).equal(false)
  })
})
