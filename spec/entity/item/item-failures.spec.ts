// Why items are refused as a whole.
import { expect } from 'chai'
import { attribute, Entity, InvalidItemError } from 'dyntastic'
import {
  any,
  array,
  date,
  instance,
  map,
  number,
  object,
  optional,
  refine,
  set,
  string,
  union,
} from 'superstruct'
import { absentAttribute } from '../../../lib/entity/codec/node.js'
import { decoded, itemMisfit, notAwaited, partFailure } from '../../../lib/entity/item/item-failures.js'
import type { AttributeValue } from '../../../lib/entity/struct/attribute-value.js'
import type { Failure } from '../../../lib/entity/struct/failure.js'
import { thrown } from '../../support/rejection.js'

const User = new Entity({
  name: 'User',
  table: 'users',
  attributes: { id: string(), tags: string() },
  key: { partition: 'id' },
})

describe('item failures', () => {
  it('decode an item or a part, and fail on values that are nested without end', () => {
    const failures: Failure[] = []
    const stored = { id: { S: 'a' } }
    expect(decoded(User.codec, stored, failures, true)).deep.equal({ id: 'a' })
    expect(failures).deep.equal([])
    decoded(User.codec, stored, failures, false)
    expect(failures.map(({ path, message }) => [path, message])).deep.equal([[['tags'], absentAttribute]])
    const around: { M: Record<string, AttributeValue> } = { M: {} }
    around.M['around'] = around
    const endless = { ...User.codec, decode: (value: unknown): unknown => endless.decode(value) }
    const found: Failure[] = []
    decoded(endless, around.M, found, false)
    expect(found.map(({ message }) => message)).deep.equal([
      'nested too deeply; DynamoDB stores 32 levels (nested attribute depth)',
    ])
  })

  it('say which value of a mocked response is not in the form of DynamoDB', () => {
    const structs = {
      any: any(),
      union: union([string(), object({ k: string() })]),
      object: object({ k: optional(string()) }),
      list: array(any()),
      number: optional(number()),
      set: set(number()),
      map: map(string(), number()),
      date: date(),
      binary: instance(Uint8Array),
      decimal: attribute(string(), { as: 'decimal' }),
      refined: refine(any(), 'refined', () => true),
    }
    const malformed: readonly (readonly [value: unknown, path: string])[] = [
      [null, 'a'],
      [{ N: null }, 'a'],
      [{ L: null }, 'a'],
      [{ L: [null] }, 'a[0]'],
      [{ M: null }, 'a'],
      [{ M: { k: null } }, 'a.k'],
      [{ NS: [null] }, 'a'],
      [{ B: null }, 'a'],
    ]
    for (const [name, struct] of Object.entries(structs)) {
      const Thing = new Entity({
        name: 'Thing',
        table: 'things',
        attributes: { id: string(), a: struct as never },
        key: { partition: 'id' },
      })
      for (const [value, path] of malformed) {
        const stored = { id: { S: 'x' }, a: value } as never
        const error = thrown(() => Thing.itemOf(stored, 'get'), InvalidItemError)
        expect(error.message, `${name} ${JSON.stringify(value)}`).contain(
          `Thing.get: ${path.split('[')[0]?.split('.')[0]}`,
        )
      }
    }
  })

  it('name the key, and what to do about items that are older than an attribute', () => {
    const stored = { id: { S: 'a' } }
    const failure = { path: ['tags'], message: absentAttribute, value: undefined }
    const error = itemMisfit(User, 'get', stored, [failure])
    expect(error.key).deep.equal({ id: 'a' })
    expect(error.message).match(/tags: required, but absent; give it a `default` or make it optional/)
    expect(itemMisfit(User, 'get', stored, [{ ...failure, message: 'other' }]).message).not.match(/default/)
  })

  it('name what was not awaited', () => {
    expect(notAwaited(Promise.resolve()).message).equal(
      'expected an item, but this is a Promise: await it first',
    )
    expect(partFailure.message).match(/was read in part/)
  })
})
