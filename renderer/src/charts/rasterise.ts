/** Figures are 360 units wide: three pixels a unit make 9 cm at 300 dots an inch. */
const PIXELS_A_UNIT = 3;

/** An SVG drawing as PNG, base64. Throws where the drawing cannot be read or is too large for a canvas. */
export async function rasterise(svg: string): Promise<string> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth * PIXELS_A_UNIT;
    canvas.height = image.naturalHeight * PIXELS_A_UNIT;
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('no canvas to draw a picture on');
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const [head, content] = canvas.toDataURL('image/png').split(',');
    if (head !== 'data:image/png;base64' || content === undefined) throw new Error('the picture could not be made');
    return content;
  } finally {
    URL.revokeObjectURL(url);
  }
}
