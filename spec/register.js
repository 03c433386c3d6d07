// Mocha 12 loads specs with require(), for which tsx compiles them to CommonJS.
// This makes it use import(), so that specs and lib run as the ES modules they are.
import Module from 'node:module'
import fc from 'fast-check'
import 'tsx/esm'

Object.defineProperty(process.features, 'require_module', { value: false })
Module._extensions['.ts'] = (_, file) => {
  throw Object.assign(new Error(`${file} is an ES module`), { code: 'ERR_REQUIRE_ESM' })
}
// Properties begin from a seed that stays, unless they are asked to begin from another.
if (process.env.FC_SEED !== 'random') fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20_261_122) })
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
