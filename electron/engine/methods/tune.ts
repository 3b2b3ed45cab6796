import { AppError } from '../../shared/errors.ts';
import type { Methods } from '../protocol.ts';
import type { Method } from './context.ts';

export const tuneMaps: Method<Methods['tuneMaps']> = () => Promise.reject(new AppError('INTERNAL', 'not there yet'));
export const tune: Method<Methods['tune']> = () => Promise.reject(new AppError('INTERNAL', 'not there yet'));
