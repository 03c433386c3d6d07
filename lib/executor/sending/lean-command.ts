// Makes a command class cheaper to send: a subclass without the SDK's log filter, whose middleware is put in order once.
import { type Plans, plannedStack, type Stack } from './middleware-plan.js'

/** What a lean command finds in the options of its own sending. */
export interface LeanOptions {
  readonly plans: Plans
}

interface Details {
  readonly inputFilterSensitiveLog?: unknown
  readonly outputFilterSensitiveLog?: unknown
}

interface Configuration {
  readonly logger?: object
}

// The part of the SDK's Command that is met here. `resolveMiddlewareWithContext` is internal to the SDK, so it is tested for first.
interface SdkCommand {
  readonly middlewareStack: Stack
  resolveMiddlewareWithContext(
    stack: Stack,
    configuration: Configuration,
    options: Partial<LeanOptions> | undefined,
    details: Details,
  ): unknown
}

const asIs = (value: unknown): unknown => value

/**
 * A subclass of an SDK command class whose sending costs less. `instanceof`, `input`, the class name and mocks see no difference.
 *
 * The SDK's log filter copies each input and output, also for a logger that is off: it is left out, unless the client has a logger of the
 * user's own. It hides nothing, since no member of DynamoDB's model is marked sensitive.
 *
 * The order of the middleware is kept in the `plans` of the options that are sent along. An SDK whose commands are built in another way
 * gets its own class back.
 */
export function lean<C extends new (input: never) => object>(Command: C): C {
  const Parent = Command as unknown as new (input: object) => SdkCommand
  if (typeof Parent.prototype.resolveMiddlewareWithContext !== 'function') return Command
  // Asked once for each logger: the answer is in the texts of its methods.
  const silent = new WeakMap<object, boolean>()
  const isQuiet = (logger: object | undefined): boolean => {
    if (logger === undefined) return false
    const known = silent.get(logger) ?? isSilent(logger)
    silent.set(logger, known)
    return known
  }
  class Lean extends Parent {
    override resolveMiddlewareWithContext(
      stack: Stack,
      configuration: Configuration,
      options: Partial<LeanOptions> | undefined,
      details: Details,
    ): unknown {
      const plans = isStack(stack) ? options?.plans : undefined
      return super.resolveMiddlewareWithContext(
        plans === undefined
          ? stack
          : plannedStack(stack, Parent, () => new Parent({}).middlewareStack, plans),
        configuration,
        options,
        isQuiet(configuration.logger)
          ? { ...details, inputFilterSensitiveLog: asIs, outputFilterSensitiveLog: asIs }
          : details,
      )
    }
  }
  Object.defineProperty(Lean, 'name', { value: Command.name })
  return Lean as unknown as C
}

function isStack(stack: Partial<Stack>): boolean {
  return (['add', 'addRelativeTo', 'applyToStack', 'concat', 'resolve'] as const).every(
    (method) => typeof stack[method] === 'function',
  )
}

const levels = ['trace', 'debug', 'info', 'warn', 'error'] as const

// The logger of a client that was given none: its methods do nothing. Its class has another name in a minified program.
function isSilent(logger: object): boolean {
  return levels.every((level) => {
    const method: unknown = Reflect.get(logger, level)
    return typeof method === 'function' && /\{\s*\}$/.test(Function.prototype.toString.call(method))
  })
}
