// Restores as requests, and what their failures mean.
import { expect } from 'chai'
import { ConditionFailedError, InvalidOptionError, ItemNotFoundError, Repository } from 'dyntastic'
import { plainNoteEntity } from '../../support/notes.js'
import { rejection, thrown } from '../../support/rejection.js'
import { FakeRunner } from '../fake-runner.js'

const Note = plainNoteEntity()
const live = { noteId: { S: 'a' }, text: { S: 'x' } }
const failing = (details: object = {}) =>
  new ConditionFailedError({
    entity: 'PlainNote',
    operation: 'restore',
    cause: undefined,
    ...details,
  } as never)
const on = (error?: Error) => new Repository(Note, new FakeRunner(error ?? {}))

describe('a restore', () => {
  it('removes the mark of a deleted item', () => {
    expect(on().restore('a').toCommand().input).deep.include({
      Key: { noteId: { S: 'a' } },
      UpdateExpression: 'REMOVE #0',
      ConditionExpression: 'attribute_exists(#1) AND attribute_exists(#0)',
      ReturnValues: 'ALL_NEW',
    })
    expect(on().restore('a').returning('none').toCommand().input.ReturnValues).equal('NONE')
    thrown(
      () =>
        on()
          .restore('a')
          .returning('old' as never),
      InvalidOptionError,
    )
  })

  it('needs a deleted item', async () => {
    const missing = await rejection(on(failing()).restore('a'), ItemNotFoundError)
    expect(missing.message).contain('no deleted item with this key exists')
    const there = await rejection(
      on(failing({ stored: live }))
        .restore('a')
        .orSkip(),
      ItemNotFoundError,
    )
    expect(there.message).contain('the item with this key is not deleted')
  })

  it('has succeeded if the item is there after a lost response', async () => {
    const lost = failing({ outcome: 'unknown', stored: live })
    expect(await on(lost).restore('a')).deep.equal({ noteId: 'a', text: 'x' })
    expect(await on(lost).restore('a').returning('none')).equal(undefined)
    await rejection(on(lost).restore('a').if('text').eq('x'), ConditionFailedError)
  })
})
