// tsyringe injects repositories and the executor, by class token and by decorated parameters.
import 'reflect-metadata'
import { expect } from 'chai'
import { CommandExecutor } from 'dyntastic'
import { Recorder } from 'dyntastic/testing'
import { container, inject, injectable, instanceCachingFactory } from 'tsyringe'
import { Greeter, UserRepository } from './user-repository.js'

@injectable()
class DecoratedGreeter extends Greeter {
  constructor(@inject(UserRepository) users: UserRepository) {
    super(users)
  }
}

describe('tsyringe', () => {
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
})
