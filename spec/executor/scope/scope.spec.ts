// What scopes of both kinds do with what they collect, apart from how it is sent.
import { expect } from 'chai'
import { AbortedError } from '../../../lib/errors/interrupted.js'
import { ScopeError } from '../../../lib/errors/scope-error.js'
import { currentContext, runWithin } from '../../../lib/executor/scope/scope-context.js'
import { FakeRunner } from '../../operation/fake-runner.js'
import { rejection, thrown } from '../../support/rejection.js'
import { Collecting, settled, write } from '../collecting.js'
import { get, put } from '../requests.js'

const runner = new FakeRunner()

/** Ends up as the error, or as the value. */
async function fate(promise: Promise<unknown>): Promise<unknown> {
  return promise.catch((error) => error)
}

describe('executor/scope', () => {
  it('collects without sending until the commit, and then sends once', async () => {
    const scope = new Collecting(runner)
    expect(await scope.enlist(runner, write('a'), undefined)).equal('taken a')
    expect(await scope.enlist(runner, write('b'), {})).equal('taken b')
    await settled()
    expect(scope.sent).deep.equal([])
    const finished = scope.finish()
    await settled()
    scope.parts[0]?.done()
    await finished
    expect(scope.sent).deep.equal([['a', 'b']])
    expect(scope).include({ committed: 2, collected: 2, ended: true })
  })

  it('sends nothing if nothing was collected', async () => {
    const scope = new Collecting(runner, 1)
    await scope.commit()
    await scope.finish()
    expect(scope.sent).deep.equal([])
  })

  it('sends as soon as there is enough, and the await that completes a part waits for it', async () => {
    const scope = new Collecting(runner, 2)
    await scope.enlist(runner, write('a'), undefined)
    let through = false
    const second = scope.enlist(runner, write('b'), undefined).then((value) => {
      through = true
      return value
    })
    await settled()
    expect([through, scope.sent]).deep.equal([false, [['a', 'b']]])
    scope.parts[0]?.done()
    expect(await second).equal('taken b')
    expect(scope.committed).equal(2)
  })

  it('sends one part after the other, in their order', async () => {
    const scope = new Collecting(runner, 1)
    const all = ['a', 'b', 'c'].map((name) => scope.enlist(runner, write(name), undefined))
    const finished = scope.finish()
    for (let at = 0; at < 3; at++) {
      await settled()
      expect(scope.sent).deep.equal([['a'], ['b'], ['c']].slice(0, at + 1))
      scope.parts[at]?.done()
    }
    await finished
    expect(await Promise.all(all)).deep.equal(['taken a', 'taken b', 'taken c'])
  })

  it('a commit in between waits for all that was collected before it', async () => {
    const scope = new Collecting(runner, 2)
    for (const name of ['a', 'b', 'c']) scope.enlist(runner, write(name), undefined)
    let committed = false
    const commit = scope.commit().then(() => {
      committed = true
    })
    await settled()
    scope.parts[0]?.done()
    await settled()
    expect([committed, scope.sent]).deep.equal([false, [['a', 'b'], ['c']]])
    scope.parts[1]?.done()
    await commit
    await scope.enlist(runner, write('d'), undefined)
    const finished = scope.finish()
    await settled()
    scope.parts[2]?.done()
    await finished
    expect(scope.sent).deep.equal([['a', 'b'], ['c'], ['d']])
  })

  it('does not collect what is refused', async () => {
    const scope = new Collecting(runner)
    expect(() => scope.enlist(runner, write('wrong'), undefined)).throw('wrong')
    const signal = AbortSignal.abort('enough')
    const aborted = thrown(() => scope.enlist(runner, write('a'), { signal }), AbortedError)
    expect(aborted).include({ outcome: 'nothing written', cause: 'enough', operation: 'a' })
    const other = thrown(() => scope.enlist(new FakeRunner(), write('a'), undefined), ScopeError)
    expect(other).include({ reason: 'place', operation: 'a' })
    expect(other.message).contain('unscoped()')
    await scope.finish()
    expect(scope).include({ collected: 0 })
  })

  describe('after a part that failed', () => {
    const failure = new Error('the commit failed')

    async function failed() {
      const scope = new Collecting(runner, 1)
      const all = ['a', 'b'].map((name) => fate(scope.enlist(runner, write(name), undefined)))
      await settled()
      scope.parts[0]?.fail(failure)
      const [first, second] = await Promise.all(all)
      return { scope, first, second }
    }

    it('the others are not sent', async () => {
      const { scope, first, second } = await failed()
      expect(first).equal(failure)
      expect(second).instanceOf(ScopeError).and.include({ reason: 'closed', cause: failure })
      expect(scope.sent).deep.equal([['a']])
    })

    it('nothing more is taken, and the end fails with the same error', async () => {
      const { scope } = await failed()
      const late = thrown(() => scope.enlist(runner, write('c'), undefined), ScopeError)
      expect(late).include({ reason: 'closed', cause: failure })
      expect(await rejection(scope.commit(), ScopeError)).include({ reason: 'closed', cause: failure })
      expect(await fate(scope.finish())).equal(failure)
      expect(scope.sent).deep.equal([['a']])
    })
  })

  it('a failure of the whole is that of each commit and of the end, and nothing is sent', async () => {
    const scope = new Collecting(runner)
    await scope.enlist(runner, write('a'), undefined)
    const error = new Error('too much')
    const spoil = () => {
      throw error
    }
    expect(() => scope.spoiling(spoil)).throw('too much')
    expect(await fate(scope.commit())).equal(error)
    expect(thrown(() => scope.enlist(runner, write('b'), undefined), ScopeError).reason).equal('closed')
    expect(await fate(scope.finish())).equal(error)
    expect(scope.sent).deep.equal([])
  })

  it('each await says what became of its own part, and the first failure is that of the scope', async () => {
    const scope = new Collecting(runner, 1)
    const first = fate(scope.enlist(runner, write('a'), undefined))
    await settled()
    const spoiled = new Error('too much')
    expect(() =>
      scope.spoiling(() => {
        throw spoiled
      }),
    ).throw('too much')
    const lost = new Error('lost')
    scope.parts[0]?.fail(lost)
    expect(await first).equal(lost)
    expect(await fate(scope.finish())).equal(spoiled)
  })

  it('a commit that nobody awaits is not an unhandled rejection, and fails the scope', async () => {
    const scope = new Collecting(runner)
    await scope.enlist(runner, write('a'), undefined)
    scope.commit()
    await settled()
    scope.parts[0]?.fail(new Error('lost'))
    await settled()
    expect(await fate(scope.finish())).have.property('message', 'lost')
  })

  it('dropped: waits for what is on its way, sends nothing more, and takes nothing more', async () => {
    const scope = new Collecting(runner, 1)
    const all = ['a', 'b'].map((name) => fate(scope.enlist(runner, write(name), undefined)))
    await settled()
    let through = false
    const dropped = scope.drop().then(() => {
      through = true
    })
    await settled()
    expect(through).equal(false)
    scope.parts[0]?.done()
    await dropped
    const [first, second] = await Promise.all(all)
    expect(first).equal('taken a')
    expect(second).instanceOf(ScopeError).and.include({ reason: 'closed' })
    expect(scope.sent).deep.equal([['a']])
    expect(thrown(() => scope.enlist(runner, write('c'), undefined), ScopeError).reason).equal('closed')
    expect((await rejection(scope.commit(), ScopeError)).reason).equal('closed')
  })

  describe('what runs inside', () => {
    it('reads are let through; writes that it does not know are not, open or ended', async () => {
      const scope = new Collecting(runner)
      scope.pass(get())
      const nested = thrown(() => scope.pass(put()), ScopeError)
      expect(nested).include({ reason: 'nested', entity: 'Thing', operation: 'save' })
      const table = { ...put(), call: 'DeleteTable', operation: 'deleteTable' } as never
      expect(thrown(() => scope.pass(table), ScopeError).reason).equal('nested')
      await scope.finish()
      expect(thrown(() => scope.pass(put()), ScopeError).reason).equal('closed')
    })

    it('its own requests are sent outside it, and counted where they write', async () => {
      class Own extends Collecting {
        override async send(): Promise<void> {
          for (const request of [put(), { ...put(), call: 'DescribeTable' } as never, put()])
            currentContext()?.pass(request)
          expect(currentContext()?.enlist(runner, write('by an observer'), undefined)).equal(undefined)
          currentContext()?.admit('transaction', runner, 'transaction')
        }
      }
      const scope = new Own(runner)
      await scope.enlist(runner, write('a'), undefined)
      await runWithin(scope, () => scope.finish())
      expect(scope.requests).equal(2)
    })

    it('only a batch can be begun inside, of a batch, of the same executor', async () => {
      const batch = new Collecting(runner, 25, 'batch')
      const transaction = new Collecting(runner)
      batch.admit('batch', runner, 'batch')
      const refusals = [
        () => batch.admit('transaction', runner, 'transaction'),
        () => batch.admit('list', runner, 'batch'),
        () => transaction.admit('batch', runner, 'batch'),
        () => transaction.admit('transaction', runner, 'transaction'),
        () => transaction.admit('list', runner, 'batch'),
      ]
      for (const refusal of refusals) expect(thrown(refusal, ScopeError).reason).equal('nested')
      expect(thrown(() => batch.admit('batch', new FakeRunner(), 'batch'), ScopeError).reason).equal('place')
      await batch.finish()
      expect(thrown(() => batch.admit('batch', runner, 'batch'), ScopeError).reason).equal('closed')
    })
  })
})
