"""The photos in a list of paths, read, decoded and resized as the tutorial does, on all cores: decodeKeras.py LIST_FILE SIZE"""
import sys

import tensorflow as tf

from worker import answer

list_file, size = sys.argv[1], int(sys.argv[2])
with open(list_file, encoding="utf-8") as lines:
    paths = lines.read().split("\n")


def load(path):
    x = tf.io.decode_jpeg(tf.io.read_file(path), channels=3)
    return tf.image.resize(tf.image.convert_image_dtype(x, tf.float32), [size, size])


photos = tf.data.Dataset.from_tensor_slices(paths).map(load, num_parallel_calls=tf.data.AUTOTUNE).batch(64).prefetch(tf.data.AUTOTUNE)


def decode():
    return sum(int(batch.shape[0]) for batch in photos)


answer(lambda task: decode)
