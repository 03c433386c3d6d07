// Makes a command class cheaper to send: a subclass without the SDK's log filter, whose middleware is sorted only once.
import type { ResponseReaders } from '../../entity/text/response-scan.js'
import { remembered } from '../../util/remembered.js'
import { type OwnBodies, type Plans, plannedStack } from './middleware-plan.js'
import type { BodyConfiguration } from './own-bodies.js'
import type { OwnSteps } from './own-steps.js'
import type { Stack } from './sdk-stack.js'

/** The options of a lean command. */
export interface LeanOptions {
  readonly plans: Plans
  /** Present if bodies are written and read here, and not by the SDK. */
  readonly bodies?: { readonly readers: ResponseReaders | undefined } | undefined
  /** Present if some of the SDK's middleware is left out. */
  readonly steps?: OwnSteps | undefined
}

interface Details {
  readonly inputFilterSensitiveLog?: unknown
  readonly outputFilterSensitiveLog?: unknown
}

interface Configuration extends BodyConfiguration {
  readonly logger?: object
}

// The part of the SDK's Command that is used here. `resolveMiddlewareWithContext` is internal to the SDK, so we check
// that it exists.
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
 * Returns a subclass of an SDK command class that is cheaper to send. `instanceof`, `input`, the class name and mocks
 * see no difference.
 *
 * The SDK's log filter copies each input and output, even if logging is off. It is left out unless the client has a
 * logger of its own. No data is exposed, because no member of DynamoDB's model is marked sensitive.
 *
 * The order of the middleware is cached in `plans` of the send options. If an SDK builds its commands differently, its
 * own class is returned.
 */
export function lean<C extends new (input: never) => object>(Command: C): C {
  // A class with parameters of a type parameter cannot be extended.
  const Parent = Command as unknown as new (input: object) => SdkCommand
  if (typeof Parent.prototype.resolveMiddlewareWithContext !== 'function') return Command
  const parts = { Command: Parent, emptyStack: (): Stack => new Parent({}).middlewareStack }
  class Lean extends Parent {
    override resolveMiddlewareWithContext(
      stack: Stack,
      configuration: Configuration,
      options: Partial<LeanOptions> | undefined,
      details: Details,
    ): unknown {
      const plans = isStack(stack) ? options?.plans : undefined
      const quiet = configuration.logger !== undefined && isSilent(configuration.logger)
      let given = stack
      if (plans !== undefined) {
        const planned = plannedStack(stack, plans, parts)
        planned.bodiesNow = bodiesOf(options, configuration, quiet)
        planned.stepsNow = options?.steps
        given = planned
      }
      return super.resolveMiddlewareWithContext(
        given,
        configuration,
        options,
        quiet ? { ...details, inputFilterSensitiveLog: asIs, outputFilterSensitiveLog: asIs } : details,
      )
    }
  }
  Object.defineProperty(Lean, 'name', { value: Command.name })
  // It has the constructor and the members of its parent.
  return Lean as unknown as C
}

// A logger of the user's is shown outputs as the SDK makes them.
function bodiesOf(
  options: Partial<LeanOptions> | undefined,
  configuration: BodyConfiguration,
  quiet: boolean,
): OwnBodies | undefined {
  const bodies = options?.bodies
  return bodies === undefined ? undefined : { configuration, readers: quiet ? bodies.readers : undefined }
}

function isStack({ add, addRelativeTo, applyToStack, concat, resolve }: Partial<Stack>): boolean {
  return [add, addRelativeTo, applyToStack, concat, resolve].every((method) => typeof method === 'function')
}

const levels = ['trace', 'debug', 'info', 'warn', 'error'] as const

// The SDK's default logger, whose methods do nothing. Its class name may be minified.
const isSilent = remembered((logger: object) =>
  levels.every((level) => {
    const method: unknown = Reflect.get(logger, level)
    return typeof method === 'function' && /\{\s*\}$/.test(Function.prototype.toString.call(method))
  }),
)
