"""Training steps of EfficientNet-Lite0 in Keras, its batch norm folded, for tests/bench/fineTuneStep.ts.

Reads lines `STAGES COUNT` (`all` or `upper`) and answers each with one line of JSON: milliseconds of each step by the clock
and of all cores' work. The batch is on TensorFlow's side
before the clock starts, and the step is one tf.function, as model.fit has it.
"""
import json
import sys
import time

import numpy as np
import tensorflow as tf

BATCH = int(sys.argv[1])
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


def network(upper):
    given = tf.keras.Input((14, 14, 80) if upper else (224, 224, 3))
    x = given
    if not upper:
        x = layers.Rescaling(1 / 128, -127 / 128)(x)
        x = layers.ReLU(6)(layers.Conv2D(32, 3, 2, padding="same")(x))
    for blocks, kernel, stride, expansion, channels in STAGES[4:] if upper else STAGES:
        for i in range(blocks):
            x = block(x, kernel, stride if i == 0 else 1, expansion, channels)
    x = layers.ReLU(6)(layers.Conv2D(1280, 1, padding="same")(x))
    x = layers.Dropout(0.2)(layers.GlobalAveragePooling2D()(x))
    return tf.keras.Model(given, layers.Dense(3)(x))


def trainer(upper):
    model = network(upper)
    optimizer = tf.keras.optimizers.Adam(3e-4)
    loss_of = tf.keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.05)
    shape = model.input_shape[1:]
    photos = tf.constant(np.random.default_rng(1).integers(0, 256, (BATCH, *shape)), tf.uint8)
    inputs = tf.constant(photos.numpy() / 64 - 2, tf.float32) if upper else photos
    labels = tf.one_hot(np.arange(BATCH) % 3, 3)

    @tf.function
    def step():
        with tf.GradientTape() as tape:
            loss = loss_of(labels, model(tf.cast(inputs, tf.float32), training=True))
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables))
        return loss

    return lambda: float(step())


steps = {}
for line in sys.stdin:
    stages, count = line.split()
    if stages not in steps:
        steps[stages] = trainer(stages == "upper")
    times = []
    for _ in range(int(count)):
        started, worked = time.perf_counter(), time.process_time()
        steps[stages]()
        times.append({"ms": 1000 * (time.perf_counter() - started), "cpuMs": 1000 * (time.process_time() - worked)})
    print(json.dumps(times), flush=True)
