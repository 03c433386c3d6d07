// Bounds: which are refused, and what they make of inputs and keys.
import { expect } from 'chai'
import { attribute, Entity, InvalidOptionError } from 'dyntastic'
import { any, boolean, date, integer, number, optional, set, string } from 'superstruct'
import {
  type Bound,
  boundInput,
  boundKey,
  checkedBounds,
  hasBound,
  isShownByValue,
} from '../../lib/entity/bounds.js'
import { tenantEntities } from '../support/tenants.js'

const Thing = new Entity({
  name: 'Thing',
  table: 'things',
  attributes: {
    id: string(),
    tenant: attribute(number(), { name: 't' }),
    open: optional(boolean()),
    at: optional(date()),
    tags: optional(set(string())),
    loose: optional(any()),
    size: attribute(string(), { default: 'm' }),
    revision: integer(),
    made: date(),
    until: attribute(optional(date()), { as: 'epochSeconds' }),
  },
  key: { partition: 'id' },
  version: 'revision',
  timestamps: { created: 'made' },
  ttl: 'until',
})

describe('bounds', () => {
  it('are values of attributes, in their stored form, or a named error says why not', () => {
    const { all, loose } = checkedBounds(Thing, { tenant: 5, id: 'a' })
    expect(all.map(({ name, stored, inKey }) => ({ name, stored, inKey }))).deep.equal([
      { name: 't', stored: { N: '5' }, inKey: false },
      { name: 'id', stored: { S: 'a' }, inKey: true },
    ])
    expect(loose.map(({ property }) => property)).deep.equal(['tenant'])
    expect(checkedBounds(Thing, { at: new Date(0) }).all[0]?.stored).deep.equal({
      S: '1970-01-01T00:00:00.000Z',
    })
    const refused: [unknown, string, string][] = [
      [undefined, 'bounds', 'not undefined'],
      ['t1', 'bounds', 'not a string'],
      [['t1'], 'bounds', 'not an array'],
      [{}, 'bounds', 'there are no bounds'],
      [{ tenant: undefined }, 'tenant', 'is undefined'],
      [{ open: null }, 'open', 'is null'],
      [{ tennant: 5 }, 'tennant', 'did you mean `tenant`?'],
      [{ constructor: 5 }, 'constructor', "no attribute 'constructor'"],
      [{ ['__proto__']: 5 }, '__proto__', 'no attribute'],
      [{ tenant: '5' }, 'tenant', 'does not fit'],
      [{ tenant: Number.NaN }, 'tenant', 'does not fit'],
      [{ tags: new Set(['a']) }, 'tags', 'a string, a number, binary or a boolean'],
      [{ tags: new Set() }, 'tags', 'a string, a number, binary or a boolean'],
      [{ loose: { a: 1 } }, 'loose', 'a string, a number'],
      [{ revision: 1 }, 'revision', 'changes with each write'],
      [{ made: new Date() }, 'made', 'changes with each write'],
      [{ until: new Date(0) }, 'until', 'expires the item'],
    ]
    for (const [given, option, detail] of refused)
      expect(() => checkedBounds(Thing, given), JSON.stringify(given))
        .throw(InvalidOptionError, detail)
        .include({ option })
  })

  it('of a union are those that all members store alike', () => {
    const { Animal } = tenantEntities((prefix) => prefix)
    expect(checkedBounds(Animal, { tenantId: 't' }).loose).have.length(1)
    expect(() => checkedBounds(Animal, { lives: 9 })).throw(InvalidOptionError, "no attribute 'lives' in Dog")
  })

  it('numbers are compared by value, and what is absent is beyond', () => {
    const [tenant] = checkedBounds(Thing, { tenant: 5 }).all as [Bound]
    expect(hasBound(tenant, { t: { N: '5.0' } }, Thing)).equal(true)
    for (const stored of [{}, { t: { N: '6' } }, { t: { S: '5' } }, { tenant: { N: '5' } }])
      expect(hasBound(tenant, stored as never, Thing)).equal(false)
    const [open] = checkedBounds(Thing, { open: true }).all as [Bound]
    expect(hasBound(open, { open: { BOOL: false } }, Thing)).equal(false)
  })

  it('are shown by the value of an item only if one stored form is read as it', () => {
    const isShown = (bounds: object) =>
      checkedBounds(Thing, bounds).all.map((b) => isShownByValue(b, Thing.codec))
    // A number may be the nearest one to what is stored, a date is an object, and `size` may be the default of nothing.
    expect(isShown({ tenant: 5 })).deep.equal([false])
    expect(isShown({ at: new Date(0) })).deep.equal([false])
    expect(isShown({ size: 'm' })).deep.equal([false])
    expect(isShown({ size: 'l' })).deep.equal([true])
  })

  it('complete inputs and keys, and refuse those that contradict them', () => {
    const { Keyed } = tenantEntities((prefix) => prefix)
    const bounds = checkedBounds(Keyed, { tenantId: 't1' })
    expect(boundInput(bounds, { id: 'a' }, 'save')).deep.equal({ id: 'a', tenantId: 't1' })
    expect(boundInput(bounds, { id: 'a', tenantId: 't1' }, 'save')).deep.equal({ id: 'a', tenantId: 't1' })
    for (const input of [undefined, null, 5, 'a', []]) expect(boundInput(bounds, input, 'save')).equal(input)
    expect(() => boundInput(bounds, { tenantId: null }, 'save')).throw('bound to')
    expect(boundKey(bounds, 'a', 'get')).deep.equal({ id: 'a', tenantId: 't1' })
    expect(boundKey(bounds, { id: 'a' }, 'get')).deep.equal({ id: 'a', tenantId: 't1' })
    expect(() => boundKey(bounds, { id: 'a', tenantId: 't2' }, 'get')).throw('bound to')
    expect(() => boundKey(bounds, { id: 'a', tenantId: 5 }, 'get')).throw('bound to')
  })
})
