import { defineMessages } from './define.ts';

export const start = defineMessages({});
