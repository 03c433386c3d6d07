// Definitions of soft deletes: what is refused, and what a delete writes.
import { expect } from 'chai'
import { attribute, Entity, EntityDefinitionError } from 'dyntastic'
import { date, defaulted, integer, nullable, optional, string } from 'superstruct'
import { deletionValues } from '../../../lib/entity/key/soft-delete.js'
import { noteEntity, plainNoteEntity } from '../../support/notes.js'
import { thrown } from '../../support/rejection.js'

const now = new Date('2026-01-02T03:04:05.678Z')

describe('definitions of soft deletes', () => {
  const attributes = {
    id: string(),
    at: optional(date()),
    always: date(),
    started: attribute(optional(date()), { default: new Date(0) }),
    none: nullable(date()),
    count: optional(integer()),
    version: integer(),
    created: date(),
    ends: attribute(optional(date()), { as: 'epochSeconds' }),
    stays: attribute(date(), { as: 'epochSeconds' }),
    fallback: optional(defaulted(date(), () => new Date(0))),
  }
  const define = (more: object): Error =>
    thrown(
      () =>
        new Entity({ name: 'Note', table: 'notes', attributes, key: { partition: 'id' }, ...more } as never),
      EntityDefinitionError,
    )
  const refused: readonly (readonly [what: string, more: object, words: RegExp])[] = [
    ['no attribute', { softDelete: {} }, /`attribute` is missing/],
    ['an attribute that is not one', { softDelete: { attribute: 'att' } }, /'att' is not an attribute/],
    ['one in the key', { softDelete: { attribute: 'id' } }, /'id' is in the key/],
    ['one that is always there', { softDelete: { attribute: 'always' } }, /'always' must be optional/],
    [
      'one with a default',
      { softDelete: { attribute: 'started' } },
      /'started' must (not have a default|be optional)/,
    ],
    ['a number', { softDelete: { attribute: 'count' } }, /'count' must be an optional date/],
    [
      'one that may be null',
      { softDelete: { attribute: 'none' } },
      /'none' must (be optional|not be stored as NULL)/,
    ],
    ['the time to live', { ttl: 'ends', softDelete: { attribute: 'ends' } }, /'ends' is `ttl`/],
    [
      'a timestamp',
      { timestamps: { created: 'at' }, softDelete: { attribute: 'at' } },
      /'at' is `timestamps.created`/,
    ],
    ['a unique value', { unique: ['at'], softDelete: { attribute: 'at' } }, /'at' is in `unique`/],
    [
      'a purge without a time to live',
      { softDelete: { attribute: 'at', purgeAfter: { days: 1 } } },
      /the entity has no `ttl`/,
    ],
    [
      'a purge by a time to live that cannot be removed',
      { ttl: 'stays', softDelete: { attribute: 'at', purgeAfter: { days: 1 } } },
      /sets 'stays', which must be optional/,
    ],
    [
      'a purge after nothing',
      { ttl: 'ends', softDelete: { attribute: 'at', purgeAfter: {} } },
      /one or more of/,
    ],
    [
      'a purge after weeks',
      { ttl: 'ends', softDelete: { attribute: 'at', purgeAfter: { weeks: 1 } } },
      /weeks/,
    ],
    [
      'a purge before the delete',
      { ttl: 'ends', softDelete: { attribute: 'at', purgeAfter: { days: -1 } } },
      /days/,
    ],
    ['an option that does not exist', { softDelete: { attribute: 'at', after: 1 } }, /after/],
    ['a name alone', { softDelete: 'at' }, /softDelete/],
  ]
  for (const [what, more, words] of refused)
    it(`refuse ${what}`, () => expect(define(more).message).match(words))

  it('have the stored name, and the time in milliseconds', () => {
    expect(noteEntity().softDelete).deep.equal({
      property: 'deletedAt',
      name: 'd',
      purge: { property: 'expiresAt', after: 30 * 86_400_000, form: 'date' },
    })
    expect(plainNoteEntity().softDelete).deep.equal({
      property: 'deletedAt',
      name: 'deletedAt',
      purge: undefined,
    })
    expect(new Entity({ name: 'N', table: 'notes', attributes, key: { partition: 'id' } }).softDelete).equal(
      undefined,
    )
  })

  it('a time to live may be a number of seconds', () => {
    const Note = new Entity({
      name: 'Note',
      table: 'notes',
      attributes: { id: string(), at: optional(date()), ends: optional(integer()) },
      key: { partition: 'id' },
      ttl: 'ends',
      softDelete: { attribute: 'at', purgeAfter: { hours: 1, minutes: 30 } },
    })
    if (Note.softDelete === undefined) throw new TypeError('no soft delete')
    expect(deletionValues(Note, Note.softDelete, now)).deep.equal([
      ['at', now],
      ['ends', Math.ceil((now.getTime() + 5_400_000) / 1_000)],
    ])
  })

  it('of a union must be the same in all entities', () => {
    const Plain = plainNoteEntity('one')
    const Other = Plain.extend({ name: 'Other', softDelete: undefined } as never)
    expect(thrown(() => Entity.oneOf([Plain, Other] as never), EntityDefinitionError).message).match(
      /softDelete.*PlainNote has 'deletedAt'.*Other has none|apart/,
    )
  })
})
