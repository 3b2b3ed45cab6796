import { createComparer, type Question } from './comparing.ts';

const answersTo = createComparer();

addEventListener('message', ({ data: question }: MessageEvent<Question>) => {
  for (const answer of answersTo(question)) postMessage(answer);
});
