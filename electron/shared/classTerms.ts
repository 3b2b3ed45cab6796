import type { Label, Split } from './schemas/common.ts';

/**
 * Names whose meaning dermatology agrees on, as `key` writes them. What is pre-malignant (actinic keratosis, Bowen,
 * akiec), debated (dysplastic or Spitz nevus), a bare code (0, 1) or unknown is in neither list: the user is asked.
 * Codes are those of HAM10000, ISIC 2019 and PAD-UFES-20.
 */
const BENIGN = `
  benign, benign lesion, benign tumor, benign tumour, non malignant, not malignant, non cancerous,
  nevus, naevus, nevi, naevi, nv, nev, mole, benign nevus, common nevus, typical nevus,
  melanocytic nevus, melanocytic naevus, melanocytic nevi, melanocytic naevi, pigmented nevus,
  junctional nevus, compound nevus, dermal nevus, intradermal nevus, blue nevus, congenital nevus,
  seborrheic keratosis, seborrhoeic keratosis, seborrheic keratoses, seborrhoeic keratoses, sk, sek, seb k,
  benign keratosis, benign keratosis like lesion, pigmented benign keratosis, bkl, lichenoid keratosis,
  lichen planus like keratosis, lplk, solar lentigo, lentigo simplex, lentigo nos,
  dermatofibroma, df, vascular lesion, vascular, vasc, hemangioma, haemangioma, angioma, cherry angioma,
  cherry hemangioma, angiokeratoma, pyogenic granuloma, wart, verruca, verruca vulgaris, skin tag, acrochordon,
  良性, 良性病变, 良性皮损, 良性肿瘤, 非恶性, 痣, 黑痣, 色素痣, 黑色素痣, 黑素细胞痣, 黑色素细胞痣, 普通痣,
  交界痣, 混合痣, 复合痣, 皮内痣, 蓝痣, 先天性色素痣, 先天性痣, 脂溢性角化, 脂溢性角化病, 脂溢性角化症, 老年疣,
  良性角化病, 良性角化病变, 良性角化样病变, 日光性黑子, 皮肤纤维瘤, 血管瘤, 血管病变, 血管性病变, 樱桃状血管瘤,
  樱桃血管瘤, 血管角化瘤, 化脓性肉芽肿, 寻常疣, 皮赘`;

const MALIGNANT = `
  malignant, malign, malignancy, malignant lesion, malignant tumor, malignant tumour, cancer, cancerous, skin cancer,
  melanoma, mel, malignant melanoma, invasive melanoma, melanoma invasive, melanoma in situ, melanoma nos,
  lentigo maligna, lentigo maligna melanoma, nodular melanoma, superficial spreading melanoma,
  acral melanoma, acral lentiginous melanoma, amelanotic melanoma, metastatic melanoma, melanoma metastasis,
  basal cell carcinoma, basal cell cancer, bcc, basalioma,
  squamous cell carcinoma, squamous cell cancer, scc, squamous cell carcinoma invasive,
  merkel cell carcinoma, mcc, kaposi sarcoma, dermatofibrosarcoma protuberans, dfsp, angiosarcoma, carcinoma,
  恶性, 恶性病变, 恶性皮损, 恶性肿瘤, 癌, 癌症, 皮肤癌, 黑色素瘤, 黑素瘤, 恶性黑色素瘤, 恶性黑素瘤, 恶黑,
  原位黑色素瘤, 浸润性黑色素瘤, 结节性黑色素瘤, 肢端黑色素瘤, 恶性雀斑样痣, 基底细胞癌, 基底细胞上皮瘤, 基底细胞瘤, 基底癌,
  鳞状细胞癌, 鳞癌, 皮肤鳞癌, 默克尔细胞癌, 卡波西肉瘤, 隆突性皮肤纤维肉瘤, 血管肉瘤`;

const SPLITS: Record<Split, string> = {
  train: 'train, training, trn, train set, training set, train data, training data, 训练, 训练集, 训练数据',
  valid: `valid, validation, validate, val, dev, valid set, val set, validation set, valid data, validation data,
    验证, 验证集, 校验集, 验证数据`,
  test: 'test, testing, tst, test set, testing set, test data, testing data, holdout, 测试, 测试集, 测试数据',
};

// the traditional characters of the terms above
const TRADITIONAL = '惡細鱗狀癥纖維膚變損腫膿櫻樣訓練驗證測試結節內藍複潤數據贅尋';
const SIMPLIFIED = '恶细鳞状症纤维肤变损肿脓樱样训练验证测试结节内蓝复润数据赘寻';

const PROPOSALS = new Map<string, Label>([
  ...keys(BENIGN).map((name): [string, Label] => [name, 'benign']),
  ...keys(MALIGNANT).map((name): [string, Label] => [name, 'malignant']),
]);

const SPLIT_NAMES = new Map<string, Split>([
  ...keys(SPLITS.train).map((name): [string, Split] => [name, 'train']),
  ...keys(SPLITS.valid).map((name): [string, Split] => [name, 'valid']),
  ...keys(SPLITS.test).map((name): [string, Split] => [name, 'test']),
]);

/**
 * What a class name most likely means, in English, Chinese or a data set's code; `ask` when it is unknown, debated or a
 * bare number. Only whole names count ("not melanoma" is unknown, not malignant); case, blanks, `_`, `-`, camel case,
 * plural, Unicode form and traditional characters do not matter. It is a proposal: the user decides.
 */
export function proposeClass(name: string): Label | 'ask' {
  const whole = lookUp(PROPOSALS, name);
  if (whole !== undefined) return whole;
  // "Basal cell carcinoma (BCC)": both parts must say the same
  const parts = /^([^()]+)\(([^()]+)\)$/.exec(name.normalize('NFKC').trim());
  if (parts === null) return 'ask';
  const proposals = parts.slice(1).map((part) => lookUp(PROPOSALS, part));
  const [first, second] = proposals;
  return first !== undefined && first === second ? first : 'ask';
}

/** The split that a folder or a cell names ("val", "Training", 测试集), or null. */
export function splitOfName(name: string): Split | null {
  return lookUp(SPLIT_NAMES, name) ?? null;
}

/**
 * A name without case, separators, accents and Unicode variants: "Seborrheic_Keratosis" is "seborrheickeratosis".
 * Names are compared by it wherever people spell them freely.
 */
export function termKey(name: string): string {
  return (
    name
      .normalize('NFKD')
      // accents of Latin letters; other scripts' marks carry meaning
      .replace(/(\p{Script=Latin})\p{Mn}+/gu, '$1')
      .normalize('NFKC')
      .toLowerCase()
      .replaceAll('æ', 'ae')
      .replace(/[\s\p{P}\p{S}\p{C}]+/gu, '')
      .replace(/\p{Script=Han}/gu, (character) => {
        const index = TRADITIONAL.indexOf(character);
        return index < 0 ? character : SIMPLIFIED.charAt(index);
      })
  );
}

function lookUp<Value>(table: Map<string, Value>, name: string): Value | undefined {
  const key = termKey(name);
  return table.get(key) ?? (key.length > 3 && key.endsWith('s') ? table.get(key.slice(0, -1)) : undefined);
}

function keys(list: string): string[] {
  return list.split(',').map(termKey);
}
