"""EfficientNet-Lite0 in Keras, its batch norm folded."""
import tensorflow as tf

# blocks, kernel, first stride, expansion, channels
STAGES = [(1, 3, 1, 1, 16), (2, 3, 2, 6, 24), (2, 5, 2, 6, 40), (3, 3, 2, 6, 80), (3, 5, 1, 6, 112), (4, 5, 2, 6, 192), (1, 3, 1, 6, 320)]
layers = tf.keras.layers


def block(x, kernel, stride, expansion, channels):
    given = x
    if expansion != 1:
        x = layers.ReLU(6)(layers.Conv2D(x.shape[-1] * expansion, 1, padding="same")(x))
    x = layers.ReLU(6)(layers.DepthwiseConv2D(kernel, stride, padding="same")(x))
    x = layers.Conv2D(channels, 1, padding="same")(x)
    return layers.Add()([given, x]) if stride == 1 and given.shape[-1] == channels else x


def network(upper, classes):
    """upper: from the maps of 14 x 14 x 80 on. classes: None ends in the pooled features."""
    given = tf.keras.Input((14, 14, 80) if upper else (224, 224, 3))
    x = given
    if not upper:
        x = layers.Rescaling(1 / 128, -127 / 128)(x)
        x = layers.ReLU(6)(layers.Conv2D(32, 3, 2, padding="same")(x))
    for blocks, kernel, stride, expansion, channels in STAGES[4:] if upper else STAGES:
        for i in range(blocks):
            x = block(x, kernel, stride if i == 0 else 1, expansion, channels)
    x = layers.ReLU(6)(layers.Conv2D(1280, 1, padding="same")(x))
    x = layers.GlobalAveragePooling2D()(x)
    if classes is None:
        return tf.keras.Model(given, x)
    return tf.keras.Model(given, layers.Dense(classes)(layers.Dropout(0.2)(x)))
