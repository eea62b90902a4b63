/** The types of the functions that handle calls of the window. */

import type { CallName, calls, CallOutput } from '#shared/ipc/contract.ts';
import type { z } from 'zod';

/** A handler's input, parsed by the contract's schema. */
export type ParsedInput<Name extends CallName> = z.output<(typeof calls)[Name]['input']>;

export type Handler<Name extends CallName> = (input: ParsedInput<Name>) => CallOutput<Name> | Promise<CallOutput<Name>>;

export type Handlers<Names extends CallName = CallName> = { readonly [Name in Names]: Handler<Name> };
