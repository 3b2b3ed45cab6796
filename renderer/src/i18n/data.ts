import { defineMessages } from './define.ts';

export const data = defineMessages({});
