// Version, timestamps and time to live: which attributes they are, and what the library writes into them.
import { expect } from 'chai'
import { date, defaulted, integer, number, optional, string } from 'superstruct'
import {
  defineManaged,
  fillManaged,
  type Managed,
  stampManaged,
  ttlFailures,
  versionOf,
} from '../../../lib/entity/key/managed.js'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import type { Descriptor } from '../../../lib/entity/table/descriptor.js'
import { EntityDefinitionError } from '../../../lib/errors/entity-definition-error.js'
import { thrown } from '../../support/rejection.js'
import { contextOf } from '../compiled-attributes.js'

const attributes = {
  id: string(),
  revision: integer(),
  createdAt: date(),
  updatedAt: date(),
  seconds: attribute(date(), { as: 'epochSeconds' }),
  expires: attribute(optional(date()), { as: 'epochSeconds', name: 'ttl' }),
  count: number(),
  defaultedCount: defaulted(integer(), 3),
  millis: attribute(date(), { as: 'epochMillis' }),
  optionalMillis: optional(attribute(date(), { as: 'epochMillis' })),
  ownSeconds: attribute(date(), {
    encode: (at) => at.getTime() / 1000,
    decode: (stored: number) => new Date(stored * 1000),
    type: 'N',
  }),
  ownMillis: attribute(date(), {
    encode: (at) => at.getTime(),
    decode: (stored: number) => new Date(stored),
    type: 'N',
  }),
}
const context = { ...contextOf(attributes), key: { attributes: [] } }

const of = (described: Pick<Descriptor, 'version' | 'timestamps' | 'ttl'>) =>
  defineManaged(context, { ...described, attributes } as unknown as Descriptor)

const keyed = (property: string) => ({ ...context, key: { attributes: [{ property }] as never } })

const none: Managed = { version: undefined, created: undefined, updated: undefined, ttl: undefined }
const all: Managed = { version: 'revision', created: 'createdAt', updated: 'updatedAt', ttl: 'ttl' }
const now = new Date('2026-03-01T12:00:00.123Z')
const before = new Date('2020-01-01T00:00:00.000Z')

describe('defineManaged', () => {
  for (const [what, described, expected] of [
    ['nothing', {}, none],
    ['a version', { version: 'revision' }, { ...none, version: 'revision' }],
    ['one timestamp', { timestamps: { created: 'createdAt' } }, { ...none, created: 'createdAt' }],
    ['the TTL attribute by its stored name', { ttl: 'expires' }, { ...none, ttl: 'ttl' }],
    ['seconds by a codec of its own', { ttl: 'ownSeconds' }, { ...none, ttl: 'ownSeconds' }],
    ['a number as TTL', { ttl: 'count' }, { ...none, ttl: 'count' }],
    [
      'all',
      {
        version: 'revision',
        timestamps: { created: 'createdAt', updated: 'updatedAt' },
        ttl: 'expires',
      },
      all,
    ],
  ] as const)
    it(`takes ${what}`, () => {
      expect(of(described)).deep.equal(expected).and.frozen
    })

  for (const [place, described, property] of [
    ['version', { version: 'revision' }, 'revision'],
    ['timestamps.updated', { timestamps: { updated: 'updatedAt' } }, 'updatedAt'],
  ] as const)
    it(`refuses ${place} in the primary key, which an update cannot change`, () => {
      const define = () => defineManaged(keyed(property), { ...described, attributes } as never)
      expect(thrown(define, EntityDefinitionError).message).match(
        new RegExp(`${place}: '${property}' is part of the primary key`),
      )
    })

  it('takes the time of creation in the primary key', () => {
    const described = { timestamps: { created: 'createdAt' }, attributes } as never
    expect(defineManaged(keyed('createdAt'), described).created).equal('createdAt')
  })

  for (const [what, described, message] of [
    ['an unknown version', { version: 'nope' }, /^Test: version: 'nope' is not an attribute/],
    ['a version that is not an integer', { version: 'id' }, /version: 'id' must be an integer/],
    ['a version that is a date', { version: 'createdAt' }, /version: 'createdAt' must be an integer/],
    [
      'an unknown timestamp',
      { timestamps: { created: 'nope' } },
      /timestamps\.created: 'nope' is not an attribute/,
    ],
    [
      'a created that is not a date',
      { timestamps: { created: 'id' } },
      /timestamps\.created: 'id' must be a date/,
    ],
    [
      'an updated that is not a date',
      { timestamps: { updated: 'count' } },
      /timestamps\.updated: 'count' must be/,
    ],
    ['an unknown ttl', { ttl: 'nope' }, /ttl: 'nope' is not an attribute/],
    ['a stored name as ttl', { ttl: 'ttl' }, /ttl: 'ttl' is a stored name; the property is 'expires'/],
    [
      'a ttl that is stored as text',
      { ttl: 'createdAt' },
      /ttl: 'createdAt' must be stored as a number of seconds since 1970/,
    ],
    [
      'a ttl in milliseconds',
      { ttl: 'millis' },
      /ttl: 'millis' is stored in milliseconds, but DynamoDB reads seconds/,
    ],
    ['an optional one', { ttl: 'optionalMillis' }, /is stored in milliseconds/],
    ['a codec of milliseconds', { ttl: 'ownMillis' }, /is stored in milliseconds/],
  ] as const)
    it(`refuses ${what}`, () => {
      expect(thrown(() => of(described), EntityDefinitionError).message).match(message)
    })
})

describe('fillManaged', () => {
  it('fills what is absent, undefined or null, in a copy', () => {
    const input = Object.freeze({ id: 'a', createdAt: undefined, updatedAt: null })
    expect(fillManaged(context, all, input, now)).deep.equal({
      id: 'a',
      revision: 0,
      createdAt: now,
      updatedAt: now,
    })
    expect(input).deep.equal({ id: 'a', createdAt: undefined, updatedAt: null })
  })

  it('keeps what is given', () => {
    const input = { id: 'a', revision: 7, createdAt: before, updatedAt: before }
    expect(fillManaged(context, all, input, now)).deep.equal(input)
  })

  it('returns the input itself if nothing is managed, or if it is not an object', () => {
    const input = {}
    expect(fillManaged(context, none, input, now)).equal(input)
    for (const odd of [undefined, null, 'text', 5]) expect(fillManaged(context, all, odd, now)).equal(odd)
  })
})

describe('stampManaged', () => {
  it('adds one to the version, and writes the time into updated alone', () => {
    const item = Object.freeze({ id: 'a', revision: 7, createdAt: before, updatedAt: before })
    expect(stampManaged(context, all, item, now)).deep.equal({
      id: 'a',
      revision: 8,
      createdAt: before,
      updatedAt: now,
    })
    expect(item.revision).equal(7)
  })

  it('begins at version 1', () => {
    expect(stampManaged(context, { ...none, version: 'revision' }, { revision: 0 }, now)).deep.equal({
      revision: 1,
    })
  })

  it('writes the time as it will be read back', () => {
    const stamped = stampManaged(context, { ...none, updated: 'seconds' }, { seconds: before }, now)
    expect(stamped).deep.equal({ seconds: new Date('2026-03-01T12:00:00.000Z') })
  })

  it('returns the item itself if nothing changes', () => {
    const item = {}
    expect(stampManaged(context, none, item, now)).equal(item)
    expect(stampManaged(context, { ...none, created: 'createdAt', ttl: 'ttl' }, item, now)).equal(item)
  })
})

describe('versionOf', () => {
  for (const [what, managed, item, expected] of [
    ['a number', all, { revision: 3 }, 3],
    ['a bigint', all, { revision: 3n }, 3],
    ['nothing', all, {}, 0],
    ['an entity without version', none, { revision: 3 }, 0],
  ] as const)
    it(`reads ${what}`, () => {
      expect(versionOf(managed, item)).equal(expected)
    })
})

describe('ttlFailures', () => {
  const entity = { managed: all, codec: context.codec, properties: context.properties }

  it('is nothing for a time in seconds, for no time, and if nothing expires', () => {
    for (const stored of [
      {},
      { ttl: { N: '0' } },
      { ttl: { N: '9999999999' } },
      { ttl: { NULL: true as const } },
    ])
      expect(ttlFailures(entity, stored)).deep.equal([])
    expect(ttlFailures({ ...entity, managed: none }, { ttl: { N: '1e12' } })).deep.equal([])
  })

  it('is a failure of the property for what looks like milliseconds', () => {
    for (const N of ['10000000000', '1700000000000', '1E+12'])
      expect(ttlFailures(entity, { ttl: { N } })).deep.equal([
        {
          path: ['expires'],
          message:
            'the time to live is 10,000,000,000 seconds or more after 1970 (the year 2286), which looks like milliseconds: DynamoDB reads seconds; leave it out of an item that never expires',
          value: undefined,
        },
      ])
  })
})
