// tsyringe injects repositories and the executor, by class token and by decorated parameters.
import 'reflect-metadata'
import { expect } from 'chai'
import type { CommandExecutor } from 'dyntastic'
import { Recorder } from 'dyntastic/testing'
import { container, inject, injectable, instanceCachingFactory } from 'tsyringe'
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

@injectable()
class DecoratedGreeter extends Greeter {
  constructor(@inject(UserRepository) users: UserRepository) {
    super(users)
  }
}

onEachTransport('tsyringe', (CommandExecutor) => {
  it('injects a repository class that gets the executor from the container', async () => {
    const recorder = new Recorder().answer('GetItem', { Item: { userId: { S: 'u1' }, age: { N: '31' } } })
    const child = container.createChildContainer()
    child.register(CommandExecutor, { useFactory: instanceCachingFactory(() => recorder) })
    child.register(UserRepository, {
      useFactory: instanceCachingFactory((c) => new UserRepository(c.resolve(CommandExecutor))),
    })
    const greeter = child.resolve(DecoratedGreeter)
    expect(await greeter.ageOf('u1')).to.equal(31)
    expect(greeter.users).to.equal(child.resolve(UserRepository))
    expect(greeter.users.executor).to.equal(recorder)
  })

  it('decorates a subclass of Repository itself', () => {
    @injectable()
    class Users extends UserRepository {
      constructor(@inject(CommandExecutor) executor: CommandExecutor) {
        super(executor)
      }
    }
    const child = container.createChildContainer()
    const executor = new CommandExecutor()
    child.registerInstance(CommandExecutor, executor)
    expect(child.resolve(Users).executor).to.equal(executor)
  })

  it('injects a collection', async () => {
    const child = container.createChildContainer()
    child.registerInstance(CommandExecutor, new Recorder().answer('Query', threadItems))
    child.register(Threads, { useFactory: (c) => new Threads(c.resolve(CommandExecutor)) })
    await expectThread(child.resolve(Threads))
  })

  it('a transaction holds what injected repositories and services write', async () => {
    @injectable()
    class DecoratedRegistration extends Registration {
      constructor(
        @inject(CommandExecutor) executor: CommandExecutor,
        @inject(UserRepository) users: UserRepository,
        @inject(Journal) journal: Journal,
      ) {
        super(executor, users, journal)
      }
    }
    const recorder = new Recorder()
    const child = container.createChildContainer()
    child.registerInstance<CommandExecutor>(CommandExecutor, recorder)
    child.register(UserRepository, { useFactory: (c) => new UserRepository(c.resolve(CommandExecutor)) })
    child.register(Journal, {
      useFactory: (c) => new Journal(new NoteRepository(c.resolve(CommandExecutor))),
    })
    await expectOneTransaction(child.resolve(DecoratedRegistration), recorder)
  })
})
