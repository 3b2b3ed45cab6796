import { defineMessages } from './define.ts';

export const help = defineMessages({});
