/** Stands on every screen, report and file that carries a prediction; scripts match it to the letter. */
export const NOTICE = 'Research use only. Not a medical device. Not for diagnosis.';
