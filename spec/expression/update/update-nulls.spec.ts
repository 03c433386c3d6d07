// Updates that meet NULLs which mean absence.

import { expect } from 'chai'
import { CommandExecutor, Entity, Repository } from 'dyntastic'
import { array, number, object, optional, set, string } from 'superstruct'
import { InvalidUpdateError } from '../../../lib/errors/invalid-update-error.js'
import {
  changesOnAbsence,
  nullGuards,
  nullsOn,
  withoutPaths,
} from '../../../lib/expression/update/update-nulls.js'

const NULL = { NULL: true } as const
const Thing = new Entity({
  name: 'Thing',
  table: 'things',
  attributes: {
    id: string(),
    n: optional(number()),
    m: optional(number()),
    list: optional(array(string())),
    tags: optional(set(string())),
    map: optional(object({ a: optional(string()), b: optional(number()) })),
  },
  key: { partition: 'id' },
})
const things = new Repository(Thing, new CommandExecutor({ region: 'local' }))
const update = things.update('a')
const { root } = update.state()
const texts = (paths: readonly { readonly text: string }[]): string[] => paths.map(({ text }) => text)

describe('nullsOn', () => {
  const item = { id: { S: 'a' }, n: NULL, m: NULL, list: NULL, map: { M: { a: NULL } } }

  const cases: [string, { state(): { readonly changes: Parameters<typeof nullsOn>[1] } }, string[]][] = [
    ['a target', update.add('n', 1), ['n']],
    ['what is read', update.set('n', (attr) => attr.m.plus(1)), ['n', 'm']],
    ['an attribute inside a map', update.set('map.a', 'x'), ['map.a']],
    ['none that is not touched', update.set('map.b', 1), []],
  ]
  for (const [what, given, found] of cases)
    it(`finds ${what}`, () => {
      expect(texts(nullsOn(root, given.state().changes, item))).deep.equal(found)
    })

  it('finds a map on the way', () => {
    expect(
      texts(nullsOn(root, update.set('map.a', 'x').state().changes, { id: { S: 'a' }, map: NULL })),
    ).deep.equal(['map'])
  })
})

describe('withoutPaths', () => {
  it('leaves out what is at the paths, and the item as it is', () => {
    const item = { n: NULL, map: { M: { a: NULL, b: { N: '1' } } }, list: { L: [{ M: { x: NULL } }] } }
    const paths = [['n'], ['map', 'a'], ['list', 0, 'x'], ['nope', 'a']].map((names) => ({
      kind: 'path' as const,
      text: names.join('.'),
      names,
    }))
    expect(withoutPaths(item, paths)).deep.equal({ map: { M: { b: { N: '1' } } }, list: { L: [{ M: {} }] } })
    expect(item.n).equal(NULL)
  })
})

describe('changesOnAbsence', () => {
  const worked = (changes: Parameters<typeof nullsOn>[1], item: Parameters<typeof nullsOn>[2]) => {
    const nulls = nullsOn(root, changes, item)
    return changesOnAbsence(changes, nulls, withoutPaths(item, nulls), 'Thing')
  }

  it('has results in the place of sums, lists and sets that would meet a NULL, and leaves the others', () => {
    const { changes, read } = worked(
      update.add('n', 2).append('list', ['x']).delete('tags', ['t']).set('m', 1).state().changes,
      { id: { S: 'a' }, n: NULL, list: NULL, tags: NULL, m: NULL },
    )
    expect(
      changes.map(({ clause, target, operand }) => [
        clause,
        target.text,
        operand?.kind === 'value' ? operand.value : undefined,
      ]),
    ).deep.equal([
      ['SET', 'n', { N: '2' }],
      ['SET', 'list', { L: [{ S: 'x' }] }],
      ['REMOVE', 'tags', undefined],
      ['SET', 'm', { N: '1' }],
    ])
    expect(texts(read)).deep.equal(['n', 'list', 'tags'])
  })

  it('is refused where a value is needed and there is none', () => {
    const { changes } = update.set('m', (attr) => attr.n.plus(1)).state()
    expect(() => worked(changes, { id: { S: 'a' }, n: NULL })).throw(InvalidUpdateError, 'n is absent')
  })
})

describe('nullGuards', () => {
  const guarded = (
    given: { state(): { readonly changes: Parameters<typeof nullGuards>[0] } },
    except: string[] = [],
  ) =>
    nullGuards(given.state().changes, except).map(
      (guard) => guard.kind === 'comparison' && guard.left.kind === 'path' && guard.left.text,
    )

  const cases: [string, Parameters<typeof guarded>[0], string[]][] = [
    ['setIfMissing', update.setIfMissing('n', 1), ['n']],
    ['ifNotExists in a sum', update.set('n', (attr) => attr.m.ifNotExists(0).plus(1)), ['m']],
    ['a copy', update.set('n', (attr) => attr.m), ['m']],
    ['a copy if there is none', update.set('n', (attr) => attr.n.ifNotExists(attr.m)), ['n', 'm']],
    ['a sum: DynamoDB refuses NULL', update.set('n', (attr) => attr.m.plus(1)), []],
    ['add', update.add('n', 1), []],
    ['set', update.set('n', 1), []],
    ['one path twice', update.setIfMissing('n', 1).set('m', (attr) => attr.n.ifNotExists(1)), ['n']],
  ]
  for (const [what, given, paths] of cases)
    it(`of ${what}`, () => {
      expect(guarded(given)).deep.equal(paths)
    })

  it('leaves out what may hold NULL', () => {
    expect(guarded(update.setIfMissing('n', 1), ['n'])).deep.equal([])
  })
})
