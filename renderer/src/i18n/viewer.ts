import { defineMessages } from './define.ts';

export const viewer = defineMessages({
  'viewer.title': { en: 'Photo', zh: '照片' },
  'viewer.place': { en: '{place} of {count}', zh: '第 {place} 张，共 {count} 张' },
  'viewer.next': { en: 'Next photo', zh: '下一张' },
  'viewer.previous': { en: 'Previous photo', zh: '上一张' },
  'viewer.fit': { en: 'Whole photo', zh: '适合窗口' },
  'viewer.actual': { en: 'Actual pixels', zh: '实际像素' },
  'viewer.zoomIn': { en: 'Zoom in', zh: '放大' },
  'viewer.zoomOut': { en: 'Zoom out', zh: '缩小' },
  'viewer.compare': { en: 'Two photos side by side', zh: '两张并排比较' },
  'viewer.close': { en: 'Close the viewer', zh: '关闭查看器' },
  'viewer.score': { en: 'Score', zh: '得分' },
  'viewer.call': { en: 'Called', zh: '判定' },
  'viewer.label': { en: 'Labelled', zh: '标注' },
  'viewer.kept': { en: 'Kept', zh: '固定' },
  'viewer.keys': {
    en: 'Arrow keys: next and previous. Wheel or + and −: zoom. Shift and arrows or drag: move. 0: whole photo. 9: actual pixels. C: keep this photo and put another beside it. S: change sides. Space: colour what raised the score.',
    zh: '方向键：前后翻看。滚轮或 + / −：缩放。Shift 加方向键或拖动：平移。0：适合窗口。9：实际像素。C：固定当前照片并排比较。S：切换左右。空格：标出使得分升高之处。',
  },
  'viewer.failed': { en: 'The photo could not be read from the list.', zh: '无法从列表中读取该照片。' },
});
