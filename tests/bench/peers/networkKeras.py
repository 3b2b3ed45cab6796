"""Features of the photos in a file of raw RGB by the same architecture in Keras, with random weights (only the time matters), as predict_on_batch's graph:
networkKeras.py inceptionV3|efficientNetLite0 PHOTOS_FILE COUNT SIZE BATCH"""
import sys

import numpy as np
import tensorflow as tf

from lite0 import network
from worker import answer

backbone, photos_file, count, size, batch = sys.argv[1:]
count, size, batch = int(count), int(size), int(batch)
photos = np.fromfile(photos_file, np.uint8).reshape(count, size, size, 3)
if backbone == "inceptionV3":
    base = tf.keras.applications.InceptionV3(weights=None, include_top=False, pooling="avg", input_shape=(size, size, 3))
    scaled = tf.keras.Sequential([tf.keras.layers.Rescaling(1 / 127.5, -1, input_shape=(size, size, 3)), base])
else:
    scaled = network(upper=False, classes=None)


@tf.function
def features(x):
    return scaled(tf.cast(x, tf.float32), training=False)


def extract():
    return [features(tf.constant(photos[i : i + batch])).numpy() for i in range(0, count, batch)]


answer(lambda task: extract)
