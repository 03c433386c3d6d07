// What a read of many says of what it could not read.
import { expect } from 'chai'
import {
  AbortedError,
  DyntasticError,
  RequestFailedError,
  TableNotFoundError,
  ThrottledError,
  UnprocessedError,
} from 'dyntastic'
import { type KeySlot, KeySlots, type ReadTrouble } from '../../../lib/operation/batch-read/key-slots.js'
import { abandoned, asFarAsItGoes, isUnread, unreadError } from '../../../lib/operation/batch-read/unread.js'
import { FakeRunner } from '../fake-runner.js'
import { Book } from '../many/fake-shelves.js'

/** Slots that are known, or in the trouble that is given. */
function slots(...states: readonly (ReadTrouble | 'known' | undefined)[]): KeySlot[] {
  const keys = new KeySlots(new FakeRunner())
  return states.map((state, at) => {
    const slot = keys.want({ model: Book, consistent: false, select: [] }, { isbn: { S: `b${at}` } })
    if (state === 'known') slot.known = true
    else slot.trouble = state
    return slot
  })
}

const where = { entity: 'Book', operation: 'batchGet', again: (at: number) => `again ${at}` }
const missing = new TableNotFoundError()
const broken = new RequestFailedError()
const left = (error?: unknown): ReadTrouble => ({ kind: 'unprocessed', attempts: 6, error })
const failed = (error: unknown): ReadTrouble => ({ kind: 'failed', error })

function unprocessed(
  unread: Partial<Parameters<typeof unreadError>[0]> & { slots: KeySlot[] },
): UnprocessedError {
  const error = unreadError({ ...where, ...unread })
  if (error instanceof UnprocessedError) return error
  return expect.fail(`an UnprocessedError was expected, not ${String(error)}`)
}

describe('what is unread', () => {
  it('is known by slots that nothing is known of, and by a run that onProgress ended', () => {
    expect(isUnread({ slots: slots('known', 'known') })).equal(false)
    expect(isUnread({ slots: slots('known', left()) })).equal(true)
    expect(isUnread({ slots: [], thrown: { error: 1 } })).equal(true)
  })

  it('is on the error as operations that can run again, next to what was read', () => {
    const throttled = new ThrottledError()
    const results = ['b0', undefined, undefined]
    const error = unprocessed({ slots: slots('known', left(), left(throttled)), results })
    expect(error).include({ entity: 'Book', operation: 'batchGet', results })
    expect(error.remaining).deep.equal(['again 1', 'again 2'])
    expect(error.failures).deep.equal([])
    expect(error.message).contain('2 of 3 keys were left unprocessed after 6 consecutive attempts')
    expect(unprocessed({ slots: slots('known', left(throttled)) }).cause).equal(throttled)
  })

  it('says of each request that failed what it was about', () => {
    const [one, other] = [failed(broken), failed(missing)]
    const error = unprocessed({ slots: slots('known', one, other, one, undefined) })
    expect(error.failures).deep.equal([
      { error: broken, remaining: ['again 1', 'again 3'] },
      { error: missing, remaining: ['again 2'] },
    ])
    expect(error.remaining).length(4)
    expect(error.cause).equal(broken)
    expect(error.message)
      .contain(
        '3 of 5 keys were in requests that failed permanently (`failures`; the first: RequestFailedError)',
      )
      .and.contain('1 of 5 keys were never requested')
  })

  it('says only what there was, in exact words', () => {
    const of = (...states: readonly (ReadTrouble | undefined)[]) =>
      unprocessed({ slots: slots('known', ...states) }).message
    expect(of(left())).equal('Book.batchGet: 1 of 2 keys were left unprocessed after 6 consecutive attempts')
    expect(of(failed(broken))).equal(
      'Book.batchGet: 1 of 2 keys were in requests that failed permanently (`failures`; the first: RequestFailedError)',
    )
    expect(of(undefined)).equal('Book.batchGet: 1 of 2 keys were never requested')
    expect(of(left(), failed(broken), undefined)).equal(
      'Book.batchGet: 1 of 4 keys were left unprocessed after 6 consecutive attempts; 1 of 4 keys were in requests that failed permanently (`failures`; the first: RequestFailedError); 1 of 4 keys were never requested',
    )
  })

  it('has the error that the unread keys met as its cause, even if they were not requested', () => {
    const before = new ThrottledError()
    const unsent: ReadTrouble = { kind: 'unsent', error: before }
    expect(unprocessed({ slots: slots('known', unsent) }).cause).equal(before)
    expect(unprocessed({ slots: slots('known', unsent, failed(broken)) }).cause).equal(broken)
    expect(unprocessed({ slots: slots('known', undefined) }).cause).equal(undefined)
  })

  it('is the failure itself if nothing was read and everything failed for one reason', () => {
    expect(unreadError({ ...where, slots: slots(failed(missing), failed(missing)) })).equal(missing)
    for (const others of [
      slots('known', failed(missing)),
      slots(failed(broken), failed(missing)),
      slots(failed(missing), left()),
    ])
      unprocessed({ slots: others })
    // The caller no longer has the keys of an iterable.
    expect(unprocessed({ slots: slots(failed(missing)), read: 1 })).property('read', 1)
    const strange = new Error('none of the library')
    expect(unprocessed({ slots: slots(failed(strange)) }).cause).equal(strange)
  })

  it('contains elements that were not requested, and with `whole` everything that was not returned', () => {
    const { remaining } = unprocessed({ slots: slots('known', left()), count: 4 })
    expect(remaining).deep.equal(['again 1', 'again 2', 'again 3'])
    expect(unprocessed({ slots: slots('known', left()), whole: true }).remaining).deep.equal([
      'again 0',
      'again 1',
    ])
  })

  it('names what onProgress threw as the cause', () => {
    const error = new Error('mine')
    const reported = unprocessed({ slots: slots('known'), thrown: { error } })
    expect(reported.cause).equal(error)
    expect(reported.failures).deep.equal([{ error, remaining: [] }])
    expect(reported.message).contain('onProgress threw')
  })

  it('is also on the error of an aborted run, hidden from inspection', () => {
    const error = new AbortedError({ outcome: 'nothing written' })
    const unread = { ...where, slots: slots('known', undefined), count: 3, results: ['b0'], read: 3 }
    expect(abandoned(error, unread)).equal(error)
    expect(error).include({ read: 3 })
    expect(error).property('remaining').deep.equal(['again 1', 'again 2'])
    expect(error).property('results').equal(unread.results)
    expect(Object.keys(error)).not.include.members(['remaining'])
    const other = new Error('other')
    expect(abandoned(other, unread)).equal(other)
    expect(other).not.property('remaining')
    const whole = new AbortedError({ outcome: 'nothing written' })
    abandoned(whole, { ...where, slots: slots('known'), whole: true })
    expect(whole).property('remaining').deep.equal(['again 0'])
    expect(whole).not.property('read')
  })

  it('takes what does not fit for nothing', () => {
    expect(asFarAsItGoes(() => 1)).equal(1)
    const bad = () => {
      throw new DyntasticError()
    }
    expect(asFarAsItGoes(bad)).equal(undefined)
  })
})
