// Soft deletes as requests, and what their failures mean.
import { expect } from 'chai'
import { ConditionFailedError, Repository, TableNotFoundError } from 'dyntastic'
import { plainNoteEntity } from '../../support/notes.js'
import { rejection } from '../../support/rejection.js'
import { FakeRunner } from '../fake-runner.js'

const Note = plainNoteEntity()
const marked = { noteId: { S: 'a' }, text: { S: 'x' }, deletedAt: { S: '2026-01-01T00:00:00.000Z' } }
const failing = (details: object = {}) =>
  new ConditionFailedError({
    entity: 'PlainNote',
    operation: 'delete',
    cause: undefined,
    ...details,
  } as never)
const on = (error?: Error) => new Repository(Note, new FakeRunner(error ?? {}))

describe('a soft delete', () => {
  it('marks an item that is there, and not deleted', () => {
    const { input } = on().delete('a').toCommand()
    expect(input).deep.include({
      Key: { noteId: { S: 'a' } },
      UpdateExpression: 'SET #0 = :0',
      ConditionExpression: 'attribute_exists(#1) AND attribute_not_exists(#0)',
      ReturnValues: 'NONE',
    })
    expect(String(on().delete('a'))).equal('PlainNote.delete, not run')
  })

  it('of an item that is not there, or deleted already, is done', async () => {
    expect(await on(failing()).delete('a')).equal(undefined)
    expect(await on(failing({ stored: marked })).delete('a')).equal(undefined)
    expect(
      await on(failing({ stored: marked }))
        .delete('a')
        .returning('old'),
    ).equal(undefined)
    const missing = new TableNotFoundError({ entity: 'PlainNote', operation: 'delete' })
    expect(await on(missing).delete('a')).equal(undefined)
  })

  it('with a condition that needs an item is refused without one', async () => {
    await rejection(on(failing()).delete('a').if('text').eq('x'), ConditionFailedError)
    expect(await on(failing()).delete('a').if('text').eq('x').orSkip()).equal(undefined)
    const error = await rejection(
      on(failing({ stored: marked }))
        .delete('a')
        .if('text')
        .eq('x'),
      ConditionFailedError,
    )
    expect(error.message).contain('the item with this key is deleted')
  })

  it('recognizes its own mark after a lost response', async () => {
    const lost = { outcome: 'unknown', stored: marked }
    const operation = on(failing(lost)).delete('a').if('text').eq('x')
    await rejection(operation, ConditionFailedError)
    const own = operation.state().changes[0]?.operand
    if (own?.kind !== 'value') throw new TypeError('no mark')
    expect(operation.hasMarked(failing({ ...lost, stored: { ...marked, deletedAt: own.value } }))).equal(true)
  })

  it('is not part of a batch', () => {
    expect(() => on().delete('a').batchWriteFace()).throw(/cannot mark them as deleted/)
  })
})
