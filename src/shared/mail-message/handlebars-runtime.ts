/**
 * The one door to handlebars in a worker: templates are compiled when the package is made, so that the compiler and
 * its source maps (2 MiB of a process) need not be loaded. The package has no usable types for this part of it.
 */
import { createRequire } from 'node:module';
import type Whole from 'handlebars';

/** What runs a compiled template. */
export const Handlebars = createRequire(import.meta.url)('handlebars/runtime') as Pick<
  typeof Whole,
  'escapeExpression' | 'SafeString' | 'template'
>;
