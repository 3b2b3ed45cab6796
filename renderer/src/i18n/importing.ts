import { defineMessages } from './define.ts';

export const importing = defineMessages({});
