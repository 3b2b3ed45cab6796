import { defineMessages } from './define.ts';

export const explain = defineMessages({
  'explain.checks': { en: 'Can this photo be judged', zh: '该照片能否评判' },
  'explain.working': { en: 'Looking at the photo', zh: '正在查看照片' },
  'explain.workingText': {
    en: 'Do not rely on the score before that is done. The first photo of a run takes up to half a minute.',
    zh: '完成之前请勿依赖该得分。每个模型的第一张照片最多需要半分钟。',
  },
  'explain.failed': {
    en: 'The photo could not be looked at: whether its score can be relied on is not known',
    zh: '无法查看该照片：不知道其得分是否可靠',
  },
  'explain.scoreStands': { en: 'The score below is the one that was stored.', zh: '下方的得分是已保存的结果。' },
  'explain.fine': { en: 'No warnings', zh: '无警告' },
  'explain.fineText': {
    en: 'Sharp, well lit and large enough, and like the training photos. That does not make the score right.',
    zh: '清晰、光线合适、尺寸足够，且与训练照片相似。但这并不表示得分正确。',
  },
  'explain.unlike': { en: 'Unlike the training photos', zh: '与训练照片不相似' },
  'explain.unlikeText': {
    en: 'The score is not to be relied on: the classifier knows only photos like those it was trained on.',
    zh: '该得分不可依赖：分类器只了解与其训练照片相似的照片。',
  },
  'explain.unlikeFeatures': {
    en: 'To the network it is {ratio} times as far from them as is still usual.',
    zh: '在网络看来，它与训练照片的距离是通常上限的 {ratio} 倍。',
  },
  'explain.unlikePicture': {
    en: 'In its colours and structure it is {ratio} times as far from them as is still usual.',
    zh: '就颜色与结构而言，它与训练照片的距离是通常上限的 {ratio} 倍。',
  },
  'explain.unlikeUsual': {
    en: 'Usual is what 99 of 100 of the {count} training photos keep to.',
    zh: '通常上限：{count} 张训练照片中每 100 张有 99 张不超过。',
  },
  'explain.unlikeRemedy': {
    en: 'Score a photo of a skin lesion that was taken the way the training photos were.',
    zh: '请使用与训练照片拍摄方式相同的皮损照片评分。',
  },
  'explain.unknown': {
    en: 'Not known whether it is like the training photos',
    zh: '无法判断是否与训练照片相似',
  },
  'explain.unknownText': {
    en: 'There are fewer than 12 training photos, or what the network saw in them is not stored any more and is being made again.',
    zh: '训练照片少于 12 张，或其网络特征已不在缓存中，正在重新提取。',
  },
  'explain.blurred': { en: 'Blurred', zh: '照片模糊' },
  'explain.blurred.text': {
    en: 'Fine structures that the network looks for may be lost (sharpness {value}; warned of below {limit}).',
    zh: '网络所依据的细微结构可能已丢失（清晰度 {value}，低于 {limit} 时警告）。',
  },
  'explain.blurred.remedy': {
    en: 'Take it again: hold still, focus on the lesion, clean the lens.',
    zh: '请重新拍摄：保持稳定，对焦于皮损，并清洁镜头。',
  },
  'explain.tooDark': { en: 'Too dark', zh: '照片过暗' },
  'explain.tooDark.text': {
    en: 'Even the lightest tenth of it reaches only {value} of full lightness (warned of below {limit}).',
    zh: '即使最亮的十分之一也仅达到满亮度的 {value}（低于 {limit} 时警告）。',
  },
  'explain.tooDark.remedy': {
    en: 'Take it again in more light. Brightening the file brings nothing back.',
    zh: '请在更充足的光线下重新拍摄。事后调亮文件无法恢复细节。',
  },
  'explain.tooBright': { en: 'Too bright', zh: '照片过亮' },
  'explain.tooBright.text': {
    en: 'In {value} of its area colours are burnt out (warned of above {limit}).',
    zh: '有 {value} 的面积颜色过曝（高于 {limit} 时警告）。',
  },
  'explain.tooBright.remedy': {
    en: 'Take it again with less exposure, and without flash glare.',
    zh: '请降低曝光重新拍摄，并避免闪光反射。',
  },
  'explain.lowContrast': { en: 'Hardly any contrast', zh: '几乎没有对比' },
  'explain.lowContrast.text': {
    en: 'Lightness spans only {value} of the full range (warned of below {limit}): there is little to be seen.',
    zh: '明暗跨度仅为全范围的 {value}（低于 {limit} 时警告）：几乎看不到内容。',
  },
  'explain.lowContrast.remedy': {
    en: 'See whether the lesion is in the picture, and whether the lens is fogged or covered.',
    zh: '请检查画面中是否有皮损，镜头是否起雾或被遮挡。',
  },
  'explain.tooSmall': { en: 'Too small', zh: '照片过小' },
  'explain.tooSmall.text': {
    en: 'Its shorter side has {value} pixels (warned of below {limit}), fewer than the network was trained on.',
    zh: '短边仅 {value} 像素（低于 {limit} 时警告），少于网络训练时所用的细节。',
  },
  'explain.tooSmall.remedy': {
    en: 'Use the camera’s own file, not a preview or a screenshot.',
    zh: '请使用相机原始文件，而不是预览图或截图。',
  },
  'explain.notRelied': { en: 'Not to be relied on', zh: '不可依赖' },
  'explain.near': { en: 'Near the threshold', zh: '接近阈值' },
  'explain.nearText': {
    en: '{between} of {n} validation photos score between this one and the threshold; fewer than 5 % counts as near. A small move of the threshold would turn the call.',
    zh: '验证集 {n} 张照片中有 {between} 张的得分位于此照片与阈值之间；不足 5% 即视为接近。阈值稍有变动，判定就会改变。',
  },
  'explain.probability': { en: 'Calibrated probability', zh: '校准后的概率' },
  'explain.below': { en: 'below {value}', zh: '低于 {value}' },
  'explain.above': { en: 'above {value}', zh: '高于 {value}' },
  'explain.platt': {
    en: 'Fitted by Platt scaling on {n} validation photos, {positives} of them malignant. It holds only where malignant photos are about as common; the call uses the score as it is.',
    zh: '用 Platt 校准在 {n} 张验证照片（其中恶性 {positives} 张）上拟合。仅当恶性照片的占比相近时成立；判定使用原始得分。',
  },
  'explain.temperature': {
    en: 'Fitted by temperature scaling on {n} validation photos, {positives} of them malignant. It holds only where malignant photos are about as common; the call uses the score as it is.',
    zh: '用温度校准在 {n} 张验证照片（其中恶性 {positives} 张）上拟合。仅当恶性照片的占比相近时成立；判定使用原始得分。',
  },
  'explain.probabilityWorking': { en: 'Being computed', zh: '正在计算' },
  'explain.probabilityUnknown': {
    en: 'Not known, as the photo could not be looked at.',
    zh: '无法查看照片，因此未知。',
  },
  'explain.probabilityNone': {
    en: 'None: the validation photos must be scored with this run first.',
    zh: '无：需先用该模型对验证集评分。',
  },
  'explain.probabilityNoFit': {
    en: 'None: the validation scores allow no fit. They part the classes fully, rank them the wrong way round, or are of one class only.',
    zh: '无：验证集得分无法拟合（两类完全分开、排序相反，或只有一类）。',
  },
  'explain.similar': { en: 'Training photos most like it', zh: '最相似的训练照片' },
  'explain.similarText': {
    en: 'Labelled malignant: {malignant} of these {count}. Alike to the network, nearest first; a likeness is no diagnosis.',
    zh: '这 {count} 张中有 {malignant} 张标注为恶性。相似与否以网络所见为准，由近到远；相似并非诊断。',
  },
  'explain.similarNone': {
    en: 'Not at hand: what the network saw in the training photos is not stored any more and is being made again.',
    zh: '暂不可用：训练照片的网络特征已不在缓存中，正在重新提取。',
  },
  'explain.similarFailed': {
    en: 'Not known: the photo could not be looked at.',
    zh: '无法查看照片，因此未知。',
  },
  'explain.distance': { en: 'Distance', zh: '距离' },
  'explain.distanceText': {
    en: '{distance}, where 0 is the same to the network',
    zh: '{distance}（0 表示网络看来相同）',
  },
  'explain.similarOne': {
    en: '{file}: labelled {label}, class {name}, distance {distance}',
    zh: '{file}：标注为{label}，类别 {name}，距离 {distance}',
  },
  'explain.overlay': { en: 'Colour what raised the score', zh: '标出使得分升高之处' },
  'explain.strength': { en: 'Strength of the colour', zh: '着色强度' },
  'explain.addsNothing': { en: 'adds nothing', zh: '无贡献' },
  'explain.addsMost': { en: 'adds most', zh: '贡献最大' },
  'explain.caption': {
    en: 'Coloured is what the network looked at when it raised the score, not where disease is.',
    zh: '着色处是网络据以升高得分的部位，而不是病变所在。',
  },
  'explain.noneUp': {
    en: 'No place of this photo raises the score: nothing is coloured.',
    zh: '该照片没有任何部位使得分升高，因此未着色。',
  },
  'explain.pale': {
    en: 'The colour is faint here: other places lower the score far more than these raise it.',
    zh: '此处着色很淡：其他部位降低得分的作用远大于这些部位升高得分的作用。',
  },
  'explain.limits': { en: 'What it means, and what not', zh: '含义与局限' },
  'explain.limits.cause': {
    en: 'It shows what moved this network, be it hair, a ruler or the photo’s rim. It does not show disease, and gives no outline for a cut.',
    zh: '它显示影响该网络的内容，可能是毛发、标尺或照片边缘。它不显示病变，也不能作为切除边界。',
  },
  'explain.limits.exact': {
    en: 'It is exact, since the last step of the network is a sum: places that raise {up}, places that lower {down}, a constant {bias}; together log-odds of {logit}, which is the score {score}.',
    zh: '它是精确的，因为网络的最后一步是求和：升高 {up}，降低 {down}，常数 {bias}；合计对数几率 {logit}，即得分 {score}。',
  },
  'explain.limits.coarse': {
    en: 'It is coarse: {columns} × {rows} places, drawn smoothly. Each place also sees what lies around it.',
    zh: '它很粗略：{columns} × {rows} 个区域，经平滑绘制。每个区域也会受到周围内容的影响。',
  },
  'explain.limits.oneWay': {
    en: 'What lowers the score stays uncoloured. The scale is this photo’s own: the colours of two photos cannot be compared.',
    zh: '使得分降低的部位不着色。色标仅适用于本照片，两张照片的颜色不可比较。',
  },
  'explain.noMap': {
    en: 'This run’s network cannot be split by place: there is nothing to colour.',
    zh: '该模型的网络无法按部位分解，因此没有可着色的内容。',
  },
  'explain.noMapFailed': {
    en: 'Nothing to colour: the photo could not be looked at.',
    zh: '无法查看照片，没有可着色的内容。',
  },
});
