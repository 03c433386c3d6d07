// The life of scopes: what the work is given, what becomes of its errors, and what an abort does.
import { EventEmitter, once } from 'node:events'
import { expect } from 'chai'
import { AbortedError } from '../../../lib/errors/interrupted.js'
import { ScopeError } from '../../../lib/errors/scope-error.js'
import type { Scope } from '../../../lib/executor/scope/scope.js'
import { currentContext, runOutside } from '../../../lib/executor/scope/scope-context.js'
import { type OpenScope, runInside } from '../../../lib/executor/scope/scope-run.js'
import { FakeRunner } from '../../operation/fake-runner.js'
import { rejection } from '../../support/rejection.js'
import { Collecting, settled, write } from '../collecting.js'

const runner = new FakeRunner()

/** A scope whose parts are done at once. */
class Quick extends Collecting {
  override async send(operations: readonly { readonly name: string }[]): Promise<void> {
    this.parts.push({ names: operations.map(({ name }) => name), done() {}, fail() {} })
  }
}

const enlist = async (name: string): Promise<unknown> =>
  currentContext()?.enlist(runner, write(name), undefined)

describe('executor/scope-run', () => {
  it('runs the work inside, sends the rest when it is done, and returns what it returns', async () => {
    const scope = new Quick(runner)
    let open: OpenScope | undefined
    const value = await runInside(
      scope,
      async (given) => {
        open = given
        await enlist('a')
        expect({ ...given, commit: undefined }).deep.equal({
          commit: undefined,
          requests: 0,
          pending: 1,
          committed: 0,
        })
        const { commit } = given
        await commit()
        expect(given).include({ pending: 0, committed: 1 })
        await enlist('b')
        return 'value'
      },
      undefined,
    )
    expect(value).equal('value')
    expect(scope.sent).deep.equal([['a'], ['b']])
    expect(open).include({ pending: 0, committed: 2 })
    expect(Object.isFrozen(open)).equal(true)
  })

  for (const [how, fail] of [
    [
      'throws',
      () => {
        throw failure
      },
    ],
    ['rejects', () => Promise.reject(failure)],
    [
      'rejects after an await',
      async () => {
        await enlist('a')
        await settled()
        throw failure
      },
    ],
  ] as [string, () => Promise<unknown>][])
    it(`work that ${how}: nothing is sent, and the same error is rethrown`, async () => {
      const scope = new Quick(runner)
      expect(await runInside(scope, fail, undefined).catch((error) => error)).equal(failure)
      expect(scope.sent).deep.equal([])
      expect(currentContext()).equal(undefined)
    })

  it('waits for what is on its way before the error of the work comes out', async () => {
    const scope = new Collecting(runner, 1)
    let through = false
    const run = runInside(
      scope,
      async () => {
        enlist('a')
        await settled()
        throw failure
      },
      undefined,
    ).catch((error) => {
      through = true
      return error
    })
    await settled()
    await settled()
    expect([through, scope.sent]).deep.equal([false, [['a']]])
    scope.parts[0]?.fail(new Error('of the part'))
    expect(await run).equal(failure)
  })

  describe('what is awaited', () => {
    const ways: [string, (name: string) => Promise<unknown>][] = [
      ['in a helper', (name) => enlist(name)],
      [
        'after a timer',
        async (name) => {
          await new Promise((resolve) => setTimeout(resolve, 1))
          await enlist(name)
        },
      ],
      [
        'in a chain of promises',
        (name) =>
          Promise.resolve()
            .then(settled)
            .then(() => enlist(name)),
      ],
      ['next to others', (name) => Promise.all([enlist(`${name} 1`), enlist(`${name} 2`)])],
      [
        'in an async generator',
        async (name) => {
          async function* steps() {
            await enlist(`${name} 1`)
            yield 1
            await settled()
            await enlist(`${name} 2`)
          }
          for await (const _ of steps()) await settled()
        },
      ],
      [
        'by a listener that was there before',
        async (name) => {
          const done = once(emitter, 'done')
          emitter.emit('save', name)
          await done
        },
      ],
      ['by a callback', (name) => new Promise((resolve) => setImmediate(() => resolve(enlist(name))))],
    ]
    const emitter = new EventEmitter()
    emitter.on('save', async (name: string) => {
      await enlist(name)
      emitter.emit('done')
    })

    for (const [how, work] of ways)
      it(`${how} is of the scope around it, in two at once`, async () => {
        const scopes = [new Quick(runner), new Quick(runner)]
        await Promise.all(scopes.map((scope, at) => runInside(scope, () => work(`${at}`), undefined)))
        for (const [at, scope] of scopes.entries())
          expect(scope.sent.flat().every((name) => name.startsWith(`${at}`)) && scope.collected > 0).equal(
            true,
          )
      })
  })

  it('what comes after the end is refused, and the error is its own', async () => {
    const scope = new Quick(runner)
    let later: Promise<unknown> = Promise.resolve()
    let commit: OpenScope['commit'] | undefined
    await runInside(
      scope,
      async (open) => {
        commit = open.commit
        later = settled().then(() => enlist('late'))
        later.catch(() => {})
      },
      undefined,
    )
    const error = await rejection(later, ScopeError)
    expect(error.reason).equal('closed')
    expect(error.message).contain('has ended').and.contain('unscoped()')
    expect((await rejection(commit?.() ?? Promise.resolve(), ScopeError)).reason).equal('closed')
    expect(scope.sent).deep.equal([])
  })

  it('what comes while the rest is being sent is too late', async () => {
    const scope = new Collecting(runner)
    let later: Promise<unknown> = Promise.resolve()
    const run = runInside(
      scope,
      async () => {
        await enlist('a')
        later = settled().then(() => enlist('late'))
        later.catch(() => {})
      },
      undefined,
    )
    await settled()
    expect((await rejection(later, ScopeError)).reason).equal('closed')
    scope.parts[0]?.done()
    await run
  })

  describe('nested', () => {
    const nested = (outer: Scope, inner: Scope) => async () => {
      let ran = false
      await enlist('before')
      const error = await rejection(
        runInside(
          inner,
          async () => {
            ran = true
          },
          undefined,
        ),
        ScopeError,
      )
      expect([error.reason, ran]).deep.equal(['nested', false])
      await enlist('after')
      expect(outer.ended).equal(false)
    }

    for (const [outer, inner] of [
      ['transaction', 'transaction'],
      ['batch', 'transaction'],
      ['transaction', 'batch'],
    ] as const)
      it(`a ${inner} in a ${outer} is refused before it runs, and the outer one survives`, async () => {
        const scope = new Quick(runner, undefined, outer)
        await runInside(scope, nested(scope, new Quick(runner, undefined, inner)), undefined)
        expect(scope.sent).deep.equal([['before', 'after']])
      })

    it('a batch in a batch collects for itself, and is sent at its own end', async () => {
      const outer = new Quick(runner, undefined, 'batch')
      const inner = new Quick(runner, undefined, 'batch')
      await runInside(
        outer,
        async () => {
          await enlist('outer 1')
          await runInside(inner, () => enlist('inner'), undefined)
          expect([outer.sent, inner.sent]).deep.equal([[], [['inner']]])
          await enlist('outer 2')
        },
        undefined,
      )
      expect([outer.sent, inner.sent]).deep.equal([[['outer 1', 'outer 2']], [['inner']]])
    })

    it('outside it, another one is free', async () => {
      const outer = new Quick(runner)
      const inner = new Quick(runner)
      await runInside(
        outer,
        () => runOutside(() => runInside(inner, () => enlist('inner'), undefined)),
        undefined,
      )
      expect([outer.sent, inner.sent]).deep.equal([[], [['inner']]])
    })
  })

  describe('an abort', () => {
    it('before the work: it does not run', async () => {
      const scope = new Quick(runner)
      const work = async () => expect.fail('it ran')
      const error = await rejection(runInside(scope, work, AbortSignal.abort('enough')), AbortedError)
      expect(error).include({ outcome: 'nothing written', cause: 'enough' })
    })

    it('during the work: ends it at once, and nothing is sent', async () => {
      const scope = new Quick(runner)
      const controller = new AbortController()
      let late: Promise<unknown> = Promise.resolve()
      const run = runInside(
        scope,
        async () => {
          await enlist('a')
          late = once(controller.signal, 'abort')
            .then(settled)
            .then(() => enlist('late'))
          late.catch(() => {})
          await new Promise(() => {})
        },
        controller.signal,
      )
      await settled()
      controller.abort('enough')
      const error = await rejection(run, AbortedError)
      expect(error).include({ outcome: 'nothing written', cause: 'enough', operation: 'transaction' })
      expect((await rejection(late, ScopeError)).reason).equal('closed')
      expect(scope.sent).deep.equal([])
    })

    it('while a part is on its way: with what that part says', async () => {
      const scope = new Collecting(runner, 1)
      const controller = new AbortController()
      const run = runInside(scope, () => enlist('a'), controller.signal)
      await settled()
      controller.abort('enough')
      const unknown = new AbortedError({ outcome: 'unknown' })
      scope.parts[0]?.fail(unknown)
      expect(await rejection(run, AbortedError)).equal(unknown)
    })

    it('after the end: nothing; and nothing listens any more', async () => {
      const controller = new AbortController()
      for (let turn = 0; turn < 20; turn++)
        await runInside(new Quick(runner), () => enlist('a'), controller.signal)
      controller.abort()
      await settled()
    })
  })
})

const failure = new Error('of the work')
