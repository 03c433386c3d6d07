// Templates that can give one key, and those that cannot.
import { expect } from 'chai'
import { number } from 'superstruct'
import { compileTemplate } from '../../../../lib/entity/key/template/compile-template.js'
import {
  mayBeginAlike,
  mayBeSame,
  mayCollide,
} from '../../../../lib/entity/key/template/template-collision.js'
import { contextOf } from '../../compiled-attributes.js'
import { partialOf, templateOf } from './random-templates.js'

const same = (a: string, b: string) => {
  const found = mayBeSame(templateOf(a), templateOf(b))
  expect(mayBeSame(templateOf(b), templateOf(a))).equal(found)
  return found
}

describe('mayBeSame', () => {
  for (const [a, b] of [
    ['CUSTOMER#{one}', 'ORDER#{one}'],
    ['PROFILE', 'SETTINGS'],
    ['PROFILE', 'PROFILE#{one}'],
    ['ORDER#{at}', 'ORDER#{one}#LINE'],
    ['ORDER#{at}#{one}', 'ORDER#{line:5}#{one}'],
    ['{line:5}', '{line:6}'],
    ['{line:5}', '{total:5.2}'],
    ['{at:day}', '{at:month}'],
    ['A#{one}#B', 'A#{one}#C'],
    ['A#{one}#B#{two}', 'A#{one}#C#{two}'],
    ['A#{kind}#B', 'A#cow#B'],
    ['{kind}#{one}', 'cow#{one}'],
    ['{yes}', 'yes'],
    ['{one}#', '{one}|'],
    ['{one}#{two}#X', '{one}#Y'],
  ] as const)
    it(`tells ${a} and ${b} apart`, () => {
      expect(same(a, b)).equal(false)
    })

  for (const [a, b] of [
    ['{one}', 'PROFILE'],
    ['ORDER#{one}', 'ORDER#{one}#LINE#{two}'],
    ['ORDER#{at}', 'ORDER#{one}'],
    ['{kind}', 'dog'],
    ['{kind:lower}', 'dog'],
    ['{kind}#X', 'c$##X'],
    ['A#{one}#B', 'A#x$#y#B'],
    ['{one}#{two}', '{two}#X#{one}'],
    ['{yes}', 'true'],
    ['{total:-3.2}', '-123.45'],
  ] as const)
    it(`does not tell ${a} from ${b}`, () => {
      expect(same(a, b)).equal(true)
    })

  it('knows what is refused instead of escaped', () => {
    const refusing = templateOf('A#{one}#B', 'refuse')
    expect(mayBeSame(refusing, templateOf('A#x$#y#B'))).equal(false)
    expect(mayBeSame(templateOf('A#{one}#B', 'keep'), templateOf('A#{one}#C#B'))).equal(true)
  })

  it('knows that a partial template ends before any of its attributes, and nowhere else', () => {
    for (const text of ['A#', 'A#x#B#', 'A#x#B#C'])
      expect(mayBeSame(partialOf('A#{one}#B#{two}'), templateOf(text)), text).equal(true)
    for (const text of ['A', 'A#x#', 'A#x#B', 'A##C#'])
      expect(mayBeSame(partialOf('A#{one}#B#{two}'), templateOf(text)), text).equal(false)
    expect(mayBeSame(templateOf('A#{one}#B#{two}'), templateOf('A#'))).equal(false)
    expect(mayBeSame(partialOf('A#{one}'), partialOf('A#{two}#B'))).equal(true)
    expect(mayBeginAlike(templateOf('A#{one}'), 1, partialOf('A#{one}#B'))).equal(true)
    expect(mayBeginAlike(templateOf('A#x'), 1, partialOf('A#{line:3}#B'))).equal(false)
  })

  it('tells types apart, and nothing of strings that a function makes', () => {
    const context = contextOf({ n: number() })
    const count = compileTemplate(context, '{n}', { place: 'p', type: 'N', separators: 'escape', most: 1024 })
    expect(mayBeSame(count, templateOf('{one}'))).equal(false)
    expect(mayBeSame(count, count)).equal(true)
    expect(mayBeSame(undefined, templateOf('A'))).equal(true)
  })
})

describe('mayCollide', () => {
  const key = (partition: string, sort?: string) => ({
    partition: templateOf(partition),
    sort: sort === undefined ? undefined : templateOf(sort),
  })

  it('needs one key on both sides', () => {
    expect(mayCollide(key('CUSTOMER#{one}', 'PROFILE'), key('CUSTOMER#{one}', 'ORDER#{two}'))).equal(false)
    expect(mayCollide(key('CUSTOMER#{one}', 'PROFILE'), key('ORDER#{one}', 'PROFILE'))).equal(false)
    expect(mayCollide(key('CUSTOMER#{one}', '{two}'), key('CUSTOMER#{one}', 'ORDER#{two}'))).equal(true)
    expect(mayCollide(key('CUSTOMER#{one}'), key('ORDER#{one}'))).equal(false)
    expect(mayCollide(key('{one}'), key('ORDER#{one}'))).equal(true)
  })
})

describe('mayBeginAlike', () => {
  const alike = (a: string, pieces: number, b: string) => mayBeginAlike(templateOf(a), pieces, templateOf(b))

  it('looks at the first pieces alone', () => {
    expect(alike('ORDER#{at}#{one}', 1, 'LINE#{one}')).equal(false)
    expect(alike('ORDER#{at}#{one}', 1, 'ORDER#LINE#{one}')).equal(true)
    expect(alike('ORDER#{at}#{one}', 3, 'ORDER#LINE#{one}')).equal(false)
    expect(alike('{one}', 0, 'PROFILE')).equal(true)
    expect(alike('ORDER#{at}', 1, 'ORDER')).equal(false)
  })

  it('knows nothing of strings that a function makes, and tells types apart', () => {
    const n = compileTemplate(contextOf({ n: number() }), '{n}', {
      place: 'p',
      type: 'N',
      separators: 'keep',
      most: 9,
    })
    expect(mayBeginAlike(undefined, 0, n)).equal(true)
    expect(mayBeginAlike(n, 0, templateOf('A'))).equal(false)
    expect(mayBeginAlike(n, 0, n)).equal(true)
  })
})
