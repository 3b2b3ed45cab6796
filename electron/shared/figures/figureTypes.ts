/** Colours as SVG takes them. The class colours are never the only sign: side, symbol or dashes say the same. */
export interface FigureStyle {
  surface: string;
  text: string;
  muted: string;
  axis: string;
  grid: string;
  /** Bands of intervals, under the lines. */
  band: string;
  benign: string;
  malignant: string;
  /** Lines of compared curves, in their order; each has dashes of its own as well. */
  series: readonly string[];
  fontFamily: string;
}

/** For paper: Okabe and Ito's colours (told apart by colour-blind readers and in grey), on white. */
export const printStyle: FigureStyle = {
  surface: '#ffffff',
  text: '#1a1a1a',
  muted: '#555555',
  axis: '#444444',
  grid: '#e6e6e6',
  band: '#d4d9e2',
  benign: '#0072B2',
  malignant: '#D55E00',
  series: ['#1f3f77', '#B34700', '#007A5A', '#A3487F', '#6b6b6b', '#0072B2'],
  fontFamily:
    "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif",
};

export interface FigureOptions {
  style?: FigureStyle;
  /** Width of the drawing in its own units; text is 11 of them high, so that 360 is read well at 9 cm. */
  width?: number;
}

/** What every figure is told in the reader's language. Texts are escaped by the figure. */
export interface FigureWords {
  /** Read by screen readers and shown as a tool tip; captions stand outside the drawing. */
  title: string;
  /** One or two sentences that say what the drawing says. */
  description: string;
  xLabel: string;
  yLabel: string;
  /** Stands in the axes when there are no photos, and when those there are of one class only. */
  noRows: string;
  oneClass: string;
}

export type FigureLanguage = 'en' | 'zh-CN';
