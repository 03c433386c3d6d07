// inversify injects repositories and the executor, by class token and by decorated parameters.
import 'reflect-metadata'
import { expect } from 'chai'
import type { CommandExecutor } from 'dyntastic'
import { Recorder } from 'dyntastic/testing'
import { Container, inject, injectable } from 'inversify'
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

onEachTransport('inversify', (CommandExecutor) => {
  it('injects a repository class that gets the executor from the container', async () => {
    const recorder = new Recorder().answer('GetItem', { Item: { userId: { S: 'u1' }, age: { N: '31' } } })
    const container = new Container()
    container.bind(CommandExecutor).toConstantValue(recorder)
    container
      .bind(UserRepository)
      .toDynamicValue((context) => new UserRepository(context.get(CommandExecutor)))
      .inSingletonScope()
    container.bind(DecoratedGreeter).toSelf()
    const greeter = container.get(DecoratedGreeter)
    expect(await greeter.ageOf('u1')).to.equal(31)
    expect(greeter.users).to.equal(container.get(UserRepository))
    expect(greeter.users.executor).to.equal(recorder)
  })

  it('decorates a subclass of Repository itself', () => {
    @injectable()
    class Users extends UserRepository {
      constructor(@inject(CommandExecutor) executor: CommandExecutor) {
        super(executor)
      }
    }
    const container = new Container()
    const executor = new CommandExecutor()
    container.bind(CommandExecutor).toConstantValue(executor)
    container.bind(Users).toSelf()
    expect(container.get(Users).executor).to.equal(executor)
  })

  it('injects a collection', async () => {
    const container = new Container()
    container.bind(CommandExecutor).toConstantValue(new Recorder().answer('Query', threadItems))
    container.bind(Threads).toDynamicValue((context) => new Threads(context.get(CommandExecutor)))
    await expectThread(container.get(Threads))
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
    const container = new Container()
    container.bind(CommandExecutor).toConstantValue(recorder)
    container
      .bind(UserRepository)
      .toDynamicValue((context) => new UserRepository(context.get(CommandExecutor)))
      .inRequestScope()
    container
      .bind(Journal)
      .toDynamicValue((context) => new Journal(new NoteRepository(context.get(CommandExecutor))))
    container.bind(DecoratedRegistration).toSelf()
    await expectOneTransaction(container.get(DecoratedRegistration), recorder)
  })
})
