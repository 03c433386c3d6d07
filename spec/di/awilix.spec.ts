// awilix injects repositories and the executor, by name and without decorators.
import { asClass, asFunction, createContainer, InjectionMode } from 'awilix'
import { expect } from 'chai'
import type { CommandExecutor } from 'dyntastic'
import { Recorder } from 'dyntastic/testing'
import { onEachTransport } from '../support/transports.js'
import {
  expectOneTransaction,
  expectThread,
  Greeter,
  Journal,
  NoteRepository,
  Registration,
  Threads,
  threadItems,
  UserRepository,
} from './user-repository.js'

interface Cradle {
  executor: CommandExecutor
  users: UserRepository
  greeter: Greeter
  notes: NoteRepository
  journal: Journal
  registration: Registration
}

onEachTransport('awilix', (CommandExecutor) => {
  const build = (executor: CommandExecutor, injectionMode: (typeof InjectionMode)['CLASSIC' | 'PROXY']) =>
    createContainer<Cradle>({ injectionMode }).register({ executor: asFunction(() => executor).singleton() })

  it('injects by parameter name (CLASSIC)', async () => {
    const recorder = new Recorder().answer('GetItem', { Item: { userId: { S: 'u1' }, age: { N: '31' } } })
    const container = build(recorder, InjectionMode.CLASSIC).register({
      users: asClass(UserRepository).singleton(),
      greeter: asClass(Greeter),
    })
    const { greeter, users } = container.cradle
    expect(await greeter.ageOf('u1')).to.equal(31)
    expect(greeter.users).to.equal(users)
    expect(users.executor).to.equal(recorder)
  })

  it('injects through factories (PROXY)', () => {
    const container = build(new CommandExecutor(), InjectionMode.PROXY).register({
      users: asFunction(({ executor }: Cradle) => new UserRepository(executor)).singleton(),
    })
    expect(container.cradle.users).to.equal(container.cradle.users)
    expect(container.cradle.users).to.be.instanceOf(UserRepository)
  })

  it('takes a stub that fits by structure', async () => {
    const users: Pick<UserRepository, 'get'> = new UserRepository(
      new Recorder().answer('GetItem', { Item: { userId: { S: 'x' }, age: { N: '7' } } }),
    )
    const container = createContainer<Cradle>({ injectionMode: InjectionMode.CLASSIC }).register({
      users: asFunction(() => users as UserRepository),
      greeter: asClass(Greeter),
    })
    expect(await container.cradle.greeter.ageOf('x')).to.equal(7)
  })

  it('injects a collection', async () => {
    const recorder = new Recorder().answer('Query', threadItems)
    const container = createContainer<{ executor: CommandExecutor; threads: Threads }>({
      injectionMode: InjectionMode.CLASSIC,
    }).register({ executor: asFunction(() => recorder).singleton(), threads: asClass(Threads) })
    await expectThread(container.cradle.threads)
  })

  it('a transaction holds what injected repositories and services write', async () => {
    const recorder = new Recorder()
    const container = build(recorder, InjectionMode.CLASSIC).register({
      users: asClass(UserRepository).singleton(),
      notes: asClass(NoteRepository),
      journal: asClass(Journal),
      registration: asClass(Registration),
    })
    await expectOneTransaction(container.cradle.registration, recorder)
  })
})
