"""Training steps of EfficientNet-Lite0 in Keras: stepKeras.py BATCH; tasks `all` and `upper`.

The batch is on TensorFlow's side before the clock starts, and the step is one tf.function, as model.fit has it.
"""
import sys

import numpy as np
import tensorflow as tf

from lite0 import network
from worker import answer

BATCH = int(sys.argv[1])


def trainer(stages):
    upper = stages == "upper"
    model = network(upper, classes=3)
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


answer(trainer)
